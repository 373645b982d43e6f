#include "fuzz.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "sevproof/text.h"

namespace sevproof::fuzz {

void expect(bool holds, std::string_view promise) {
  if (holds) return;
  std::fprintf(stderr, "broken promise: %.*s\n", static_cast<int>(promise.size()), promise.data());
  std::abort();
}

void expect_plain(std::string_view text) {
  if (std::all_of(text.begin(), text.end(), [](char c) { return ' ' <= c && c <= '~'; })) return;
  expect(printable(text, text.size()) == text, "a text is safe to print");
}

void expect_json(std::string_view text) {
  expect(nlohmann::json::accept(text), "a document is JSON");
}

void expect_document(std::string_view text) {
  expect_json(text);
  const auto is_control = [](char c) { return (0 <= c && c < ' ' && c != '\n') || c == '\x7f'; };
  expect(std::none_of(text.begin(), text.end(), is_control),
         "a document has no control characters");
}

void expect_sound(const Error& error) {
  const ErrorInfo& info = error_info(error.code);
  expect(!info.name.empty() && info.kind == error.kind, "an error is one of the catalogue");
  expect(error.kind != ErrorKind::kInternal, "an input is no bug");
  expect(!error.message.empty() && !error.message.ends_with('.'),
         "a message is a sentence without a full stop");
  expect_plain(error.message);
  expect_plain(error.hint);
}

void expect_sound(const Finding& finding) { expect_plain(finding.detail); }

}  // namespace sevproof::fuzz
