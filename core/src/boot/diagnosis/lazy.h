// A value that is taken when it is first asked for, by any thread: of many images few are tried.
#ifndef SEVPROOF_BOOT_DIAGNOSIS_LAZY_H
#define SEVPROOF_BOOT_DIAGNOSIS_LAZY_H

#include <functional>
#include <mutex>
#include <optional>
#include <utility>

namespace sevproof::internal {

template <typename Value>
class Lazy {
 public:
  explicit Lazy(std::function<Value()> take) : take_(std::move(take)) {}

  const Value& get() {
    const std::lock_guard lock(mutex_);
    if (!value_) value_ = take_();
    return *value_;
  }

 private:
  std::function<Value()> take_;
  std::mutex mutex_;
  std::optional<Value> value_;
};

}  // namespace sevproof::internal

#endif
