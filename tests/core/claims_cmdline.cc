// Classes of command lines: ends, quotes and white space.
#include "claim_lines.h"

namespace sevproof::test {
namespace {

using enum Hypothesis;

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
      started(kCmdlineBlanks, "two spaces added at the beginning", prepend("  ")),
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
      both(kCmdlineQuoted, "quotes behind the second = of a word", append(" resume=UUID=x-1 a"),
           replace("UUID=x-1", "UUID=\"x-1\"")),
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

}  // namespace

std::vector<Claim> cmdline_claims() {
  std::vector<Claim> all;
  for (auto part : {end_claims(), quote_claims(), space_claims()}) {
    for (Claim& claim : part) all.push_back(std::move(claim));
  }
  return all;
}

}  // namespace sevproof::test
