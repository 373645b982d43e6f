// The findings about SEV-SNP reports, in the order of FindingCode.
#ifndef SEVPROOF_JUDGE_SNP_REPORT_FINDING_ROWS_H
#define SEVPROOF_JUDGE_SNP_REPORT_FINDING_ROWS_H

#include <array>

#include "sevproof/finding.h"

namespace sevproof::internal {

inline constexpr auto kSnpReportFindings = [] {
  using enum FindingCode;
  using enum Severity;
  return std::to_array<FindingInfo>({
      {kSnpReportNoNonce, "snp-report-no-nonce", kWarning, Subject::kEvidence,
       "No REPORT_DATA was expected, so any old report of this guest would do",
       "Have the guest put a fresh nonce into REPORT_DATA, and expect that."},
      {kSnpReportNoMeasurement, "snp-report-no-measurement", kWarning, Subject::kEvidence,
       "No measurement was expected, so the report may be of any guest",
       "Describe the launch, or give the measurement that it must have."},
      {kSnpReportChipMasked, "snp-report-chip-masked", kWarning, Subject::kEvidence,
       "CHIP_ID is all zeros: the host masks it, so the report is bound to no chip",
       "Accept that on purpose, or have the host unmask it."},
      {kSnpReportProvisional, "snp-report-provisional", kWarning, Subject::kEvidence,
       "The platform runs firmware that is not committed yet, and can go back to an older one",
       "Wait until the host commits it, or count on the committed version alone."},
      {kSnpReportTcbOrder, "snp-report-tcb-order", kWarning, Subject::kEvidence,
       "The firmware versions contradict each other: current, committed and reported should not "
       "rise in this order",
       "Ask the host what firmware the platform runs."},
      {kSnpReportOldFirmware, "snp-report-old-firmware", kWarning, Subject::kEvidence,
       "The platform's SNP firmware is older than the one that refuses forged microcode "
       "(AMD-SB-3019)",
       "Demand a minimum TCB: SNP at least 24 on Milan, 23 on Genoa."},
      {kSnpReportVersionUnknown, "snp-report-version-unknown", kWarning, Subject::kEvidence,
       "Nobody has described reports of this version, so it is read as the closest one, and never "
       "matches",
       "Look for a newer sevproof."},
      {kSnpReportReserved, "snp-report-reserved-set", kWarning, Subject::kEvidence,
       "Reserved bytes of the report are set: they mean something that this version of sevproof "
       "does not know",
       "Look for a newer sevproof; until then the report never matches."},
      {kSnpReportTail, "snp-report-bytes-unsigned", kNote, Subject::kEvidence,
       "Behind the signature stand bytes that nobody signed",
       "They do not count. Whoever handed on the report may have added them."},
      {kSnpReportLessPrivileged, "snp-report-vmpl", kWarning, Subject::kEvidence,
       "The report was asked for by less privileged code of the guest, and is its claim",
       "Expect 0, unless the guest runs below a paravisor or an SVSM that is part of the "
       "measurement."},
      {kSnpReportOfProvider, "snp-report-vlek", kNote, Subject::kReportChain,
       "The report is signed by a key of the cloud provider (VLEK), and of no particular chip",
       "Demand a provider if it matters whose machines these are."},
      {kSnpReportClaims, "snp-report-nonce-elsewhere", kWarning, Subject::kEvidence,
       "In a confidential VM of Azure a nonce is in the vTPM's quote, which is not checked here",
       "Check that quote with its key, which stands in the claims beside the report."},
      {kSnpRevocationNotChecked, "snp-revocation-not-checked", kNote, Subject::kReportChain,
       "Whether AMD has revoked the intermediate key was not checked",
       "Give AMD's current revocation list (CRL) with the certificates."},
      {kSnpCrlUnusable, "snp-crl-unusable", kWarning, Subject::kReportChain,
       "A revocation list was given that does not count",
       "Give the one that AMD has for this line of processors now."},
      {kSnpCertificateExpires, "snp-certificate-expires", kNote, Subject::kReportChain,
       "A certificate of the chain expires within 30 days",
       "Keep the report with the time at which it was verified, or fetch a newer certificate."},
      {kSnpCertificateUnused, "snp-certificate-unused", kNote, Subject::kReportChain,
       "Certificates were given that play no part in the chain", "Nothing of them was trusted."},
      {kSnpCertificateUnread, "snp-certificate-unread", kWarning, Subject::kReportChain,
       "Something was given with the certificates that is none", "Nothing of it was used."},
      {kSnpTableOthers, "snp-certificate-table-others", kNote, Subject::kReportChain,
       "The certificate table has entries that are not AMD's certificates",
       "They are not checked here."},
      {kSnpTimeOfClock, "snp-time-of-clock", kNote, Subject::kReportChain,
       "The certificates were checked at the time of this machine's clock",
       "Give the time if it should be another, as for evidence that was kept."},
  });
}();

}  // namespace sevproof::internal

#endif
