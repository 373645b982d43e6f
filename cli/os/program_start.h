// What the systems hand to main().
#ifndef SEVPROOF_CLI_OS_PROGRAM_START_H
#define SEVPROOF_CLI_OS_PROGRAM_START_H

#include <string>
#include <vector>

namespace sevproof::cli {

// The words of the command line in UTF-8, and standard streams that carry bytes as they are. To be
// called once.
std::vector<std::string> start_program(int argc, char** argv);

}  // namespace sevproof::cli

#endif
