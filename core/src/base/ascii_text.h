// Text whose letters and white space are those of ASCII, whatever the locale.
#ifndef SEVPROOF_BASE_ASCII_TEXT_H
#define SEVPROOF_BASE_ASCII_TEXT_H

#include <string>
#include <string_view>

namespace sevproof::internal {

constexpr char to_lower(char c) {
  return 'A' <= c && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
std::string to_lower(std::string_view text);

// `text` without the characters of `set` at its beginning, or at its end.
std::string_view trim_front(std::string_view text, std::string_view set);
std::string_view trim_back(std::string_view text, std::string_view set);

// Takes the first line from `text`, which must not be empty; without its end.
std::string_view take_line(std::string_view& text);

// `text` with `instead` in the place of each character of `set`.
std::string with_each(std::string_view text, std::string_view set, std::string_view instead);

// `text` with `instead` in the place of each `what`.
std::string replace_all(std::string_view text, std::string_view what, std::string_view instead);

}  // namespace sevproof::internal

#endif
