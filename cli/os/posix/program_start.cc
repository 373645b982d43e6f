#include "os/program_start.h"

#include <fcntl.h>
#include <unistd.h>

namespace sevproof::cli {
namespace {

// The next file to be opened would be taken for a standard stream that is closed. What fills its
// place refuses to be read or written as that stream is.
void fill_closed_streams() {
  for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(descriptor, F_GETFD) >= 0) continue;
    static_cast<void>(::open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY));
  }
}

}  // namespace

std::vector<std::string> start_program(int argc, char** argv) {
  fill_closed_streams();
  return {argv, argv + argc};
}

}  // namespace sevproof::cli
