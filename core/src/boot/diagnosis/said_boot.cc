#include "boot/diagnosis/said_boot.h"

#include <algorithm>

#include "base/ascii_text.h"
#include "boot/diagnosis/cmdline_variants.h"
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

bool is_shown_whole(const std::string& line) { return quote(line, kMaxShown) == "'" + line + "'"; }

std::optional<Change> said_kernel_hashes_off(const BootSpace& space) {
  if (!space.said || space.said->measured) return std::nullopt;
  return Change{kSaidKernelHashesOff, source_name(space.said_source)};
}

std::optional<Change> said_no_initrd(const BootSpace& space) {
  if (!space.said || space.said->initrd) return std::nullopt;
  return Change{kSaidNoInitrd, source_name(space.said_source)};
}

std::vector<HashOption> said_cmdlines(const BootSpace& space,
                                      const std::optional<std::string>& given) {
  if (!space.said || given == space.said->cmdline) return {};
  std::vector<HashOption> options;
  for (const auto& [shown, meant, but] : kReadings) {
    if (space.said->cmdline.find(shown) == std::string::npos) continue;
    const std::string line = with_each(space.said->cmdline, shown, meant);
    if (given == line) continue;
    std::string found = source_name(space.said_source) + std::string(but) + ": ";
    found += line.empty() ? "it is empty" : quote(line, kMaxShown);
    if (given && !line.empty()) found += "; " + difference_words(line, *given);
    options.push_back({hash_cmdline(line), Change{kSaidCmdline, std::move(found)}});
  }
  return options;
}

}  // namespace sevproof::internal
