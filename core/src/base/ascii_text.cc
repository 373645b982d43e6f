#include "base/ascii_text.h"

#include <algorithm>

namespace sevproof::internal {

std::string to_lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = to_lower(c);
  return lower;
}

std::string_view trim_front(std::string_view text, std::string_view set) {
  return text.substr(std::min(text.find_first_not_of(set), text.size()));
}

std::string_view trim_back(std::string_view text, std::string_view set) {
  return text.substr(0, text.find_last_not_of(set) + 1);
}

std::string_view take_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

std::string with_each(std::string_view text, std::string_view set, std::string_view instead) {
  std::string changed;
  for (const char c : text) {
    if (set.find(c) == std::string_view::npos) {
      changed += c;
    } else {
      changed += instead;
    }
  }
  return changed;
}

std::string replace_all(std::string_view text, std::string_view what, std::string_view instead) {
  std::string changed(text);
  for (std::size_t at = changed.find(what); at != std::string::npos;
       at = changed.find(what, at + instead.size())) {
    changed.replace(at, what.size(), instead);
  }
  return changed;
}

}  // namespace sevproof::internal
