#include "formats/cmdline_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <utility>

namespace sevproof::internal {
namespace {

void append_utf8(std::string& text, std::uint32_t code) {
  if (code < 0x80) {
    text += static_cast<char>(code);
    return;
  }
  const int more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
  constexpr std::array<std::uint32_t, 4> kLead = {0, 0xc0, 0xe0, 0xf0};
  text += static_cast<char>(kLead.at(static_cast<std::size_t>(more)) | code >> (6 * more));
  for (int at = more - 1; at >= 0; --at) {
    text += static_cast<char>(0x80 | (code >> (6 * at) & 0x3f));
  }
}

std::optional<std::uint32_t> read_code(std::string_view digits, int base) {
  std::uint32_t code = 0;
  const char* last = digits.data() + digits.size();
  const auto [end, error] = std::from_chars(digits.data(), last, code, base);
  if (error != std::errc() || end != last || code > 0x10ffff) return std::nullopt;
  return code;
}

// What a backslash and this character stand for in $'...' and JSON.
char escaped(char c) {
  switch (c) {
    case 'n':
      return '\n';
    case 't':
      return '\t';
    case 'r':
      return '\r';
    default:
      return c;
  }
}

class ShellReader {
 public:
  ShellReader(std::string_view text, std::size_t first)
      : text_(text.substr(0, first + std::min(kLongestWord, text.size() - first))), at_(first) {}

  ShellWord read() {
    while (at_ < text_.size() && !is_end(text_[at_])) step(true);
    word_.end = at_;
    return std::move(word_);
  }

  std::string read_line() {
    while (at_ < text_.size()) {
      if (text_[at_] == '\0') {
        ++at_;  // A shell drops it.
      } else {
        step(false);
      }
    }
    return std::move(word_.text);
  }

 private:
  static bool is_end(char c) {
    return std::string_view(" \t\r\n;|&<>()").find(c) != std::string_view::npos;
  }

  void step(bool with_ansi) {
    const char c = text_[at_++];
    if (c == '\'') return quoted('\'', "");
    if (c == '"') return quoted('"', "$`\"\\\n");
    if (with_ansi && c == '$' && at_ < text_.size() && text_[at_] == '\'') {
      ++at_;
      return ansi_quoted();
    }
    if (c == '\\' && at_ < text_.size()) {
      const char next = text_[at_++];
      if (next != '\n') word_.text += next;
      return;
    }
    word_.text += c;
  }

  // Up to the closing quote; a backslash counts before characters of `escapes`.
  void quoted(char quote, std::string_view escapes) {
    word_.has_quotes = true;
    while (at_ < text_.size()) {
      const char c = text_[at_++];
      if (c == quote) return;
      const bool is_escape =
          c == '\\' && at_ < text_.size() && escapes.find(text_[at_]) != std::string_view::npos;
      if (!is_escape) {
        word_.text += c;
      } else if (const char next = text_[at_++]; next != '\n') {
        word_.text += next;
      }
    }
  }

  void ansi_quoted() {
    word_.has_quotes = true;
    while (at_ < text_.size()) {
      const char c = text_[at_++];
      if (c == '\'') return;
      word_.text += c == '\\' && at_ < text_.size() ? escaped(text_[at_++]) : c;
    }
  }

  std::string_view text_;
  std::size_t at_;
  ShellWord word_;
};

}  // namespace

ShellWord read_shell_word(std::string_view text, std::size_t first) {
  return ShellReader(text, first).read();
}

std::string read_shell_quotes(std::string_view line) { return ShellReader(line, 0).read_line(); }

ShellWord read_json_string(std::string_view all, std::size_t first) {
  const std::string_view text = all.substr(0, first + std::min(kLongestWord, all.size() - first));
  ShellWord word;
  word.has_quotes = true;
  const char quote = text[first];
  std::size_t at = first + 1;
  while (at < text.size() && text[at] != quote) {
    const char c = text[at++];
    if (c != '\\' || at == text.size()) {
      word.text += c;
      continue;
    }
    const auto code = text[at] == 'u' && at + 5 <= text.size()
                          ? read_code(text.substr(at + 1, 4), 16)
                          : std::nullopt;
    if (code) append_utf8(word.text, *code);
    if (!code) word.text += escaped(text[at]);
    at += code ? 5U : 1U;
  }
  word.end = std::min(at + 1, text.size());
  return word;
}

std::string_view without_quotes(std::string_view text) {
  const bool is_quoted = text.size() >= 2 && text.front() == text.back() &&
                         (text.front() == '"' || text.front() == '\'');
  return is_quoted ? text.substr(1, text.size() - 2) : text;
}

std::string without_boot_image(std::string_view line) {
  constexpr std::string_view kName = "BOOT_IMAGE=";
  if (!line.starts_with(kName)) return std::string(line);
  const std::size_t end = std::min(line.find(' '), line.size());
  return std::string(line.substr(std::min(end + 1, line.size())));
}

std::string with_xml_line_ends(std::string_view raw) {
  std::string read;
  for (std::size_t c = 0; c < raw.size(); ++c) {
    if (raw.substr(c).starts_with("\r\n")) continue;
    read += raw[c] == '\r' ? '\n' : raw[c];
  }
  return read;
}

std::string read_xml_text(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, char>, 5> kNames = {
      {{"lt", '<'}, {"gt", '>'}, {"amp", '&'}, {"quot", '"'}, {"apos", '\''}}};
  constexpr std::string_view kBegin = "<![CDATA[";
  constexpr std::string_view kEnd = "]]>";
  std::string read;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::string_view rest = text.substr(at);
    if (rest.starts_with(kBegin)) {
      const std::size_t end = std::min(rest.find(kEnd), rest.size());
      read += rest.substr(kBegin.size(), std::max(end, kBegin.size()) - kBegin.size());
      at += std::min(end + kEnd.size(), rest.size()) - 1;
      continue;
    }
    const std::size_t end = rest.substr(0, 12).find(';');
    if (rest.front() != '&' || end == std::string_view::npos) {
      read += rest.front();
      continue;
    }
    const std::string_view name = rest.substr(1, end - 1);
    const auto known = std::find_if(kNames.begin(), kNames.end(),
                                    [&](const auto& row) { return row.first == name; });
    std::optional<std::uint32_t> code;
    if (known != kNames.end()) code = static_cast<unsigned char>(known->second);
    if (name.starts_with("#x"))
      code = read_code(name.substr(2), 16);
    else if (name.starts_with("#"))
      code = read_code(name.substr(1), 10);
    if (!code) {
      read += '&';
      continue;
    }
    append_utf8(read, *code);
    at += end;
  }
  return read;
}

}  // namespace sevproof::internal
