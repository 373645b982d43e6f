// Objects that JavaScript holds by their address, behind plain functions: Embind's own classes
// bring inheritance, ownership and names of types, which nobody here needs. objects.js makes
// classes of them.
#ifndef SEVPROOF_WASM_OBJECTS_H
#define SEVPROOF_WASM_OBJECTS_H

#include <emscripten/bind.h>

#include <cstdint>
#include <utility>

namespace sevproof::wasm {

template <class Object>
std::uintptr_t make_object() {
  return reinterpret_cast<std::uintptr_t>(new Object);
}

template <class Object>
void delete_object(std::uintptr_t at) {
  delete reinterpret_cast<Object*>(at);
}

template <auto kMethod>
struct Method;

template <class Object, class Value, class... Values, Value (Object::*kMethod)(Values...)>
struct Method<kMethod> {
  static Value call(std::uintptr_t at, Values... values) {
    return (reinterpret_cast<Object*>(at)->*kMethod)(std::forward<Values>(values)...);
  }
};

template <class Object, class Value, class... Values, Value (Object::*kMethod)(Values...) const>
struct Method<kMethod> {
  static Value call(std::uintptr_t at, Values... values) {
    return (reinterpret_cast<const Object*>(at)->*kMethod)(std::forward<Values>(values)...);
  }
};

// Names as in "Class.method"; the first two are "Class.new" and "Class.delete".
template <class Object>
void bind_object(const char* made, const char* deleted) {
  emscripten::function(made, &make_object<Object>);
  emscripten::function(deleted, &delete_object<Object>);
}

template <auto kMethod>
void bind_method(const char* name) {
  emscripten::function(name, &Method<kMethod>::call);
}

}  // namespace sevproof::wasm

#endif
