// A host that runs libvirt, and one of its domains. What they answer is the word of somebody who is
// not trusted: texts are made printable, numbers are checked, nothing is believed.
#ifndef SEVPROOF_CLI_HOST_LIBVIRT_HOST_H
#define SEVPROOF_CLI_HOST_LIBVIRT_HOST_H

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "host/answer_limit.h"
#include "sevproof/result.h"
#include "sevproof/sev/secret.h"

namespace sevproof::cli {

struct DomainState {
  bool active = false;
  bool paused = false;
  bool running = false;
  std::string words;  // "paused", "shut off" and so on, as virsh says it
  std::uint32_t vcpus = 0;
};

// A value of the launch as the host reports it: absent, there, or what is wrong with it (kHost).
template <typename T>
using Reported = Result<std::optional<T>>;

struct ReportedLaunch {
  Reported<std::string> measurement;  // base64, not yet checked
  Reported<std::uint8_t> api_major;
  Reported<std::uint8_t> api_minor;
  Reported<std::uint8_t> build;
  Reported<std::uint32_t> policy;
};

// What became of a command that changes the guest.
enum class Outcome {
  kDone,
  kRefused,  // the host says that it did nothing
  kGone,     // nor is there such a domain any more
  kUnknown,  // it may have done it: the answer is lost, or says nothing about it
};

struct CommandResult {
  Outcome outcome = Outcome::kDone;
  std::string words;  // libvirt's own, printable, where it is not done
};

// Questions fail with kHost, and with kDomainState where the domain is gone; libvirt's own text is
// part of the message.
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
  virtual Result<ReportedLaunch> reported_launch() const = 0;

  // Hands the packet to the firmware, whose guest must be paused.
  virtual CommandResult inject(const SecretPacket& packet) const = 0;
  virtual CommandResult resume() const = 0;
};

class LibvirtHost {
 public:
  LibvirtHost() = default;
  LibvirtHost(const LibvirtHost&) = delete;
  LibvirtHost& operator=(const LibvirtHost&) = delete;
  virtual ~LibvirtHost() = default;

  // What libvirt gives as its host's name; printable.
  virtual Result<std::string> hostname() const = 0;
  // Whether that is the name of the machine on which sevproof runs.
  virtual bool runs_here(const std::string& hostname) const = 0;
  // The XML of `virsh capabilities`.
  virtual Result<std::string> capabilities() const = 0;
  // What `virsh nodesevinfo` prints of the platform's certificates.
  virtual Result<std::string> platform() const = 0;
  // By id, UUID or name, in this order; what looks like an id or a UUID may still be a name.
  virtual Result<std::unique_ptr<HostDomain>> find(const std::string& domain) const = 0;
};

// What can be done where no host can be asked; the end of a hint.
inline constexpr const char* kWithoutHost =
    "; or run `virsh domlaunchsecinfo DOMAIN` and `virsh dumpxml DOMAIN` on the host and give "
    "their "
    "output with --launch-info and --domain-xml.";

// Whether this program was built to ask hosts.
bool can_ask_hosts();

// Connects to a libvirt URI. No answer of the host is waited for longer than the limit allows.
// Fails with kHost where that cannot be done, and with kInvalid where libvirt is not there.
Result<std::unique_ptr<LibvirtHost>> connect_host(const std::string& uri, AnswerLimit& limit);

}  // namespace sevproof::cli

#endif
