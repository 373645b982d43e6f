// In the place of Emscripten's.
#ifndef SEVPROOF_TESTS_FUZZ_WEBASSEMBLY_EMSCRIPTEN_EMSCRIPTEN_H
#define SEVPROOF_TESTS_FUZZ_WEBASSEMBLY_EMSCRIPTEN_EMSCRIPTEN_H

#include <chrono>

inline double emscripten_get_now() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration<double, std::milli>(now).count();
}

#endif
