// How the page calls the fields of a request.
#ifndef SEVPROOF_WASM_LABELS_H
#define SEVPROOF_WASM_LABELS_H

#include <string_view>

#include "sevproof/sev/fields.h"

namespace sevproof::wasm {

// Empty for a field that the page does not have.
std::string_view label_of(Field field);

}  // namespace sevproof::wasm

#endif
