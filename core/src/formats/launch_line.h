// Where names and values stand in a line of launch data.
#ifndef SEVPROOF_FORMATS_LAUNCH_LINE_H
#define SEVPROOF_FORMATS_LAUNCH_LINE_H

#include <cstddef>
#include <optional>
#include <string_view>

#include "formats/launch_names.h"

namespace sevproof::internal {

inline constexpr std::string_view kSpaces = " \t";
inline constexpr std::string_view kSeparators = ":=|";
// What text is set in: quotes, emphasis, bullets, brackets, prompts.
inline constexpr std::string_view kAround = " \t\"'`*_+-#>$~\\{}[](),;|";
inline constexpr std::string_view kBehindName = " \t\"'`*_\\)";

// A value without what Python's bytes and texts begin with: b' and u'.
std::string_view without_prefix(std::string_view value);

bool starts_with_number(std::string_view text);

struct Named {
  LaunchName name;
  std::string_view text;
};

// The name that `text` ends with, if it is one. `follows_value`: common words count behind a value.
std::optional<Named> find_name(std::string_view text, bool follows_value);

// The last word of `text` and whether anything stands before it.
struct LastWord {
  std::string_view word;
  bool stands_alone = false;
};
LastWord last_word(std::string_view text);

// Whether `text` ends with what must be a name and is none that is known.
bool resembles_name(std::string_view text, std::string_view value);

}  // namespace sevproof::internal

#endif
