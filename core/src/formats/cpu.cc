#include "sevproof/formats/cpu.h"

#include <algorithm>
#include <optional>

namespace sevproof {
namespace {

std::optional<Error> check_part(std::string_view part, std::uint32_t value, std::uint32_t high) {
  if (value <= high) return std::nullopt;
  return Error{ErrorCode::kUnknownCpuModel,
               "CPU " + std::string(part) + ": expected 0 to " + std::to_string(high) + ", got " +
                   std::to_string(value),
               ""};
}

// Of the first that has it; empty where none does.
std::string_view model_name(const CpuSku& sku) {
  const auto models = cpu_models();
  const auto model = std::find_if(models.begin(), models.end(),
                                  [&](const CpuModel& known) { return known.sku == sku; });
  return model == models.end() ? std::string_view() : model->name;
}

}  // namespace

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
  const std::string_view model = model_name(sku);
  if (!model.empty()) text += " (" + std::string(model) + ")";
  return text;
}

std::string cpu_argument(std::uint32_t signature) {
  const CpuSku sku = decode_cpu_signature(signature);
  const std::string_view model = model_name(sku);
  if (!model.empty()) return std::string(model);
  return std::to_string(sku.family) + "/" + std::to_string(sku.model) + "/" +
         std::to_string(sku.stepping);
}

}  // namespace sevproof
