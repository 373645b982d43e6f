#include "sev/diagnosis/said.h"

#include <algorithm>
#include <vector>

#include "base/ascii_text.h"
#include "sev/diagnosis/cmdline_variants.h"
#include "sevproof/formats/cpu.h"
#include "sevproof/text.h"

namespace sevproof::internal {
namespace {

using enum Hypothesis;

// Of a command line; a longer one is cut.
constexpr std::size_t kMaxShown = 400;
constexpr std::size_t kMaxWords = 4;

std::vector<std::string> sorted_words(std::string_view line) {
  std::vector<std::string> words = bare_words(line);
  std::sort(words.begin(), words.end());
  return words;
}

// "'ro', 'quiet' and 3 more", of the words in `a` that are not in `b`.
std::string words_only_in(std::string_view a, std::string_view b) {
  const std::vector<std::string> first = sorted_words(a);
  const std::vector<std::string> second = sorted_words(b);
  std::vector<std::string> only;
  std::set_difference(first.begin(), first.end(), second.begin(), second.end(),
                      std::back_inserter(only));
  std::string text;
  for (std::size_t i = 0; i < std::min(only.size(), kMaxWords); ++i) {
    text += (text.empty() ? "" : ", ") + quote(only[i]);
  }
  if (only.size() > kMaxWords) text += " and " + std::to_string(only.size() - kMaxWords) + " more";
  return text;
}

std::string difference_words(std::string_view said, std::string_view given) {
  if (given.empty()) return "yours is empty";
  const std::string more = words_only_in(said, given);
  const std::string less = words_only_in(given, said);
  if (more.empty() && less.empty()) {
    return "yours has the same words in another order or with other white space";
  }
  if (less.empty()) return "yours lacks " + more;
  if (more.empty()) return "yours also has " + less;
  return "yours lacks " + more + " and has " + less;
}

// libvirt starts a guest with the carriage return that &#13; stands for, but writes it bare into
// the XML, where whoever reads it finds a newline (XML 1.0, 2.11).
struct Reading {
  std::string_view shown;
  std::string_view meant;
  std::string_view but;
};
constexpr std::array<Reading, 4> kReadings = {
    {{"", "", ""},
     {"\n", "\r", ", but with carriage returns where it shows newlines"},
     {"\n", "\r\n", ", but with carriage returns and newlines where it shows newlines"},
     {"\r", "\n", ", but with newlines where it names carriage returns"}}};

}  // namespace

std::string source_name(const Space& space) {
  return space.said.source == HostSource::kLive ? "the live domain" : "the domain XML";
}

std::string as_said(const Space& space) { return ", as " + source_name(space) + " says"; }

bool is_shown_whole(const std::string& line) { return quote(line, kMaxShown) == "'" + line + "'"; }

SaidLaunch said_otherwise(const DiagnosisInput& input, const std::optional<VmsaSpec>& given_spec) {
  if (input.said == nullptr) return {};
  SaidLaunch said = *input.said;
  const LaunchRequest& request = input.request;
  const auto drop = [](auto& value, const auto& own) {
    if (value == own) value.reset();
  };
  const auto drop_policy = [](std::optional<Policy>& policy, const std::optional<Policy>& own) {
    if (policy && own && policy->value == own->value) policy.reset();
  };
  drop_policy(said.reported_policy, said.policy);
  drop_policy(said.reported_policy, request.policy);
  drop_policy(said.policy, request.policy);
  drop(said.reported_api, request.api);
  drop(said.reported_measurement, request.reported);
  drop(said.vcpus, request.config.vcpus);
  if (said.vcpus && (*said.vcpus == 0 || *said.vcpus > kMaxVcpus)) said.vcpus.reset();
  if (given_spec) drop(said.cpu_signature, given_spec->cpu_signature);
  return said;
}

std::optional<Change> said_kernel_hashes_off(const Space& space) {
  if (!space.said.boot || space.said.boot->measured) return std::nullopt;
  return Change{kSaidKernelHashesOff, source_name(space)};
}

std::optional<Change> said_no_initrd(const Space& space) {
  if (!space.said.boot || space.said.boot->initrd) return std::nullopt;
  return Change{kSaidNoInitrd, source_name(space)};
}

std::vector<HashOption> said_cmdlines(const Space& space, const std::optional<std::string>& given) {
  if (!space.said.boot || given == space.said.boot->cmdline) return {};
  std::vector<HashOption> options;
  for (const auto& [shown, meant, but] : kReadings) {
    if (space.said.boot->cmdline.find(shown) == std::string::npos) continue;
    const std::string line = with_each(space.said.boot->cmdline, shown, meant);
    if (given == line) continue;
    std::string found = source_name(space) + std::string(but) + ": ";
    found += line.empty() ? "it is empty" : quote(line, kMaxShown);
    if (given && !line.empty()) found += "; " + difference_words(line, *given);
    options.push_back({hash_cmdline(line), Change{kSaidCmdline, std::move(found)}});
  }
  return options;
}

}  // namespace sevproof::internal
