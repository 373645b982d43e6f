// What the owner of a SEV-SNP guest expects of its attestation report, and accepts. Nothing of it
// is taken from the report or from whoever hands it on.
#ifndef SEVPROOF_SNP_REPORT_EXPECTATIONS_H
#define SEVPROOF_SNP_REPORT_EXPECTATIONS_H

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sevproof/formats/snp_report.h"
#include "sevproof/result.h"
#include "sevproof/snp/id_block.h"
#include "sevproof/snp/tcb.h"

namespace sevproof::snp {

using ReportDataBytes = std::array<std::uint8_t, 64>;
using Bytes32 = std::array<std::uint8_t, 32>;

// Which of a report's versions of firmware must reach a minimum. By default those that its firmware
// cannot go back from.
struct TcbKinds {
  bool reported = true;
  bool committed = true;
  bool launch = true;
  bool current = false;

  friend bool operator==(const TcbKinds&, const TcbKinds&) = default;
};

struct BitExpectation {
  std::uint64_t required = 0;   // must be 1
  std::uint64_t forbidden = 0;  // must be 0

  bool holds(std::uint64_t value) const {
    return (value & required) == required && (value & forbidden) == 0;
  }
  friend bool operator==(const BitExpectation&, const BitExpectation&) = default;
};

// Empty lists and absent values: anything is accepted, but for a match measurement and REPORT_DATA
// are needed.
struct ExpectedReport {
  std::vector<Sha384Digest> measurements;  // one of them
  std::optional<ReportDataBytes> report_data;
  std::vector<std::uint32_t> vmpls;  // one of them; none given: 0
  std::optional<std::uint64_t> policy;
  BitExpectation policy_bits;
  bool allow_debug = false;
  bool allow_migration = false;
  ByLine<MinimumTcb> minimum_tcb;  // a line that it has none for does not reach it
  std::optional<TcbKinds> tcb_kinds;
  ByLine<FirmwareVersion> minimum_firmware;  // likewise
  bool refuse_provisional = false;
  std::optional<Bytes32> host_data;
  std::optional<OwnersId> family_id;
  std::optional<OwnersId> image_id;
  std::optional<std::uint32_t> minimum_guest_svn;
  // That of the ID block of a launch that is described.
  std::optional<std::uint32_t> guest_svn;
  std::optional<Sha384Digest> id_key_digest;
  std::optional<Sha384Digest> author_key_digest;
  std::optional<Bytes32> report_id;
  std::vector<std::array<std::uint8_t, 64>> chip_ids;  // one of them
  bool allow_masked_chip = false;
  std::vector<std::string> providers;  // csp_id of a VLEK: one of them
  BitExpectation platform;
  std::uint64_t launch_mitigations = 0;  // bits that must be set
  std::uint64_t current_mitigations = 0;

  friend bool operator==(const ExpectedReport&, const ExpectedReport&) = default;
};

enum class ReportField : std::uint8_t {
  kMeasurement,
  kReportData,
  kVmpl,
  kPolicy,
  kPolicyRequires,
  kPolicyForbids,
  kAllowDebug,
  kAllowMigration,
  kMinimumTcb,
  kTcbOf,
  kMinimumFirmware,
  kRefuseProvisional,
  kHostData,
  kFamilyId,
  kImageId,
  kMinimumGuestSvn,
  kIdKeyDigest,
  kAuthorKeyDigest,
  kReportId,
  kChipId,
  kAllowMaskedChip,
  kProvider,
  kPlatformRequires,
  kPlatformForbids,
  kLaunchMitigations,
  kCurrentMitigations,
};

enum class ReportFieldKind : std::uint8_t { kText, kList, kFlag };

struct ReportFieldInfo {
  ReportField field;
  std::string_view key;     // of a file of expectations, "minimumTcb"
  std::string_view option;  // of the program without its dashes, "min-tcb"
  ReportFieldKind kind;
};

// All of them, in the order of ReportField.
std::span<const ReportFieldInfo> report_fields();
const ReportFieldInfo* find_report_field(std::string_view key);

// Between the values of a list. Of providers, whose names have commas and blanks, ";" alone; of the
// others white space separates too.
char list_separator(ReportField field);

// A value as text: bytes in hex or base64, numbers decimal or 0x; REPORT_DATA of up to 64 bytes,
// behind which zeros follow; bits by their names or as a number; a list's values separated by
// list_separator(), added to those that are there; of a flag "true" or "false". All zeros are
// no REPORT_DATA, no chip id and no measurement. Fails with kInvalid, naming `what`.
Result<void> read_text(ExpectedReport& expected, ReportField field, std::string_view what,
                       std::string_view text);

// Fails with kContradictingInputs where no report could be all of this, or where a part of it says
// nothing without another.
Result<void> check_agreement(const ExpectedReport& expected);

// "SMT", "TSME" and so on of platform info; bits without a name as "bit 6".
std::vector<std::string> platform_info_names(std::uint64_t info);

}  // namespace sevproof::snp

#endif
