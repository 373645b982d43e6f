#include "boot/diagnosis/cpu_signatures.h"

#include <algorithm>
#include <array>

#include "sevproof/formats/cpu.h"

namespace sevproof::internal {
namespace {

constexpr std::array<std::uint32_t, 3> kFamilies = {23, 25, 26};
// AMD's server CPUs that no model of QEMU stands for, as a guest with `-cpu host` has them:
// Milan-X, Genoa, Genoa-X, Bergamo and Siena, Turin, Turin Dense.
constexpr std::array<CpuSku, 6> kServers = {
    {{25, 1, 2}, {25, 17, 1}, {25, 17, 2}, {25, 160, 2}, {26, 2, 1}, {26, 17, 0}}};

}  // namespace

std::vector<std::uint32_t> likely_signatures() {
  std::vector<std::uint32_t> all;
  const auto add = [&](const CpuSku& sku) {
    const auto signature = cpu_signature(sku);
    if (signature && std::find(all.begin(), all.end(), *signature) == all.end()) {
      all.push_back(*signature);
    }
  };
  for (const CpuModel& model : cpu_models()) add(model.sku);
  for (const CpuSku& sku : kServers) add(sku);
  return all;
}

std::vector<std::uint32_t> all_signatures() {
  std::vector<std::uint32_t> all;
  for (const std::uint32_t family : kFamilies) {
    for (std::uint32_t model = 0; model <= CpuSku::kMaxModel; ++model) {
      for (std::uint32_t stepping = 0; stepping <= CpuSku::kMaxStepping; ++stepping) {
        if (const auto signature = cpu_signature({family, model, stepping})) {
          all.push_back(*signature);
        }
      }
    }
  }
  return all;
}

bool is_model(std::uint32_t signature) {
  const CpuSku sku = decode_cpu_signature(signature);
  const auto models = cpu_models();
  return std::any_of(models.begin(), models.end(),
                     [&](const CpuModel& model) { return model.sku == sku; });
}

}  // namespace sevproof::internal
