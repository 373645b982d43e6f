#include "test_errors.h"

#include <string>

namespace sevproof::test {
namespace {

int digit_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return 16;
}

}  // namespace

std::vector<std::uint64_t> numbers_in(std::string_view text) {
  std::vector<std::uint64_t> numbers;
  for (std::size_t i = 0; i < text.size();) {
    if (digit_value(text[i]) >= 10) {
      ++i;
      continue;
    }
    const bool is_hex = text.substr(i, 2) == "0x";
    const int base = is_hex ? 16 : 10;
    if (is_hex) i += 2;
    std::uint64_t value = 0;
    for (; i < text.size() && digit_value(text[i]) < base; ++i) {
      value = value * static_cast<std::uint64_t>(base) +
              static_cast<std::uint64_t>(digit_value(text[i]));
    }
    numbers.push_back(value);
  }
  return numbers;
}

::testing::AssertionResult check_error(const Error& error, ErrorKind kind,
                                       std::initializer_list<std::string_view> fragments) {
  const auto no = [&] {
    return ::testing::AssertionFailure() << "error \"" << error.message << "\" ";
  };
  if (error.kind != kind) {
    return no() << "has kind " << static_cast<int>(error.kind) << ", expected "
                << static_cast<int>(kind);
  }
  if (error.message.empty()) return no() << "says nothing";
  if (error.message.back() == '.' || error.message.find('\n') != std::string::npos) {
    return no() << "is not one sentence without a full stop";
  }
  for (const std::string_view fragment : fragments) {
    if (error.message.find(fragment) == std::string::npos) {
      return no() << "does not name \"" << fragment << '"';
    }
  }
  return ::testing::AssertionSuccess();
}

::testing::AssertionResult names_offset(const Error& error, std::uint64_t low, std::uint64_t high) {
  if (error.message.find("offset") != std::string::npos) {
    for (const std::uint64_t number : numbers_in(error.message)) {
      if (number >= low && number <= high) return ::testing::AssertionSuccess();
    }
  }
  return ::testing::AssertionFailure()
         << "error \"" << error.message << "\" names no offset between " << low << " and " << high;
}

}  // namespace sevproof::test
