#include "host/libvirt_answers.h"

#include <cstdlib>
#include <memory>

#include "host/libvirt_library.h"
#include "sevproof/text.h"

namespace sevproof::cli {

int last_code() {
  const virErrorPtr error = libvirt().virGetLastError();
  return error == nullptr ? VIR_ERR_OK : error->code;
}

std::string last_words() { return printable(libvirt().virGetLastErrorMessage()); }

Error host_error(const std::string& what, std::string hint, ErrorCode code) {
  return {code, what + ": " + last_words(), std::move(hint)};
}

Error domain_error(const std::string& what) {
  if (last_code() == VIR_ERR_NO_DOMAIN) {
    return {ErrorCode::kDomainGone, "the domain is gone: " + last_words(),
            "Start it again with `virsh start --paused`, and validate it again."};
  }
  return host_error(what);
}

Result<std::string> taken(char* text, Error (*error)(const std::string&), const char* what) {
  const std::unique_ptr<char, decltype(&std::free)> owner(text, &std::free);
  if (owner == nullptr) return fail(error(what));
  return std::string(owner.get());
}

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

}  // namespace sevproof::cli
