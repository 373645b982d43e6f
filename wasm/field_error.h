// An error in the place of the field that it is about.
#ifndef SEVPROOF_WASM_FIELD_ERROR_H
#define SEVPROOF_WASM_FIELD_ERROR_H

#include <string>
#include <string_view>
#include <utility>

#include "sevproof/result.h"

namespace sevproof::wasm {

// An error and the request's field in whose place the page shows it; empty for the whole request.
struct FieldError {
  std::string_view field;
  Error error;
};

template <typename T>
using Read = tl::expected<T, FieldError>;

inline tl::unexpected<FieldError> misfit(std::string_view field, Error error) {
  return tl::unexpected(FieldError{field, std::move(error)});
}

inline tl::unexpected<FieldError> missing(std::string_view field, std::string message,
                                          std::string hint) {
  return misfit(field, {ErrorCode::kMissingInput, std::move(message), std::move(hint)});
}

}  // namespace sevproof::wasm

#endif
