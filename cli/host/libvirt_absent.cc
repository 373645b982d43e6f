// In place of libvirt_host.cc in a static program, on Windows, and where libvirt was not there at
// build time.
#include "host/libvirt_host.h"

namespace sevproof::cli {

bool can_ask_hosts() { return false; }

Result<std::unique_ptr<LibvirtHost>> connect_host(const std::string&, AnswerLimit&) {
  return fail(
      ErrorCode::kLibvirtMissing,
      "this sevproof was built without libvirt, so it cannot ask a host",
      std::string("Use one that was built with libvirt, as that of the package is") + kWithoutHost);
}

}  // namespace sevproof::cli
