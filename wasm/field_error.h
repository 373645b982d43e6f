// An error in the place of the field that it is about.
#ifndef SEVPROOF_WASM_FIELD_ERROR_H
#define SEVPROOF_WASM_FIELD_ERROR_H

#include <string>
#include <utility>
#include <vector>

#include "sevproof/result.h"

namespace sevproof::wasm {

// Something that is not given, as the page names it: "TIK (or TK)".
struct MissingPart {
  std::string field;
  std::string what;
};

// An error and the request's field in whose place the page shows it; empty for the whole request.
struct FieldError {
  std::string field;
  Error error;
  // Everything that is missing, where that is the error.
  std::vector<MissingPart> missing{};
};

template <typename T>
using Read = tl::expected<T, FieldError>;

inline tl::unexpected<FieldError> misfit(std::string field, Error error) {
  return tl::unexpected(FieldError{std::move(field), std::move(error)});
}

}  // namespace sevproof::wasm

#endif
