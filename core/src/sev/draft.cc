#include "sevproof/sev/draft.h"

#include <utility>

#include "sevproof/formats/cpu.h"
#include "sevproof/text.h"

namespace sevproof {
namespace {

// Puts what was parsed into its place; the error where it could not be.
template <typename T, typename Parsed>
Result<void> put(std::optional<T>& place, const Parsed& parsed) {
  if (!parsed) return fail(parsed.error());
  place = static_cast<T>(*parsed);
  return {};
}

Result<void> read_digest(std::optional<Sha256Digest>& place, KnownDigest::Of of,
                         std::string_view what, std::string_view text) {
  const auto known = parse_known_digest(of, what, trim(text));
  if (!known) return fail(known.error());
  place = known->sha256;
  return {};
}

Result<void> read_number(LaunchDraft& draft, const FieldInfo& info, std::string_view text,
                         std::string_view what) {
  const auto number = parse_number(what, text, info.low, info.high);
  if (!number) return fail(number.error());
  switch (info.field) {
    case Field::kApiMajor:
      return put(draft.api_major, number);
    case Field::kApiMinor:
      return put(draft.api_minor, number);
    case Field::kBuildId:
      return put(draft.build_id, number);
    case Field::kNumCpus:
      return put(draft.num_cpus, number);
    case Field::kSevFeatures:
      return put(draft.sev_features, number);
    default:
      draft.policy = Policy{static_cast<std::uint32_t>(*number)};
      return {};
  }
}

VmsaSource vmsa_source(const LaunchDraft& draft) {
  if (draft.vmsa_cpu0) {
    return VmsaFiles{*draft.vmsa_cpu0, draft.vmsa_cpu1, draft.vmsa_layout, draft.sev_features};
  }
  if (!draft.cpu) return std::monostate{};
  return VmsaSpec{*draft.cpu, draft.vmsa_layout.value_or(VmsaLayout::kLegacy),
                  draft.sev_features.value_or(0)};
}

std::optional<KernelBoot> kernel_boot(const LaunchDraft& draft) {
  if (!draft.kernel) return std::nullopt;
  return make_kernel_boot(*draft.kernel, draft.initrd, draft.cmdline);
}

std::optional<KnownDigest> known_digest(const LaunchDraft& draft) {
  using enum KnownDigest::Of;
  if (draft.launch_digest) return KnownDigest{kLaunch, *draft.launch_digest};
  if (draft.firmware_sha256) return KnownDigest{kFirmware, *draft.firmware_sha256};
  return std::nullopt;
}

}  // namespace

std::optional<ApiVersion> LaunchDraft::api() const {
  if (!api_major || !api_minor || !build_id) return std::nullopt;
  return ApiVersion{*api_major, *api_minor, *build_id};
}

Result<void> read_text(LaunchDraft& draft, Field field, std::string_view text,
                       std::string_view what) {
  using enum KnownDigest::Of;
  const FieldInfo& info = field_info(field);
  const std::string_view name = what.empty() ? info.words : what;
  switch (field) {
    case Field::kMeasurement:
      return put(draft.measurement, MeasurementBlob::parse(text));
    case Field::kFirmwareSha256:
      return read_digest(draft.firmware_sha256, kFirmware, name, text);
    case Field::kLaunchDigest:
      return read_digest(draft.launch_digest, kLaunch, name, text);
    case Field::kCmdline:
      draft.cmdline = std::string(text);
      return {};
    case Field::kCpu:
      return put(draft.cpu, parse_cpu(text));
    case Field::kVmsaLayout:
      return put(draft.vmsa_layout, parse_layout(text));
    default:
      break;
  }
  if (info.kind == FieldKind::kNumber) return read_number(draft, info, text, name);
  return fail(ErrorCode::kInternal, std::string(info.name) + " is no text");
}

Result<void> read_trimmed_text(LaunchDraft& draft, Field field, std::string_view text,
                               std::string_view what) {
  return read_text(draft, field, field == Field::kCmdline ? text : trim(text), what);
}

FieldSet given_fields(const LaunchDraft& draft) {
  FieldSet given;
  const auto add = [&given](const auto& value, Field field) {
    if (value) given.add(field);
  };
  add(draft.measurement, Field::kMeasurement);
  add(draft.api_major, Field::kApiMajor);
  add(draft.api_minor, Field::kApiMinor);
  add(draft.build_id, Field::kBuildId);
  add(draft.policy, Field::kPolicy);
  add(draft.firmware, Field::kFirmware);
  add(draft.firmware_sha256, Field::kFirmwareSha256);
  add(draft.launch_digest, Field::kLaunchDigest);
  add(draft.kernel, Field::kKernel);
  add(draft.initrd, Field::kInitrd);
  add(draft.cmdline, Field::kCmdline);
  add(draft.num_cpus, Field::kNumCpus);
  add(draft.cpu, Field::kCpu);
  add(draft.vmsa_layout, Field::kVmsaLayout);
  add(draft.sev_features, Field::kSevFeatures);
  add(draft.vmsa_cpu0, Field::kVmsaCpu0);
  add(draft.vmsa_cpu1, Field::kVmsaCpu1);
  add(draft.tik, Field::kTik);
  add(draft.tek, Field::kTek);
  return given;
}

LaunchConfig make_config(const LaunchDraft& draft) {
  return {draft.firmware.value_or(HashedBytes()),
          draft.firmware_code,
          kernel_boot(draft),
          draft.num_cpus,
          vmsa_source(draft),
          known_digest(draft)};
}

tl::expected<CompleteDraft, std::vector<FieldProblem>> complete(LaunchDraft draft,
                                                                const FieldNames& names) {
  const FieldSet given = given_fields(draft);
  auto problems = contradictions(given, names);
  if (problems.empty()) {
    problems = missing_fields(given, {.es = draft.es(), .vcpus = draft.num_cpus}, names);
  }
  if (!problems.empty()) return tl::unexpected(std::move(problems));
  LaunchRequest request{make_config(draft), draft.api().value(),   *draft.policy,
                        *draft.measurement, std::move(*draft.tik), std::move(draft.from_host)};
  return CompleteDraft{std::move(request), std::move(draft.tek), draft.keys_in_one_file,
                       std::move(draft.from_launch_info)};
}

}  // namespace sevproof
