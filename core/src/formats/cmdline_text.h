// Text as those read it who pass a command line on: a shell, JSON, XML.
#ifndef SEVPROOF_FORMATS_CMDLINE_TEXT_H
#define SEVPROOF_FORMATS_CMDLINE_TEXT_H

#include <cstddef>
#include <string>
#include <string_view>

namespace sevproof::internal {

struct ShellWord {
  std::string text;
  std::size_t end = 0;  // behind it
  bool has_quotes = false;
};

// Reading ends behind so many characters at the latest.
inline constexpr std::size_t kLongestWord = 16UL * 1024;

// POSIX.1-2017, Shell Command Language, 2.2 (and $'...' of bash): the word that begins at `first`.
// Variables are not expanded. A quote that is not closed ends with the text.
ShellWord read_shell_word(std::string_view text, std::size_t first);

// A line as it stands, but without the quotes and backslashes that a POSIX shell reads.
std::string read_shell_quotes(std::string_view line);

// What stands in the JSON string whose opening quote is at `first`; `end` is behind the closing
// one. Single quotes, as in Python and YAML, do as well.
ShellWord read_json_string(std::string_view text, std::size_t first);

// The same text where nothing like this is at its ends.
std::string_view without_quotes(std::string_view text);
std::string without_boot_image(std::string_view line);

// XML 1.0, 2.11: an ending of a line is a newline, unless a reference stands for it.
std::string with_xml_line_ends(std::string_view raw);

// XML 1.0: predefined references and those of characters, and CDATA. What is none is kept.
std::string read_xml_text(std::string_view text);

}  // namespace sevproof::internal

#endif
