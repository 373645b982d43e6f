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

#include "sevproof/error_code.h"

namespace sevproof {

struct [[nodiscard]] Error {
  Error(ErrorCode its_code, std::string its_message, std::string its_hint = {})
      : code(its_code),
        kind(error_info(its_code).kind),
        about(error_info(its_code).about),
        message(std::move(its_message)),
        hint(std::move(its_hint)) {}

  ErrorCode code;
  ErrorKind kind;  // the code's
  Subject about;
  // One sentence with what was expected and what came, without a final full stop.
  std::string message;
  // What to do next; may be empty.
  std::string hint;
};

// The same error about something that only its caller knows.
inline Error about(Subject subject, Error error) {
  error.about = subject;
  return error;
}

// The same error in words that name what only its caller knows.
inline Error reworded(Error error, std::string message) {
  error.message = std::move(message);
  return error;
}

template <typename T>
class [[nodiscard]] Result : public tl::expected<T, Error> {
 public:
  using tl::expected<T, Error>::expected;
};

// Makes the failed state of any Result.
inline tl::unexpected<Error> fail(Error error) { return tl::unexpected<Error>(std::move(error)); }

inline tl::unexpected<Error> fail(ErrorCode code, std::string message, std::string hint = {}) {
  return fail(Error(code, std::move(message), std::move(hint)));
}

}  // namespace sevproof

#endif
