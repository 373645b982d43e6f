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

#include "sevproof/error.h"

namespace sevproof {

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
