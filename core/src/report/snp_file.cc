// A file of a SEV-SNP report or of its certificates.
#include "formats/cut_off_report.h"
#include "sevproof/report.h"

namespace sevproof {

Result<SnpFile> read_snp_file(std::string name, ByteView content, std::string_view what) {
  auto evidence = parse_snp_evidence(content, what);
  if (evidence) return SnpFile{std::move(name), snp::show_report(*std::move(evidence)), {}};
  auto certificates = parse_snp_certificates(content, what);
  if (certificates) return SnpFile{std::move(name), std::nullopt, *std::move(certificates)};
  const bool is_report = content.size() == kSnpReportSize || internal::is_cut_off_report(content) ||
                         as_text(content).starts_with("HCLA");
  return fail(is_report ? evidence.error() : certificates.error());
}

}  // namespace sevproof
