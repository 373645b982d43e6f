#include "os/program_start.h"

namespace sevproof::cli {

std::vector<std::string> start_program(int argc, char** argv) { return {argv, argv + argc}; }

}  // namespace sevproof::cli
