// Lines of launch data: `sev-policy : 3` of virsh, `build: 15` of HMP, `api_major:<tab>0` of
// sev-tool, "SEV API:1.55 build:21" of Linux, assignments, tables, and what people put around them.
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "launch_info_internal.h"
#include "sevproof/bytes.h"
#include "sevproof/number.h"
#include "sevproof/quote.h"

namespace sevproof::internal {
namespace {

constexpr std::string_view kSpaces = " \t";
constexpr std::string_view kSeparators = ":=|";
// What text is set in: quotes, emphasis, bullets, brackets, prompts.
constexpr std::string_view kAround = " \t\"'`*_+-#>$~\\{}[](),;|";
constexpr std::string_view kBehindName = " \t\"'`*_\\)";
constexpr std::string_view kBeforeValue = " \t\"'`*\\=>:";
constexpr std::string_view kEndsValue = " \t\"'`*,;|\\{}[]()<>";
constexpr std::size_t kMeasurementCharacters = 64;
constexpr std::size_t kMaxWords = 3;
// More than any name or value, and what is before one, has; so that long lines take no long time.
constexpr std::size_t kLongest = 256;

std::string_view trim_front(std::string_view text, std::string_view characters) {
  return text.substr(std::min(text.find_first_not_of(characters), text.size()));
}

std::string_view trim_back(std::string_view text, std::string_view characters) {
  const std::size_t last = text.find_last_not_of(characters);
  return text.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

bool is_base64_character(char c) {
  const bool is_letter = ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z');
  return is_letter || ('0' <= c && c <= '9') || c == '+' || c == '/' || c == '-' || c == '_';
}

bool is_base64_text(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_base64_character);
}

// The last `count` words of `text`, or all where it has no more.
std::string_view last_words(std::string_view text, std::size_t count) {
  std::size_t begin = text.size();
  while (count-- > 0 && begin != 0) {
    const std::size_t end = text.find_last_not_of(kSpaces, begin - 1);
    if (end == std::string_view::npos) return trim_front(text, kSpaces);
    const std::size_t space = text.find_last_of(kSpaces, end);
    begin = space == std::string_view::npos ? 0 : space + 1;
  }
  return text.substr(begin);
}

// A bullet with a number, such as "2." or "3)".
std::string_view without_number(std::string_view text) {
  const std::size_t digits = text.find_first_not_of("0123456789");
  const bool is_bullet = digits != 0 && digits != std::string_view::npos &&
                         (text[digits] == '.' || text[digits] == ')');
  return is_bullet ? text.substr(digits + 1) : text;
}

struct Named {
  LaunchName name;
  std::string_view text;
};

// What may be a name at the end of `text`: a separator is in none.
std::string_view last_part(std::string_view text) {
  const std::size_t separator = text.find_last_of(kSeparators);
  return separator == std::string_view::npos ? text : text.substr(separator + 1);
}

// The name that `text` ends with, if it is one. `follows_value`: common words count behind a value.
std::optional<Named> find_name(std::string_view text, bool follows_value) {
  text = trim_back(text, kBehindName);
  const std::string_view all = trim_front(without_number(trim_front(text, kAround)), kAround);
  for (std::size_t words = kMaxWords; words > 0; --words) {
    const std::string_view name = trim_front(last_words(last_part(all), words), kAround);
    const auto known = find_launch_name(name);
    if (!known) continue;
    const bool stands_alone = name.size() == all.size();
    if (!known->is_common || stands_alone || follows_value) return Named{*known, name};
  }
  return std::nullopt;
}

bool resembles_name(std::string_view text, std::string_view value) {
  text = last_part(trim_back(text, kBehindName));
  for (std::size_t words = 1; words <= kMaxWords; ++words) {
    if (resembles_launch_name(last_words(text, words), value)) return true;
  }
  return false;
}

class LineReader {
 public:
  LineReader(std::string_view text, LaunchInfoCollector& collector) : collector_(collector) {
    while (true) {
      const std::size_t end = text.find('\n');
      lines_.push_back(text.substr(0, end));
      if (end == std::string_view::npos) break;
      text.remove_prefix(end + 1);
    }
  }

  Result<void> read() {
    for (at_ = 0; at_ < lines_.size(); ++at_) {
      if (auto read = read_line(lines_[at_]); !read) return read;
    }
    return {};
  }

 private:
  std::string where() const { return ", line " + std::to_string(at_ + 1); }

  Result<void> read_line(std::string_view line);
  Result<void> read_pair(std::string_view line);
  Result<void> read_value(const Named& named, std::string_view value);
  Result<void> check_rest(std::string_view rest, const Named& named) const;
  void look_for_stray(std::string_view line);
  std::string whole_measurement(std::string_view begun) const;

  LaunchInfoCollector& collector_;
  std::vector<std::string_view> lines_;
  std::size_t at_ = 0;
};

// What a narrow terminal or a mail has broken: the parts together are as long as a measurement.
std::string LineReader::whole_measurement(std::string_view begun) const {
  std::string whole(trim_back(begun, "="));
  for (std::size_t next = at_ + 1; next < lines_.size(); ++next) {
    if (whole.size() >= kMeasurementCharacters) break;
    const std::string_view part = trim_back(trim(lines_[next]), "\"'`,;=");
    if (!is_base64_text(part)) break;
    whole += part;
  }
  return whole.size() == kMeasurementCharacters ? whole : std::string(begun);
}

Result<void> LineReader::read_value(const Named& named, std::string_view value) {
  const std::string what = where() + ": " + std::string(named.text);
  const LaunchKey key = named.name.key;
  switch (key) {
    case LaunchKey::kMeasurement:
      return collector_.set_measurement(what, whole_measurement(value));
    case LaunchKey::kApiVersion:
      return collector_.set_version(what, value);
    case LaunchKey::kSnpPolicy:
    case LaunchKey::kState:
    case LaunchKey::kGuestType:
    case LaunchKey::kEnabled:
      return key == LaunchKey::kEnabled ? Result<void>() : collector_.check_word(key, value);
    default:
      break;
  }
  const auto number =
      parse_number("launch data" + what, value, 0, key == LaunchKey::kPolicy ? 0xffffffffU : 0xffU);
  if (!number) return fail(number.error());
  return collector_.set_number(key, what, *number);
}

// Behind a value may stand the end, a comment, the next element of a list, or the next field.
Result<void> LineReader::check_rest(std::string_view rest, const Named& named) const {
  const bool is_word = named.name.key == LaunchKey::kState || named.name.key == LaunchKey::kEnabled;
  if (is_word || rest.empty() || rest.find_first_not_of(kSpaces) == rest.npos) return {};
  if (kSpaces.find(rest.front()) == kSpaces.npos) return {};
  const std::string_view next = trim_front(rest, kSpaces);
  if (kAround.find(next.front()) != kAround.npos) return {};
  const std::string_view word = next.substr(0, next.find_first_of(kSpaces));
  const std::string_view behind = trim_front(next.substr(word.size()), kSpaces);
  const bool is_field = word.find_first_of(kSeparators) != word.npos ||
                        (!behind.empty() && kSeparators.find(behind.front()) != kSeparators.npos);
  if (is_field) return {};
  return bad_launch_data(where() + ": " + std::string(named.text) +
                             ": expected one value, and behind it got " + quote(next),
                         "Give the line as the host prints it.");
}

Result<void> LineReader::read_line(std::string_view line) {
  std::size_t begin = 0;
  std::size_t next = 0;
  bool found = false;
  for (std::size_t at = line.find_first_of(kSeparators); at != line.npos;
       at = line.find_first_of(kSeparators, next)) {
    const std::size_t from = std::max(begin, at - std::min(at, kLongest));
    const std::string_view before = line.substr(from, at - from);
    const std::string_view behind = trim_front(line.substr(at + 1), kBeforeValue);
    const std::string_view near = behind.substr(0, kLongest);
    const std::string_view value = near.substr(0, near.find_first_of(kEndsValue));
    // What was trimmed holds no name, and a long row of it is looked at once.
    next = line.size() - behind.size();
    const auto named = find_name(before, found);
    if (!named) {
      if (resembles_name(before, value)) {
        return bad_launch_data(where() + ": a field whose name is not known here: " + quote(line),
                               "Give its value under the name that virsh or QMP has for it.");
      }
      continue;
    }
    // A heading, whose value stands elsewhere or nowhere.
    if (value.empty() && named->name.is_common) continue;
    if (auto read = read_value(*named, value); !read) return read;
    next = begin = line.size() - behind.size() + value.size();
    if (auto checked = check_rest(line.substr(begin), *named); !checked) return checked;
    found = true;
    if (begin >= line.size()) break;
  }
  return found ? Result<void>() : read_pair(line);
}

// Name and value in columns, or what is said without either.
Result<void> LineReader::read_pair(std::string_view line) {
  const std::string_view text = trim_back(trim_front(line, kAround), " \t\"'`*,;|");
  const std::size_t gap = text.find_first_of(" \t,");
  if (gap != text.npos) {
    const std::string_view value = trim_front(text.substr(gap), " \t,");
    const auto named = find_name(text.substr(0, gap), false);
    const bool is_pair = value.find_first_of(" \t,") == value.npos;
    if (named && !named->name.is_common && is_pair) return read_value(*named, value);
    const bool has_value = value.find_first_of("0123456789") != value.npos;
    if (named && !named->name.is_common && has_value) {
      return bad_launch_data(where() + ": expected " + std::string(named->text) +
                             ", a colon and its value, got " + quote(line));
    }
  }
  if (text.starts_with("error:")) collector_.note_error(trim(text.substr(6)));
  if (text.starts_with("SEV is not enabled")) {
    return collector_.check_word(LaunchKey::kEnabled, "off");
  }
  look_for_stray(line);
  return {};
}

void LineReader::look_for_stray(std::string_view line) {
  while (!line.empty()) {
    line = trim_front(line, kEndsValue);
    const std::string_view word = line.substr(0, line.find_first_of(kEndsValue));
    if (looks_like_measurement(word)) collector_.note_stray_measurement(where());
    line.remove_prefix(word.size());
  }
}

}  // namespace

Result<void> read_launch_lines(std::string_view text, LaunchInfoCollector& collector) {
  return LineReader(text, collector).read();
}

}  // namespace sevproof::internal
