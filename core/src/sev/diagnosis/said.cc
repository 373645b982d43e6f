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

std::string source_name(const Space& space) {
  return space.said.source == HostSource::kLive ? "the live domain" : "the domain XML";
}

std::string as_said(const Space& space) { return ", as " + source_name(space) + " says"; }

std::optional<std::uint32_t> given_signature(const VmsaSource& source) {
  if (const auto* spec = std::get_if<VmsaSpec>(&source)) return spec->cpu_signature;
  const auto* files = std::get_if<VmsaFiles>(&source);
  if (files == nullptr) return std::nullopt;
  return static_cast<std::uint32_t>(summarize_vmsa(files->cpu0).rdx);
}

template <typename T>
void drop_if(std::optional<T>& value, bool is_same) {
  if (is_same) value.reset();
}

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

struct SaidLine {
  std::string line;
  std::string but;  // how it differs from the one that was said
};

// libvirt starts a guest with the carriage return that &#13; stands for, but writes it bare into
// the XML, where whoever reads it finds a newline (XML 1.0, 2.11).
std::vector<SaidLine> said_lines(const std::string& line) {
  std::vector<SaidLine> all = {{line, ""}};
  if (line.find('\n') != std::string::npos) {
    all.push_back(
        {with_each(line, "\n", "\r"), ", but with carriage returns where it shows newlines"});
    all.push_back({with_each(line, "\n", "\r\n"),
                   ", but with carriage returns and newlines where it shows newlines"});
  }
  if (line.find('\r') != std::string::npos) {
    all.push_back(
        {with_each(line, "\r", "\n"), ", but with newlines where it names carriage returns"});
  }
  return all;
}

}  // namespace

SaidLaunch said_otherwise(const DiagnosisInput& input) {
  if (input.said == nullptr) return {};
  SaidLaunch said = *input.said;
  const LaunchRequest& request = input.request;
  drop_if(said.policy, said.policy && said.policy->value == request.policy.value);
  drop_if(
      said.reported_policy,
      said.reported_policy && (said.reported_policy->value == request.policy.value ||
                               (said.policy && said.reported_policy->value == said.policy->value)));
  drop_if(said.reported_api, said.reported_api == request.api);
  drop_if(said.reported_measurement, said.reported_measurement == request.reported);
  drop_if(said.vcpus, said.vcpus == request.config.vcpus);
  drop_if(said.vcpus, said.vcpus && (*said.vcpus == 0 || *said.vcpus > kMaxVcpus));
  drop_if(said.cpu_signature, said.cpu_signature == given_signature(request.config.vmsa));
  return said;
}

std::optional<Change> said_policy(const Space& space, Policy found, const std::string& given,
                                  const std::string& text) {
  const SaidLaunch& said = space.said;
  if (said.policy && found.value == said.policy->value) {
    return Change{kSaidPolicy, given, text + as_said(space)};
  }
  if (said.reported_policy && found.value == said.reported_policy->value) {
    return Change{kSaidPolicy, given, text + ", as the host reports"};
  }
  return std::nullopt;
}

std::optional<Change> said_api(const Space& space, const ApiVersion& found) {
  if (space.said.reported_api != found) return std::nullopt;
  return Change{kSaidApi, api_text(space.api), api_text(found)};
}

std::optional<Change> said_vcpus(const Space& space, std::uint32_t found) {
  if (space.said.vcpus != found) return std::nullopt;
  return Change{kSaidVcpus, std::to_string(space.vcpus.value_or(0)),
                std::to_string(found) + (found == 1 ? " vCPU" : " vCPUs") + as_said(space)};
}

std::optional<Change> said_cpu(const Space& space, std::uint32_t given, std::uint32_t found) {
  if (space.said.cpu_signature != found) return std::nullopt;
  const std::string why = space.said.default_cpu ? ", QEMU's default, as " + source_name(space) +
                                                       " names no other model"
                                                 : as_said(space);
  return Change{kSaidCpu, describe_cpu_signature(given), describe_cpu_signature(found) + why};
}

std::optional<Change> said_kernel_hashes_off(const Space& space) {
  if (!space.said.boot || space.said.boot->measured) return std::nullopt;
  return Change{kSaidKernelHashesOff, {}, source_name(space)};
}

std::optional<Change> said_no_initrd(const Space& space) {
  if (!space.said.boot || space.said.boot->initrd) return std::nullopt;
  return Change{kSaidNoInitrd, {}, source_name(space)};
}

std::vector<HashOption> said_cmdlines(const Space& space, const std::optional<std::string>& given) {
  if (!space.said.boot || given == space.said.boot->cmdline) return {};
  std::vector<HashOption> options;
  for (const SaidLine& said : said_lines(space.said.boot->cmdline)) {
    if (given == said.line) continue;
    std::string found = source_name(space) + said.but + ": ";
    found += said.line.empty() ? "it is empty" : quote(said.line, kMaxShown);
    if (given && !said.line.empty()) found += "; " + difference_words(said.line, *given);
    options.push_back({hash_cmdline(said.line), Change{kSaidCmdline, {}, std::move(found)}});
  }
  return options;
}

}  // namespace sevproof::internal
