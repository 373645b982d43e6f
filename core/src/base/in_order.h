// Tables that are indexed by an enum.
#ifndef SEVPROOF_BASE_IN_ORDER_H
#define SEVPROOF_BASE_IN_ORDER_H

#include <array>
#include <cstddef>

namespace sevproof::internal {

// Whether `key` of each row is the value with the row's number.
template <typename Row, std::size_t kCount, typename Key>
constexpr bool is_in_order(const std::array<Row, kCount>& rows, Key Row::*key) {
  for (std::size_t i = 0; i < kCount; ++i) {
    if (static_cast<std::size_t>(rows[i].*key) != i) return false;
  }
  return true;
}

}  // namespace sevproof::internal

#endif
