#include "os/program_start.h"

#include <windows.h>
// After windows.h.
#include <fcntl.h>
#include <io.h>
#include <shellapi.h>
#include <unistd.h>

#include <memory>

#include "os/windows/wide.h"

namespace sevproof::cli {
namespace {

// So that a progress line can be cleared; an old console shows the sequence.
void understand_sequences() {
  const HANDLE handle = ::GetStdHandle(STD_ERROR_HANDLE);
  DWORD mode = 0;
  if (::GetConsoleMode(handle, &mode) == 0) return;
  ::SetConsoleMode(handle, mode | ENABLE_VIRTUAL_TERMINAL_PROCESSING);
}

}  // namespace

std::vector<std::string> start_program(int argc, char** argv) {
  for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    ::_setmode(descriptor, _O_BINARY);
  }
  ::SetConsoleOutputCP(CP_UTF8);
  understand_sequences();
  int count = 0;
  const std::unique_ptr<LPWSTR, decltype(&::LocalFree)> words(
      ::CommandLineToArgvW(::GetCommandLineW(), &count), &::LocalFree);
  if (words == nullptr) return {argv, argv + argc};
  std::vector<std::string> all;
  for (int i = 0; i < count; ++i) all.push_back(to_utf8(words.get()[i]));
  return all;
}

}  // namespace sevproof::cli
