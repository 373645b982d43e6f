#include "sevproof/snp/policy.h"
#include "sevproof/text.h"
#include "snp/report_binding.h"
#include "snp/report_checks.h"

namespace sevproof::snp::internal {

namespace {

using enum FindingCode;

class Collector {
 public:
  std::vector<Finding> findings;

  void add(bool is_so, FindingCode code, std::string detail = {}) {
    if (is_so) findings.push_back({code, std::move(detail), Subject::kEvidence});
  }
};

MinimumTcb least(const Tcb& tcb) {
  return {tcb.fmc, tcb.boot_loader, tcb.tee, tcb.snp, tcb.microcode};
}

// AMD-SB-3019.
bool is_old(AmdGeneration line, const Tcb& tcb) {
  constexpr std::uint8_t kMilanSnp = 0x18;
  constexpr std::uint8_t kGenoaSnp = 0x17;
  return (line == AmdGeneration::kMilan && tcb.snp < kMilanSnp) ||
         (line == AmdGeneration::kGenoa && tcb.snp < kGenoaSnp);
}

// How what runs differs from what the host cannot go back from.
std::string provisional_text(const SnpReport& report, std::optional<AmdGeneration> line) {
  const auto tcb = [&](const TcbBytes& bytes) {
    return line && has_zero_reserve(*line, bytes) ? tcb_text(read_tcb(*line, bytes))
                                                  : "bytes " + to_hex(bytes);
  };
  std::string text;
  if (report.current_tcb != report.committed_tcb) {
    text = "current " + tcb(report.current_tcb) + "; committed " + tcb(report.committed_tcb);
  }
  if (report.current_firmware != report.committed_firmware) {
    text += (text.empty() ? "" : "; ") + std::string("SEV firmware current ") +
            firmware_text(report.current_firmware) + ", committed " +
            firmware_text(report.committed_firmware);
  }
  return text;
}

void add_versions(Collector& into, const SnpReport& report, AmdGeneration line) {
  const Tcb current = read_tcb(line, report.current_tcb);
  const Tcb committed = read_tcb(line, report.committed_tcb);
  const Tcb reported = read_tcb(line, report.reported_tcb);
  const std::string both = "current " + tcb_text(current) + "; committed " + tcb_text(committed);
  into.add(!reaches(current, least(committed)) || !reaches(committed, least(reported)),
           kSnpReportTcbOrder, both + "; reported " + tcb_text(reported));
  into.add(is_old(line, reported), kSnpReportOldFirmware, "SNP " + std::to_string(reported.snp));
}

}  // namespace

std::vector<Finding> report_findings(const SnpEvidence& evidence,
                                     std::optional<AmdGeneration> line) {
  const SnpReport& report = evidence.report;
  Collector into{policy_findings({report.policy})};
  for (Finding& one : into.findings) one.about = Subject::kEvidence;
  const std::string reserved = reserved_text(report, line);
  into.add(!is_described(report.version), kSnpReportVersionUnknown,
           "version " + std::to_string(report.version));
  into.add(!reserved.empty(), kSnpReportReserved, "at " + reserved);
  constexpr std::size_t kTail = kSnpReportSignedSize + 2 * 72;
  into.add(!is_zero(ByteView(report.bytes).subspan(kTail)), kSnpReportTail);
  into.add(report.vmpl != 0, kSnpReportLessPrivileged, "VMPL " + vmpl_text(report.vmpl));
  into.add(is_chip_masked(report), kSnpReportChipMasked);
  into.add(report.signing_key() == kSignedByVlek, kSnpReportOfProvider);
  into.add(evidence.claims.has_value(), kSnpReportClaims);
  into.add(is_provisional(report), kSnpReportProvisional, provisional_text(report, line));
  if (line) add_versions(into, report, *line);
  return std::move(into.findings);
}

}  // namespace sevproof::snp::internal
