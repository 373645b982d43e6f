#include "sev/diagnosis/cpu_values.h"

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
// OVMF has its APs start at the fifth byte of a page of its own: 0x80b004 in current
// builds.
constexpr std::uint32_t kFirstResetAddress = 0x800004;
constexpr std::uint32_t kLastResetAddress = 0x82f004;
constexpr std::uint32_t kPageSize = 4096;

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

std::set<std::uint64_t> usual_features(std::uint64_t given) {
  return {given, 0, kSevFeatureDebugSwap};
}

std::set<std::uint64_t> all_features(std::uint64_t given) {
  std::set<std::uint64_t> all = usual_features(given);
  for (unsigned bit = 0; bit < kFeatureBits; ++bit) {
    all.insert(std::uint64_t{1} << bit);
    all.insert(given ^ std::uint64_t{1} << bit);
  }
  return all;
}

std::set<std::uint32_t> reset_addresses(const Space& space) {
  std::set<std::uint32_t> addresses = {kBootAddress};
  for (std::uint32_t at = kFirstResetAddress; at <= kLastResetAddress; at += kPageSize) {
    addresses.insert(at);
  }
  for (const PageOption& page : space.cpus.pages) {
    addresses.insert(static_cast<std::uint32_t>(summarize_vmsa(page.page).start_address));
  }
  const auto own = space.firmwares.front().reset_address;
  bool is_of_all = own.has_value();
  for (const FirmwareOption& firmware : space.firmwares) {
    if (firmware.reset_address) addresses.insert(*firmware.reset_address);
    is_of_all = is_of_all && firmware.reset_address == own;
  }
  if (is_of_all) addresses.erase(*own);
  return addresses;
}

std::vector<PagesOption> other_pages(const Space& space) {
  const bool has_aps = space.vcpus.value_or(1) > 1;
  std::vector<std::optional<std::uint16_t>> sources;
  for (std::size_t page = 0; page < space.cpus.pages.size(); ++page) {
    sources.emplace_back(static_cast<std::uint16_t>(page));
  }
  sources.emplace_back();
  std::vector<PagesOption> options;
  const auto add = [&](PagesOption option) {
    if (!has_aps) option.page1 = space.given_pages.page1;
    const bool is_given = option == space.given_pages;
    if (!has_aps) option.page1.reset();
    if (!is_given) options.push_back(option);
  };
  for (std::size_t last = 0; last < sources.size(); ++last) {
    // Those in which `last` is the latest choice.
    for (std::size_t other = 0; other < last; ++other) {
      add({sources[last], sources[other]});
      if (has_aps) add({sources[other], sources[last]});
    }
    add({sources[last], sources[last]});
  }
  return options;
}

}  // namespace sevproof::internal
