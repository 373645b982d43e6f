// Lines of launch data: `sev-policy : 3` of virsh, `build: 15` of HMP, `api_major:<tab>0` of
// sev-tool, "SEV API:1.55 build:21" of Linux, assignments, tables, and what people put around them.
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "base/ascii_text.h"
#include "formats/launch_info_internal.h"
#include "formats/launch_line.h"
#include "sevproof/bytes.h"
#include "sevproof/text.h"

namespace sevproof::internal {
namespace {

constexpr std::string_view kBeforeValue = " \t\"'`*\\=>:";
constexpr std::string_view kEndsValue = " \t\"'`*,;|\\{}[]()<>";
constexpr std::size_t kMeasurementCharacters = 64;
// More than any name or value, and what is before one, has; so that long lines take no long time.
constexpr std::size_t kLongest = 256;

bool is_base64_character(char c) {
  const bool is_letter = ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z');
  return is_letter || ('0' <= c && c <= '9') || c == '+' || c == '/' || c == '-' || c == '_';
}

bool is_base64_text(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_base64_character);
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
  Result<void> check_unknown(std::string_view line, std::string_view before,
                             std::string_view behind, std::string_view value) const;
  Result<void> check_without_value(std::string_view line);
  Result<void> check_between(std::string_view text);
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
  const std::string what = where() + ": " + printable(named.text);
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
      return collector_.check_word(key, value);
    case LaunchKey::kOther:
      return {};
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
  return bad_launch_data(where() + ": " + printable(named.text) +
                             ": expected one value, and after it got " + quote(next),
                         "Give the line as the host prints it.");
}

// A name that begins as virsh's do, or that is one by its parts. What stands behind "sev-host:" may
// be the prompt of a shell, or prose.
Result<void> LineReader::check_unknown(std::string_view line, std::string_view before,
                                       std::string_view behind, std::string_view value) const {
  const auto [word, stands_alone] = last_word(before);
  const bool is_misspelt = starts_with_number(value) && !nearest_launch_name(word).empty();
  if ((is_sev_name(word) || is_misspelt) && !find_launch_name(word)) {
    const bool is_one_word = !value.empty() && trim(behind.substr(value.size())).empty();
    const bool is_prompt = behind.starts_with('~') || behind.starts_with('/');
    const bool is_field = stands_alone && is_one_word && !is_prompt;
    if (is_field || starts_with_number(value) || !nearest_launch_name(word).empty()) {
      return unknown_field(where(), word, word);
    }
  }
  return resembles_name(before, value) ? unknown_field(where(), "", line) : Result<void>();
}

// What is not part of a field.
Result<void> LineReader::check_between(std::string_view text) {
  look_for_stray(text);
  return check_unread(text, where());
}

Result<void> LineReader::check_without_value(std::string_view line) {
  if (trim(line).empty()) return {};
  std::size_t next = at_ + 1;
  while (next < lines_.size() && trim(lines_[next]).empty()) ++next;
  const std::string_view name = trim_back(trim_front(line, kAround), " \t\"'`*:=,;|");
  if (next < lines_.size() && name.size() <= kLongest) {
    const std::string_view value = lines_[next].substr(0, kLongest);
    if (auto checked = check_heading(name, value, where()); !checked) return checked;
  }
  return check_between(line);
}

Result<void> LineReader::read_line(std::string_view line) {
  std::size_t begin = 0;
  std::size_t next = 0;
  bool found = false;
  for (std::size_t at = line.find_first_of(kSeparators); at != line.npos;
       at = line.find_first_of(kSeparators, next)) {
    const std::size_t from = std::max(begin, at - std::min(at, kLongest));
    const std::string_view before = line.substr(from, at - from);
    const std::string_view behind = without_prefix(trim_front(line.substr(at + 1), kBeforeValue));
    const std::string_view near = behind.substr(0, kLongest);
    const std::string_view value = near.substr(0, near.find_first_of(kEndsValue));
    // What was trimmed holds no name, and a long row of it is looked at once.
    next = line.size() - behind.size();
    const auto named = find_name(before, found);
    if (!named) {
      if (auto known = check_unknown(line, before, behind, value); !known) return known;
      continue;
    }
    // A heading, whose value stands elsewhere or nowhere.
    if (value.empty() && named->name.is_common) continue;
    const auto name_at = static_cast<std::size_t>(named->text.data() - line.data());
    if (auto checked = check_between(line.substr(begin, name_at - begin)); !checked) return checked;
    if (auto read = read_value(*named, value); !read) return read;
    next = begin = line.size() - behind.size() + value.size();
    if (auto checked = check_rest(line.substr(begin), *named); !checked) return checked;
    found = true;
    if (begin >= line.size()) break;
  }
  return found ? check_between(line.substr(begin)) : read_pair(line);
}

// Name and value in columns, or what is said without either.
Result<void> LineReader::read_pair(std::string_view line) {
  const std::string_view text = trim_back(trim_front(line, kAround), " \t\"'`*,;|");
  const std::size_t gap = text.find_first_of(" \t,");
  if (gap != text.npos) {
    const std::string_view value = without_prefix(trim_front(text.substr(gap), " \t,"));
    const auto named = find_name(text.substr(0, gap), false);
    const bool is_pair = value.find_first_of(" \t,") == value.npos;
    if (named && !named->name.is_common && is_pair) return read_value(*named, value);
    const std::string_view word = text.substr(0, gap);
    if (is_pair && is_sev_name(word) && !find_launch_name(word) && starts_with_number(value)) {
      return unknown_field(where(), word, word);
    }
    const bool has_value = value.find_first_of("0123456789") != value.npos;
    if (named && !named->name.is_common && has_value) {
      return bad_launch_data(where() + ": expected " + printable(named->text) +
                                 ", a colon and its value, got " + quote(line),
                             "Give the line as the host prints it, or leave it out.");
    }
  }
  if (text.starts_with("error:")) collector_.note_error(trim(text.substr(6)));
  if (text.starts_with("SEV is not enabled")) {
    return collector_.check_word(LaunchKey::kEnabled, "off");
  }
  return check_without_value(line);
}

void LineReader::look_for_stray(std::string_view line) {
  const bool names_one = line.find("easure") != line.npos || line.find("EASURE") != line.npos;
  while (!line.empty()) {
    line = trim_front(line, kEndsValue);
    const std::string_view word = line.substr(0, line.find_first_of(kEndsValue));
    line.remove_prefix(word.size());
    const std::string_view value = trim_back(word, ".!?");
    if (!looks_like_measurement(value)) continue;
    collector_.note_stray_measurement(where());
    if (names_one) collector_.note_other_measurement(where(), value);
  }
}

}  // namespace

Result<void> read_launch_lines(std::string_view text, LaunchInfoCollector& collector) {
  return LineReader(text, collector).read();
}

}  // namespace sevproof::internal
