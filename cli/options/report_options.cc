#include "options/report_options.h"

#include <algorithm>
#include <array>

#include "options/option_table.h"
#include "sevproof/text.h"

namespace sevproof::cli {
namespace {

using enum Option;
using enum OptionKind;

constexpr auto kEvidence =
    std::to_array<OptionSpec>({{kReport, kInputFile, "report", 0, "FILE",
                                "the report: raw, hex, base64, /dev/sev-guest's\n"
                                "answer, configfs-tsm, or Azure's blob"},
                               {kCerts, kInputFile, "certs", 0, "FILE",
                                "certificates, their table, revocation lists;\n"
                                "DER or PEM, in any order; repeatable"},
                               {kAt, kText, "at", 0, "DATE",
                                "when they must be valid: 2026-11-30 (its first\n"
                                "second, UTC) or 2026-11-30T23:59:59Z\n"
                                "(default: now)"}});

constexpr auto kMost = std::to_array<OptionSpec>(
    {{kExpect, kInputFile, "expect", 0, "FILE", "what follows, in a file of JSON"},
     {kGenuineIsEnough, kFlag, "genuine-is-enough", 0, nullptr,
      "status 0 for a genuine report of which nothing\nthat is expected fails"}});

// In the order of ReportField.
struct Words {
  Option option;
  char short_name;
  const char* argument;
  const char* help;
};

constexpr auto kWords = std::to_array<Words>({
    {kExpectMeasurement, 'm', "HEX", "MEASUREMENT, hex or base64; one of several"},
    {kExpectReportData, 0, "HEX", "REPORT_DATA: a nonce, or what the guest's protocol\nputs there"},
    {kExpectVmpl, 0, "N", "privilege level (default 0)"},
    {kExpectPolicy, 0, "N", "the whole guest policy"},
    {kExpectPolicyRequires, 0, "BITS", "bits of it that are 1, such as SINGLE_SOCKET"},
    {kExpectPolicyForbids, 0, "BITS", "bits of it that are 0, such as SMT"},
    {kExpectAllowDebug, 0, nullptr, "accept a policy that allows debugging"},
    {kExpectAllowMigration, 0, nullptr, "accept one that allows a migration agent"},
    {kExpectMinTcb, 0, "LIST", "least firmware: bl=4,tee=0,snp=24,ucode=219"},
    {kExpectTcbOf, 0, "LIST",
     "of which versions: reported, committed, launch\n"
     "(default: these), current"},
    {kExpectMinFirmware, 0, "N.N.N", "least version of the SEV firmware, current and\ncommitted"},
    {kExpectRefuseProvisional, 0, nullptr, "refuse firmware that is not committed"},
    {kExpectHostData, 0, "HEX", "HOST_DATA, 32 bytes"},
    {kExpectFamilyId, 0, "HEX", "of the ID block: 16 bytes"},
    {kExpectImageId, 0, "HEX", "16 more"},
    {kExpectMinGuestSvn, 0, "N", "least security version of the guest"},
    {kExpectIdKeyDigest, 0, "HEX", "SHA-384 of the ID key"},
    {kExpectAuthorKeyDigest, 0, "HEX", "SHA-384 of the author key"},
    {kExpectReportId, 0, "HEX", "REPORT_ID, 32 bytes"},
    {kExpectChipId, 0, "HEX", "CHIP_ID, 64 bytes or Turin's 8; one of several"},
    {kExpectAllowMaskedChip, 0, nullptr, "accept a report that names no chip"},
    {kExpectProvider, 0, "NAME",
     "csp_id of a VLEK, such as\nCN=cc-us-east-2.amazonaws.com; one of several"},
    {kExpectPlatformRequires, 0, "BITS", "settings that are on, such as ECC,ALIAS_CHECK"},
    {kExpectPlatformForbids, 0, "BITS", "settings that are off, such as SMT"},
    {kExpectLaunchMitigations, 0, "N", "bits of the mitigation vector at launch"},
    {kExpectCurrentMitigations, 0, "N", "bits of the current one"},
});

OptionKind kind_of(snp::ReportFieldKind kind) {
  return kind == snp::ReportFieldKind::kFlag ? kFlag : kText;
}

const std::array<OptionSpec, kWords.size()>& expected_specs() {
  static const auto kSpecs = [] {
    std::array<OptionSpec, kWords.size()> specs{};
    for (std::size_t i = 0; i < specs.size(); ++i) {
      const snp::ReportFieldInfo& info = snp::report_fields()[i];
      const Words& words = kWords[i];
      // The names are literals.
      specs[i] = {words.option,     kind_of(info.kind), info.option.data(),
                  words.short_name, words.argument,     words.help};
    }
    return specs;
  }();
  return kSpecs;
}

std::optional<snp::ReportField> field_of(Option option) {
  const auto found = std::ranges::find(kWords, option, &Words::option);
  if (found == kWords.end()) return std::nullopt;
  return snp::report_fields()[static_cast<std::size_t>(found - kWords.begin())].field;
}

// A list goes on where the option is repeated. Of two other values one would be passed over.
Result<void> put(std::vector<ExpectationText>& all, snp::ReportField field, std::string text) {
  const bool is_list =
      snp::report_fields()[static_cast<std::size_t>(field)].kind == snp::ReportFieldKind::kList;
  const auto same = std::ranges::find(all, field, &ExpectationText::field);
  if (same == all.end()) {
    all.push_back({field, std::move(text)});
  } else if (is_list) {
    same->text += snp::list_separator(field) + text;
  } else if (same->text != text) {
    return fail(ErrorCode::kContradictingInputs,
                report_option_name(field) + " is given twice: " + quote(same->text) + ", and " +
                    quote(text),
                "Give it once.");
  }
  return {};
}

}  // namespace

std::span<const OptionGroup> snp_verify_options() {
  static const auto kGroups = [] {
    const auto launch = snp_explain_options();
    // Those of `snp explain`, but for the measurement.
    std::array<OptionGroup, 9> groups{};
    groups[0] = {"Evidence", kEvidence};
    groups[1] = {"Verdict", kMost};
    groups[2] = {"What the report must have", expected_specs()};
    for (std::size_t i = 1; i < launch.size(); ++i) groups.at(i + 2) = launch[i];
    return groups;
  }();
  return std::span(kGroups).first(snp_explain_options().size() + 2);
}

std::string report_option_name(snp::ReportField field) {
  return option_text(kWords.at(static_cast<std::size_t>(field)).option);
}

Result<ReportOptions> read_report_options(const Arguments& arguments) {
  ReportOptions options;
  // Of two reports, files or times one would be passed over without a word.
  for (const Option once : {kReport, kExpect, kAt}) {
    if (arguments.values(once).size() < 2) continue;
    return fail(ErrorCode::kContradictingInputs, option_text(once) + " is given twice",
                "Give it once.");
  }
  options.certificates = arguments.values(kCerts);
  options.expectations = arguments.value(kExpect);
  options.genuine_is_enough = arguments.has(kGenuineIsEnough);
  if (const auto text = arguments.value(kAt)) {
    const auto at = parse_time(option_text(kAt), *text);
    if (!at) return fail(at.error());
    options.at = *at;
  }
  for (const auto& [spec, text] : arguments.options()) {
    const auto field = field_of(spec->option);
    if (!field) continue;
    auto added = put(options.expected, *field, spec->kind == kFlag ? "true" : text);
    if (!added) return fail(added.error());
  }
  snp::ExpectedReport checked;
  for (const auto& [field, text] : options.expected) {
    if (auto read = snp::read_text(checked, field, report_option_name(field), text); !read) {
      return fail(read.error());
    }
  }
  return options;
}

}  // namespace sevproof::cli
