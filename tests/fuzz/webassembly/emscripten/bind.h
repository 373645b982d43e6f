// In the place of Emscripten's: the functions that a face binds, to be called by their names.
#ifndef SEVPROOF_TESTS_FUZZ_WEBASSEMBLY_EMSCRIPTEN_BIND_H
#define SEVPROOF_TESTS_FUZZ_WEBASSEMBLY_EMSCRIPTEN_BIND_H

#include <emscripten/val.h>

#include <functional>
#include <map>
#include <string>
#include <utility>

namespace emscripten {

using Call = std::function<nlohmann::json(const nlohmann::json& values)>;

inline std::map<std::string, Call>& bound_calls() {
  static std::map<std::string, Call> all;
  return all;
}

template <class Value, class... Values, std::size_t... kAt>
nlohmann::json call_with(Value (*call)(Values...), const nlohmann::json& values,
                         std::index_sequence<kAt...>) {
  if constexpr (std::is_void_v<Value>) {
    call(val(values.at(kAt)).as<std::decay_t<Values>>()...);
    return nullptr;
  } else {
    return call(val(values.at(kAt)).as<std::decay_t<Values>>()...);
  }
}

template <class Value, class... Values>
void function(const char* name, Value (*call)(Values...)) {
  bound_calls()[name] = [call](const nlohmann::json& values) {
    return call_with(call, values, std::index_sequence_for<Values...>());
  };
}

}  // namespace emscripten

#define EMSCRIPTEN_BINDINGS(name)                                          \
  static void bind_##name();                                               \
  [[maybe_unused]] static const bool bound_##name = (bind_##name(), true); \
  static void bind_##name()

#endif
