// Numbers as people and scripts type them: decimal, or hexadecimal after 0x.
#ifndef SEVPROOF_NUMBER_H
#define SEVPROOF_NUMBER_H

#include <cstdint>
#include <string_view>

#include "sevproof/result.h"

namespace sevproof {

// Reads a whole number in [low, high]. Leading zeros are decimal digits (013 is thirteen). Signs,
// blanks, digit separators and anything behind the digits are refused. `what` names the value in
// the message. Fails with kInvalid.
Result<std::uint64_t> parse_number(std::string_view what, std::string_view text, std::uint64_t low,
                                   std::uint64_t high);

}  // namespace sevproof

#endif
