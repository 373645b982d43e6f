// One text field of the page: its name for people, what may stand in it, and what it means.
#ifndef SEVPROOF_WASM_TEXT_FIELD_H
#define SEVPROOF_WASM_TEXT_FIELD_H

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "field_error.h"
#include "sevproof/finding.h"

namespace sevproof::wasm {

struct TextMeaning {
  // What the text is read as, in a few words; empty where there is nothing to add.
  std::string words;
  std::optional<std::uint64_t> number;  // of a field that is one
  std::vector<Finding> findings;        // about a policy
};

// `key` is the request's, of a field that is text. Fails as the validation would.
Read<TextMeaning> read_meaning(const std::string& key, std::string_view text);

}  // namespace sevproof::wasm

#endif
