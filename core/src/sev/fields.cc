#include "sevproof/sev/fields.h"

#include <algorithm>
#include <array>
#include <limits>

#include "base/in_order.h"
#include "sevproof/formats/cpu.h"
#include "sevproof/formats/firmware.h"
#include "sevproof/formats/launch_info.h"
#include "sevproof/formats/transport_keys.h"
#include "sevproof/formats/vmsa.h"
#include "sevproof/sev/launch.h"
#include "sevproof/sev/secret.h"

namespace sevproof {
namespace {

using enum Field;
using enum FieldKind;

constexpr std::uint64_t kAny32 = std::numeric_limits<std::uint32_t>::max();
constexpr std::uint64_t kAny64 = std::numeric_limits<std::uint64_t>::max();

constexpr auto kCatalogue = std::to_array<FieldInfo>({
    {kMeasurement, kText, "measurement", "the measurement", Subject::kMeasurement},
    {kApiMajor, kNumber, "apiMajor", "the SEV API major version", Subject::kApiMajor, 0, 0xff},
    {kApiMinor, kNumber, "apiMinor", "the SEV API minor version", Subject::kApiMinor, 0, 0xff},
    {kBuildId, kNumber, "buildId", "the SEV build ID", Subject::kBuildId, 0, 0xff},
    {kPolicy, kNumber, "policy", "the guest policy", Subject::kPolicy, 0, kAny32},
    {kLaunchInfo, kFile, "launchInfo", "the host's launch data", Subject::kEvidence, 1,
     kMaxLaunchInfoSize},
    {kFirmware, kFile, "firmware", "the firmware", Subject::kFirmware, 1, kMaxFirmwareSize},
    {kFirmwareSha256, kText, "firmwareSha256", "the SHA-256 of the firmware", Subject::kFirmware},
    {kLaunchDigest, kText, "launchDigest", "the launch digest", Subject::kLaunchDigest},
    {kKernel, kHashed, "kernel", "the kernel", Subject::kKernel, 1, kMaxBootFileSize},
    {kInitrd, kHashed, "initrd", "the initrd", Subject::kInitrd, 0, kMaxBootFileSize},
    {kCmdline, kText, "cmdline", "the kernel command line", Subject::kCmdline},
    {kNumCpus, kNumber, "numCpus", "the number of CPUs", Subject::kVcpus, 1, kMaxVcpus},
    {kCpu, kText, "cpu", "the CPU model", Subject::kCpu},
    {kVmsaLayout, kText, "vmsaLayout", "the VMSA layout", Subject::kVmsaLayout},
    {kSevFeatures, kNumber, "sevFeatures", "sev_features", Subject::kSevFeatures, 0, kAny64},
    {kVmsaCpu0, kFile, "vmsaCpu0", "the boot CPU's VMSA page", Subject::kVmsa, kVmsaSize,
     kVmsaSize},
    {kVmsaCpu1, kFile, "vmsaCpu1", "the APs' VMSA page", Subject::kVmsa, kVmsaSize, kVmsaSize},
    {kTk, kFile, "tk", "a TK file", Subject::kWhole, 1, kMaxKeyFileSize},
    {kTik, kFile, "tik", "a TIK", Subject::kWhole, 1, kMaxKeyFileSize},
    {kTek, kFile, "tek", "a TEK", Subject::kWhole, 1, kMaxKeyFileSize},
    {kSecret, kFile, "secret", "a secret", Subject::kSecrets, 0, kMaxSecretPayload},
});

static_assert(internal::is_in_order(kCatalogue, &FieldInfo::field) &&
              kCatalogue.size() == kFieldCount);

enum class Relation : std::uint8_t { kNeeds, kExcludes };

struct Rule {
  Field field;
  Relation relation;
  Field other;
  std::string_view hint;
};

constexpr std::string_view kCovered =
    "Give either the launch digest or the parts: the digest covers everything that is measured.";
constexpr std::string_view kImageNeeded =
    "Give the image, or the launch digest itself: the launch digest is one SHA-256 over the "
    "firmware and everything after it, and cannot be computed from the firmware's own.";
constexpr std::string_view kBootParts =
    "Initrd and command line are measured only with a kernel, in the kernel-hashes table: give the "
    "kernel too, or leave them out.";
constexpr std::string_view kPagesOrModel =
    "Give the CPU model to have the pages built, or the pages themselves.";
constexpr std::string_view kOneKeyFile =
    "A TK file holds both keys: give either it or the single keys.";

constexpr auto kRules = std::to_array<Rule>({
    {kLaunchDigest, Relation::kExcludes, kFirmware, kCovered},
    {kLaunchDigest, Relation::kExcludes, kFirmwareSha256, kCovered},
    {kLaunchDigest, Relation::kExcludes, kKernel, kCovered},
    {kLaunchDigest, Relation::kExcludes, kInitrd, kCovered},
    {kLaunchDigest, Relation::kExcludes, kCmdline, kCovered},
    {kLaunchDigest, Relation::kExcludes, kNumCpus, kCovered},
    {kLaunchDigest, Relation::kExcludes, kCpu, kCovered},
    {kLaunchDigest, Relation::kExcludes, kVmsaLayout, kCovered},
    {kLaunchDigest, Relation::kExcludes, kSevFeatures, kCovered},
    {kLaunchDigest, Relation::kExcludes, kVmsaCpu0, kCovered},
    {kLaunchDigest, Relation::kExcludes, kVmsaCpu1, kCovered},
    {kFirmwareSha256, Relation::kExcludes, kFirmware, "Give the image alone: it says more."},
    {kInitrd, Relation::kNeeds, kKernel, kBootParts},
    {kCmdline, Relation::kNeeds, kKernel, kBootParts},
    {kFirmwareSha256, Relation::kExcludes, kKernel, kImageNeeded},
    {kVmsaCpu0, Relation::kExcludes, kCpu, kPagesOrModel},
    {kVmsaCpu1, Relation::kExcludes, kCpu, kPagesOrModel},
    {kVmsaCpu1, Relation::kNeeds, kVmsaCpu0,
     "One is the boot CPU's page, the other that of all APs."},
    {kTk, Relation::kExcludes, kTik, kOneKeyFile},
    {kTk, Relation::kExcludes, kTek, kOneKeyFile},
    {kSecret, Relation::kNeeds, kTek, "Secrets are encrypted under the TEK of the launch session."},
});

// What does for a field as well.
struct OtherWay {
  Field field;
  Field other;
};

constexpr auto kOtherWays = std::to_array<OtherWay>({
    {kFirmware, kFirmwareSha256},
    {kFirmware, kLaunchDigest},
    {kCpu, kVmsaCpu0},
    {kTik, kTk},
    {kTek, kTk},
});

bool is_given(const FieldSet& given, Field field) {
  const auto does = [&](const OtherWay& way) { return way.field == field && given.has(way.other); };
  return given.has(field) || std::any_of(kOtherWays.begin(), kOtherWays.end(), does);
}

// "--tik (or --tk)"; only names that the face has.
std::string with_other_ways(Field field, const FieldNames& names) {
  std::string others;
  for (const auto& [of, other] : kOtherWays) {
    if (of != field || names(other).empty()) continue;
    others += (others.empty() ? "" : " or ") + std::string(names(other));
  }
  return std::string(names(field)) + (others.empty() ? "" : " (or " + others + ")");
}

constexpr std::string_view kAsTheHostSays =
    "`virsh domlaunchsecinfo DOMAIN` on the host shows measurement, API version, build ID and "
    "policy.";
constexpr std::string_view kEveryCpu =
    "Every CPU's initial state is measured when policy bit 2 (ES) is set.";

// What is asked for, when it is missing, with which hint.
struct Need {
  Field field;
  bool for_verdict;  // only
  bool for_es;       // only
  std::string_view hint;
};

constexpr auto kAsked = std::to_array<Need>({
    {kMeasurement, true, false, kAsTheHostSays},
    {kApiMajor, true, false, kAsTheHostSays},
    {kApiMinor, true, false, kAsTheHostSays},
    {kBuildId, true, false, kAsTheHostSays},
    {kPolicy, true, false,
     "The policy is the number in the guest's launchSecurity element and session."},
    {kFirmware, false, false, "The firmware is the image that the guest was started with."},
    {kNumCpus, false, true, kEveryCpu},
    {kCpu, false, true, kEveryCpu},
    {kVmsaCpu1, false, true,
     "With more than one CPU the APs' page is measured too: give both pages, or a CPU model "
     "instead."},
    {kTik, true, false, "The measurement is an HMAC under the TIK of the launch session."},
});

bool is_needed(const Need& need, const FieldSet& given, const Needs& needs) {
  if (need.for_verdict && !needs.verdict) return false;
  // The launch digest covers the CPUs.
  if (need.for_es && (!needs.es || given.has(kLaunchDigest))) return false;
  if (need.field != kVmsaCpu1) return true;
  return given.has(kVmsaCpu0) && needs.vcpus.value_or(1) > 1;
}

// "A", "A and B", "A, B and C"
std::string listed(std::span<const std::string_view> names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i != 0) text += i + 1 == names.size() ? " and " : ", ";
    text += names[i];
  }
  return text;
}

constexpr FieldSet kOfLaunchInfo = {kMeasurement, kApiMajor, kApiMinor, kBuildId, kPolicy};

// Where the launch info lacks one of its own values.
std::string lacking_hint(const FieldSet& given) {
  std::vector<std::string_view> lacking;
  for (const FieldInfo& info : kCatalogue) {
    if (kOfLaunchInfo.has(info.field) && !given.has(info.field)) lacking.push_back(info.words);
  }
  return "The launch info lacks " + listed(lacking) +
         ": was it cut off? Give the whole output of `virsh domlaunchsecinfo DOMAIN`.";
}

std::string hint_of(const Need& need, const FieldSet& given, std::string_view taker) {
  if (kOfLaunchInfo.has(need.field) && given.has(kLaunchInfo)) return lacking_hint(given);
  std::string hint(need.hint);
  if (need.hint == kAsTheHostSays && !taker.empty()) {
    hint += " " + std::string(taker) + " takes that output.";
  }
  return hint;
}

constexpr std::string_view kForEs = " for a SEV-ES guest";

FieldProblem missing(Field field, std::string what, bool for_es, std::string_view hint) {
  Error error{ErrorCode::kMissingInput,
              what + " is needed" + std::string(for_es ? kForEs : std::string_view()),
              std::string(hint)};
  return {field, std::move(what), about(field_info(field).about, std::move(error))};
}

}  // namespace

std::span<const FieldInfo> field_catalogue() { return kCatalogue; }

const FieldInfo& field_info(Field field) { return kCatalogue[static_cast<std::size_t>(field)]; }

std::optional<Field> find_field(std::string_view name) {
  const auto found = std::find_if(kCatalogue.begin(), kCatalogue.end(),
                                  [&](const FieldInfo& info) { return info.name == name; });
  if (found == kCatalogue.end()) return std::nullopt;
  return found->field;
}

std::string_view field_words(Field field) { return field_info(field).words; }

std::vector<FieldProblem> contradictions(const FieldSet& given, const FieldNames& names) {
  std::vector<FieldProblem> problems;
  for (const auto& [field, relation, other, hint] : kRules) {
    if (!given.has(field)) continue;
    const bool excludes = relation == Relation::kExcludes;
    if (excludes ? !given.has(other) : is_given(given, other)) continue;
    const std::string text =
        std::string(names(field)) + (excludes ? " excludes " + std::string(names(other))
                                              : " needs " + with_other_ways(other, names));
    problems.push_back({excludes ? field : other,
                        {},
                        about(field_info(field).about, {excludes ? ErrorCode::kContradictingInputs
                                                                 : ErrorCode::kMissingInput,
                                                        text, std::string(hint)}),
                        excludes ? std::nullopt : std::optional(field)});
  }
  return problems;
}

std::vector<FieldProblem> missing_fields(const FieldSet& given, const Needs& needs,
                                         const FieldNames& names) {
  std::vector<FieldProblem> problems;
  if (needs.es && given.has(kFirmwareSha256)) {
    problems.push_back(missing(kFirmware, std::string(names(kFirmware)), true, kImageNeeded));
  }
  for (const Need& need : kAsked) {
    if (is_given(given, need.field) || !is_needed(need, given, needs)) continue;
    problems.push_back(missing(need.field, with_other_ways(need.field, names), need.for_es,
                               hint_of(need, given, names(kLaunchInfo))));
  }
  return problems;
}

Error joined(std::span<const FieldProblem> problems) {
  const FieldProblem& first = problems.front();
  if (first.what.empty() || problems.size() == 1) return first.error;
  const bool all_for_es =
      std::all_of(problems.begin(), problems.end(),
                  [](const FieldProblem& one) { return one.error.message.ends_with(kForEs); });
  std::vector<std::string_view> all;
  for (const FieldProblem& problem : problems) all.push_back(problem.what);
  return about(first.error.about,
               {ErrorCode::kMissingInput,
                listed(all) + " are needed" + std::string(all_for_es ? kForEs : std::string_view()),
                first.error.hint});
}

}  // namespace sevproof
