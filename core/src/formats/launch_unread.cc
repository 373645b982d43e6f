// Launch data that names a value and has it in a form that is not read: "sev-policy/7",
// "policy -> 7", <policy>0x0007</policy>. To pass over it would be to read the data by half.
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "base/ascii_text.h"
#include "formats/launch_info_internal.h"
#include "formats/launch_line.h"
#include "sevproof/text.h"

namespace sevproof::internal {
namespace {

constexpr std::size_t kMaxWords = 3;
// Words between a name and its number, as in "sev-policy of guest 7".
constexpr std::size_t kNear = 3;

constexpr auto kFillers = std::to_array<std::string_view>(
    {"is", "was", "set", "to", "of", "the", "value", "hex", "number", "bits", "equals"});

bool is_word_character(char c) {
  const bool is_letter = ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z');
  return is_letter || ('0' <= c && c <= '9') || c == '-' || c == '_';
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && is_word_character(text[end])) ++end;
    // Hyphens around are signs, as in an arrow.
    const std::string_view word = trim_back(trim_front(text.substr(at, end - at), "-_"), "-_");
    if (!word.empty()) words.push_back(word);
    at = std::max(end, at + 1);
  }
  return words;
}

bool is_number(std::string_view word) { return '0' <= word.front() && word.front() <= '9'; }

bool is_value(LaunchKey key) {
  return key == LaunchKey::kApiMajor || key == LaunchKey::kApiMinor || key == LaunchKey::kBuild ||
         key == LaunchKey::kPolicy || key == LaunchKey::kApiVersion;
}

// A number among the words from `at` on. Behind a common word, only words such as "is" may be
// between: prose speaks of policies, and has numbers.
bool has_number_near(const std::vector<std::string_view>& words, std::size_t at, bool is_common) {
  const std::size_t end = std::min(words.size(), at + kNear + 1);
  for (; at < end; ++at) {
    if (is_number(words[at])) return true;
    const bool is_filler = std::find(kFillers.begin(), kFillers.end(), words[at]) != kFillers.end();
    if (is_common && !is_filler) return false;
  }
  return false;
}

// How many words from `at` on are a name with a number near it, or 0.
std::size_t unread_name(const std::vector<std::string_view>& words, std::size_t at) {
  std::string name;
  for (std::size_t count = 1; count <= std::min(kMaxWords, words.size() - at); ++count) {
    name += words[at + count - 1];
    const auto known = find_launch_name(name);
    if (!known || !is_value(known->key)) continue;
    // "Build 15" alone on its line is one; behind other words it is anybody's.
    const bool may_be_prose = known->is_common && known->key != LaunchKey::kPolicy && at != 0;
    if (!may_be_prose && has_number_near(words, at + count, known->is_common)) return count;
  }
  return 0;
}

tl::unexpected<Error> unread(const std::string& where, std::string_view name,
                             std::string_view text) {
  return bad_launch_data(
      where + ": expected " + printable(name) + ", a colon and its value, got " + quote(text),
      "Give the line as the host prints it, or leave it out.");
}

bool is_misspelt(std::string_view word) {
  return is_sev_name(word) && !find_launch_name(word) && !nearest_launch_name(word).empty();
}

bool is_value_name(std::string_view text) {
  const auto known = find_launch_name(text);
  return known && is_value(known->key);
}

// "sev-policy7".
bool has_number_in_it(std::string_view word) {
  const std::string_view name = trim_back(word, "0123456789");
  return !name.empty() && name.size() != word.size() && is_value_name(name);
}

}  // namespace

Result<void> check_unread(std::string_view text, const std::string& where) {
  const std::vector<std::string_view> words = words_of(text);
  for (std::size_t at = 0; at < words.size(); ++at) {
    if (is_misspelt(words[at]) && has_number_near(words, at + 1, false)) {
      return unknown_field(where, words[at], words[at]);
    }
    if (has_number_in_it(words[at])) return unread(where, words[at], text);
    const std::size_t count = unread_name(words, at);
    if (count == 0) continue;
    const char* const first = words[at].data();
    const std::string_view last = words[at + count - 1];
    return unread(where, {first, static_cast<std::size_t>(last.data() + last.size() - first)},
                  text);
  }
  return {};
}

Result<void> check_heading(std::string_view text, std::string_view next, const std::string& where) {
  const std::vector<std::string_view> names = words_of(text);
  const std::vector<std::string_view> values = words_of(next);
  const bool is_name =
      is_value_name(text) || std::all_of(names.begin(), names.end(), is_value_name);
  const bool has_values = !values.empty() && std::all_of(values.begin(), values.end(), is_number);
  if (names.empty() || !is_name || !has_values) return {};
  return unread(where, text, std::string(text) + "\n" + std::string(next));
}

}  // namespace sevproof::internal
