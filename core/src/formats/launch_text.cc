// Launch data as it was copied: out of mails, documents and transcripts, lines and JSON mixed.
#include <algorithm>
#include <charconv>
#include <string>
#include <vector>

#include "crypto/wiped_text.h"
#include "formats/json_literal.h"
#include "formats/launch_info_internal.h"
#include "sevproof/bytes.h"

namespace sevproof::internal {
namespace {

// A text in a JSON string in a JSON string, and no deeper.
constexpr unsigned kMaxTexts = 3;

std::vector<std::string_view> split_lines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (true) {
    const std::size_t end = text.find('\n');
    lines.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return lines;
    text.remove_prefix(end + 1);
  }
}

// Behind the marks of quoted mail.
std::string_view without_quote_marks(std::string_view line) {
  const std::size_t begin = line.find_first_not_of(" \t");
  if (begin == std::string_view::npos || line[begin] != '>') return line;
  const std::size_t text = line.find_first_not_of("> \t", begin);
  return text == std::string_view::npos ? std::string_view() : line.substr(text);
}

// The number that `line` begins with, and where what follows begins; 0 where there is none.
struct NumberedLine {
  unsigned number = 0;
  std::size_t text = 0;
};

NumberedLine read_line_number(std::string_view line) {
  const std::size_t begin = std::min(line.find_first_not_of(" \t"), line.size());
  NumberedLine numbered;
  const char* const end = line.data() + line.size();
  const auto read = std::from_chars(line.data() + begin, end, numbered.number);
  if (read.ec != std::errc()) return {};
  numbered.text = line.size();
  if (read.ptr == end) return numbered;
  if (std::string_view(".):|\t ").find(*read.ptr) == std::string_view::npos) return {};
  numbered.text = static_cast<std::size_t>(read.ptr - line.data()) + 1;
  return numbered;
}

// As `cat -n`, editors and web pages number them: all lines that are not empty, one after the
// other.
void remove_line_numbers(std::vector<std::string_view>& lines) {
  unsigned last = 0;
  for (const std::string_view line : lines) {
    if (trim(line).empty()) continue;
    const unsigned number = read_line_number(line).number;
    if (number == 0 || (last != 0 && number <= last)) return;
    last = number;
  }
  for (std::string_view& line : lines) line.remove_prefix(read_line_number(line).text);
}

std::string tidy_lines(std::string_view text) {
  std::vector<std::string_view> lines = split_lines(text);
  for (std::string_view& line : lines) line = without_quote_marks(line);
  remove_line_numbers(lines);
  std::string tidy;
  tidy.reserve(text.size() + 1);
  for (const std::string_view line : lines) {
    tidy += line;
    tidy += '\n';
  }
  return tidy;
}

// What is read of a text: where it begins and how long it is.
struct Part {
  std::size_t begin = std::string_view::npos;
  std::size_t length = 0;
};

// The next array of texts before `end`. Brackets mean much, so what is no JSON is left to the
// lines. `tries` bounds how often it is looked for one, and so the time that it takes.
Part find_array(std::string_view text, std::size_t end, unsigned& tries) {
  for (std::size_t from = 0; from < end && tries != 0; --tries) {
    const std::size_t at = find_json_array(text.substr(from, end - from));
    if (at == std::string_view::npos) break;
    const auto length = json_object_length(text.substr(from + at));
    if (length && parse_json_object(text.substr(from + at, *length))) return {from + at, *length};
    from += at + 1;
  }
  return {};
}

Result<Part> find_json(std::string_view text, unsigned& tries) {
  const std::size_t begin = find_json_object(text);
  const Part array = find_array(text, std::min(begin, text.size()), tries);
  if (array.length != 0 || begin == std::string_view::npos) return array;
  const auto length = json_object_length(text.substr(begin));
  if (!length) return bad_launch_data(": " + length.error().message);
  return Part{begin, *length};
}

}  // namespace

Result<void> read_launch_text(std::string_view text, LaunchInfoCollector& collector,
                              unsigned depth) {
  constexpr unsigned kMaxTries = 32;
  if (depth == kMaxTexts) {
    return bad_launch_data(": expected at most 2 nested texts, got more",
                           "Give the innermost text.");
  }
  // All of it may be one string, as `jq` prints it.
  if (const auto content = parse_json_string(trim(text))) {
    return read_launch_text(*content, collector, depth + 1);
  }
  WipedText tidy(tidy_lines(text));
  std::string_view rest = tidy.text();
  unsigned tries = kMaxTries;
  // What is not in an object, with as many lines as there are, so that their numbers are right.
  WipedText other(tidy.text().size());
  std::string& lines = other.text();
  while (!rest.empty()) {
    const auto part = find_json(rest, tries);
    if (!part) return fail(part.error());
    lines += rest.substr(0, part->begin);
    if (part->begin == std::string_view::npos) break;
    const std::string_view object = rest.substr(part->begin, part->length);
    if (auto read = read_launch_object(object, collector, depth); !read) return read;
    lines.append(static_cast<std::size_t>(std::count(object.begin(), object.end(), '\n')), '\n');
    rest.remove_prefix(part->begin + part->length);
  }
  return read_launch_lines(lines, collector);
}

}  // namespace sevproof::internal
