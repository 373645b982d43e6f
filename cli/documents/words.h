// What man pages and completions share.
#ifndef SEVPROOF_CLI_DOCUMENTS_WORDS_H
#define SEVPROOF_CLI_DOCUMENTS_WORDS_H

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "commands/command.h"

namespace sevproof::cli {

// "-f" and "--firmware", as far as there are both; none of a spelling that no help shows.
std::vector<std::string> spellings(const OptionSpec& spec);

// The help of an option, as one line.
std::string one_line(const OptionSpec& spec);

// Whether it may be given several times.
bool is_repeatable(const OptionSpec& spec);

// The values among which it chooses; none where any text may be one.
std::vector<std::string> values_of(const OptionSpec& spec);

// "secret unpack" with `between` instead of the space.
std::string joined_name(const Command& command, std::string_view between);

// Each option of a command that its help shows.
void for_each_option(const Command& command, const std::function<void(const OptionSpec&)>& use);

}  // namespace sevproof::cli

#endif
