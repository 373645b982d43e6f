// The files that a command line names, told by the kinds of its options (option_table.h), and what
// they must be to each other.
#ifndef SEVPROOF_CLI_OPTIONS_FILE_OPTIONS_H
#define SEVPROOF_CLI_OPTIONS_FILE_OPTIONS_H

#include <string>
#include <utility>
#include <vector>

#include "options/arguments.h"
#include "os/output_target.h"
#include "sevproof/result.h"

namespace sevproof::cli {

// Every file that a command line names.
struct FileNames {
  std::vector<std::string> inputs;  // those without an option included
  std::vector<OutputPath> outputs;  // not those of a folder, whose names are known later
};

// NAME:FILE at its first ':', since a path may contain more; without one, all of it and "".
std::pair<std::string, std::string> split_named_file(const std::string& argument);

// Of all its options.
FileNames file_names(const Arguments& arguments);

// Checks before anything is read that no output is an input or another output, whatever names and
// links lead there, that all outputs can be written, and that nothing is read twice that can be
// read once: standard input or a FIFO. Fails as check_outputs and check_beside_text do.
Result<void> check_files(const Arguments& arguments);

}  // namespace sevproof::cli

#endif
