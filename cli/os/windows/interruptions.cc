#include "os/interruptions.h"

#include <windows.h>

#include <mutex>

namespace sevproof::cli {
namespace {

// Held several times by one thread, where a command holds them around what holds them.
std::recursive_mutex& writing() {
  static std::recursive_mutex mutex;
  return mutex;
}

// Runs in a thread of its own, and what it answers ends the program.
BOOL WINAPI wait_for_writing(DWORD) {
  const std::lock_guard lock(writing());
  return FALSE;
}

class InterruptionsHeld {
 public:
  InterruptionsHeld() : lock_(writing()) { ::SetConsoleCtrlHandler(wait_for_writing, TRUE); }
  InterruptionsHeld(const InterruptionsHeld&) = delete;
  InterruptionsHeld& operator=(const InterruptionsHeld&) = delete;
  ~InterruptionsHeld() { ::SetConsoleCtrlHandler(wait_for_writing, FALSE); }

 private:
  std::lock_guard<std::recursive_mutex> lock_;
};

}  // namespace

std::shared_ptr<const void> hold_interruptions() { return std::make_shared<InterruptionsHeld>(); }

std::shared_ptr<const void> take_write_signals_as_errors() { return nullptr; }

}  // namespace sevproof::cli
