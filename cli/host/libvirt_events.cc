#include "host/libvirt_events.h"

#include "host/libvirt_library.h"

namespace sevproof::cli {
namespace {

// The loop also has to look whether it should end; nothing else wakes it by itself.
constexpr int kTickMs = 500;

}  // namespace

LibvirtEvents::LibvirtEvents() {
  if (libvirt().virEventRegisterDefaultImpl() < 0) return;
  timer_ = libvirt().virEventAddTimeout(
      kTickMs, [](int, void*) {}, nullptr, nullptr);
  if (timer_ >= 0) thread_ = std::thread(&LibvirtEvents::run, this);
}

LibvirtEvents::~LibvirtEvents() {
  if (!thread_.joinable()) return;
  ended_ = true;
  libvirt().virEventUpdateTimeout(timer_, 0);
  thread_.join();
}

void LibvirtEvents::run() {
  while (!ended_ && libvirt().virEventRunDefaultImpl() == 0) {
  }
}

}  // namespace sevproof::cli
