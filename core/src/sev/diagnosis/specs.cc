#include "sev/diagnosis/specs.h"

#include <algorithm>
#include <array>

#include "sevproof/formats/cpu.h"

namespace sevproof::internal {
namespace {

constexpr unsigned kFeatureBits = 64;
constexpr std::array<std::uint32_t, 3> kFamilies = {23, 25, 26};
// AMD's server CPUs that no model of QEMU stands for, as a guest with `-cpu host` has them:
// Milan-X, Genoa, Genoa-X, Bergamo and Siena, Turin, Turin Dense.
constexpr std::array<CpuSku, 6> kServers = {
    {{25, 1, 2}, {25, 17, 1}, {25, 17, 2}, {25, 160, 2}, {26, 2, 1}, {26, 17, 0}}};
constexpr std::array<VmsaLayout, 2> kLayouts = {VmsaLayout::kLegacy, VmsaLayout::kInit2};

// The likely ones: as given, none, DebugSwap.
std::set<std::uint64_t> usual_features(std::uint64_t given) {
  return {given, 0, kSevFeatureDebugSwap};
}

bool same_spec(const VmsaSpec& a, const VmsaSpec& b) {
  return a.cpu_signature == b.cpu_signature && a.layout == b.layout &&
         a.sev_features == b.sev_features;
}

VmsaLayout other_layout(VmsaLayout layout) {
  return layout == VmsaLayout::kLegacy ? VmsaLayout::kInit2 : VmsaLayout::kLegacy;
}

}  // namespace

VmsaSpec with_signature(VmsaSpec spec, std::uint32_t signature) {
  spec.cpu_signature = signature;
  return spec;
}

std::vector<std::uint32_t> likely_signatures(std::optional<std::uint32_t> given) {
  std::vector<std::uint32_t> all;
  if (given) all.push_back(*given);
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

std::set<std::uint64_t> all_features(std::uint64_t given) {
  std::set<std::uint64_t> all = usual_features(given);
  for (unsigned bit = 0; bit < kFeatureBits; ++bit) {
    all.insert(std::uint64_t{1} << bit);
    all.insert(given ^ std::uint64_t{1} << bit);
  }
  return all;
}

Specs differing_specs(const VmsaSpec& given) {
  Specs specs;
  for (const std::uint32_t signature : likely_signatures(given.cpu_signature)) {
    specs.push_back(with_signature(given, signature));
  }
  specs.push_back({given.cpu_signature, other_layout(given.layout), given.sev_features});
  for (const std::uint64_t features : all_features(given.sev_features)) {
    specs.push_back({given.cpu_signature, given.layout, features});
  }
  std::erase_if(specs, [&](const VmsaSpec& spec) { return same_spec(spec, given); });
  return specs;
}

Specs layouts_and_features(const VmsaSpec& given) {
  Specs specs;
  for (const VmsaLayout layout : kLayouts) {
    for (const std::uint64_t features : usual_features(given.sev_features)) {
      specs.push_back({given.cpu_signature, layout, features});
    }
  }
  return specs;
}

Specs model_products(const VmsaSpec& given) {
  Specs specs;
  for (const std::uint32_t signature : likely_signatures(given.cpu_signature)) {
    const Specs more = layouts_and_features(with_signature(given, signature));
    specs.insert(specs.end(), more.begin(), more.end());
  }
  return specs;
}

VmsaSpec spec_of_page(const VmsaPage& page) {
  const VmsaSummary summary = summarize_vmsa(page);
  return {static_cast<std::uint32_t>(summary.rdx), summary.layout.value_or(VmsaLayout::kLegacy),
          summary.sev_features};
}

}  // namespace sevproof::internal
