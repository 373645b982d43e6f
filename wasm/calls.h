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
// The beginning and the end of a file of `size` bytes.
std::string recognise_content(const emscripten::val& head, const emscripten::val& tail,
                              double size);
std::string parse_info(const std::string& text);
std::string check_text(const std::string& field, const std::string& text);
std::string check_key(const std::string& field, const emscripten::val& bytes);
std::string describe_firmware(const emscripten::val& image);
std::string describe_domain(const emscripten::val& xml);
std::string describe_vmsa(const emscripten::val& content);
std::string diff_pages(const emscripten::val& first, const emscripten::val& second);

// calls_launch.cc: verdict and secrets. A request is JSON; `files` has the files that it names.
std::string validate_request(const std::string& request, const emscripten::val& files);
// Needs the firmware and the secrets alone.
std::string check_secret_list(const std::string& request, const emscripten::val& files);
// Validates again: a packet is made only for a launch that matches, whatever the page thinks.
std::string pack(const std::string& request, const emscripten::val& files);
std::string unpack(const std::string& request, const emscripten::val& files,
                   const std::string& header, const std::string& payload);

}  // namespace sevproof::wasm

#endif
