// What man pages and completions share.
#ifndef SEVPROOF_CLI_DOCUMENTS_WORDS_H
#define SEVPROOF_CLI_DOCUMENTS_WORDS_H

#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "commands/command.h"

namespace sevproof::cli {

// "-f" and "--firmware", as far as there are both; none of a spelling that no help shows.
std::vector<std::string> spellings(const OptionSpec& spec);

// Text with line ends as one line; the help of an option so.
std::string one_line(std::string_view text);
std::string one_line(const OptionSpec& spec);

// With `between` in between.
std::string joined(std::span<const std::string> words, std::string_view between);

// Whether it may be given several times.
bool is_repeatable(const OptionSpec& spec);

// The values among which it chooses; none where any text may be one.
std::vector<std::string> values_of(const OptionSpec& spec);

// What may follow on the command line, by the words of a command so far: "" -> "measure", "snp";
// "snp" -> "id-block", "measure". Each with what the help of the first such command begins with.
using NextWords = std::map<std::string, std::map<std::string, std::string_view>>;
NextWords next_words();

// "secret unpack" with `between` instead of the space.
std::string joined_name(const Command& command, std::string_view between);

std::string_view first_line_of(const Command& command);

// Each option of a command that its help shows.
void for_each_option(const Command& command, const std::function<void(const OptionSpec&)>& use);

}  // namespace sevproof::cli

#endif
