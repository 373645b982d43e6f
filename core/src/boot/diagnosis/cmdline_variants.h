// Other command lines than the given one: edits of it as rows, and what they are made of.
#ifndef SEVPROOF_BOOT_DIAGNOSIS_CMDLINE_VARIANTS_H
#define SEVPROOF_BOOT_DIAGNOSIS_CMDLINE_VARIANTS_H

#include <string>
#include <string_view>
#include <vector>

#include "boot/diagnosis/boot_space.h"

namespace sevproof::internal {

// Every other command line that the given one can have been, with what it has: first those that
// are tried together with every other change, `likely` of them. What was said is called so, and
// left out.
struct OtherCmdlines {
  std::vector<HashOption> all;
  std::size_t likely = 0;
};
OtherCmdlines other_cmdlines(std::string_view given, std::span<const HashOption> said = {});
// Of a longer line, not each of its words and spaces is changed.
inline constexpr std::size_t kMaxEditedLine = 4096;

inline constexpr std::string_view kSpaces = " \t";
inline constexpr std::string_view kLineEnds = "\r\n";
inline constexpr std::string_view kWhite = " \t\r\n";

// With one space between them, unless one of them is empty.
std::string join(std::string_view a, std::string_view b);

// The words of a line, without the white space between them.
std::vector<std::string> bare_words(std::string_view line);

// `line` without the words that begin so.
std::string without_words(std::string_view line, std::string_view beginning);

// Without its value, which a report has no business to tell; quoted.
std::string parameter_name(std::string_view word);

class CmdlineVariants;

// A line to make variants of, in words.
struct CmdlineBase {
  // Of a word: where the white space before it begins, then [first, last).
  struct Place {
    std::size_t white;
    std::size_t first;
    std::size_t last;
  };

  // With `text` in the place of [from, to).
  std::string replaced(std::size_t from, std::size_t to, std::string_view text) const;
  // With these words in the places of its own.
  std::string joined(const std::vector<std::string>& others) const;
  std::string with(std::size_t at, std::string_view word) const;

  // Takes a variant, and what it has.
  void add(std::string_view variant, std::string found) const;
  // Of a line that is not hashed as QEMU does it.
  void add_digest(const Sha256Digest& digest, std::string found) const;

  CmdlineVariants& out;
  std::string line;
  std::string has;                 // what it has already that the given one has not
  std::vector<std::string> names;  // of the words; places are those in the given line
  std::vector<Place> places;
  std::vector<std::string> words;
};

// Adds variants of one kind.
struct Edit {
  Hypothesis hypothesis;
  void (*make)(const CmdlineBase& base);
  bool of_given = false;  // of the given line alone, as it is
};

// cmdline.cc: those that are tried together with every other change; and what they leave
// out of a line with very many words, up to kMaxEditedLine bytes.
std::span<const Edit> likely_edits();
std::span<const Edit> further_edits();

// Of lines of so many words and bytes at most (a longer one has none): white space and quotes
// (cmdline_white.cc), words (cmdline_edits.cc).
inline constexpr std::size_t kMaxEditedWords = 48;
std::span<const Edit> white_edits();
std::span<const Edit> quote_edits();
std::span<const Edit> word_edits();

}  // namespace sevproof::internal

#endif
