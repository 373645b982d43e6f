// What the two readers of launch data share.
#ifndef SEVPROOF_LAUNCH_INFO_INTERNAL_H
#define SEVPROOF_LAUNCH_INFO_INTERNAL_H

#include <cstdint>
#include <string_view>
#include <utility>

#include "sevproof/launch_info.h"
#include "sevproof/result.h"

namespace sevproof::internal {

enum class LaunchField { kApiMajor, kApiMinor, kBuild, kPolicy };

constexpr std::uint64_t largest_value(LaunchField field) {
  return field == LaunchField::kPolicy ? 0xffffffffU : 0xffU;
}

// Collects values, checks their range, and refuses a second value that differs from the first.
class LaunchInfoCollector {
 public:
  // `name` is the value's name in the text that is being read.
  Result<void> set_number(LaunchField field, std::string_view name, std::uint64_t value);
  Result<void> set_measurement(std::string_view name, std::string_view base64);

  bool found() const { return found_; }
  LaunchInfo take() { return std::move(info_); }

 private:
  template <typename T>
  Result<void> set(std::optional<T>& field, std::string_view name, T value);

  LaunchInfo info_;
  bool found_ = false;
};

// Reads one or more JSON objects, one after the other.
Result<void> read_qmp(std::string_view text, LaunchInfoCollector& collector);

}  // namespace sevproof::internal

#endif
