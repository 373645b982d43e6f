// Classes of command lines: what is given, and what was started.
#include <algorithm>
#include <array>

#include "claims.h"
#include "cmdline_parameters.h"

namespace sevproof::test {
namespace {

using enum Hypothesis;
using Text = const std::string&;
using Words = std::vector<std::string>;

template <typename List>
std::string one_of(const List& list, Random& random) {
  return std::string(
      *(std::begin(list) + static_cast<std::ptrdiff_t>(below(std::size(list), random))));
}

Words words_of(Text line) {
  Words words;
  for (std::size_t first = 0; first <= line.size();) {
    const std::size_t end = std::min(line.find(' ', first), line.size());
    words.push_back(line.substr(first, end - first));
    first = end + 1;
  }
  return words;
}

std::string line_of(const Words& words, Text gap = " ") {
  std::string line;
  for (const std::string& word : words) line += (line.empty() ? "" : gap) + word;
  return line;
}

std::string replaced(std::string text, Text old, Text instead) {
  for (std::size_t at = text.find(old); at != std::string::npos;
       at = text.find(old, at + instead.size())) {
    text.replace(at, old.size(), instead);
  }
  return text;
}

using Change = std::function<std::string(Text, Random&)>;

// The host starts what `change` makes of the given line.
Claim started(Hypothesis row, std::string words, Change change) {
  return {row, std::move(words), [change](MistakenLaunch& launch, Random& random) {
            launch.owner.boot->cmdline = random_line(random);
            launch.host.boot->cmdline = change(launch.owner.boot->cmdline, random);
          }};
}

// The owner gives what `change` makes of the line that was started.
Claim given(Hypothesis row, std::string words, Change change) {
  return {row, std::move(words), [change](MistakenLaunch& launch, Random& random) {
            launch.host.boot->cmdline = random_line(random);
            launch.owner.boot->cmdline = change(launch.host.boot->cmdline, random);
          }};
}

// Given and started are both made of a line.
Claim both(Hypothesis row, std::string words, Change given, Change started) {
  return {row, std::move(words), [given, started](MistakenLaunch& launch, Random& random) {
            const std::string line = random_line(random);
            launch.owner.boot->cmdline = given(line, random);
            launch.host.boot->cmdline = started(launch.owner.boot->cmdline, random);
          }};
}

Change append(std::string end) {
  return [end](Text line, Random&) { return line + end; };
}
Change prepend(std::string front) {
  return [front](Text line, Random&) { return front + line; };
}
Change replace(std::string old, std::string instead) {
  return [old, instead](Text line, Random&) { return replaced(line, old, instead); };
}
// `change` of the words, one of which is chosen.
Change in_words(std::function<void(Words&, std::size_t, Random&)> change) {
  return [change](Text line, Random& random) {
    Words words = words_of(line);
    change(words, below(words.size(), random), random);
    return line_of(words);
  };
}

std::string random_white(std::size_t most, Random& random) {
  std::string white;
  for (std::size_t count = below(most + 1, random); count > 0; --count) {
    white += " \t\r\n"[below(4, random)];
  }
  return white;
}

std::string repeat(std::size_t most, Text text, Random& random) {
  std::string all;
  for (std::size_t count = 1 + below(most, random); count > 0; --count) all += text;
  return all;
}

std::vector<Claim> end_claims() {
  return {
      given(kCmdlineBlanks, "spaces and tabs at the beginning removed",
            [](Text line, Random& random) { return repeat(9, " ", random) + "\t" + line; }),
      given(kCmdlineBlanks, "spaces and tabs at the end removed",
            [](Text line, Random& random) { return line + "\t" + repeat(9, " ", random); }),
      given(kCmdlineBlanks, "spaces at both ends removed",
            [](Text line, Random& random) {
              return repeat(9, " ", random) + line + repeat(9, " ", random);
            }),
      started(kCmdlineBlanks, "a space added at the end", append(" ")),
      started(kCmdlineBlanks, "two spaces added at the end", append("  ")),
      started(kCmdlineBlanks, "a space added at the beginning", prepend(" ")),
      started(kCmdlineBlanks, "a tab added at the end", append("\t")),
      started(kCmdlineBlanks, "a tab added at the beginning", prepend("\t")),
      started(kCmdlineLineEnd, "a newline added at the end", append("\n")),
      started(kCmdlineLineEnd, "a carriage return added at the end", append("\r")),
      started(kCmdlineLineEnd, "both added at the end", append("\r\n")),
      started(kCmdlineLineEnd, "a newline added at the beginning", prepend("\n")),
      given(kCmdlineLineEnd, "all line endings at the end removed",
            [](Text line, Random& random) { return line + repeat(4, "\r\n", random); }),
      given(kCmdlineLineEnd, "all line endings at the beginning removed",
            [](Text line, Random& random) { return repeat(4, "\n", random) + line; }),
      both(kCmdlineLineEnd, "all line endings in it removed", replace(" ", "\r\n"),
           replace("\r\n", "")),
      both(kCmdlineLineEnd, "newlines as spaces", replace(" ", "\n"), replace("\n", " ")),
      both(kCmdlineLineEnd, "carriage returns with newlines as spaces", replace(" ", "\r\n"),
           replace("\r\n", " ")),
      both(kCmdlineLineEnd, "carriage returns as newlines (libvirt)", replace(" ", "\r"),
           replace("\r", "\n")),
      both(kCmdlineLineEnd, "newlines as carriage returns", replace(" ", "\n"),
           replace("\n", "\r")),
      both(kCmdlineLineEnd, "newlines as both", replace(" ", "\n"), replace("\n", "\r\n")),
      both(kCmdlineLineEnd, "both as newlines", replace(" ", "\r\n"), replace("\r\n", "\n")),
      started(kCmdlineNul, "a NUL byte more", append(std::string(1, '\0'))),
      given(kCmdlineNul, "nothing from a NUL byte on",
            [](Text line, Random&) { return line + std::string(1, '\0') + "more"; }),
      started(kCmdlineEmpty, "an empty command line", [](Text, Random&) { return std::string(); }),
  };
}

std::vector<Claim> quote_claims() {
  const auto around_word = in_words([](Words& words, std::size_t at, Random& random) {
    const std::string quote = one_of(Words{"\"", "'", "\\\"", "`"}, random);
    words[at] = quote + words[at] + quote;
  });
  const auto around_value = in_words([](Words& words, std::size_t at, Random& random) {
    while (words[at].find('=') == std::string::npos) at = below(words.size(), random);
    const std::string quote = one_of(Words{"\"", "'"}, random);
    words[at] = replaced(words[at], words[at].substr(words[at].find('=') + 1),
                         quote + words[at].substr(words[at].find('=') + 1) + quote);
  });
  const auto over_words = [](Text line, Random& random) {
    Words words = words_of(line);
    const std::size_t last = 1 + below(std::min<std::size_t>(words.size() - 1, 11), random);
    words[0].insert(words[0].find('=') + 1, "\"");
    words[last] += "\"";
    return line_of(words);
  };
  return {
      started(kCmdlineQuotes, "double quotes around it added",
              [](Text line, Random&) { return '"' + line + '"'; }),
      started(kCmdlineQuotes, "single quotes around it added",
              [](Text line, Random&) { return "'" + line + "'"; }),
      given(kCmdlineQuotes, "double quotes around it removed",
            [](Text line, Random&) { return '"' + line + '"'; }),
      given(kCmdlineQuotes, "single quotes around it removed",
            [](Text line, Random&) { return "'" + line + "'"; }),
      both(
          kCmdlineQuotes, "all double quotes in it removed",
          [](Text line, Random&) { return "a=\"b\" c=\"d\" e='f' " + line; }, replace("\"", "")),
      both(
          kCmdlineQuotes, "all single quotes in it removed",
          [](Text line, Random&) { return "a=\"b\" c='d' e='f' " + line; }, replace("'", "")),
      given(kCmdlineQuotes, "backslashes in it removed", replace("=", "\\=")),
      started(kCmdlineQuoted, "quotes of four kinds around a word", around_word),
      started(kCmdlineQuoted, "quotes around a value", around_value),
      started(kCmdlineQuoted, "quotes around a value of up to 12 words", over_words),
      started(kCmdlineQuoted, "back-ticks around it",
              [](Text line, Random&) { return "`" + line + "`"; }),
      started(kCmdlineQuoted, "a quote at its end alone", append("\"")),
      started(kCmdlineQuoted, "a quote at its beginning alone", prepend("'")),
      both(
          kCmdlineQuoted, "a quote of it away",
          [](Text line, Random&) { return "a=\"b\" " + line + "\""; },
          [](Text line, Random&) { return line.substr(0, line.size() - 1); }),
      both(
          kCmdlineQuoted, "one pair of its quotes away",
          [](Text line, Random&) { return "a=\"b\" " + line + " c=\"d\""; },
          replace("a=\"b\"", "a=b")),
      both(
          kCmdlineQuoted, "what a shell makes of it",
          [](Text line, Random&) { return "a=\"b \\\"c\\\" d\" e='x\\y' " + line; },
          [](Text line, Random&) {
            return replaced(replaced(line, "a=\"b \\\"c\\\" d\"", "a=b \"c\" d"), "'", "");
          }),
      both(
          kCmdlineQuoted, "what two shells make of it",
          [](Text line, Random&) { return "'a=\"b c\"' " + line; },
          replace("'a=\"b c\"'", "a=b c")),
      given(kCmdlineQuoted, "typographic quotes around it away",
            [](Text line, Random&) { return "\xe2\x80\x9c" + line + "\xe2\x80\x9d"; }),
      both(
          kCmdlineQuoted, "plain quotes for typographic ones",
          [](Text line, Random&) {
            return "a=\xe2\x80\x9c"
                   "b\xe2\x80\x9d " +
                   line;
          },
          [](Text line, Random&) {
            return replaced(replaced(line, "\xe2\x80\x9c", "\""), "\xe2\x80\x9d", "\"");
          }),
      both(
          kCmdlineQuoted, "a backslash before each of its quotes",
          [](Text line, Random&) { return "a=\"b\" " + line; }, replace("\"", "\\\"")),
  };
}

std::vector<Claim> space_claims() {
  const auto between = [](bool all) {
    return [all](Text line, Random& random) {
      Words words = words_of(line);
      const std::string gap = one_of(Words{"", "  ", "   ", "    ", "\t", " \t", "\t ", "\n", "\r",
                                           "\r\n", " \n", "\n ", "\\\n", " \\\n", "\xc2\xa0"},
                                     random);
      if (all) return line_of(words, gap);
      const std::size_t at = 1 + below(words.size() - 1, random);
      const std::string front = line_of({words.begin(), words.begin() + static_cast<long>(at)});
      return front + gap + line_of({words.begin() + static_cast<long>(at), words.end()});
    };
  };
  return {
      given(kCmdlineSpaces, "runs of spaces and tabs made one",
            [](Text line, Random& random) {
              std::string other;
              for (const char c : line)
                other += c == ' ' ? repeat(3, "\t ", random) : std::string(1, c);
              return other;
            }),
      given(kCmdlineSpaces, "runs of all white space made one",
            [](Text line, Random& random) {
              std::string other;
              for (const char c : line)
                other += c == ' ' ? repeat(3, "\n ", random) : std::string(1, c);
              return other;
            }),
      started(kCmdlineSpaces, "one space doubled",
              in_words([](Words& words, std::size_t at, Random&) {
                words[at == 0 ? 1 : at].insert(0, " ");
              })),
      given(kCmdlineSpaces, "one space less", in_words([](Words& words, std::size_t at, Random&) {
              words[at == 0 ? 1 : at].insert(0, " ");
              words.back().insert(0, "  ");
            })),
      started(kCmdlineWhiteSpace, "any white space of up to 2 at both ends",
              [](Text line, Random& random) {
                return random_white(2, random) + line + random_white(2, random);
              }),
      both(
          kCmdlineWhiteSpace, "that in the place of other white space",
          [](Text line, Random& random) {
            return random_white(9, random) + line + random_white(9, random);
          },
          [](Text line, Random& random) {
            const std::size_t first = line.find_first_not_of(" \t\r\n");
            const std::size_t last = line.find_last_not_of(" \t\r\n");
            return random_white(2, random) + line.substr(first, last + 1 - first) +
                   random_white(2, random);
          }),
      started(kCmdlineWhiteSpace, "any white space of up to 4 at one end",
              [](Text line, Random& random) {
                const std::string white = random_white(4, random);
                return below(2, random) == 0 ? white + line : line + white;
              }),
      started(kCmdlineWhiteSpace, "up to 24 spaces at one end",
              [](Text line, Random& random) {
                const std::string white = repeat(24, " ", random);
                return below(2, random) == 0 ? white + line : line + white;
              }),
      started(kCmdlineWhiteSpace, "indented as in XML",
              [](Text line, Random& random) {
                return "\n" + repeat(24, " ", random) + line + "\n" + repeat(24, " ", random);
              }),
      started(kCmdlineWhiteSpace, "another gap between all words", between(true)),
      started(kCmdlineWhiteSpace, "another gap between two words", between(false)),
      given(kCmdlineWhiteSpace, "continued lines joined", replace(" ", " \\\n")),
      given(kCmdlineWhiteSpace, "indented continued lines joined", replace(" ", " \\\n    ")),
  };
}

std::string with_number(Words& words, std::function<long(long)> change) {
  for (std::string& word : words) {
    const std::size_t at = word.find_first_of("0123456789", word.find('=') + 1);
    if (word.find('=') == std::string::npos || at == std::string::npos) continue;
    const std::size_t end = std::min(word.find_first_not_of("0123456789", at), word.size());
    const long number = std::stol(word.substr(at, end - at));
    word = word.substr(0, at) + std::to_string(std::max(change(number), 0L)) + word.substr(end);
    break;
  }
  return line_of(words);
}

Change other_number(std::function<long(long, Random&)> change) {
  return [change](Text line, Random& random) {
    Words words = words_of(line);
    std::shuffle(words.begin(), words.end(), random);
    const std::string shuffled = line_of(words);
    std::string other = shuffled;
    while (other == shuffled) {
      Words copy = words;
      other = with_number(copy, [&](long number) { return change(number, random); });
    }
    return shuffled + "|" + other;
  };
}

// Of "given|started".
Claim numbers(std::string words, std::function<long(long, Random&)> change) {
  const Change make = other_number(std::move(change));
  return {kCmdlineValue, std::move(words), [make](MistakenLaunch& launch, Random& random) {
            const std::string line = make(random_line(random), random);
            launch.owner.boot->cmdline = line.substr(0, line.find('|'));
            launch.host.boot->cmdline = line.substr(line.find('|') + 1);
          }};
}

std::vector<Claim> value_claims() {
  return {
      numbers("a number up to 16 more or less",
              [](long number, Random& random) {
                return number + static_cast<long>(below(33, random)) - 16;
              }),
      numbers("a number from 0 to 64",
              [](long, Random& random) { return static_cast<long>(below(65, random)); }),
      numbers("a power of two up to 65536",
              [](long, Random& random) { return 1L << below(17, random); }),
      numbers("a number twice, 4, 10 or 1024 times as large",
              [](long number, Random& random) {
                return (number + 0) * std::array<long, 4>{2, 4, 10, 1024}[below(4, random)] +
                       (number == 0 ? 1 : 0);
              }),
      both(kCmdlineValue, "a minus sign more", append(" x=13"), replace("x=13", "x=-13")),
      both(kCmdlineValue, "a minus sign less", append(" x=-13"), replace("x=-13", "x=13")),
      both(
          kCmdlineValue, "a usual value",
          [](Text line, Random& random) {
            return line + " " + one_of(internal::usual_words(), random);
          },
          [](Text line, Random& random) {
            const std::size_t at = line.rfind(' ') + 1;
            const std::string name = line.substr(at, line.find('=', at) - at);
            Words same;
            for (const std::string& word : internal::usual_words()) {
              const bool is_same = word.substr(0, word.find('=')) == name;
              const bool is_flag = word.find('=') == std::string::npos;
              const bool was_flag = line.find('=', at) == std::string::npos;
              if (was_flag ? is_flag : is_same) same.push_back(word);
            }
            return line.substr(0, at) + one_of(same, random);
          }),
      started(kCmdlineValue, "0, 1, on, off and the like",
              in_words([](Words& words, std::size_t at, Random& random) {
                words[at] = words[at].substr(0, words[at].find('=')) + "=" +
                            one_of(internal::switch_values(), random);
              })),
      started(kCmdlineValue, "an empty value",
              in_words([](Words& words, std::size_t, Random&) { words[0] = "root="; })),
      started(kCmdlineValue, "no value",
              in_words([](Words& words, std::size_t, Random&) { words[1] = "console"; })),
  };
}

std::vector<Claim> word_claims() {
  const auto insert = [](std::size_t at, const std::string& word, Words& words) {
    words.insert(words.begin() + static_cast<long>(at), word);
  };
  return {
      started(kCmdlineInitrd, "a usual initrd= part at an end",
              [](Text line, Random& random) {
                const std::string part =
                    "initrd=" +
                    one_of(Words{"initrd", "initrd.img", "initrd.gz", "initramfs", "initramfs.img",
                                 "/initrd", "/initrd.img", "/boot/initrd.img"},
                           random);
                return below(2, random) == 0 ? part + " " + line : line + " " + part;
              }),
      given(kCmdlineInitrd, "all initrd= parts removed",
            [](Text line, Random&) { return "initrd=/a " + line + " initrd=/b"; }),
      started(kCmdlineWords, "a likely parameter at an end",
              [](Text line, Random& random) {
                const std::string word = one_of(internal::likely_parameters(), random);
                return below(2, random) == 0 ? word + " " + line : line + " " + word;
              }),
      started(kCmdlineWords, "a word less", in_words([](Words& words, std::size_t at, Random&) {
                words.erase(words.begin() + static_cast<long>(at));
              })),
      given(kCmdlineWords, "an unknown word less",
            in_words([insert](Words& words, std::size_t at, Random& random) {
              insert(at, "w" + std::to_string(random()) + "=x", words);
            })),
      started(kCmdlineWords, "two neighbours less",
              in_words([](Words& words, std::size_t at, Random&) {
                const std::size_t first = std::min(at, words.size() - 2);
                words.erase(words.begin() + static_cast<long>(first),
                            words.begin() + static_cast<long>(first) + 2);
              })),
      started(kCmdlineInserted, "a usual parameter at any place",
              in_words([insert](Words& words, std::size_t at, Random& random) {
                insert(at, one_of(internal::usual_words(), random), words);
              })),
      both(kCmdlineInserted, "a parameter of the agent at any place",
           append(" agent.config=/etc/b.toml"),
           in_words([insert](Words& words, std::size_t at, Random& random) {
             const std::string value = one_of(internal::agent_values(), random);
             insert(at,
                    "agent." + one_of(internal::agent_names(), random) +
                        (value.empty() ? "" : "=" + value),
                    words);
           })),
      started(kCmdlineInserted, "a word twice, side by side",
              in_words([insert](Words& words, std::size_t at, Random&) {
                insert(at, std::string(words[at]), words);
              })),
      started(kCmdlineInserted, "a word once more at the end",
              in_words([](Words& words, std::size_t at, Random&) {
                words.push_back(std::string(words[at]));
              })),
      started(kCmdlineOrder, "two neighbours exchanged",
              in_words([](Words& words, std::size_t at, Random&) {
                const std::size_t first = std::min(at, words.size() - 2);
                std::swap(words[first], words[first + 1]);
              })),
      started(kCmdlineOrder, "any two words exchanged",
              in_words([](Words& words, std::size_t at, Random&) {
                std::swap(words[at], words[at == 0 ? words.size() - 1 : 0]);
              })),
      started(kCmdlineOrder, "a word moved to any place",
              in_words([insert](Words& words, std::size_t at, Random& random) {
                const std::string word = words[at];
                words.erase(words.begin() + static_cast<long>(at));
                insert(below(words.size() + 1, random), word, words);
              })),
  };
}

}  // namespace

std::vector<Claim> cmdline_claims() {
  std::vector<Claim> all;
  for (auto part : {end_claims(), quote_claims(), space_claims(), value_claims(), word_claims()}) {
    for (Claim& claim : part) all.push_back(std::move(claim));
  }
  return all;
}

}  // namespace sevproof::test
