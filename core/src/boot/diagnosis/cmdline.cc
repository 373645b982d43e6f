// The other command lines that the given one is likely to have been.
#include <algorithm>
#include <string>

#include "base/ascii_text.h"
#include "boot/diagnosis/cmdline_parameters.h"
#include "boot/diagnosis/cmdline_variants.h"
#include "sevproof/text.h"

namespace sevproof::internal {
namespace {

using enum Hypothesis;

// So many spaces and words are changed together with every other change; a line has seldom more.
constexpr std::size_t kMaxLikely = 256;

void add_ends(const CmdlineBase& base) {
  const std::string& line = base.line;
  const std::string_view front = trim_front(line, kSpaces);
  base.add(trim_back(line, kSpaces), "no space at its end");
  base.add(front, "no space at its beginning");
  base.add(trim_back(front, kSpaces), "no spaces at its beginning and end");
  base.add(line + " ", "one more space at its end");
  base.add(" " + line, "one more space at its beginning");
  base.add(" " + line + " ", "one more space at its beginning and one at its end");
  base.add(line + "  ", "two more spaces at its end");
  base.add("  " + line, "two more spaces at its beginning");
  base.add(line + "\t", "a tab at its end");
  base.add("\t" + line, "a tab at its beginning");
}

void add_line_ends(const CmdlineBase& base) {
  const std::string& line = base.line;
  base.add(line + "\n", "a newline at its end");
  base.add(line + "\r\n", "a carriage return and a newline at its end");
  base.add(line + "\r", "a carriage return at its end");
  base.add(line + " \n", "a space and a newline at its end");
  base.add("\n" + line, "a newline at its beginning");
  if (line.ends_with("\n"))
    base.add(line.substr(0, line.size() - 1), "one newline less at its end");
  base.add(trim_back(line, kLineEnds), "no newline or carriage return at its end");
  base.add(trim_front(line, kLineEnds), "no newline or carriage return at its beginning");
  base.add(trim(line), "no newline, carriage return or space at either end");
}

// libvirt starts a guest with the carriage return that its XML names, writes it bare, and reads a
// newline after its next start. Editors and mail change them too.
void add_other_line_ends(const CmdlineBase& base) {
  const std::string& line = base.line;
  const std::string newlines = replace_all(line, "\r\n", "\n");
  const std::string spaces = with_each(newlines, kLineEnds, " ");
  base.add(with_each(line, kLineEnds, ""), "no newline or carriage return in it");
  base.add(with_each(line, kLineEnds, " "), "spaces where yours has newlines or carriage returns");
  base.add(spaces, "one space where yours has a newline or carriage return");
  base.add(trim(spaces),
           "spaces where yours has newlines or carriage returns, and nothing at its ends");
  base.add(newlines, "newlines where yours has carriage returns with newlines");
  base.add(with_each(line, "\r", "\n"), "newlines where yours has carriage returns");
  base.add(with_each(line, "\n", "\r"), "carriage returns where yours has newlines");
  base.add(with_each(newlines, "\n", "\r\n"),
           "carriage returns with newlines where yours has newlines");
  base.add(with_each(line, "\r", ""), "no carriage return in it");
}

void add_nuls(const CmdlineBase& base) {
  const std::string& line = base.line;
  base.add(line + '\0', "a NUL byte at its end, besides the one that is always measured");
  base.add_digest(sha256(as_bytes(line)), "no NUL byte at its end");
  base.add(line.substr(0, line.find('\0')), "nothing from your NUL byte onwards");
}

void add_quotes(const CmdlineBase& base) {
  const std::string& line = base.line;
  for (const char quote : {'"', '\''}) {
    const std::string name = quote == '"' ? "double" : "single";
    base.add(quote + line + quote, name + " quotes around it");
    const bool surrounded = line.size() >= 2 && line.front() == quote && line.back() == quote;
    if (surrounded) base.add(line.substr(1, line.size() - 2), "no " + name + " quotes around it");
    base.add(with_each(line, {&quote, 1}, ""), "no " + name + " quotes in it");
  }
  base.add(with_each(line, "\"'", ""), "no quotes in it");
  base.add(with_each(line, "\"'\\", ""), "no quotes and backslashes in it");
}

// At both ends of the line.
void add_at_ends(const CmdlineBase& base, const std::string& text) {
  base.add(join(base.line, text), quote(text) + " at its end");
  base.add(join(text, base.line), quote(text) + " at its beginning");
}

void add_initrd_parts(const CmdlineBase& base) {
  const std::string without = without_words(base.line, "initrd=");
  base.add(without, "no initrd= part");
  base.add(trim_front(without, " "), "no initrd= part");
  for (const char* name : {"initrd", "initrd.img", "initrd.gz", "initramfs", "initramfs.img",
                           "/initrd", "/initrd.img", "/boot/initrd.img"}) {
    add_at_ends(base, std::string("initrd=") + name);
  }
}

// Every run of characters of `set` as one space.
std::string with_single_spaces(std::string_view line, std::string_view set) {
  std::string single;
  for (const char c : line) {
    const char plain = set.find(c) == std::string_view::npos ? c : ' ';
    if (plain != ' ' || !single.ends_with(' ')) single += plain;
  }
  return single;
}

void add_single_spaces(const CmdlineBase& base) {
  base.add(with_single_spaces(base.line, kSpaces),
           "single spaces where yours has several, or a tab");
  base.add(with_single_spaces(base.line, kWhite),
           "single spaces where yours has other white space");
}

void add_likely_words(const CmdlineBase& base) {
  for (const std::string& text : likely_parameters()) add_at_ends(base, text);
}

// One more at each of the first places where there is one, and one of several less.
template <std::size_t kMost>
void add_space_numbers(const CmdlineBase& base) {
  const std::string& line = base.line;
  std::size_t count = 0;
  for (std::size_t at = line.find(' '); at != std::string::npos && count < kMost; ++count) {
    const std::string where = " after character " + std::to_string(at);
    base.add(base.replaced(at, at, " "), "one more space" + where);
    if (line.substr(at + 1, 1) == " ") {
      base.add(base.replaced(at, at + 1, ""), "one space less" + where);
    }
    at = line.find(' ', at + 1);
  }
}

// Without one of the first words, or without two that stand side by side.
template <std::size_t kMost>
void add_words_left_out(const CmdlineBase& base) {
  for (const std::size_t more : {0U, 1U}) {
    for (std::size_t last = more; last < std::min(base.words.size(), kMost); ++last) {
      const std::size_t first = last - more;
      const std::string rest = base.replaced(base.places[first].white, base.places[last].last, "");
      const std::string second = more == 0 ? "" : " and no " + base.names[last];
      base.add(first == 0 ? trim_front(rest, kWhite) : rest,
               "no " + base.names[first] + second + " in it");
    }
  }
}

}  // namespace

std::span<const Edit> likely_edits() {
  static constexpr Edit kEdits[] = {
      {kCmdlineBlanks, add_ends, true},
      {kCmdlineLineEnd, add_line_ends, true},
      {kCmdlineLineEnd, add_other_line_ends, true},
      {kCmdlineNul, add_nuls, true},
      {kCmdlineEmpty, [](const CmdlineBase& base) { base.add("", "nothing in it"); }, true},
      {kCmdlineWords, [](const CmdlineBase& base) { base.add(base.line, ""); }},
      {kCmdlineQuotes, add_quotes},
      {kCmdlineInitrd, add_initrd_parts},
      {kCmdlineSpaces, add_single_spaces},
      {kCmdlineWords, add_likely_words},
      {kCmdlineSpaces, add_space_numbers<kMaxLikely>},
      {kCmdlineWords, add_words_left_out<kMaxLikely>},
  };
  return kEdits;
}

// What was made already is not taken again.
std::span<const Edit> further_edits() {
  static constexpr Edit kEdits[] = {
      {kCmdlineSpaces, add_space_numbers<SIZE_MAX>},
      {kCmdlineWords, add_words_left_out<SIZE_MAX>},
  };
  return kEdits;
}

}  // namespace sevproof::internal
