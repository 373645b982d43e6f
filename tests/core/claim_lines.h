// Claims about command lines: what is given and what was started, as changes of a random line.
#ifndef SEVPROOF_TESTS_CORE_CLAIM_LINES_H
#define SEVPROOF_TESTS_CORE_CLAIM_LINES_H

#include <algorithm>

#include "claims.h"

namespace sevproof::test {

using Text = const std::string&;
using Words = std::vector<std::string>;

template <typename List>
inline std::string one_of(const List& list, Random& random) {
  return std::string(
      *(std::begin(list) + static_cast<std::ptrdiff_t>(below(std::size(list), random))));
}

inline Words words_of(Text line) {
  Words words;
  for (std::size_t first = 0; first <= line.size();) {
    const std::size_t end = std::min(line.find(' ', first), line.size());
    words.push_back(line.substr(first, end - first));
    first = end + 1;
  }
  return words;
}

inline std::string line_of(const Words& words, Text gap = " ") {
  std::string line;
  for (const std::string& word : words) line += (line.empty() ? "" : gap) + word;
  return line;
}

inline std::string replaced(std::string text, Text old, Text instead) {
  for (std::size_t at = text.find(old); at != std::string::npos;
       at = text.find(old, at + instead.size())) {
    text.replace(at, old.size(), instead);
  }
  return text;
}

using Change = std::function<std::string(Text, Random&)>;

// The host starts what `change` makes of the given line.
inline Claim started(Hypothesis row, std::string words, Change change) {
  return {row, std::move(words), [change](MistakenLaunch& launch, Random& random) {
            launch.owner.boot->cmdline = random_line(random);
            launch.host.boot->cmdline = change(launch.owner.boot->cmdline, random);
          }};
}

// The owner gives what `change` makes of the line that was started.
inline Claim given(Hypothesis row, std::string words, Change change) {
  return {row, std::move(words), [change](MistakenLaunch& launch, Random& random) {
            launch.host.boot->cmdline = random_line(random);
            launch.owner.boot->cmdline = change(launch.host.boot->cmdline, random);
          }};
}

// Given and started are both made of a line.
inline Claim both(Hypothesis row, std::string words, Change given, Change started) {
  return {row, std::move(words), [given, started](MistakenLaunch& launch, Random& random) {
            const std::string line = random_line(random);
            launch.owner.boot->cmdline = given(line, random);
            launch.host.boot->cmdline = started(launch.owner.boot->cmdline, random);
          }};
}

inline Change append(std::string end) {
  return [end](Text line, Random&) { return line + end; };
}
inline Change prepend(std::string front) {
  return [front](Text line, Random&) { return front + line; };
}
inline Change replace(std::string old, std::string instead) {
  return [old, instead](Text line, Random&) { return replaced(line, old, instead); };
}
// `change` of the words, one of which is chosen.
inline Change in_words(std::function<void(Words&, std::size_t, Random&)> change) {
  return [change](Text line, Random& random) {
    Words words = words_of(line);
    change(words, below(words.size(), random), random);
    return line_of(words);
  };
}

}  // namespace sevproof::test

#endif
