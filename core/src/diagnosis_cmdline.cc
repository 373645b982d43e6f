// The other command lines that the given one can have been.
#include <array>
#include <set>
#include <string>

#include "diagnosis_space.h"
#include "sevproof/quote.h"

namespace sevproof::internal {
namespace {

using enum Hypothesis;

constexpr std::string_view kBlanks = " \t";
constexpr std::string_view kLineEnds = "\r\n";
constexpr std::string_view kWhite = " \t\r\n";
// One blank more at each place where there is one; a line has seldom more.
constexpr std::size_t kMaxDoubledBlanks = 256;

std::string_view without_leading(std::string_view text, std::string_view set) {
  const std::size_t first = text.find_first_not_of(set);
  return first == std::string_view::npos ? std::string_view() : text.substr(first);
}

std::string_view without_trailing(std::string_view text, std::string_view set) {
  return text.substr(0, text.find_last_not_of(set) + 1);
}

// With one blank between them.
std::string join(std::string_view a, std::string_view b) {
  std::string both(a);
  if (!a.empty() && !b.empty()) both += ' ';
  return both.append(b);
}

// A line to make variants of, and what it has already that the given one has not.
struct Base {
  std::string line;
  std::string has;

  std::string with(const std::string& found) const {
    return has.empty() ? found : found + ", and " + has;
  }
};

// Collects variants that differ from the given line and from each other. Keeps their hashes only:
// a line may be long.
class Variants {
 public:
  explicit Variants(std::string_view given) : given_(given), seen_{hash_cmdline(given)} {}

  void add(Hypothesis hypothesis, std::string_view line, std::string found) {
    add_digest(hypothesis, hash_cmdline(line), std::move(found));
  }

  // Of a line that is not hashed as QEMU does it.
  void add_digest(Hypothesis hypothesis, const Sha256Digest& digest, std::string found) {
    if (!seen_.insert(digest).second) return;
    list_.push_back({digest, Change{hypothesis, {}, std::move(found)}});
  }

  const std::string& given() const { return given_; }
  std::vector<HashOption> take() && { return std::move(list_); }

 private:
  std::string given_;
  std::set<Sha256Digest> seen_;
  std::vector<HashOption> list_;
};

void add_blanks(Variants& out) {
  const std::string& line = out.given();
  const std::string_view front = without_leading(line, kBlanks);
  const std::string_view back = without_trailing(line, kBlanks);
  out.add(kCmdlineBlanks, back, "no blank at its end");
  out.add(kCmdlineBlanks, front, "no blank at its beginning");
  out.add(kCmdlineBlanks, without_trailing(front, kBlanks), "no blanks at its beginning and end");
  out.add(kCmdlineBlanks, line + " ", "one more blank at its end");
  out.add(kCmdlineBlanks, " " + line, "one more blank at its beginning");
  out.add(kCmdlineBlanks, " " + line + " ", "one more blank at its beginning and one at its end");
  out.add(kCmdlineBlanks, line + "  ", "two more blanks at its end");
  out.add(kCmdlineBlanks, line + "\t", "a tab at its end");
  out.add(kCmdlineBlanks, "\t" + line, "a tab at its beginning");
}

void add_line_ends(Variants& out) {
  const std::string& line = out.given();
  out.add(kCmdlineLineEnd, line + "\n", "a newline at its end");
  out.add(kCmdlineLineEnd, line + "\r\n", "a carriage return and a newline at its end");
  out.add(kCmdlineLineEnd, line + "\r", "a carriage return at its end");
  out.add(kCmdlineLineEnd, line + " \n", "a blank and a newline at its end");
  out.add(kCmdlineLineEnd, "\n" + line, "a newline at its beginning");
  if (line.ends_with("\n")) {
    out.add(kCmdlineLineEnd, line.substr(0, line.size() - 1), "one newline less at its end");
  }
  out.add(kCmdlineLineEnd, without_trailing(line, kLineEnds),
          "no newline or carriage return at its end");
  out.add(kCmdlineLineEnd, without_leading(line, kLineEnds),
          "no newline or carriage return at its beginning");
  out.add(kCmdlineLineEnd, trim(line), "no newline, carriage return or blank at either end");
  std::string in_one;
  for (const char c : line) {
    if (kLineEnds.find(c) == std::string_view::npos) in_one += c;
  }
  out.add(kCmdlineLineEnd, in_one, "no newline or carriage return in it");
  std::string blanks = line;
  for (char& c : blanks) c = kLineEnds.find(c) == std::string_view::npos ? c : ' ';
  out.add(kCmdlineLineEnd, blanks, "blanks where yours has newlines or carriage returns");
  out.add(kCmdlineLineEnd, trim(blanks),
          "blanks where yours has newlines or carriage returns, and nothing at its ends");
}

void add_nuls(Variants& out) {
  const std::string& line = out.given();
  out.add(kCmdlineNul, line + std::string(1, '\0'),
          "a NUL byte at its end, besides the one that counts");
  out.add_digest(kCmdlineNul, sha256(as_bytes(line)), "no NUL byte at its end");
  if (const std::size_t nul = line.find('\0'); nul != std::string::npos) {
    out.add(kCmdlineNul, line.substr(0, nul), "nothing from your NUL byte on");
  }
}

void add_quotes(const Base& base, Variants& out) {
  const std::string& line = base.line;
  for (const char quote : {'"', '\''}) {
    const std::string name = quote == '"' ? "double" : "single";
    out.add(kCmdlineQuotes, quote + line + quote, base.with(name + " quotes around it"));
    const bool surrounded = line.size() >= 2 && line.front() == quote && line.back() == quote;
    if (surrounded) {
      out.add(kCmdlineQuotes, line.substr(1, line.size() - 2),
              base.with("no " + name + " quotes around it"));
    }
    std::string bare = line;
    std::erase(bare, quote);
    out.add(kCmdlineQuotes, bare, base.with("no " + name + " quotes in it"));
  }
  std::string bare = line;
  std::erase_if(bare, [](char c) { return c == '"' || c == '\''; });
  out.add(kCmdlineQuotes, bare, base.with("no quotes in it"));
  std::erase(bare, '\\');
  out.add(kCmdlineQuotes, bare, base.with("no quotes and backslashes in it"));
}

// The words of the line with the white space before them, so that they join to the line; the last
// may be white space alone.
std::vector<std::string> split_words(std::string_view line) {
  std::vector<std::string> words;
  std::size_t start = 0;
  while (start < line.size()) {
    const std::size_t word = std::min(line.find_first_not_of(kWhite, start), line.size());
    const std::size_t end = std::min(line.find_first_of(kWhite, word), line.size());
    words.emplace_back(line.substr(start, end - start));
    start = end;
  }
  return words;
}

// `line` without the words that begin so.
std::string without_words(std::string_view line, std::string_view beginning) {
  std::string rest;
  for (const std::string& word : split_words(line)) {
    if (!without_leading(word, kWhite).starts_with(beginning)) rest += word;
  }
  return rest;
}

void add_initrd_parts(const Base& base, Variants& out) {
  const std::string& line = base.line;
  const std::string without = without_words(line, "initrd=");
  out.add(kCmdlineInitrd, without, base.with("no initrd= part"));
  out.add(kCmdlineInitrd, without_leading(without, " "), base.with("no initrd= part"));
  constexpr std::array<std::string_view, 8> kNames = {"initrd",      "initrd.img",      "initrd.gz",
                                                      "initramfs",   "initramfs.img",   "/initrd",
                                                      "/initrd.img", "/boot/initrd.img"};
  for (const std::string_view name : kNames) {
    const std::string part = "initrd=" + std::string(name);
    out.add(kCmdlineInitrd, join(line, part), base.with(part + " at its end"));
    out.add(kCmdlineInitrd, join(part, line), base.with(part + " at its beginning"));
  }
}

void add_spaces(const Base& base, Variants& out) {
  const std::string& line = base.line;
  std::string single;
  for (const char c : line) {
    const char plain = c == '\t' ? ' ' : c;
    if (plain != ' ' || !single.ends_with(' ')) single += plain;
  }
  out.add(kCmdlineSpaces, single, base.with("single blanks where yours has several, or a tab"));
  std::size_t doubled = 0;
  for (std::size_t at = 0; at < line.size() && doubled < kMaxDoubledBlanks; ++at) {
    if (line[at] != ' ') continue;
    ++doubled;
    std::string more = line;
    more.insert(at, 1, ' ');
    out.add(kCmdlineSpaces, more,
            base.with("one more blank behind character " + std::to_string(at)));
    if (at + 1 < line.size() && line[at + 1] == ' ') {
      std::string less = line;
      less.erase(at, 1);
      out.add(kCmdlineSpaces, less,
              base.with("one blank less behind character " + std::to_string(at)));
    }
  }
}

// What guides and distributions have people add, and what opens a guest to whoever has its console.
constexpr std::array<std::string_view, 38> kParameters = {"init=/bin/sh",
                                                          "init=/bin/bash",
                                                          "rdinit=/bin/sh",
                                                          "single",
                                                          "emergency",
                                                          "rescue",
                                                          "rd.break",
                                                          "rd.shell",
                                                          "break",
                                                          "systemd.unit=rescue.target",
                                                          "systemd.unit=emergency.target",
                                                          "systemd.debug-shell",
                                                          "systemd.debug-shell=1",
                                                          "quiet",
                                                          "splash",
                                                          "quiet splash",
                                                          "ro",
                                                          "rw",
                                                          "debug",
                                                          "nomodeset",
                                                          "console=tty0",
                                                          "console=ttyS0",
                                                          "console=ttyS0,115200",
                                                          "console=ttyS0,115200n8",
                                                          "console=hvc0",
                                                          "earlyprintk=serial",
                                                          "nokaslr",
                                                          "mitigations=off",
                                                          "selinux=0",
                                                          "enforcing=0",
                                                          "apparmor=0",
                                                          "audit=0",
                                                          "ima_appraise=off",
                                                          "net.ifnames=0",
                                                          "panic=1",
                                                          "panic=-1",
                                                          "swiotlb=262144",
                                                          "mem_encrypt=on"};

// Of a line with more words, the first ones.
constexpr std::size_t kMaxLeftOut = 256;

// Without its value, which a report has no business to tell.
std::string_view parameter_name(std::string_view word) {
  const std::string_view parameter = without_leading(word, kWhite);
  return parameter.substr(0, parameter.find('='));
}

bool ends_with_white(const std::vector<std::string>& words) {
  return !words.empty() && trim(words.back()).empty();
}

// Without one word, or without two that stand side by side.
void add_words_left_out(const Base& base, std::size_t count, Variants& out) {
  const std::vector<std::string> words = split_words(base.line);
  const std::size_t last = words.size() - (ends_with_white(words) ? 1 : 0);
  for (std::size_t first = 0; first + count <= std::min(last, kMaxLeftOut); ++first) {
    std::string rest;
    std::string names;
    for (std::size_t at = 0; at < words.size(); ++at) {
      if (at < first || at >= first + count) {
        rest += words[at];
      } else {
        names += (names.empty() ? "" : " and no ") + quote(parameter_name(words[at]));
      }
    }
    if (first == 0) rest.erase(0, std::min(rest.find_first_not_of(kWhite), rest.size()));
    out.add(kCmdlineWords, rest, base.with("no " + names + " in it"));
  }
}

void add_words(const Base& base, Variants& out) {
  const std::string& line = base.line;
  for (const std::string_view parameter : kParameters) {
    const std::string text(parameter);
    out.add(kCmdlineWords, join(line, text), base.with(text + " at its end"));
    out.add(kCmdlineWords, join(text, line), base.with(text + " at its beginning"));
  }
  add_words_left_out(base, 1, out);
  add_words_left_out(base, 2, out);
}

// The given line; also without what often stands at its ends, or comes from a running system's
// /proc/cmdline: with these one more thing may be wrong.
std::vector<Base> bases_of(const std::string& given) {
  std::vector<Base> bases = {{given, ""}};
  const std::string trimmed(trim(given));
  if (trimmed != given) bases.push_back({trimmed, "no blank or newline at its ends"});
  const std::string rest(trim(without_words(trimmed, "BOOT_IMAGE=")));
  if (rest != trimmed) {
    bases.push_back({rest, "no BOOT_IMAGE= part, blank or newline at its ends"});
  }
  return bases;
}

}  // namespace

std::vector<HashOption> cmdline_variants(std::string_view given) {
  Variants variants(given);
  add_blanks(variants);
  add_line_ends(variants);
  add_nuls(variants);
  variants.add(kCmdlineEmpty, "", "nothing in it");
  for (const Base& base : bases_of(variants.given())) {
    variants.add(kCmdlineWords, base.line, base.has);
    add_quotes(base, variants);
    add_initrd_parts(base, variants);
    add_spaces(base, variants);
    add_words(base, variants);
  }
  return std::move(variants).take();
}

}  // namespace sevproof::internal
