// Classes of command lines: words and values.
#include <array>

#include "boot/diagnosis/cmdline_parameters.h"
#include "claim_lines.h"

namespace sevproof::test {
namespace {

using enum Hypothesis;

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
      both(kCmdlineValue, "a number with zeros before it", append(" x=007"),
           replace("x=007", "x=008")),
      both(kCmdlineValue, "a hexadecimal number", append(" x=0xfe"), replace("x=0xfe", "x=0xff")),
      both(kCmdlineValue, "a number of 12 hexadecimal digits", append(" x=0x123456789abc"),
           replace("9abc", "9abd")),
      both(kCmdlineValue, "a number of 15 digits", append(" x=123456789012345"),
           replace("9012345", "9012346")),
      both(kCmdlineValue, "a number by itself", append(" 3"), replace(" 3", " 5")),
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

std::string very_many_words() {
  std::string words;
  for (int i = 0; i < 401; ++i) words += " w" + std::to_string(i) + "=1";
  return words;
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
      both(kCmdlineWords, "one of very many words less", append(very_many_words()),
           replace(" w399=1 ", " ")),
      both(kCmdlineWords, "two of very many words less", append(very_many_words()),
           replace(" w398=1 w399=1 ", " ")),
      both(kCmdlineSpaces, "one of very many spaces doubled", append(very_many_words()),
           replace(" w399=1 ", "  w399=1 ")),
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

std::vector<Claim> word_and_value_claims() {
  std::vector<Claim> all = value_claims();
  for (Claim& claim : word_claims()) all.push_back(std::move(claim));
  return all;
}

}  // namespace sevproof::test
