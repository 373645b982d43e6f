// Other command lines than the given one, collected for a diagnosis; and the parts of a line that
// they are made of.
#ifndef SEVPROOF_SEV_DIAGNOSIS_CMDLINE_VARIANTS_H
#define SEVPROOF_SEV_DIAGNOSIS_CMDLINE_VARIANTS_H

#include <cstring>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "sev/diagnosis/space.h"

namespace sevproof::internal {

inline constexpr std::string_view kSpaces = " \t";
inline constexpr std::string_view kLineEnds = "\r\n";
inline constexpr std::string_view kWhite = " \t\r\n";

// With one space between them, unless one of them is empty.
std::string join(std::string_view a, std::string_view b);

// The words of the line with the white space before them, so that they join to the line; the last
// may be white space alone.
std::vector<std::string> split_words(std::string_view line);
// Without it.
std::vector<std::string> bare_words(std::string_view line);

// Without its value, which a report has no business to tell; quoted.
std::string parameter_name(std::string_view word);

// Of each word of a line, white space alone included: where another has the same name too, with its
// place, "'console' (word 2)".
std::vector<std::string> word_names(std::string_view line);

// `line` without the words that begin so.
std::string without_words(std::string_view line, std::string_view beginning);

// Collects variants that differ from the given line and from each other. Keeps their hashes only:
// a line may be long.
class CmdlineVariants {
 public:
  explicit CmdlineVariants(std::string_view given) : given_(given) { note(hash_cmdline(given)); }

  void add(Hypothesis hypothesis, std::string_view line, std::string found) {
    add_digest(hypothesis, hash_cmdline(line), std::move(found));
  }

  // Of a line that is not hashed as QEMU does it.
  void add_digest(Hypothesis hypothesis, const Sha256Digest& digest, std::string found) {
    if (note(digest)) list_.push_back({digest, Change{hypothesis, {}, std::move(found)}});
  }

  const std::string& given() const { return given_; }
  std::size_t size() const { return list_.size(); }
  std::vector<HashOption> take() && { return std::move(list_); }

 private:
  struct Start {
    std::size_t operator()(const Sha256Digest& digest) const {
      std::size_t start = 0;
      std::memcpy(&start, digest.data(), sizeof start);
      return start;
    }
  };

  bool note(const Sha256Digest& digest) { return seen_.insert(digest).second; }

  std::string given_;
  std::unordered_set<Sha256Digest, Start> seen_;
  std::vector<HashOption> list_;
};

// A line to make variants of, in words.
struct CmdlineBase {
  CmdlineBase(CmdlineVariants& variants, std::string_view text, std::string_view has_already,
              std::vector<std::string> names_in_given);

  // The line with these words in the places of its own.
  std::string joined(const std::vector<std::string>& others) const;
  std::string with(std::size_t at, const std::string& word) const;

  void add(Hypothesis hypothesis, std::string_view variant, std::string found) const {
    if (!has.empty()) found += ", and " + has;
    out.add(hypothesis, variant, std::move(found));
  }

  CmdlineVariants& out;
  std::string line;
  std::string has;                 // what it has already that the given one has not
  std::vector<std::string> names;  // of the words; places are those in the given line
  std::vector<std::string> white;  // before each of them
  std::vector<std::string> words;
  std::string tail;  // white space behind them
};

// The given line; also without what often stands at its ends, or comes from a running system's
// /proc/cmdline: with these one more thing may be wrong.
std::vector<CmdlineBase> cmdline_bases(CmdlineVariants& out);

// cmdline.cc: those that are tried together with every other change; and what they leave
// out of a line with very many words, up to kMaxEditedLine bytes.
void add_likely_cmdlines(CmdlineVariants& out);
void add_further_cmdlines(CmdlineVariants& out);

// cmdline_edits.cc: those with an edit, of lines of so many words and bytes at most (a
// longer one has none).
inline constexpr std::size_t kMaxEditedWords = 48;
void add_edited_cmdlines(CmdlineVariants& out);

// cmdline_white.cc: white space and quotes, of the same lines.
void add_white_cmdlines(CmdlineVariants& out);
void add_quoted_cmdlines(CmdlineVariants& out);

}  // namespace sevproof::internal

#endif
