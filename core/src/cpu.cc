#include "sevproof/cpu.h"

#include <algorithm>
#include <array>
#include <optional>

#include "sevproof/quote.h"

namespace sevproof {
namespace {

constexpr CpuSku kNaples = {23, 1, 2};
constexpr CpuSku kRome = {23, 49, 0};
constexpr CpuSku kMilan = {25, 1, 1};
constexpr CpuSku kGenoa = {25, 17, 0};
constexpr CpuSku kTurin = {26, 0, 0};

// QEMU target/i386/cpu.c. Versions change features, never the signature.
constexpr std::array<CpuModel, 6> kModels = {{
    {"EPYC", kNaples},
    {"EPYC-IBPB", kNaples},
    {"EPYC-Rome", kRome},
    {"EPYC-Milan", kMilan},
    {"EPYC-Genoa", kGenoa},
    {"EPYC-Turin", kTurin},
}};

char to_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return to_lower(x) == to_lower(y); });
}

// "EPYC-Rome-v2" without its version; a name without one as it is. Versions are v1 to v99.
std::string_view without_version(std::string_view name) {
  const std::size_t dash = name.rfind('-');
  if (dash == std::string_view::npos) return name;
  const std::string_view version = name.substr(dash + 1);
  const bool is_version = (version.size() == 2 || version.size() == 3) &&
                          to_lower(version[0]) == 'v' && version[1] != '0' &&
                          version.find_first_not_of("0123456789", 1) == std::string_view::npos;
  return is_version ? name.substr(0, dash) : name;
}

std::string known_names() {
  std::string names;
  for (const CpuModel& model : kModels) {
    if (!names.empty()) names += ", ";
    names += model.name;
  }
  return names;
}

std::optional<Error> check_part(std::string_view part, std::uint32_t value, std::uint32_t high) {
  if (value <= high) return std::nullopt;
  return Error{ErrorKind::kInvalid,
               "CPU " + std::string(part) + ": expected 0 to " + std::to_string(high) + ", got " +
                   std::to_string(value),
               ""};
}

}  // namespace

std::span<const CpuModel> cpu_models() { return kModels; }

Result<CpuSku> find_cpu_model(std::string_view name) {
  const std::string_view wanted = without_version(name);
  for (const CpuModel& model : kModels) {
    if (equal_ignoring_case(model.name, wanted)) return model.sku;
  }
  const bool is_host = equal_ignoring_case(name, "host") || equal_ignoring_case(name, "max") ||
                       equal_ignoring_case(name, "host-passthrough");
  return fail(
      ErrorKind::kInvalid,
      "CPU model: expected one of " + known_names() + " or a version of them, got " + quote(name),
      is_host ? "This model is the host's own CPU: give its family, model and stepping, "
                "as lscpu on the host shows them."
              : "For any other CPU give its family, model and stepping.");
}

Result<std::uint32_t> cpu_signature(const CpuSku& sku) {
  if (auto error = check_part("family", sku.family, CpuSku::kMaxFamily)) return fail(*error);
  if (auto error = check_part("model", sku.model, CpuSku::kMaxModel)) return fail(*error);
  if (auto error = check_part("stepping", sku.stepping, CpuSku::kMaxStepping)) return fail(*error);
  const std::uint32_t base_family = std::min(sku.family, 15U);
  const std::uint32_t extended_family = sku.family - base_family;
  return sku.stepping | (sku.model & 0xf) << 4 | base_family << 8 | (sku.model >> 4) << 16 |
         extended_family << 20;
}

CpuSku decode_cpu_signature(std::uint32_t signature) {
  const std::uint32_t base_family = signature >> 8 & 0xf;
  const std::uint32_t extended_family = base_family == 15 ? signature >> 20 & 0xff : 0;
  return {base_family + extended_family, (signature >> 4 & 0xf) | (signature >> 16 & 0xf) << 4,
          signature & 0xf};
}

std::string describe_cpu_signature(std::uint32_t signature) {
  const CpuSku sku = decode_cpu_signature(signature);
  std::string text = "family " + std::to_string(sku.family) + ", model " +
                     std::to_string(sku.model) + ", stepping " + std::to_string(sku.stepping);
  const auto model = std::find_if(kModels.begin(), kModels.end(),
                                  [&](const CpuModel& known) { return known.sku == sku; });
  if (model != kModels.end()) text += " (" + std::string(model->name) + ")";
  return text;
}

}  // namespace sevproof
