#include "snp/diagnosis/count_words.h"

#include <algorithm>
#include <string>

#include "sevproof/text.h"

namespace sevproof::snp::internal {
namespace {

using enum Hypothesis;
using sevproof::internal::Changes;

// "4", "1, 2 or 4"
std::string counts_text(const std::vector<std::uint32_t>& counts) {
  constexpr std::size_t kMost = 8;
  const bool is_range = counts.size() > 2 && std::is_sorted(counts.begin(), counts.end()) &&
                        counts.back() - counts.front() + 1 == counts.size();
  if (is_range) return std::to_string(counts.front()) + " to " + std::to_string(counts.back());
  if (counts.size() > kMost) return std::to_string(counts.size()) + " other numbers";
  std::string text;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (i != 0) text += i + 1 == counts.size() ? " or " : ", ";
    text += std::to_string(counts[i]);
  }
  return text;
}

}  // namespace

void describe_target(const Target& target, Changes& changes) {
  if (!target.found) return;
  changes.add({.hypothesis = kDigestOrder,
               .given = {},
               .found = std::string(*target.found),
               .value = to_hex(target.digest)});
}

void describe_count(const std::vector<std::uint32_t>& counts, std::uint32_t vcpus, Changes& changes,
                    const SaidGuest& said) {
  if (std::find(counts.begin(), counts.end(), vcpus) != counts.end()) return;
  const bool is_said = vcpus == said.vcpus;
  changes.add(HostValue::kVcpus,
              {.hypothesis = is_said ? kSaidVcpus : kVcpus,
               .given = counts_text(counts),
               .found = sevproof::internal::vcpus_text(vcpus) +
                        (is_said ? sevproof::internal::as_said(said.source) : ""),
               .value = std::to_string(vcpus)});
}

}  // namespace sevproof::snp::internal
