#include "text_field.h"

#include <algorithm>
#include <array>
#include <limits>

#include "sevproof/formats/cpu.h"
#include "sevproof/formats/vmsa.h"
#include "sevproof/sev/launch.h"
#include "sevproof/sev/measurement.h"
#include "sevproof/text.h"

namespace sevproof::wasm {
namespace {

struct NumberField {
  std::string_view key;
  std::string_view label;  // as the page shows it
  std::uint64_t low;
  std::uint64_t high;
};

constexpr auto kNumberFields = std::to_array<NumberField>({
    {"apiMajor", "API major", 0, 0xff},
    {"apiMinor", "API minor", 0, 0xff},
    {"buildId", "Build ID", 0, 0xff},
    {"policy", "Policy", 0, 0xffffffff},
    {"numCpus", "vCPUs", 1, kMaxVcpus},
    {"sevFeatures", "SEV features", 0, std::numeric_limits<std::uint64_t>::max()},
});

const NumberField* find_number(std::string_view field) {
  const auto found = std::find_if(kNumberFields.begin(), kNumberFields.end(),
                                  [&](const NumberField& known) { return known.key == field; });
  return found == kNumberFields.end() ? nullptr : &*found;
}

std::string describe_sev_features(std::uint64_t features) {
  std::string text;
  for (const std::string& name : sev_feature_names(features)) {
    text += (text.empty() ? "" : ", ") + name;
  }
  return text;
}

std::string describe_policy(Policy policy) {
  std::string text = to_hex_number(policy.value);
  for (const PolicyFlag& flag : policy_flags()) {
    if (policy.has(flag.mask)) text += " " + std::string(flag.name);
  }
  return text;
}

std::string describe_number(std::string_view field, std::uint64_t value) {
  if (field == "policy") return describe_policy({static_cast<std::uint32_t>(value)});
  if (field == "sevFeatures") return describe_sev_features(value);
  return {};
}

std::string describe_measurement(const MeasurementBlob& blob) {
  return "measurement " + to_hex(blob.measurement) + ", nonce " + to_hex(blob.nonce);
}

}  // namespace

bool is_number(std::string_view field) { return find_number(field) != nullptr; }

Read<std::uint64_t> read_number(std::string_view field, std::string_view text) {
  const NumberField* known = find_number(field);
  if (known == nullptr) {
    return misfit(field, {ErrorKind::kInternal, "no number field of that name", ""});
  }
  const auto number = parse_number(known->label, trim(text), known->low, known->high);
  if (!number) return misfit(field, number.error());
  return *number;
}

Read<std::uint32_t> read_cpu(std::string_view text) {
  const auto signature = parse_cpu(trim(text));
  if (!signature) return misfit("cpu", signature.error());
  return *signature;
}

Read<std::string> describe_text(std::string_view field, std::string_view text) {
  if (is_number(field)) {
    const auto number = read_number(field, text);
    if (!number) return tl::unexpected(number.error());
    return describe_number(field, *number);
  }
  if (field == "cpu") {
    const auto signature = read_cpu(text);
    if (!signature) return tl::unexpected(signature.error());
    return describe_cpu_signature(*signature) + ", signature " + to_hex_number(*signature);
  }
  if (field == "measurement") {
    const auto blob = MeasurementBlob::parse(text);
    if (!blob) return misfit(field, blob.error());
    return describe_measurement(*blob);
  }
  if (field == "vmsaLayout") {
    const auto layout = parse_layout(text);
    if (!layout) return misfit(field, layout.error());
  }
  return {};
}

}  // namespace sevproof::wasm
