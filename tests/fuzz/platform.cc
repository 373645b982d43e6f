// Files of a platform, session or report: whatever is read can be judged, and nobody vouches for
// what nobody signed.
#include "sevproof/sev/platform.h"

#include <algorithm>

#include "fuzz.h"
#include "sevproof/formats/attestation_report.h"
#include "sevproof/formats/platform_files.h"
#include "sevproof/report.h"

using namespace sevproof;

namespace {

Bytes raw(const PlatformPieces& pieces) {
  Bytes bytes;
  for (const SevCertificate& one : pieces.sev) append(bytes, one.bytes);
  for (const AmdCertificate& one : pieces.amd) append(bytes, one.bytes);
  return bytes;
}

void check_again(const PlatformPieces& pieces) {
  const Bytes bytes = raw(pieces);
  if (bytes.empty()) return;
  const auto again = parse_platform_file(bytes, "again");
  fuzz::expect(again && raw(*again) == bytes,
               "certificates one after the other are the same again");
}

void check_judgement(const PlatformPieces& pieces) {
  const auto chain = collect_platform(std::span(&pieces, 1));
  if (!fuzz::is_there(chain)) return;
  const PlatformVerification verification = verify_platform(*chain);
  const PlatformReport& report = verification.report;
  fuzz::expect(!to_json(report).empty(), "there is a document");
  const bool is_broken = std::ranges::any_of(report.checks, [](const Check& check) {
    return check.outcome == CheckOutcome::kFail ||
           (check.outcome == CheckOutcome::kNotChecked && check_info(check.code).required);
  });
  fuzz::expect(verification.platform.has_value() == (report.voucher != Voucher::kNobody),
               "a platform is proved exactly where somebody vouches for it");
  fuzz::expect(!is_broken || !verification.platform, "nobody vouches for a broken chain");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView content(data, size);
  const auto pieces = parse_platform_file(content, "file");
  if (fuzz::is_there(pieces)) {
    check_again(*pieces);
    check_judgement(*pieces);
  }
  const auto file = parse_any_platform_file(content, "file");
  if (fuzz::is_there(file)) {
    fuzz::expect(!platform_files_to_json(std::span(&*file, 1)).empty(), "there is a document");
  }
  fuzz::expect(!pieces || file, "what is a platform's file is one to be shown");
  return 0;
}
