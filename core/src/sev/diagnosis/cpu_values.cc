#include "sev/diagnosis/cpu_values.h"

namespace sevproof::internal {
namespace {

constexpr unsigned kFeatureBits = 64;
// OVMF has its APs start at the fifth byte of a page of its own: 0x80b004 in current
// builds.
constexpr std::uint32_t kFirstResetAddress = 0x800004;
constexpr std::uint32_t kLastResetAddress = 0x82f004;
constexpr std::uint32_t kPageSize = 4096;

}  // namespace

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
