// TCB_VERSION (SEV Secure Nested Paging firmware ABI 56860): the security versions of a platform's
// parts. Which byte is which depends on the line of processors: read in another line's order it is
// a plausible, wrong version.
#ifndef SEVPROOF_SNP_TCB_H
#define SEVPROOF_SNP_TCB_H

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sevproof/formats/amd_certificate.h"
#include "sevproof/formats/snp_report.h"
#include "sevproof/result.h"

namespace sevproof::snp {

// Of AMD's lines those with SEV-SNP that are known here: Milan; Genoa, with Bergamo and Siena;
// Turin. By the CPUID of a report (version 3 and later), extended family and model included.
std::optional<AmdGeneration> line_of_cpu(std::uint8_t family, std::uint8_t model);
// "Milan-B0" and so on; nothing for another product.
std::optional<AmdGeneration> line_of_product(std::string_view product_name);

struct Tcb {
  std::optional<std::uint8_t> fmc;  // of Turin alone
  std::uint8_t boot_loader = 0;
  std::uint8_t tee = 0;
  std::uint8_t snp = 0;
  std::uint8_t microcode = 0;

  friend bool operator==(const Tcb&, const Tcb&) = default;
};

Tcb read_tcb(AmdGeneration line, const TcbBytes& bytes);
// Whether the bytes that are no component's are zero.
bool has_zero_reserve(AmdGeneration line, const TcbBytes& bytes);

// "bl 4, tee 0, snp 24, ucode 219", with "fmc 1" first.
std::string tcb_text(const Tcb& tcb);

// "1.55.29"
std::string firmware_text(const FirmwareVersion& version);

// What each component must be at least; what is absent may be anything.
struct MinimumTcb {
  std::optional<std::uint8_t> fmc;
  std::optional<std::uint8_t> boot_loader;
  std::optional<std::uint8_t> tee;
  std::optional<std::uint8_t> snp;
  std::optional<std::uint8_t> microcode;

  friend bool operator==(const MinimumTcb&, const MinimumTcb&) = default;
};

// Every component by itself. One that the line does not have is not reached.
bool reaches(const Tcb& tcb, const MinimumTcb& minimum);
std::string tcb_text(const MinimumTcb& minimum);

// Of a fleet: a value for each line of processors, whose versions cannot be compared, or one for
// all that have none of their own.
template <typename Value>
struct ByLine {
  std::optional<Value> of_others;
  std::vector<std::pair<AmdGeneration, Value>> of_line;

  bool empty() const { return !of_others && of_line.empty(); }
  // Nothing where none is for it; of a line that is not known, that of others.
  const Value* find(std::optional<AmdGeneration> line) const {
    for (const auto& [one, value] : of_line) {
      if (one == line) return &value;
    }
    return of_others ? &*of_others : nullptr;
  }

  friend bool operator==(const ByLine&, const ByLine&) = default;
};

// "blSPL=4,teeSPL=0,snpSPL=24,ucodeSPL=219" with fmcSPL on Turin, in any order, separated by commas
// or as in the addresses of AMD's server by &; "bl" and "blSPL" are the same. Fails with kInvalid.
Result<MinimumTcb> parse_minimum_tcb(std::string_view what, std::string_view text);
// "1.55.29": major, minor and build. Fails with kInvalid.
Result<FirmwareVersion> parse_firmware_version(std::string_view what, std::string_view text);

// One as above, or "Milan: bl=4,snp=24; Genoa: snp=23", each line once. Fail as those do.
Result<ByLine<MinimumTcb>> parse_minimum_tcbs(std::string_view what, std::string_view text);
Result<ByLine<FirmwareVersion>> parse_firmware_versions(std::string_view what,
                                                        std::string_view text);

}  // namespace sevproof::snp

#endif
