// A command of the program: its place on the command line, its options, its help and what runs it.
#ifndef SEVPROOF_CLI_COMMANDS_COMMAND_H
#define SEVPROOF_CLI_COMMANDS_COMMAND_H

#include <array>
#include <limits>
#include <span>
#include <string_view>

#include "options/option_table.h"
#include "options/options.h"
#include "os/console.h"

namespace sevproof::cli {

// Options of which the command needs one.
struct Choice {
  std::array<Option, 4> options;
  std::size_t count;
};

// The exit status of a command that answers its question with no: a mismatch, a difference, nobody
// who vouches.
inline constexpr int kAnswerIsNo = 1;

// As many files without an option as there are.
inline constexpr std::size_t kAnyNumber = std::numeric_limits<std::size_t>::max();

struct Command {
  std::string_view name;           // "", or up to three words
  std::span<const Choice> needed;  // the others are optional
  std::string_view summary;
  std::string_view epilog;  // what stands under the options
  std::span<const OptionGroup> (*options)();
  std::size_t positionals;  // how many files stand without an option
  int (*run)(Options&, Console&);
};

// All of them; the first is the one without a name.
std::span<const Command> commands();

// The whole help text of a command, 80 columns wide.
std::string help_text(const Command& command);

// What each command does with its options, whose draft it takes over. They return the exit status.
int run_validate(Options& options, Console& console);
int run_measure(Options& options, Console& console);
int run_secret_unpack(Options& options, Console& console);
int run_firmware_show(Options& options, Console& console);
int run_vmsa_build(Options& options, Console& console);
int run_vmsa_show(Options& options, Console& console);
int run_vmsa_diff(Options& options, Console& console);
int run_platform_verify(Options& options, Console& console);
int run_platform_show(Options& options, Console& console);
int run_platform_attestation(Options& options, Console& console);
int run_session_create(Options& options, Console& console);
int run_session_check(Options& options, Console& console);
int run_igvm_show(Options& options, Console& console);
int run_id_block_create(Options& options, Console& console);
int run_id_block_check(Options& options, Console& console);
int run_snp_measure(Options& options, Console& console);
int run_snp_explain(Options& options, Console& console);
int run_snp_verify(Options& options, Console& console);
int run_snp_show(Options& options, Console& console);

}  // namespace sevproof::cli

#endif
