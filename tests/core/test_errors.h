// What every error must be: of the right kind, one sentence without a final full stop, naming the
// fault.
#ifndef SEVPROOF_TESTS_CORE_TEST_ERRORS_H
#define SEVPROOF_TESTS_CORE_TEST_ERRORS_H

#include <gtest/gtest.h>

#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <vector>

#include "sevproof/result.h"

namespace sevproof::test {

// All numbers in a text, decimal and 0x.
std::vector<std::uint64_t> numbers_in(std::string_view text);

// Every fragment must occur in the message.
::testing::AssertionResult check_error(const Error& error, ErrorKind kind,
                                       std::initializer_list<std::string_view> fragments);

// EXPECT_TRUE(fails(result, ErrorKind::kInvalid, {"offset"}));
template <typename T>
::testing::AssertionResult fails(const Result<T>& result, ErrorKind kind,
                                 std::initializer_list<std::string_view> fragments = {}) {
  if (result.has_value()) return ::testing::AssertionFailure() << "expected an error, got a value";
  return check_error(result.error(), kind, fragments);
}

template <typename T>
::testing::AssertionResult succeeds(const Result<T>& result) {
  if (result.has_value()) return ::testing::AssertionSuccess();
  return ::testing::AssertionFailure() << "error: " << result.error().message;
}

// The message speaks of an offset and gives one between `low` and `high`, both included.
::testing::AssertionResult names_offset(const Error& error, std::uint64_t low, std::uint64_t high);

}  // namespace sevproof::test

#endif
