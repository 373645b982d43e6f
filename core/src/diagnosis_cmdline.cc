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

void add_quotes(Variants& out) {
  const std::string& line = out.given();
  for (const char quote : {'"', '\''}) {
    const std::string name = quote == '"' ? "double" : "single";
    out.add(kCmdlineQuotes, quote + line + quote, name + " quotes around it");
    const bool surrounded = line.size() >= 2 && line.front() == quote && line.back() == quote;
    if (surrounded) {
      out.add(kCmdlineQuotes, line.substr(1, line.size() - 2), "no " + name + " quotes around it");
    }
    std::string bare = line;
    std::erase(bare, quote);
    out.add(kCmdlineQuotes, bare, "no " + name + " quotes in it");
  }
  std::string bare = line;
  std::erase_if(bare, [](char c) { return c == '"' || c == '\''; });
  out.add(kCmdlineQuotes, bare, "no quotes in it");
  std::erase(bare, '\\');
  out.add(kCmdlineQuotes, bare, "no quotes and backslashes in it");
}

// The words of the line with the white space before them, so that they join to the line.
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

void add_initrd_parts(Variants& out) {
  const std::string& line = out.given();
  std::string without;
  for (const std::string& word : split_words(line)) {
    if (!without_leading(word, kWhite).starts_with("initrd=")) without += word;
  }
  out.add(kCmdlineInitrd, without, "no initrd= part");
  out.add(kCmdlineInitrd, without_leading(without, " "), "no initrd= part");
  out.add(kCmdlineInitrd, trim(without), "no initrd= part, and no blank or newline at its ends");
  constexpr std::array<std::string_view, 8> kNames = {"initrd",      "initrd.img",      "initrd.gz",
                                                      "initramfs",   "initramfs.img",   "/initrd",
                                                      "/initrd.img", "/boot/initrd.img"};
  for (const std::string_view name : kNames) {
    const std::string part = "initrd=" + std::string(name);
    out.add(kCmdlineInitrd, join(line, part), part + " at its end");
    out.add(kCmdlineInitrd, join(part, line), part + " at its beginning");
  }
}

void add_spaces(Variants& out) {
  const std::string& line = out.given();
  std::string single;
  for (const char c : line) {
    const char plain = c == '\t' ? ' ' : c;
    if (plain != ' ' || !single.ends_with(' ')) single += plain;
  }
  out.add(kCmdlineSpaces, single, "single blanks where yours has several, or a tab");
  std::size_t doubled = 0;
  for (std::size_t at = 0; at < line.size() && doubled < kMaxDoubledBlanks; ++at) {
    if (line[at] != ' ') continue;
    ++doubled;
    std::string more = line;
    more.insert(at, 1, ' ');
    out.add(kCmdlineSpaces, more, "one more blank behind character " + std::to_string(at));
    if (at + 1 < line.size() && line[at + 1] == ' ') {
      std::string less = line;
      less.erase(at, 1);
      out.add(kCmdlineSpaces, less, "one blank less behind character " + std::to_string(at));
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

void add_words(Variants& out) {
  const std::string& line = out.given();
  for (const std::string_view parameter : kParameters) {
    const std::string text(parameter);
    out.add(kCmdlineWords, join(line, text), text + " at its end");
    out.add(kCmdlineWords, join(text, line), text + " at its beginning");
  }
  const std::vector<std::string> words = split_words(line);
  for (std::size_t left_out = 0; left_out < std::min(words.size(), kMaxLeftOut); ++left_out) {
    std::string rest;
    for (std::size_t at = 0; at < words.size(); ++at) {
      if (at != left_out) rest += words[at];
    }
    if (left_out == 0) rest.erase(0, std::min(rest.find_first_not_of(kWhite), rest.size()));
    out.add(kCmdlineWords, rest, "no " + quote(parameter_name(words[left_out])) + " in it");
  }
}

}  // namespace

std::vector<HashOption> cmdline_variants(std::string_view given) {
  Variants variants(given);
  add_blanks(variants);
  add_line_ends(variants);
  add_nuls(variants);
  add_quotes(variants);
  add_initrd_parts(variants);
  add_spaces(variants);
  variants.add(kCmdlineEmpty, "", "nothing in it");
  add_words(variants);
  return std::move(variants).take();
}

}  // namespace sevproof::internal
