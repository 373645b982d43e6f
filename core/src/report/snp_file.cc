// A file of a SEV-SNP report or of its certificates.
#include "formats/cut_off_report.h"
#include "sevproof/report.h"
#include "sevproof/text.h"

namespace sevproof {

Result<SnpFile> read_snp_file(const std::string& name, ByteView content) {
  auto evidence = parse_snp_evidence(content, printable(name));
  if (evidence) return SnpFile{name, snp::show_report(*std::move(evidence)), {}};
  auto certificates = parse_snp_certificates(content, name);
  if (certificates) return SnpFile{name, std::nullopt, *std::move(certificates)};
  const bool is_report = content.size() == kSnpReportSize || internal::is_cut_off_report(content) ||
                         as_text(content).starts_with("HCLA");
  return fail(is_report ? evidence.error() : certificates.error());
}

}  // namespace sevproof
