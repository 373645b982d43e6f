#include "libvirt_host.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <limits>
#include <optional>

#include "libvirt_events.h"
#include "libvirt_library.h"
#include "sevproof/bytes.h"
#include "sevproof/quote.h"

namespace sevproof::cli {
namespace {

struct Release {
  void operator()(virDomainPtr domain) const { libvirt().virDomainFree(domain); }
  void operator()(char* text) const { std::free(text); }
};
using DomainHandle = std::unique_ptr<virDomain, Release>;
using Text = std::unique_ptr<char, Release>;

// A peer that is silent for as long as this is gone.
constexpr int kKeepAliveSeconds = 5;
constexpr unsigned kKeepAliveCount = 4;

constexpr const char* kWrongInfo = "the host's launch security info is wrong";

int last_code() {
  const virErrorPtr error = libvirt().virGetLastError();
  return error == nullptr ? VIR_ERR_OK : error->code;
}

std::string last_words() { return printable(libvirt().virGetLastErrorMessage()); }

Error host_error(const std::string& what, std::string hint = {}) {
  return {ErrorKind::kHost, what + ": " + last_words(), std::move(hint)};
}

// About a domain that was there.
Error domain_error(const std::string& what) {
  if (last_code() == VIR_ERR_NO_DOMAIN) {
    return {ErrorKind::kDomainState, "the domain is gone: " + last_words(),
            "Start it anew with `virsh start --paused`, and validate it again."};
  }
  return host_error(what);
}

Result<std::string> taken(char* text, Error (*error)(const std::string&), const char* what) {
  const Text owner(text);
  if (owner == nullptr) return fail(error(what));
  return std::string(owner.get());
}

Error connection_error(const std::string& what) { return host_error(what); }

// Only some errors say that nothing was done: libvirt refused before it asked QEMU, or QEMU did.
CommandResult command_result(int status) {
  if (status == 0) return {};
  const std::string words = last_words();
  switch (last_code()) {
    case VIR_ERR_NO_DOMAIN:
      return {Outcome::kGone, words};
    case VIR_ERR_ACCESS_DENIED:
    case VIR_ERR_INVALID_ARG:
    case VIR_ERR_NO_SUPPORT:
    case VIR_ERR_OPERATION_DENIED:
    case VIR_ERR_OPERATION_INVALID:
    case VIR_ERR_OPERATION_UNSUPPORTED:
      return {Outcome::kRefused, words};
    default: {
      const bool by_qemu = words.find("unable to execute QEMU command") != std::string::npos;
      return {by_qemu ? Outcome::kRefused : Outcome::kUnknown, words};
    }
  }
}

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

// libvirt's list of named values, as it is received or sent.
class Parameters {
 public:
  Parameters() = default;
  Parameters(const Parameters&) = delete;
  Parameters& operator=(const Parameters&) = delete;
  ~Parameters() { libvirt().virTypedParamsFree(list_, count_); }

  virTypedParameterPtr* list_out() { return &list_; }
  int* count_out() { return &count_; }
  virTypedParameterPtr list() const { return list_; }
  int count() const { return count_; }

  bool add(const char* name, const std::string& text) {
    return libvirt().virTypedParamsAddString(&list_, &count_, &capacity_, name, text.c_str()) == 0;
  }

  // Nothing where there is no such value. Fails for one of another type, or above T's range.
  template <typename T>
  Reported<T> number(const char* name) const {
    unsigned value = 0;
    const int found = libvirt().virTypedParamsGetUInt(list_, count_, name, &value);
    if (found < 0) return fail(host_error(kWrongInfo));
    if (found == 0) return std::nullopt;
    constexpr unsigned kHigh = std::numeric_limits<T>::max();
    if (value > kHigh) {
      return fail(ErrorKind::kHost, std::string(kWrongInfo) + ": " + name + ": expected 0 to " +
                                        std::to_string(kHigh) + ", got " + std::to_string(value));
    }
    return std::optional<T>(static_cast<T>(value));
  }

  Reported<std::string> text(const char* name) const {
    const char* value = nullptr;
    const int found = libvirt().virTypedParamsGetString(list_, count_, name, &value);
    if (found < 0) return fail(host_error(kWrongInfo));
    if (found == 0 || value == nullptr) return std::nullopt;
    return std::optional<std::string>(value);
  }

 private:
  virTypedParameterPtr list_ = nullptr;
  int count_ = 0;
  int capacity_ = 0;
};

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
      return fail(domain_error("the host does not tell the domain's state"));
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
    Parameters parameters;
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
    Parameters parameters;
    if (!parameters.add(VIR_DOMAIN_LAUNCH_SECURITY_SEV_SECRET, to_base64(packet.payload)) ||
        !parameters.add(VIR_DOMAIN_LAUNCH_SECURITY_SEV_SECRET_HEADER, to_base64(packet.header))) {
      return {Outcome::kRefused, last_words()};
    }
    return command_result(libvirt().virDomainSetLaunchSecurityState(
        handle_.get(), parameters.list(), parameters.count(), 0));
  }

  CommandResult resume() const override {
    const AnswerLimit::Wait wait(limit_, "it was told to let the guest run");
    return command_result(libvirt().virDomainResume(handle_.get()));
  }

 private:
  AnswerLimit& limit_;
  DomainHandle handle_;
  std::string name_;
  std::string uuid_;
};

std::optional<int> as_id(const std::string& text) {
  int id = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (error != std::errc{} || end != text.data() + text.size() || id < 0) return std::nullopt;
  return id;
}

bool looks_like_uuid(const std::string& text) {
  constexpr std::ptrdiff_t kDigits = 32;
  const auto is_hex = [](char c) {
    return std::string_view("0123456789abcdefABCDEF").find(c) != std::string_view::npos;
  };
  return std::ranges::count_if(text, is_hex) == kDigits &&
         std::ranges::all_of(text, [&](char c) { return c == '-' || is_hex(c); });
}

class Host final : public LibvirtHost {
 public:
  Host(AnswerLimit& limit, std::unique_ptr<LibvirtEvents> events, virConnectPtr connection)
      : limit_(limit), events_(std::move(events)), connection_(connection) {}

  Result<std::string> hostname() const override {
    const AnswerLimit::Wait wait(limit_, "it was asked for its name");
    return taken(libvirt().virConnectGetHostname(connection_), connection_error,
                 "the host does not tell its name");
  }

  Result<std::string> capabilities() const override {
    const AnswerLimit::Wait wait(limit_, "it was asked for its capabilities");
    return taken(libvirt().virConnectGetCapabilities(connection_), connection_error,
                 "the host does not give its capabilities");
  }

  Result<std::unique_ptr<HostDomain>> find(const std::string& domain) const override {
    const AnswerLimit::Wait wait(limit_, "it was asked for the domain");
    DomainHandle found = look_up(domain);
    if (found != nullptr) return std::make_unique<Domain>(limit_, std::move(found));
    if (!is_unknown()) return fail(host_error("the host did not look up " + quote(domain)));
    return fail(host_error("the host has no domain with the id, UUID or name " + quote(domain),
                           "`virsh list --all` on the host shows those that it has."));
  }

 private:
  static bool is_unknown() {
    return last_code() == VIR_ERR_NO_DOMAIN || last_code() == VIR_ERR_INVALID_ARG;
  }

  // virsh's order. Only a domain that is not known as one thing may be known as another.
  DomainHandle look_up(const std::string& domain) const {
    DomainHandle found;
    if (const auto id = as_id(domain)) {
      found.reset(libvirt().virDomainLookupByID(connection_, *id));
      if (found != nullptr || !is_unknown()) return found;
    }
    if (looks_like_uuid(domain)) {
      found.reset(libvirt().virDomainLookupByUUIDString(connection_, domain.c_str()));
      if (found != nullptr || !is_unknown()) return found;
    }
    found.reset(libvirt().virDomainLookupByName(connection_, domain.c_str()));
    return found;
  }

  AnswerLimit& limit_;
  std::unique_ptr<LibvirtEvents> events_;
  // Never closed, since that asks the host and waits for its answer: it ends with the program.
  virConnectPtr connection_;
};

}  // namespace

Result<std::unique_ptr<LibvirtHost>> connect_host(const std::string& uri, AnswerLimit& limit) {
  if (auto loaded = load_libvirt(); !loaded) return fail(loaded.error());
  // By itself libvirt prints every error; they are in our messages.
  libvirt().virSetErrorFunc(nullptr, [](void*, virErrorPtr) {});
  auto events = std::make_unique<LibvirtEvents>();
  const AnswerLimit::Wait wait(limit, "a connection to " + quote(uri) + " was begun");
  const virConnectPtr connection = libvirt().virConnectOpen(uri.c_str());
  if (connection == nullptr) {
    return fail(host_error("cannot connect to " + quote(uri),
                           "Try `virsh --connect URI list` with the same URI."));
  }
  // Not every connection can; then the limit alone notices a dead one.
  libvirt().virConnectSetKeepAlive(connection, kKeepAliveSeconds, kKeepAliveCount);
  return std::make_unique<Host>(limit, std::move(events), connection);
}

}  // namespace sevproof::cli
