// In the place of Emscripten's: a value of JavaScript as it came by JSON. Bytes are an object with
// their base64 in
// "$bytes", and may have members beside it.
#ifndef SEVPROOF_TESTS_FUZZ_WEBASSEMBLY_EMSCRIPTEN_VAL_H
#define SEVPROOF_TESTS_FUZZ_WEBASSEMBLY_EMSCRIPTEN_VAL_H

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "sevproof/bytes.h"

namespace emscripten {

class val {
 public:
  val() = default;
  explicit val(nlohmann::json value) : value_(std::move(value)) {}

  bool isUndefined() const { return !value_; }
  bool isNull() const { return value_ && value_->is_null(); }
  bool isString() const { return value_ && value_->is_string(); }

  val operator[](unsigned at) const {
    if (!value_ || !value_->is_array() || at >= value_->size()) return {};
    return val(value_->at(at));
  }
  val operator[](const std::string& key) const {
    if (value_ && value_->is_array() && key == "length") return val(value_->size());
    if (!value_ || !value_->is_object() || !value_->contains(key)) return {};
    return val(value_->at(key));
  }

  sevproof::Bytes bytes() const {
    return sevproof::from_base64(value_->at("$bytes").get<std::string>()).value();
  }

  template <typename T>
  T as() const {
    if constexpr (std::is_same_v<T, val>) {
      return *this;
    } else if constexpr (std::is_same_v<T, std::string>) {
      if (value_->is_string()) return value_->get<std::string>();
      return std::string(sevproof::as_text(bytes()));
    } else {
      return value_->get<T>();
    }
  }

 private:
  std::optional<nlohmann::json> value_;
};

template <typename T>
std::vector<T> vecFromJSArray(const val& array) {
  return array.as<std::vector<T>>();
}

template <typename T>
std::vector<T> convertJSArrayToNumberVector(const val& array) {
  return array.bytes();
}

}  // namespace emscripten

#endif
