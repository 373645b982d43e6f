// libvirt's event loop on a thread of its own: without it a connection whose other end is gone is
// not noticed, and a question waits for ever.
#ifndef SEVPROOF_CLI_HOST_LIBVIRT_EVENTS_H
#define SEVPROOF_CLI_HOST_LIBVIRT_EVENTS_H

#include <atomic>
#include <thread>

namespace sevproof::cli {

class LibvirtEvents {
 public:
  // Before any connection is opened; one in a program.
  LibvirtEvents();
  ~LibvirtEvents();
  LibvirtEvents(const LibvirtEvents&) = delete;
  LibvirtEvents& operator=(const LibvirtEvents&) = delete;

 private:
  void run();

  std::atomic<bool> ended_ = false;
  int timer_ = -1;
  std::thread thread_;
};

}  // namespace sevproof::cli

#endif
