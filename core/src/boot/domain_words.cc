#include "boot/domain_words.h"

#include <algorithm>

#include "sevproof/text.h"

namespace sevproof::internal {

std::string times(std::size_t count) {
  return count == 0 ? "none" : std::to_string(count) + " of them";
}

std::string boot_elements(const DomainConfig& domain) {
  std::string names;
  const auto add = [&](const char* name, bool is_there) {
    if (is_there) names += (names.empty() ? "" : ", ") + std::string(name);
  };
  add("kernel", domain.kernel.has_value());
  add("initrd", domain.initrd.has_value());
  add("cmdline", domain.cmdline.has_value());
  return names;
}

std::string unfixed_cpu(const DomainConfig& domain) {
  if (domain.cpu->mode != "custom") return "mode " + quote(domain.cpu->mode);
  return "model " + quote(domain.cpu->model);
}

std::string qemu_arguments_text(const DomainConfig& domain) {
  constexpr std::size_t kMostShown = 4;
  constexpr std::size_t kMostOfOne = 60;
  const std::vector<std::string>& all = domain.qemu_arguments;
  std::string text;
  for (std::size_t i = 0; i < std::min(all.size(), kMostShown); ++i) {
    text += (i == 0 ? "" : ", ") + quote(all[i], kMostOfOne);
  }
  if (all.size() <= kMostShown) return text;
  return text + " and " + std::to_string(all.size() - kMostShown) + " more";
}

std::string difference_text(std::string_view domain, std::string_view given) {
  const auto parted = std::mismatch(domain.begin(), domain.end(), given.begin(), given.end());
  const auto at = static_cast<std::size_t>(parted.first - domain.begin());
  constexpr std::size_t kBefore = 20;
  if (at <= 2 * kBefore) return "domain " + quote(domain) + ", given " + quote(given);
  const auto from = [&](std::string_view text) { return quote(text.substr(at - kBefore)); };
  return "from byte " + std::to_string(at) + " on, shown with the " + std::to_string(kBefore) +
         " bytes before it: domain " + from(domain) + ", given " + from(given);
}

}  // namespace sevproof::internal
