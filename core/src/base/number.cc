#include "sevproof/bytes.h"
#include "sevproof/text.h"

namespace sevproof {
namespace {

// The digits' value in `base`, or `high` + 1 where it exceeds `high`. False for anything but
// digits.
bool read_digits(std::string_view digits, unsigned base, std::uint64_t high, std::uint64_t& value,
                 bool& too_large) {
  if (digits.empty()) return false;
  value = 0;
  too_large = false;
  for (const char c : digits) {
    const int digit = internal::hex_digit(c);
    if (digit < 0 || static_cast<unsigned>(digit) >= base) return false;
    const auto next = static_cast<std::uint64_t>(digit);
    too_large = too_large || next > high || value > (high - next) / base;
    if (!too_large) value = value * base + next;
  }
  return true;
}

std::string range_text(std::uint64_t low, std::uint64_t high) {
  return "a whole number from " + std::to_string(low) + " to " + std::to_string(high);
}

}  // namespace

Result<std::uint64_t> parse_number(std::string_view what, std::string_view text, std::uint64_t low,
                                   std::uint64_t high) {
  const bool hex = text.starts_with("0x") || text.starts_with("0X");
  std::uint64_t value = 0;
  bool too_large = false;
  const bool digits =
      read_digits(hex ? text.substr(2) : text, hex ? 16 : 10, high, value, too_large);
  if (!digits || too_large || value < low) {
    return fail(digits ? ErrorCode::kNumberOutOfRange : ErrorCode::kMalformedNumber,
                std::string(what) + ": expected " + range_text(low, high) + ", got " + quote(text),
                digits ? "" : "Numbers are decimal, or hexadecimal with 0x in front.");
  }
  return value;
}

std::string cpus_text(std::uint32_t count) {
  return std::to_string(count) + (count == 1 ? " CPU" : " CPUs");
}

}  // namespace sevproof
