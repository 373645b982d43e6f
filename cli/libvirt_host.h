// A host that runs libvirt, and one of its domains. What they answer is the word of somebody who is
// not trusted: texts are made printable, numbers are checked, nothing is believed.
#ifndef SEVPROOF_CLI_LIBVIRT_HOST_H
#define SEVPROOF_CLI_LIBVIRT_HOST_H

#include <cstdint>
#include <memory>
#include <string>

#include "sevproof/launch_info.h"
#include "sevproof/result.h"
#include "sevproof/secret_packing.h"

namespace sevproof::cli {

struct DomainState {
  bool active = false;
  bool paused = false;
  std::string words;  // "paused", "shut off" and so on, as virsh says it
  std::uint32_t vcpus = 0;
};

// Everything but injecting fails with kHost; libvirt's own text is part of the message.
class HostDomain {
 public:
  HostDomain() = default;
  HostDomain(const HostDomain&) = delete;
  HostDomain& operator=(const HostDomain&) = delete;
  virtual ~HostDomain() = default;

  // Printable; the UUID as text.
  virtual const std::string& name() const = 0;
  virtual const std::string& uuid() const = 0;

  virtual Result<DomainState> state() const = 0;
  virtual Result<std::string> xml() const = 0;
  virtual Result<LaunchInfo> launch_info() const = 0;

  // Hands the packet to the firmware, whose guest must be paused; fails with kHost, and the hint
  // says whether the packet may have arrived.
  virtual Result<void> inject(const SecretPacket& packet) const = 0;
  virtual Result<void> resume() const = 0;
};

class LibvirtHost {
 public:
  LibvirtHost() = default;
  LibvirtHost(const LibvirtHost&) = delete;
  LibvirtHost& operator=(const LibvirtHost&) = delete;
  virtual ~LibvirtHost() = default;

  // What libvirt gives as its host's name; printable.
  virtual Result<std::string> hostname() const = 0;
  // The XML of `virsh capabilities`.
  virtual Result<std::string> capabilities() const = 0;
  // By id, UUID or name, in this order; what looks like an id or a UUID may still be a name.
  virtual Result<std::unique_ptr<HostDomain>> find(const std::string& domain) const = 0;
};

// Connects to a libvirt URI. Fails with kHost where that cannot be done, and with kInvalid where
// sevproof was built without libvirt.
Result<std::unique_ptr<LibvirtHost>> connect_host(const std::string& uri);

}  // namespace sevproof::cli

#endif
