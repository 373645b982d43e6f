// What fuzzers share: how a broken promise ends a run, and what everything that the core says must
// be.
#ifndef SEVPROOF_TESTS_FUZZ_FUZZ_H
#define SEVPROOF_TESTS_FUZZ_FUZZ_H

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "sevproof/bytes.h"
#include "sevproof/finding.h"
#include "sevproof/result.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace sevproof::fuzz {

// Ends the program where a promise does not hold, so that libFuzzer keeps the input.
void expect(bool holds, std::string_view promise);

// One line that is safe on a terminal: UTF-8 without anything that hides or moves.
void expect_plain(std::string_view text);

void expect_json(std::string_view text);
// JSON that a program prints: no control character but the ends of its lines.
void expect_document(std::string_view text);

// A code of the catalogue, one sentence without a full stop, a hint; nothing of it with control
// characters.
void expect_sound(const Error& error);
void expect_sound(const Finding& finding);

// Whether there is a value. An error is held against what every error promises.
template <typename T>
bool is_there(const Result<T>& result) {
  if (!result) expect_sound(result.error());
  return result.has_value();
}

}  // namespace sevproof::fuzz

#endif
