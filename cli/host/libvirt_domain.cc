#include "host/libvirt_domain.h"

#include <array>
#include <utility>

#include "host/libvirt_answers.h"
#include "host/libvirt_parameters.h"
#include "sevproof/bytes.h"
#include "sevproof/text.h"

namespace sevproof::cli {
namespace {

const char* state_words(int state) {
  switch (state) {
    case VIR_DOMAIN_RUNNING:
      return "running";
    case VIR_DOMAIN_BLOCKED:
      return "idle";
    case VIR_DOMAIN_PAUSED:
      return "paused";
    case VIR_DOMAIN_SHUTDOWN:
      return "in shutdown";
    case VIR_DOMAIN_SHUTOFF:
      return "shut off";
    case VIR_DOMAIN_CRASHED:
      return "crashed";
    case VIR_DOMAIN_PMSUSPENDED:
      return "suspended by its own power management";
    default:
      return "in no known state";
  }
}

class Domain final : public HostDomain {
 public:
  Domain(AnswerLimit& limit, DomainHandle handle) : limit_(limit), handle_(std::move(handle)) {
    const char* name = libvirt().virDomainGetName(handle_.get());
    name_ = printable(name == nullptr ? "" : name, 120);
    std::array<char, VIR_UUID_STRING_BUFLEN> uuid{};
    if (libvirt().virDomainGetUUIDString(handle_.get(), uuid.data()) == 0) uuid_ = uuid.data();
  }

  const std::string& name() const override { return name_; }
  const std::string& uuid() const override { return uuid_; }

  Result<DomainState> state() const override {
    const AnswerLimit::Wait wait(limit_, "it was asked for the domain's state");
    const int active = libvirt().virDomainIsActive(handle_.get());
    virDomainInfo info{};
    if (active < 0 || libvirt().virDomainGetInfo(handle_.get(), &info) < 0) {
      return fail(domain_error("the host does not report the domain's state"));
    }
    const bool running = info.state == VIR_DOMAIN_RUNNING || info.state == VIR_DOMAIN_BLOCKED;
    return DomainState{active == 1, info.state == VIR_DOMAIN_PAUSED, active == 1 && running,
                       state_words(info.state), info.nrVirtCpu};
  }

  Result<std::string> xml() const override {
    const AnswerLimit::Wait wait(limit_, "it was asked for the domain's XML");
    return taken(libvirt().virDomainGetXMLDesc(handle_.get(), 0), domain_error,
                 "the host does not give the domain's XML");
  }

  Result<ReportedLaunch> reported_launch() const override {
    const AnswerLimit::Wait wait(limit_, "it was asked for the launch security info");
    LibvirtParameters parameters;
    if (libvirt().virDomainGetLaunchSecurityInfo(handle_.get(), parameters.list_out(),
                                                 parameters.count_out(), 0) < 0) {
      return fail(domain_error("the host does not give the domain's launch security info"));
    }
    return ReportedLaunch{parameters.text("sev-measurement"),
                          parameters.number<std::uint8_t>("sev-api-major"),
                          parameters.number<std::uint8_t>("sev-api-minor"),
                          parameters.number<std::uint8_t>("sev-build-id"),
                          parameters.number<std::uint32_t>("sev-policy")};
  }

  CommandResult inject(const SecretPacket& packet) const override {
    const AnswerLimit::Wait wait(limit_, "the secret was sent");
    LibvirtParameters parameters;
    if (!parameters.add(VIR_DOMAIN_LAUNCH_SECURITY_SEV_SECRET, to_base64(packet.payload)) ||
        !parameters.add(VIR_DOMAIN_LAUNCH_SECURITY_SEV_SECRET_HEADER, to_base64(packet.header))) {
      return {Outcome::kRefused, last_words()};
    }
    return command_result(libvirt().virDomainSetLaunchSecurityState(
        handle_.get(), parameters.list(), parameters.count(), 0));
  }

  CommandResult resume() const override {
    const AnswerLimit::Wait wait(limit_, "it was told to resume the guest");
    return command_result(libvirt().virDomainResume(handle_.get()));
  }

 private:
  AnswerLimit& limit_;
  DomainHandle handle_;
  std::string name_;
  std::string uuid_;
};

}  // namespace

std::unique_ptr<HostDomain> make_domain(AnswerLimit& limit, DomainHandle handle) {
  return std::make_unique<Domain>(limit, std::move(handle));
}

}  // namespace sevproof::cli
