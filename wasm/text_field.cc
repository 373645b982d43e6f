#include "text_field.h"

#include "labels.h"
#include "sevproof/formats/cpu.h"
#include "sevproof/formats/vmsa.h"
#include "sevproof/sev/draft.h"
#include "sevproof/text.h"

namespace sevproof::wasm {
namespace {

std::string describe_sev_features(std::uint64_t features) {
  std::string text;
  for (const std::string& name : sev_feature_names(features)) {
    text += (text.empty() ? "" : ", ") + name;
  }
  return text;
}

std::string describe_policy(Policy policy) {
  const std::string flags = policy_flag_names(policy);
  return to_hex_number(policy.value) + (flags.empty() ? "" : " " + flags);
}

std::string describe_measurement(const MeasurementBlob& blob) {
  return "measurement " + to_hex(blob.measurement) + ", nonce " + to_hex(blob.nonce);
}

}  // namespace

Read<TextMeaning> read_meaning(const std::string& key, std::string_view text) {
  const auto field = find_field(key);
  if (!field) return misfit(key, {ErrorCode::kInternal, "there is no field of that name", ""});
  LaunchDraft draft;
  if (auto read = read_trimmed_text(draft, *field, text, label_of(*field)); !read) {
    return misfit(key, read.error());
  }
  if (draft.policy) {
    return TextMeaning{describe_policy(*draft.policy), draft.policy->value,
                       policy_findings(*draft.policy, std::nullopt)};
  }
  if (draft.sev_features) {
    return TextMeaning{describe_sev_features(*draft.sev_features), *draft.sev_features, {}};
  }
  if (draft.measurement) return TextMeaning{describe_measurement(*draft.measurement), {}, {}};
  if (draft.cpu) {
    return TextMeaning{
        describe_cpu_signature(*draft.cpu) + ", signature " + to_hex_number(*draft.cpu), {}, {}};
  }
  for (const auto& number : {draft.api_major, draft.api_minor, draft.build_id}) {
    if (number) return TextMeaning{{}, *number, {}};
  }
  return TextMeaning{{}, draft.num_cpus, {}};
}

}  // namespace sevproof::wasm
