#include "formats/launch_line.h"

#include <algorithm>

#include "base/ascii_text.h"

namespace sevproof::internal {
namespace {

constexpr std::size_t kMaxWords = 3;

// The last `count` words of `text`, or all where it has no more.
std::string_view last_words(std::string_view text, std::size_t count) {
  std::size_t begin = text.size();
  while (count-- > 0 && begin != 0) {
    const std::size_t end = text.find_last_not_of(kSpaces, begin - 1);
    if (end == std::string_view::npos) return trim_front(text, kSpaces);
    const std::size_t space = text.find_last_of(kSpaces, end);
    begin = space == std::string_view::npos ? 0 : space + 1;
  }
  return text.substr(begin);
}

// A bullet with a number, such as "2." or "3)".
std::string_view without_number(std::string_view text) {
  const std::size_t digits = text.find_first_not_of("0123456789");
  const bool is_bullet = digits != 0 && digits != std::string_view::npos &&
                         (text[digits] == '.' || text[digits] == ')');
  return is_bullet ? text.substr(digits + 1) : text;
}

// What may be a name at the end of `text`: a separator is in none.
std::string_view last_part(std::string_view text) {
  const std::size_t separator = text.find_last_of(kSeparators);
  return separator == std::string_view::npos ? text : text.substr(separator + 1);
}

}  // namespace

std::string_view without_prefix(std::string_view value) {
  const bool has_prefix = value.size() > 2 && (value[0] == 'b' || value[0] == 'u') &&
                          (value[1] == '\'' || value[1] == '"');
  return has_prefix ? value.substr(2) : value;
}

bool starts_with_number(std::string_view text) {
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) text.remove_prefix(1);
  return !text.empty() && '0' <= text[0] && text[0] <= '9';
}

std::optional<Named> find_name(std::string_view text, bool follows_value) {
  text = trim_back(text, kBehindName);
  const std::string_view all = trim_front(without_number(trim_front(text, kAround)), kAround);
  for (std::size_t words = kMaxWords; words > 0; --words) {
    const std::string_view name = trim_front(last_words(last_part(all), words), kAround);
    const auto known = find_launch_name(name);
    if (!known) continue;
    const bool stands_alone = name.size() == all.size();
    if (!known->is_common || stands_alone || follows_value) return Named{*known, name};
  }
  return std::nullopt;
}

bool resembles_name(std::string_view text, std::string_view value) {
  text = last_part(trim_back(text, kBehindName));
  for (std::size_t words = 1; words <= kMaxWords; ++words) {
    if (may_be_launch_name(last_words(text, words), value)) return true;
  }
  return false;
}

LastWord last_word(std::string_view text) {
  const std::string_view all = trim_front(trim_back(text, kBehindName), kAround);
  const std::string_view word = trim_front(last_words(last_part(all), 1), kAround);
  return {word, word.size() == all.size()};
}

}  // namespace sevproof::internal
