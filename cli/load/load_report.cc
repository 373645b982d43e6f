#include "load/load_report.h"

#include <chrono>
#include <utility>

#include "load/load_snp.h"
#include "os/file_descriptor.h"
#include "os/input_file.h"

namespace sevproof::cli {
namespace {

UnixTime now() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::seconds>(since).count();
}

bool describes_launch(const Options& options) {
  const snp::LaunchDraft& draft = options.snp.draft;
  const LaunchFiles& files = options.files;
  return files.firmware || files.kernel || files.initrd || options.snp.igvm || options.domain.xml ||
         draft.firmware_digest || !draft.sections.empty() || draft.reset_address ||
         draft.hash_area || draft.cmdline || !draft.counts.empty() || draft.cpu || draft.vmm ||
         draft.guest_features || draft.vmsa_gpa;
}

Result<std::optional<snp::LaunchReport>> load_launch(Options& options, Console& console) {
  if (!describes_launch(options)) return std::nullopt;
  auto request = load_snp(options, console);
  if (!request) return fail(request.error());
  auto report = snp::measure_request(*std::move(request));
  if (!report) return fail(report.error());
  return std::optional(*std::move(report));
}

Result<SnpCertificates> load_certificates(const std::vector<std::string>& paths) {
  constexpr std::string_view kRole = "certificates";
  SnpCertificates all;
  for (const std::string& path : paths) {
    // A guest's auxblob is empty where its host has no certificates.
    const auto content =
        read_file(path, {.role = kRole, .max_size = kMaxSnpCertificateFile, .may_be_empty = true});
    if (!content) return fail(content.error());
    auto some = parse_snp_certificates(*content, path);
    if (!some) return fail(some.error());
    all.add(*std::move(some));
  }
  return all;
}

Result<std::vector<ExpectationText>> load_expectations(const Path& path) {
  if (!path) return std::vector<ExpectationText>();
  constexpr std::string_view kRole = "expectations";
  const auto content = read_file(*path, {.role = kRole, .max_size = kMaxExpectationsSize});
  if (!content) return fail(content.error());
  return read_expectations(as_text(*content), describe_file(kRole, *path));
}

snp::ExpectedReport alone(const ExpectationText& text) {
  snp::ExpectedReport expected;
  // Was read before without a fault.
  (void)snp::read_text(expected, text.field, "", text.text);
  // The order of a list says nothing.
  std::ranges::sort(expected.measurements);
  std::ranges::sort(expected.vmpls);
  std::ranges::sort(expected.chip_ids);
  std::ranges::sort(expected.providers);
  return expected;
}

// What file and options say must both hold: the same twice does, two that differ cannot.
Result<snp::ExpectedReport> join(const std::vector<ExpectationText>& file,
                                 const std::vector<ExpectationText>& options) {
  snp::ExpectedReport all;
  for (const ExpectationText& one : file) {
    (void)snp::read_text(all, one.field, "", one.text);
  }
  for (const ExpectationText& one : options) {
    const auto same = std::ranges::find(file, one.field, &ExpectationText::field);
    if (same == file.end()) {
      (void)snp::read_text(all, one.field, "", one.text);
    } else if (alone(one) != alone(*same)) {
      return fail(ErrorCode::kContradictingInputs,
                  report_option_name(one.field) + " is not what the file of expectations says: " +
                      quote(one.text) + ", and " + quote(same->text),
                  "Give it in one of the two.");
    }
  }
  return all;
}

}  // namespace

Result<snp::ReportInput> load_report_input(Options& options, Console& console) {
  constexpr std::string_view kRole = "report";
  if (!options.attestation_report) {
    return fail(ErrorCode::kMissingInput, "--report is needed",
                "It names the guest's attestation report.");
  }
  const std::string& path = *options.attestation_report;
  const auto content = read_file(path, {.role = kRole, .max_size = kMaxSnpReportFile});
  if (!content) return fail(content.error());
  auto evidence = parse_snp_evidence(*content, describe_file(kRole, path));
  if (!evidence) return fail(evidence.error());
  auto certificates = load_certificates(options.report.certificates);
  if (!certificates) return fail(certificates.error());
  const auto file = load_expectations(options.report.expectations);
  if (!file) return fail(file.error());
  auto expected = join(*file, options.report.expected);
  if (!expected) return fail(expected.error());
  auto launch = load_launch(options, console);
  if (!launch) return fail(launch.error());
  return snp::ReportInput{.evidence = *std::move(evidence),
                          .certificates = *std::move(certificates),
                          .at = options.report.at.value_or(now()),
                          .at_is_given = options.report.at.has_value(),
                          .expected = *std::move(expected),
                          .launch = *std::move(launch)};
}

Result<SnpFile> load_snp_file(const std::string& path) {
  constexpr std::string_view kRole = "report or certificates";
  const auto content = read_file(path, {.role = kRole, .max_size = kMaxSnpCertificateFile});
  if (!content) return fail(content.error());
  return read_snp_file(path, *content);
}

}  // namespace sevproof::cli
