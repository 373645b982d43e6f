#include "host/this_machine.h"

#include <netdb.h>
#include <unistd.h>

#include <array>
#include <memory>

namespace sevproof::cli {
namespace {

std::string own_name() {
  std::array<char, 256> name{};
  if (gethostname(name.data(), name.size() - 1) != 0) return {};
  return name.data();
}

// libvirt gives a name with a domain where the resolver knows one, so ours is asked for the same.
std::string own_full_name(const std::string& name) {
  addrinfo wish{};
  wish.ai_flags = AI_CANONNAME;
  addrinfo* found = nullptr;
  if (getaddrinfo(name.c_str(), nullptr, &wish, &found) != 0) return {};
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> owner(found, &freeaddrinfo);
  return found->ai_canonname == nullptr ? "" : found->ai_canonname;
}

}  // namespace

bool is_this_machine(const std::string& hostname) {
  const std::string own = own_name();
  return hostname == own || (!own.empty() && hostname == own_full_name(own));
}

}  // namespace sevproof::cli
