// The other command lines that the given one is likely to have been.
#include <algorithm>
#include <array>
#include <string>

#include "base/ascii_text.h"
#include "sev/diagnosis/cmdline_parameters.h"
#include "sev/diagnosis/cmdline_variants.h"
#include "sevproof/text.h"

namespace sevproof::internal {
namespace {

using enum Hypothesis;

// So many spaces and words are changed together with every other change; a line has seldom more.
constexpr std::size_t kMaxLikely = 256;

// Which spaces or words of a line, by their number: [first, last).
struct Part {
  std::size_t first;
  std::size_t last;

  bool has(std::size_t at) const { return first <= at && at < last; }
};
constexpr Part kFirst = {0, kMaxLikely};
constexpr Part kFurther = {kMaxLikely, SIZE_MAX};

void add_ends(CmdlineVariants& out) {
  const std::string& line = out.given();
  const std::string_view front = trim_front(line, kSpaces);
  const std::string_view back = trim_back(line, kSpaces);
  out.add(kCmdlineBlanks, back, "no space at its end");
  out.add(kCmdlineBlanks, front, "no space at its beginning");
  out.add(kCmdlineBlanks, trim_back(front, kSpaces), "no spaces at its beginning and end");
  out.add(kCmdlineBlanks, line + " ", "one more space at its end");
  out.add(kCmdlineBlanks, " " + line, "one more space at its beginning");
  out.add(kCmdlineBlanks, " " + line + " ", "one more space at its beginning and one at its end");
  out.add(kCmdlineBlanks, line + "  ", "two more spaces at its end");
  out.add(kCmdlineBlanks, "  " + line, "two more spaces at its beginning");
  out.add(kCmdlineBlanks, line + "\t", "a tab at its end");
  out.add(kCmdlineBlanks, "\t" + line, "a tab at its beginning");
}

void add_line_ends(CmdlineVariants& out) {
  const std::string& line = out.given();
  out.add(kCmdlineLineEnd, line + "\n", "a newline at its end");
  out.add(kCmdlineLineEnd, line + "\r\n", "a carriage return and a newline at its end");
  out.add(kCmdlineLineEnd, line + "\r", "a carriage return at its end");
  out.add(kCmdlineLineEnd, line + " \n", "a space and a newline at its end");
  out.add(kCmdlineLineEnd, "\n" + line, "a newline at its beginning");
  if (line.ends_with("\n")) {
    out.add(kCmdlineLineEnd, line.substr(0, line.size() - 1), "one newline less at its end");
  }
  out.add(kCmdlineLineEnd, trim_back(line, kLineEnds), "no newline or carriage return at its end");
  out.add(kCmdlineLineEnd, trim_front(line, kLineEnds),
          "no newline or carriage return at its beginning");
  out.add(kCmdlineLineEnd, trim(line), "no newline, carriage return or space at either end");
}

std::string with_pairs(std::string_view line, std::string_view pair, std::string_view instead) {
  std::string text(line);
  for (std::size_t at = text.find(pair); at != std::string::npos;
       at = text.find(pair, at + instead.size())) {
    text.replace(at, pair.size(), instead);
  }
  return text;
}

// libvirt starts a guest with the carriage return that its XML names, writes it bare, and reads a
// newline after its next start. Editors and mail change them too.
void add_other_line_ends(CmdlineVariants& out) {
  const std::string& line = out.given();
  out.add(kCmdlineLineEnd, with_each(line, kLineEnds, ""), "no newline or carriage return in it");
  const std::string spaces = with_each(with_pairs(line, "\r\n", "\n"), kLineEnds, " ");
  out.add(kCmdlineLineEnd, with_each(line, kLineEnds, " "),
          "spaces where yours has newlines or carriage returns");
  out.add(kCmdlineLineEnd, spaces, "one space where yours has a newline or carriage return");
  out.add(kCmdlineLineEnd, trim(spaces),
          "spaces where yours has newlines or carriage returns, and nothing at its ends");
  out.add(kCmdlineLineEnd, with_pairs(line, "\r\n", "\n"),
          "newlines where yours has carriage returns with newlines");
  out.add(kCmdlineLineEnd, with_each(line, "\r", "\n"),
          "newlines where yours has carriage returns");
  out.add(kCmdlineLineEnd, with_each(line, "\n", "\r"),
          "carriage returns where yours has newlines");
  out.add(kCmdlineLineEnd, with_each(with_pairs(line, "\r\n", "\n"), "\n", "\r\n"),
          "carriage returns with newlines where yours has newlines");
  out.add(kCmdlineLineEnd, with_each(line, "\r", ""), "no carriage return in it");
}

void add_nuls(CmdlineVariants& out) {
  const std::string& line = out.given();
  out.add(kCmdlineNul, line + std::string(1, '\0'),
          "a NUL byte at its end, besides the one that is always measured");
  out.add_digest(kCmdlineNul, sha256(as_bytes(line)), "no NUL byte at its end");
  if (const std::size_t nul = line.find('\0'); nul != std::string::npos) {
    out.add(kCmdlineNul, line.substr(0, nul), "nothing from your NUL byte onwards");
  }
}

void add_quotes(const CmdlineBase& base) {
  const std::string& line = base.line;
  for (const char quote : {'"', '\''}) {
    const std::string name = quote == '"' ? "double" : "single";
    base.add(kCmdlineQuotes, quote + line + quote, name + " quotes around it");
    const bool surrounded = line.size() >= 2 && line.front() == quote && line.back() == quote;
    if (surrounded) {
      base.add(kCmdlineQuotes, line.substr(1, line.size() - 2), "no " + name + " quotes around it");
    }
    std::string bare = line;
    std::erase(bare, quote);
    base.add(kCmdlineQuotes, bare, "no " + name + " quotes in it");
  }
  std::string bare = line;
  std::erase_if(bare, [](char c) { return c == '"' || c == '\''; });
  base.add(kCmdlineQuotes, bare, "no quotes in it");
  std::erase(bare, '\\');
  base.add(kCmdlineQuotes, bare, "no quotes and backslashes in it");
}

void add_initrd_parts(const CmdlineBase& base) {
  const std::string& line = base.line;
  const std::string without = without_words(line, "initrd=");
  base.add(kCmdlineInitrd, without, "no initrd= part");
  base.add(kCmdlineInitrd, trim_front(without, " "), "no initrd= part");
  constexpr std::array<std::string_view, 8> kNames = {"initrd",      "initrd.img",      "initrd.gz",
                                                      "initramfs",   "initramfs.img",   "/initrd",
                                                      "/initrd.img", "/boot/initrd.img"};
  for (const std::string_view name : kNames) {
    const std::string part = "initrd=" + std::string(name);
    base.add(kCmdlineInitrd, join(line, part), quote(part) + " at its end");
    base.add(kCmdlineInitrd, join(part, line), quote(part) + " at its beginning");
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

void add_spaces(const CmdlineBase& base) {
  const std::string& line = base.line;
  base.add(kCmdlineSpaces, with_single_spaces(line, kSpaces),
           "single spaces where yours has several, or a tab");
  base.add(kCmdlineSpaces, with_single_spaces(line, kWhite),
           "single spaces where yours has other white space");
}

// One more at each place where there is one, and one of several less.
void add_space_numbers(const CmdlineBase& base, Part part) {
  const std::string& line = base.line;
  std::size_t number = 0;
  for (std::size_t at = 0; at < line.size(); ++at) {
    if (line[at] != ' ' || !part.has(number++)) continue;
    std::string more = line;
    more.insert(at, 1, ' ');
    base.add(kCmdlineSpaces, more, "one more space after character " + std::to_string(at));
    if (at + 1 < line.size() && line[at + 1] == ' ') {
      std::string less = line;
      less.erase(at, 1);
      base.add(kCmdlineSpaces, less, "one space less after character " + std::to_string(at));
    }
  }
}

// Without one word, or without two that stand side by side.
void add_words_left_out(const CmdlineBase& base, std::size_t count, Part part) {
  for (std::size_t first = 0; first + count <= base.words.size(); ++first) {
    if (!part.has(first + count - 1)) continue;
    std::string rest;
    std::string names;
    for (std::size_t at = 0; at < base.words.size(); ++at) {
      if (at < first || at >= first + count) {
        rest += base.white[at] + base.words[at];
      } else {
        names += (names.empty() ? "" : " and no ") + base.names[at];
      }
    }
    rest += base.tail;
    if (first == 0) rest.erase(0, std::min(rest.find_first_not_of(kWhite), rest.size()));
    base.add(kCmdlineWords, rest, "no " + names + " in it");
  }
}

void add_words(const CmdlineBase& base) {
  const std::string& line = base.line;
  for (const std::string& text : likely_parameters()) {
    base.add(kCmdlineWords, join(line, text), quote(text) + " at its end");
    base.add(kCmdlineWords, join(text, line), quote(text) + " at its beginning");
  }
}

void add_parts(const CmdlineBase& base, Part part) {
  add_space_numbers(base, part);
  for (const std::size_t count : {1U, 2U}) add_words_left_out(base, count, part);
}

}  // namespace

void add_likely_cmdlines(CmdlineVariants& out) {
  add_ends(out);
  add_line_ends(out);
  add_other_line_ends(out);
  add_nuls(out);
  out.add(kCmdlineEmpty, "", "nothing in it");
  for (const CmdlineBase& base : cmdline_bases(out)) {
    out.add(kCmdlineWords, base.line, base.has);
    add_quotes(base);
    add_initrd_parts(base);
    add_spaces(base);
    add_words(base);
    add_parts(base, kFirst);
  }
}

void add_further_cmdlines(CmdlineVariants& out) {
  for (const CmdlineBase& base : cmdline_bases(out)) add_parts(base, kFurther);
}

}  // namespace sevproof::internal
