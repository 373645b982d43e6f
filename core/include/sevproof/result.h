// Errors are values. A function that can fail returns Result<T>: either the whole T, or an Error
// that says what was expected, what came, and what to do about it. Nothing throws across the core's
// surface.
//
//   Result<Guid> guid = Guid::parse(text);
//   if (!guid) return fail(guid.error());
//   use(*guid);
#ifndef SEVPROOF_RESULT_H
#define SEVPROOF_RESULT_H

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace sevproof {

// What kind of thing went wrong. The kind decides the exit status of the program (see exit_status).
enum class ErrorKind {
  kIncomplete,    // something that is needed was not given
  kInvalid,       // something given is malformed, out of range or contradictory
  kUnreadable,    // an input could not be read, or an output could not be written
  kInsecure,      // usage that is refused because its result could not be trusted
  kDomainConfig,  // the libvirt domain's configuration cannot validate
  kDomainState,   // the libvirt domain is in the wrong state
  kHost,          // libvirt or the host behind it failed, or said what cannot be
  kInternal,      // a bug in sevproof
};

struct [[nodiscard]] Error {
  ErrorKind kind = ErrorKind::kInternal;
  // One sentence with what was expected and what came, without a final full stop.
  std::string message;
  // What to do next; may be empty.
  std::string hint;
};

template <typename T>
class [[nodiscard]] Result : public tl::expected<T, Error> {
 public:
  using tl::expected<T, Error>::expected;
};

// Makes the failed state of any Result.
inline tl::unexpected<Error> fail(Error error) { return tl::unexpected<Error>(std::move(error)); }

inline tl::unexpected<Error> fail(ErrorKind kind, std::string message, std::string hint = {}) {
  return fail(Error{kind, std::move(message), std::move(hint)});
}

// The exit status of virt-qemu-sev-validate(1) for an error: 2 usage or input, 3 insecure usage,
// 4 domain configuration, 5 domain state, 6 anything else: the host failed, or a bug.
constexpr int exit_status(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kIncomplete:
    case ErrorKind::kInvalid:
    case ErrorKind::kUnreadable:
      return 2;
    case ErrorKind::kInsecure:
      return 3;
    case ErrorKind::kDomainConfig:
      return 4;
    case ErrorKind::kDomainState:
      return 5;
    case ErrorKind::kHost:
    case ErrorKind::kInternal:
      return 6;
  }
  return 6;
}

}  // namespace sevproof

#endif
