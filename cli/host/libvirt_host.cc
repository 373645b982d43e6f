#include "host/libvirt_host.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "host/libvirt_answers.h"
#include "host/libvirt_domain.h"
#include "host/libvirt_events.h"
#include "host/libvirt_library.h"
#include "host/this_machine.h"
#include "sevproof/text.h"

namespace sevproof::cli {
namespace {

// A peer that is silent for as long as this is gone.
constexpr int kKeepAliveSeconds = 5;
constexpr unsigned kKeepAliveCount = 4;

// VIR_NODE_SEV_CPU0_ID, which the headers have since libvirt 8.4.
constexpr const char* kCpu0Id = "cpu0-id";

Error host_failed(const std::string& what) { return host_error(what); }

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

// Never closed, since that asks the host and waits for its answer: it ends with the program. It is
// no member of Host, or with Host gone it would be a leak.
virConnectPtr& connection() {
  static virConnectPtr opened = nullptr;
  return opened;
}

class Host final : public LibvirtHost {
 public:
  Host(AnswerLimit& limit, std::unique_ptr<LibvirtEvents> events)
      : limit_(limit), events_(std::move(events)) {}

  Result<std::string> hostname() const override {
    const AnswerLimit::Wait wait(limit_, "it was asked for its name");
    return taken(libvirt().virConnectGetHostname(connection()), host_failed,
                 "the host does not report its name");
  }

  bool runs_here(const std::string& hostname) const override { return is_this_machine(hostname); }

  Result<std::string> capabilities() const override {
    const AnswerLimit::Wait wait(limit_, "it was asked for its capabilities");
    return taken(libvirt().virConnectGetCapabilities(connection()), host_failed,
                 "the host does not give its capabilities");
  }

  Result<std::string> platform() const override {
    const AnswerLimit::Wait wait(limit_, "it was asked for its platform's certificates");
    virTypedParameterPtr values = nullptr;
    int count = 0;
    if (libvirt().virNodeGetSEVInfo(connection(), &values, &count, 0) < 0) {
      return fail(host_failed("the host does not give its platform's certificates"));
    }
    std::string text;
    for (const char* const name : {VIR_NODE_SEV_PDH, VIR_NODE_SEV_CERT_CHAIN, kCpu0Id}) {
      const char* value = nullptr;
      if (libvirt().virTypedParamsGetString(values, count, name, &value) == 1) {
        text += std::string(name) + ": " + value + "\n";
      }
    }
    libvirt().virTypedParamsFree(values, count);
    return text;
  }

  Result<std::unique_ptr<HostDomain>> find(const std::string& domain) const override {
    const AnswerLimit::Wait wait(limit_, "it was asked for the domain");
    DomainHandle found = look_up(domain);
    if (found != nullptr) return make_domain(limit_, std::move(found));
    if (!is_unknown()) return fail(host_error("the host did not look up " + quote(domain)));
    return fail(host_error("the host has no domain with the id, UUID or name " + quote(domain),
                           "`virsh list --all` on the host shows those that it has.",
                           ErrorCode::kDomainNotFound));
  }

 private:
  static bool is_unknown() {
    return last_code() == VIR_ERR_NO_DOMAIN || last_code() == VIR_ERR_INVALID_ARG;
  }

  // virsh's order. Only a domain that is not known as one thing may be known as another.
  DomainHandle look_up(const std::string& domain) const {
    DomainHandle found;
    if (const auto id = as_id(domain)) {
      found.reset(libvirt().virDomainLookupByID(connection(), *id));
      if (found != nullptr || !is_unknown()) return found;
    }
    if (looks_like_uuid(domain)) {
      found.reset(libvirt().virDomainLookupByUUIDString(connection(), domain.c_str()));
      if (found != nullptr || !is_unknown()) return found;
    }
    found.reset(libvirt().virDomainLookupByName(connection(), domain.c_str()));
    return found;
  }

  AnswerLimit& limit_;
  std::unique_ptr<LibvirtEvents> events_;
};

}  // namespace

bool can_ask_hosts() { return true; }

Result<std::unique_ptr<LibvirtHost>> connect_host(const std::string& uri, AnswerLimit& limit) {
  if (auto loaded = load_libvirt(); !loaded) return fail(loaded.error());
  // By itself libvirt prints every error; they are in our messages.
  libvirt().virSetErrorFunc(nullptr, [](void*, virErrorPtr) {});
  auto events = std::make_unique<LibvirtEvents>();
  const AnswerLimit::Wait wait(limit, "a connection to " + quote(uri) + " was begun");
  connection() = libvirt().virConnectOpen(uri.c_str());
  if (connection() == nullptr) {
    return fail(host_error("cannot connect to " + quote(uri),
                           "Try `virsh --connect URI list` with the same URI.",
                           ErrorCode::kHostUnreachable));
  }
  // Not every connection can; then the limit alone notices a dead one.
  libvirt().virConnectSetKeepAlive(connection(), kKeepAliveSeconds, kKeepAliveCount);
  return std::make_unique<Host>(limit, std::move(events));
}

}  // namespace sevproof::cli
