// SEV-SNP reports in every form: what is read is bytes of the input, and said without surprises.
#include "sevproof/formats/snp_report.h"

#include "fuzz.h"

using namespace sevproof;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto evidence = parse_snp_evidence({data, size}, "report");
  if (!fuzz::is_there(evidence)) return 0;
  const SnpReport& report = evidence->report;
  fuzz::expect(report.version >= 2, "versions 0 and 1 are refused");
  fuzz::expect(evidence->claims.has_value() == (evidence->form == SnpReportForm::kAzure),
               "Azure's blob alone has claims");
  fuzz::expect(!evidence->claims || evidence->claims->size < size, "claims lie in the file");
  fuzz::expect_plain(reserved_bytes_set(report));
  fuzz::expect_plain(form_name(evidence->form));
  const auto again = parse_snp_evidence(report.bytes, "report");
  fuzz::expect(again && again->form == SnpReportForm::kRaw && again->report.bytes == report.bytes,
               "what is read is a report by itself");
  return 0;
}
