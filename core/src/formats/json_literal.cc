#include "formats/json_literal.h"

#include <string>
#include <utility>

#include "formats/strict_json.h"
#include "sevproof/text.h"

namespace sevproof::internal {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMaxDepth = 16;
constexpr std::string_view kSpaces = " \t\r\n";

// Walks over a text and knows which of its characters stand in strings.
class StringWatch {
 public:
  // True where `c` is outside of strings and no quote.
  bool step(char c) {
    if (quote_ != 0) {
      if (escaped_) {
        escaped_ = false;
      } else if (c == '\\') {
        escaped_ = true;
      } else if (c == quote_) {
        quote_ = 0;
      }
      return false;
    }
    if (c != '"' && c != '\'') return true;
    quote_ = c;
    return false;
  }

 private:
  char quote_ = 0;
  bool escaped_ = false;
};

tl::unexpected<Error> bad_json(std::string message) {
  return fail(ErrorCode::kMalformedHostData, std::move(message));
}

bool is_letter(char c) { return ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z'); }

// Rewrites Python's literals as JSON.
class Translator {
 public:
  explicit Translator(std::string_view text) : rest_(text) {}

  std::string translate() {
    while (!rest_.empty()) {
      const char c = rest_.front();
      if (c == '"' || c == '\'') {
        take_string();
      } else if (is_letter(c)) {
        take_word();
      } else {
        take_sign();
      }
    }
    return std::move(out_);
  }

 private:
  char take() {
    const char c = rest_.front();
    rest_.remove_prefix(1);
    return c;
  }

  void take_string() {
    const char quote = take();
    out_ += '"';
    while (!rest_.empty() && rest_.front() != quote) take_character();
    if (!rest_.empty()) take();
    out_ += '"';
  }

  void take_character() {
    const char c = take();
    if (c == '\\' && !rest_.empty()) {
      const char escaped = take();
      if (escaped == 'x') {
        out_ += "\\u00";
      } else if (escaped == '\'') {
        out_ += '\'';
      } else {
        out_ += c;
        out_ += escaped;
      }
    } else if (c == '"') {
      out_ += "\\\"";
    } else if (c == '\n' || c == '\t') {
      out_ += c == '\n' ? "\\n" : "\\t";
    } else {
      out_ += c;
    }
  }

  void take_word() {
    std::size_t length = 0;
    while (length < rest_.size() && is_letter(rest_[length])) ++length;
    const std::string_view word = rest_.substr(0, length);
    rest_.remove_prefix(length);
    const bool is_prefix = (word == "u" || word == "b") && !rest_.empty() &&
                           (rest_.front() == '"' || rest_.front() == '\'');
    if (is_prefix) return;
    if (word == "True") {
      out_ += "true";
    } else if (word == "False") {
      out_ += "false";
    } else if (word == "None") {
      out_ += "null";
    } else {
      out_ += word;
    }
  }

  void take_sign() {
    const std::size_t next = rest_.find_first_not_of(kSpaces, 1);
    const bool ends = next != std::string_view::npos && (rest_[next] == '}' || rest_[next] == ']');
    const char c = take();
    if (c != ',' || !ends) out_ += c;
  }

  std::string_view rest_;
  std::string out_;
};

// Where a bracket stands that one of `signs` follows, or a string of Python with its prefix.
std::size_t find_opening(std::string_view text, char bracket, std::string_view signs) {
  for (std::size_t at = text.find(bracket); at != text.npos; at = text.find(bracket, at + 1)) {
    std::size_t next = text.find_first_not_of(kSpaces, at + 1);
    if (next == text.npos) return text.npos;
    const bool may_be_prefix = text[next] == 'u' || text[next] == 'b';
    if (may_be_prefix && next + 1 < text.size()) ++next;
    if (signs.find(text[next]) != signs.npos) return at;
  }
  return text.npos;
}

}  // namespace

std::size_t find_json_object(std::string_view text) { return find_opening(text, '{', "\"'}"); }

std::size_t find_json_array(std::string_view text) { return find_opening(text, '[', "\"'["); }

Result<std::size_t> json_object_length(std::string_view text) {
  StringWatch watch;
  std::size_t depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!watch.step(text[i])) continue;
    if (text[i] == '{' || text[i] == '[') ++depth;
    if (text[i] == '}' || text[i] == ']') --depth;
    if (depth > kMaxDepth) {
      return bad_json("JSON is nested deeper than " + std::to_string(kMaxDepth) + " levels");
    }
    if (depth == 0) return i + 1;
  }
  return bad_json("JSON ends before it is complete");
}

Result<Json> parse_json_object(std::string_view text) {
  StrictJson strict = parse_strict_json(text);
  if (strict.value.is_discarded()) strict = parse_strict_json(Translator(text).translate());
  if (strict.value.is_discarded()) return bad_json("malformed JSON: " + quote(text));
  if (!strict.repeated.empty()) {
    return bad_json(quote(strict.repeated) + " occurs twice in a JSON object");
  }
  return std::move(strict.value);
}

std::optional<std::string> qmp_error(const Json& answer) {
  const auto error = answer.find("error");
  if (error == answer.end() || !error->is_object()) return std::nullopt;
  const auto reason = error->find("desc");
  if (reason != error->end() && reason->is_string()) return reason->get<std::string>();
  return error->dump(-1, ' ', true, Json::error_handler_t::replace);
}

std::optional<std::string> parse_json_string(std::string_view text) {
  if (!text.starts_with('"')) return std::nullopt;
  const Json value = parse_strict_json(text).value;
  if (!value.is_string()) return std::nullopt;
  return value.get<std::string>();
}

}  // namespace sevproof::internal
