// In place of libvirt_host.cc where libvirt was not there at build time.
#include "libvirt_host.h"

namespace sevproof::cli {

Result<std::unique_ptr<LibvirtHost>> connect_host(const std::string&, AnswerLimit&) {
  return fail(ErrorKind::kInvalid, "this sevproof was built without libvirt, so it asks no host",
              "Install libvirt's development files and build again; or run `virsh "
              "domlaunchsecinfo DOMAIN` and `virsh dumpxml DOMAIN` on the host and give their "
              "output with --launch-info and --domain-xml.");
}

}  // namespace sevproof::cli
