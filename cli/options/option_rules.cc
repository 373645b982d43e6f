#include "options/option_rules.h"

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <string_view>

namespace sevproof::cli {
namespace {

using enum Option;

constexpr std::size_t kMostOthers = 3;

enum class Relation : std::uint8_t {
  kExcludes,   // each of the others
  kNeedsOne,   // of the others
  kNeedsEach,  // all of the others, as they need it
};

struct Rule {
  Option option;
  Relation relation;
  std::array<Option, kMostOthers> others;
  std::size_t count;
  std::string_view hint;

  std::span<const Option> all() const { return std::span(others).first(count); }
};

constexpr std::string_view kNoHost = "The file stands for the domain, and no host is asked.";
constexpr std::string_view kNoPair = "The domain has its own ID block.";
constexpr std::string_view kNoEffect = "Without a domain it would have no effect.";
constexpr std::string_view kByName = "Or give a QEMU model name with --cpu.";
constexpr std::string_view kPacket = "A packet consists of both: the host injects them together.";

constexpr auto kRules = std::to_array<Rule>({
    {kDomainXml, Relation::kExcludes, {kDomain, kConnect, kWait}, 3, kNoHost},
    {kDomainXml, Relation::kExcludes, {kIdBlock, kIdAuth}, 2, kNoPair},
    {kConnect, Relation::kNeedsOne, {kDomain}, 1, kNoEffect},
    {kWait, Relation::kNeedsOne, {kDomain}, 1, kNoEffect},
    {kInsecure, Relation::kNeedsOne, {kDomain, kDomainXml}, 2, kNoEffect},
    {kIgnoreConfig, Relation::kNeedsOne, {kDomain, kDomainXml}, 2, kNoEffect},
    {kCpu, Relation::kExcludes, {kCpuFamily, kCpuModel, kCpuStepping}, 3, {}},
    {kCpuFamily, Relation::kNeedsEach, {kCpuModel, kCpuStepping}, 2, kByName},
    {kSecretHeader, Relation::kNeedsEach, {kSecretPayload}, 1, kPacket},
    {kInjectSecret,
     Relation::kNeedsOne,
     {kSecretHeader, kDomain},
     2,
     "It names, with --secret-payload, the two files that the packet is written to."},
});

std::string listed(std::span<const Option> options, std::string_view last) {
  std::string text;
  for (std::size_t i = 0; i < options.size(); ++i) {
    if (i != 0) text += i + 1 == options.size() ? std::string(last) : ", ";
    text += option_text(options[i]);
  }
  return text;
}

Result<void> check_together(const Arguments& arguments, const Rule& rule) {
  std::vector<Option> all = {rule.option};
  all.insert(all.end(), rule.all().begin(), rule.all().end());
  const auto given = std::ranges::count_if(all, [&](Option one) { return arguments.has(one); });
  if (given == 0 || static_cast<std::size_t>(given) == all.size()) return {};
  return fail(ErrorCode::kContradictingInputs, listed(all, " and ") + " are needed together",
              std::string(rule.hint));
}

Result<void> check(const Arguments& arguments, const Rule& rule) {
  if (rule.relation == Relation::kNeedsEach) return check_together(arguments, rule);
  if (!arguments.has(rule.option)) return {};
  const auto has = [&](Option one) { return arguments.has(one); };
  const auto found = std::ranges::find_if(rule.all(), has);
  const bool is_found = found != rule.all().end();
  if (rule.relation == Relation::kNeedsOne) {
    if (is_found) return {};
    return fail(ErrorCode::kMissingInput,
                option_text(rule.option) + " needs " + listed(rule.all(), " or "),
                std::string(rule.hint));
  }
  if (!is_found) return {};
  return fail(ErrorCode::kContradictingInputs,
              option_text(rule.option) + " excludes " + listed(rule.all(), " and "),
              std::string(rule.hint));
}

}  // namespace

Result<void> check_option_rules(const Arguments& arguments) {
  for (const Rule& rule : kRules) {
    if (auto checked = check(arguments, rule); !checked) return checked;
  }
  return {};
}

}  // namespace sevproof::cli
