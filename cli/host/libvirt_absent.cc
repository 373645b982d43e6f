// In place of libvirt_host.cc where libvirt was not there at build time.
#include "host/libvirt_host.h"

namespace sevproof::cli {

Result<std::unique_ptr<LibvirtHost>> connect_host(const std::string&, AnswerLimit&) {
  return fail(ErrorCode::kLibvirtMissing,
              "this sevproof was built without libvirt, so it cannot ask a host",
              std::string("Install libvirt's development files and build again") + kWithoutHost);
}

}  // namespace sevproof::cli
