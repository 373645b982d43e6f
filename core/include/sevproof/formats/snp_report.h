// The attestation report of a SEV-SNP guest (SEV Secure Nested Paging firmware ABI 56860, table
// ATTESTATION_REPORT), and the forms in which people have one. Nothing is verified here.
#ifndef SEVPROOF_FORMATS_SNP_REPORT_H
#define SEVPROOF_FORMATS_SNP_REPORT_H

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>

#include "sevproof/bytes.h"
#include "sevproof/result.h"
#include "sevproof/sha256.h"
#include "sevproof/sha384.h"

namespace sevproof {

inline constexpr std::size_t kSnpReportSize = 0x4a0;
inline constexpr std::size_t kSnpReportSignedSize = 0x2a0;
// The largest file with one that is read; Azure's has JSON behind the report.
inline constexpr std::size_t kMaxSnpReportFile = 64UL * 1024;

using SnpReportBytes = std::array<std::uint8_t, kSnpReportSize>;
// TCB_VERSION as it stands in a report: what its bytes mean depends on the line of processors.
using TcbBytes = std::array<std::uint8_t, 8>;

struct FirmwareVersion {
  std::uint8_t major = 0;
  std::uint8_t minor = 0;
  std::uint8_t build = 0;

  bool reaches(const FirmwareVersion& least) const {
    return std::tie(major, minor, build) >= std::tie(least.major, least.minor, least.build);
  }
  friend bool operator==(const FirmwareVersion&, const FirmwareVersion&) = default;
};

struct SnpReport {
  static constexpr std::uint32_t kAuthorKeyEnabled = 1U << 0;
  static constexpr std::uint32_t kMaskChipKey = 1U << 1;

  SnpReportBytes bytes{};  // as it came; the first 0x2a0 are signed
  std::uint32_t version = 0;
  std::uint32_t guest_svn = 0;
  std::uint64_t policy = 0;
  std::array<std::uint8_t, 16> family_id{};
  std::array<std::uint8_t, 16> image_id{};
  std::uint32_t vmpl = 0;  // 0xffffffff: its host asked
  std::uint32_t signature_algorithm = 0;
  TcbBytes current_tcb{};
  std::uint64_t platform_info = 0;
  std::uint32_t key_info = 0;  // the word at 0x48
  std::array<std::uint8_t, 64> report_data{};
  Sha384Digest measurement{};
  std::array<std::uint8_t, 32> host_data{};
  Sha384Digest id_key_digest{};
  Sha384Digest author_key_digest{};
  std::array<std::uint8_t, 32> report_id{};
  std::array<std::uint8_t, 32> report_id_ma{};
  TcbBytes reported_tcb{};
  std::uint8_t cpu_family = 0;  // 0 before version 3
  std::uint8_t cpu_model = 0;
  std::uint8_t cpu_stepping = 0;
  std::array<std::uint8_t, 64> chip_id{};
  TcbBytes committed_tcb{};
  FirmwareVersion current_firmware;
  FirmwareVersion committed_firmware;
  TcbBytes launch_tcb{};
  std::uint64_t launch_mitigations = 0;  // 0 before version 5
  std::uint64_t current_mitigations = 0;

  // 0 VCEK, 1 VLEK, 7 none.
  std::uint32_t signing_key() const { return key_info >> 2 & 7; }
  bool has_author_key() const { return (key_info & kAuthorKeyEnabled) != 0; }
};

// Versions 0 and 1 are refused: nobody has such a report. One above 5 is read as version 5. Fails
// with kMalformedAttestation.
Result<SnpReport> parse_snp_report(const SnpReportBytes& bytes, std::string_view what);

// "0x18c, 0x29f": where a reserved byte that is signed is not zero; of a version before 5 the
// mitigation vectors are reserved, before 3 the CPU's as well. Empty where there is none; at most
// four are named.
std::string reserved_bytes_set(const SnpReport& report);

enum class SnpReportForm : std::uint8_t { kRaw, kHex, kBase64, kGuestDevice, kAzure };

std::string_view form_name(SnpReportForm form);  // "raw", "hex", "base64", "guest-device", "azure"

// What the guest's paravisor on Azure says of it: report_data begins with the SHA-256 of this.
struct AzureClaims {
  Sha256Digest sha256{};
  std::size_t size = 0;
};

struct SnpEvidence {
  SnpReportForm form = SnpReportForm::kRaw;
  SnpReport report;
  std::optional<AzureClaims> claims;
};

// 1,184 bytes; hex or base64 of them; the answer of /dev/sev-guest, of 4,000 bytes or cut behind
// the report (status, size, 24 reserved bytes, the report at 0x20); Azure's blob (HCLA, the report
// at 0x20). What configfs-tsm gives as outblob is raw. Text may be of any of these. Decided by size
// and first bytes. Fails with kMalformedAttestation, for a status of the guest device that is not 0
// as well.
Result<SnpEvidence> parse_snp_evidence(ByteView content, std::string_view what);

}  // namespace sevproof

#endif
