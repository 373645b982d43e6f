#include "sevproof/sev/policy_text.h"

#include <algorithm>
#include <limits>

#include "sevproof/bytes.h"
#include "sevproof/text.h"

namespace sevproof {
namespace {

constexpr std::uint64_t kMost = std::numeric_limits<std::uint32_t>::max();

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_space(char c) { return c == ' ' || c == '\t'; }

char to_upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

std::string_view without_spaces(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

tl::unexpected<Error> no_policy(std::string_view what, std::string_view text) {
  Error error{ErrorCode::kInvalidInput,
              std::string(what) + ": expected a number or names of flags, got " + quote(text),
              "Flags are nodbg, noks, es, nosend, domain and sev, with commas between; numbers are "
              "decimal, or hexadecimal with 0x in front."};
  return tl::unexpected(about(Subject::kPolicy, std::move(error)));
}

std::optional<std::uint32_t> flag_of(std::string_view name) {
  const auto is_it = [&](const PolicyFlag& flag) {
    return std::equal(flag.name.begin(), flag.name.end(), name.begin(), name.end(),
                      [](char upper, char given) { return upper == to_upper(given); });
  };
  const auto flags = policy_flags();
  const auto found = std::find_if(flags.begin(), flags.end(), is_it);
  return found == flags.end() ? std::nullopt : std::optional(found->mask);
}

Result<GivenPolicy> parse_names(std::string_view what, std::string_view text) {
  GivenPolicy given;
  std::string_view rest = text;
  while (true) {
    const std::size_t end = std::min(rest.find_first_of(",|"), rest.size());
    const auto flag = flag_of(without_spaces(rest.substr(0, end)));
    if (!flag) return no_policy(what, text);
    given.policy.value |= *flag;
    if (end == rest.size()) return given;
    rest.remove_prefix(end + 1);
  }
}

// The same digits in hex, as libvirt takes them.
std::optional<std::uint32_t> in_libvirt(std::string_view text, std::uint64_t value) {
  if (value < 10 || !std::all_of(text.begin(), text.end(), is_digit)) return std::nullopt;
  const auto hex = parse_number({}, "0x" + std::string(text), 0, kMost);
  return hex ? std::optional(static_cast<std::uint32_t>(*hex)) : std::nullopt;
}

}  // namespace

Result<GivenPolicy> parse_policy(std::string_view what, std::string_view text) {
  if (text.empty() || !is_digit(text.front())) return parse_names(what, text);
  const auto value = parse_number(what, text, 0, kMost);
  if (!value) return fail(about(Subject::kPolicy, value.error()));
  return GivenPolicy{{static_cast<std::uint32_t>(*value)}, in_libvirt(text, *value)};
}

std::string policy_text(Policy policy) {
  const std::string names = policy_flag_names(policy);
  std::string text = to_hex_number(policy.value) + " (" + std::to_string(policy.value) +
                     "): " + (names.empty() ? "no flags" : names);
  if (policy.min_api_major() != 0 || policy.min_api_minor() != 0) {
    text += ", firmware API " + std::to_string(policy.min_api_major()) + "." +
            std::to_string(policy.min_api_minor()) + " or newer";
  }
  return text;
}

std::optional<Finding> notation_finding(const GivenPolicy& given) {
  if (!given.in_libvirt) return std::nullopt;
  const std::string digits = std::to_string(given.policy.value);
  return Finding{FindingCode::kPolicyNotation,
                 digits + " was taken as " + to_hex_number(given.policy.value) +
                     "; libvirt takes <policy>" + digits + "</policy> for " +
                     to_hex_number(*given.in_libvirt)};
}

}  // namespace sevproof
