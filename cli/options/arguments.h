// The command line of one command, taken apart: long options with unambiguous abbreviations,
// bundled short options, values exactly as given.
#ifndef SEVPROOF_CLI_OPTIONS_ARGUMENTS_H
#define SEVPROOF_CLI_OPTIONS_ARGUMENTS_H

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "options/option_table.h"
#include "sevproof/result.h"

namespace sevproof::cli {

class Arguments {
 public:
  // `argv` begins with the program's or command's name. Parsing ends at --help, --version and
  // --licences. Fails with kInvalid for an unknown or ambiguous option, a value that is missing or
  // too many, and more positionals than `positionals`.
  static Result<Arguments> parse(std::span<const OptionGroup> groups, std::size_t positionals,
                                 int argc, char** argv);

  bool has(Option option) const;
  // The value of an option; of a repeated one the last, as virt-qemu-sev-validate takes it.
  std::optional<std::string> value(Option option) const;
  // All values of a repeatable option.
  std::vector<std::string> values(Option option) const;
  const std::vector<std::string>& positionals() const { return positionals_; }

  struct Given {
    const OptionSpec* spec;
    std::string text;  // empty for a flag
  };
  // All options in their order.
  const std::vector<Given>& options() const { return options_; }

 private:
  std::vector<Given> options_;
  std::vector<std::string> positionals_;
};

}  // namespace sevproof::cli

#endif
