// What the page can ask of the core. Arguments are plain JavaScript values, as
// web/src/core/face.d.ts declares them; each answer is JSON text (answer.h). No call leaves
// anything behind.
#ifndef SEVPROOF_WASM_CALLS_H
#define SEVPROOF_WASM_CALLS_H

#include <emscripten/val.h>

#include <string>

namespace sevproof::wasm {

// calls_look.cc: what can be said about single inputs.
std::string self_tests();
std::string about();
std::string parse_info(const std::string& text);
std::string check_text(const std::string& field, const std::string& text);
std::string check_key(const std::string& field, const emscripten::val& bytes);
std::string describe_firmware(const emscripten::val& image);
std::string describe_domain(const emscripten::val& xml);
std::string describe_vmsa(const emscripten::val& content);
std::string diff_pages(const emscripten::val& first, const emscripten::val& second);

// calls_launch.cc: verdict and secrets.
std::string validate_request(const emscripten::val& request);
std::string check_secret_list(const emscripten::val& firmware, const emscripten::val& secrets);
// Validates again: a packet is made only for a launch that matches, whatever the page thinks.
std::string pack(const emscripten::val& request, const emscripten::val& secrets);
std::string unpack(const emscripten::val& request, const std::string& header,
                   const std::string& payload);

}  // namespace sevproof::wasm

#endif
