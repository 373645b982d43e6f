// A command of the program: its place on the command line, its options, its help and what runs it.
#ifndef SEVPROOF_CLI_COMMAND_H
#define SEVPROOF_CLI_COMMAND_H

#include <span>
#include <string_view>

#include "arguments.h"
#include "console.h"
#include "option_table.h"

namespace sevproof::cli {

struct Command {
  std::string_view name;  // "", or one or two words
  std::string_view usage;
  std::string_view summary;
  std::string_view epilog;  // what stands under the options
  std::span<const OptionGroup> (*options)();
  std::size_t positionals;  // how many files stand without an option
  int (*run)(const Arguments&, Console&);
};

// All of them; the first is the one without a name.
std::span<const Command> commands();

// The whole help text of a command, 80 columns wide.
std::string help_text(const Command& command);

// What each command does. They return the exit status.
int run_validate(const Arguments& arguments, Console& console);
int run_measure(const Arguments& arguments, Console& console);
int run_secret_unpack(const Arguments& arguments, Console& console);
int run_firmware_show(const Arguments& arguments, Console& console);
int run_vmsa_build(const Arguments& arguments, Console& console);
int run_vmsa_show(const Arguments& arguments, Console& console);
int run_vmsa_diff(const Arguments& arguments, Console& console);

}  // namespace sevproof::cli

#endif
