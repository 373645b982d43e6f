#include "os/interruptions.h"

#include <csignal>

namespace sevproof::cli {
namespace {

class InterruptionsHeld {
 public:
  InterruptionsHeld() {
    sigset_t held;
    ::sigemptyset(&held);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) ::sigaddset(&held, signal);
    ::pthread_sigmask(SIG_BLOCK, &held, &before_);
  }
  InterruptionsHeld(const InterruptionsHeld&) = delete;
  InterruptionsHeld& operator=(const InterruptionsHeld&) = delete;
  ~InterruptionsHeld() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

 private:
  sigset_t before_{};
};

class WriteSignalsIgnored {
 public:
  WriteSignalsIgnored() {
    struct sigaction ignore {};
    ignore.sa_handler = SIG_IGN;
    ::sigaction(SIGPIPE, &ignore, &pipe_);
    ::sigaction(SIGXFSZ, &ignore, &size_);
  }
  WriteSignalsIgnored(const WriteSignalsIgnored&) = delete;
  WriteSignalsIgnored& operator=(const WriteSignalsIgnored&) = delete;
  ~WriteSignalsIgnored() {
    ::sigaction(SIGPIPE, &pipe_, nullptr);
    ::sigaction(SIGXFSZ, &size_, nullptr);
  }

 private:
  struct sigaction pipe_ {};
  struct sigaction size_ {};
};

}  // namespace

std::shared_ptr<const void> hold_interruptions() { return std::make_shared<InterruptionsHeld>(); }

std::shared_ptr<const void> take_write_signals_as_errors() {
  return std::make_shared<WriteSignalsIgnored>();
}

}  // namespace sevproof::cli
