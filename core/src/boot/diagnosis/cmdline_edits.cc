// Other command lines: a usual parameter more at any place, another value, another order.
#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <set>

#include "boot/diagnosis/cmdline_parameters.h"
#include "boot/diagnosis/cmdline_variants.h"
#include "sevproof/text.h"

namespace sevproof::internal {
namespace {

using enum Hypothesis;

constexpr std::int64_t kSmallDifference = 16;
constexpr std::int64_t kLargestTried = 64;
// Of a line's numbers, those with so many digits at most.
constexpr std::size_t kMaxDigits = 15;
constexpr std::size_t kMaxHexDigits = 12;

constexpr std::string_view kDigits = "0123456789";
constexpr std::string_view kHexDigits = "0123456789abcdefABCDEF";

// `word` in front of the word `at`, or at the end.
std::string with_more(const CmdlineBase& base, std::size_t at, const std::string& word) {
  return at == base.words.size() ? join(base.line, word)
                                 : base.with(at, word + " " + base.words[at]);
}

void add_at_every_place(const CmdlineBase& base, const std::string& word) {
  for (std::size_t at = 0; at <= base.words.size(); ++at) {
    const bool is_end = at == base.words.size();
    const std::string place = is_end ? "at its end" : "in front of " + base.names[at];
    base.add(with_more(base, at, word), quote(word) + " " + place);
  }
}

void add_inserted(const CmdlineBase& base) {
  for (const std::string& word : usual_words()) add_at_every_place(base, word);
  const auto& all = base.words;
  const bool has_agent = std::any_of(
      all.begin(), all.end(), [](const std::string& word) { return word.starts_with("agent."); });
  if (!has_agent) return;
  for (const std::string& name : agent_names()) {
    for (const std::string& value : agent_values()) {
      add_at_every_place(base, "agent." + name + (value.empty() ? "" : "=" + value));
    }
  }
}

void add_repeated(const CmdlineBase& base) {
  for (std::size_t at = 0; at < base.words.size(); ++at) {
    const std::string found = base.names[at] + " twice";
    base.add(with_more(base, at, base.words[at]), found);
    base.add(with_more(base, base.words.size(), base.words[at]), found);
  }
}

// --- Values

// What is told is the difference: a report has no business to tell the value.
std::string difference_text(std::int64_t given, std::int64_t found) {
  return std::to_string(std::abs(found - given)) + (found < given ? " less" : " more");
}

std::set<std::int64_t> other_numbers(std::int64_t given) {
  std::set<std::int64_t> numbers;
  for (std::int64_t more = 1; more <= kSmallDifference; ++more) {
    numbers.insert(given + more);
    if (given >= more) numbers.insert(given - more);
  }
  for (std::int64_t number = 0; number <= kLargestTried; ++number) numbers.insert(number);
  for (std::int64_t power = 2 * kLargestTried; power <= 65536; power *= 2) numbers.insert(power);
  for (const std::int64_t other : {given * 2, given / 2, given * 4, given / 4, given * 10,
                                   given / 10, given * 1024, given / 1024}) {
    numbers.insert(other);
  }
  numbers.erase(given);
  return numbers;
}

// A run of digits in a word.
struct Number {
  std::size_t first;
  std::size_t last;
  int base;

  std::size_t digits() const { return last - first; }
};

// As it is written beside `given`: with as many digits at least where that one begins with a zero,
// and in its case.
std::string number_text(std::int64_t number, std::string_view given, int base) {
  std::array<char, 32> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number, base).ptr;
  std::string text(digits.data(), end);
  const bool is_upper = given.find_first_of("ABCDEF") != std::string_view::npos;
  for (char& c : text) {
    if (is_upper && c >= 'a') c = static_cast<char>(c - 'a' + 'A');
  }
  if (given.starts_with('0') && text.size() < given.size()) {
    text.insert(0, given.size() - text.size(), '0');
  }
  return text;
}

void add_number(const CmdlineBase& base, std::size_t at, const Number& number) {
  const std::string& word = base.words[at];
  const std::string_view digits = std::string_view(word).substr(number.first, number.digits());
  std::int64_t given = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), given, number.base);
  const bool is_word = word.find('=') == std::string::npos;
  const std::string place = (is_word ? " instead of your " : " in the value of ") + base.names[at];
  for (const std::int64_t other : other_numbers(given)) {
    const std::string found = "a number" + place + " that is " + difference_text(given, other);
    // Both 008 and 8 for 007.
    for (const std::string_view like : {digits, std::string_view()}) {
      std::string changed = word;
      changed.replace(number.first, number.digits(), number_text(other, like, number.base));
      base.add(base.with(at, changed), found);
    }
  }
}

void add_signs(const CmdlineBase& base, std::size_t at, const Number& number) {
  const std::string& word = base.words[at];
  const std::string front = word.substr(0, number.first);
  const bool is_negative = front.ends_with("=-");
  if (!is_negative && !front.ends_with('=')) return;
  const std::string in = " in the value of " + base.names[at];
  const std::string other = is_negative ? front.substr(0, front.size() - 1) : front + "-";
  base.add(base.with(at, other + word.substr(number.first)), "a number with the other sign" + in);
  if (is_negative) return;
  base.add(base.with(at, other + "1" + word.substr(number.last)), "-1 as a number" + in);
}

// Whose 0x is at `first`.
std::optional<Number> hex_number(const std::string& word, std::size_t first) {
  if (!std::string_view(word).substr(first).starts_with("0x")) return std::nullopt;
  const std::size_t last = std::min(word.find_first_not_of(kHexDigits, first + 2), word.size());
  if (last == first + 2 || last - first - 2 > kMaxHexDigits) return std::nullopt;
  return Number{first + 2, last, 16};
}

void add_all_numbers(const CmdlineBase& base, std::size_t at, std::size_t value) {
  const std::string& word = base.words[at];
  for (std::size_t first = word.find_first_of(kDigits, value); first != std::string::npos;) {
    const std::size_t last = std::min(word.find_first_not_of(kDigits, first), word.size());
    const Number number = {first, last, 10};
    const auto hex = hex_number(word, first);
    if (hex) add_number(base, at, *hex);
    if (!hex && number.digits() <= kMaxDigits) {
      add_number(base, at, number);
      add_signs(base, at, number);
    }
    first = word.find_first_of(kDigits, hex ? hex->last : last);
  }
}

void add_values_of(const CmdlineBase& base, std::size_t at, const std::string& name,
                   const std::vector<UsualParameter>& usual) {
  const bool is_clear = base.words[at] != name && base.names[at] == parameter_name(base.words[at]);
  const std::string instead_of = is_clear ? "the value that you gave" : "your " + base.names[at];
  const auto add_all = [&](const std::vector<std::string>& values) {
    for (const std::string& value : values) {
      const std::string word = std::string(name).append("=").append(value);
      base.add(base.with(at, word), quote(word) + " instead of " + instead_of);
    }
  };
  for (const UsualParameter& parameter : usual) {
    if (parameter.name == name) add_all(parameter.values);
  }
  add_all(switch_values());
  if (name.starts_with("agent.")) add_all(agent_values());
}

void add_values(const CmdlineBase& base) {
  const std::vector<UsualParameter> usual = usual_parameters();
  for (std::size_t at = 0; at < base.words.size(); ++at) {
    const std::size_t equals = base.words[at].find('=');
    const std::string name = base.words[at].substr(0, equals);
    add_values_of(base, at, name, usual);
    if (equals == std::string::npos) {
      for (const UsualParameter& parameter : usual) {
        if (!parameter.values.empty()) continue;
        base.add(base.with(at, parameter.name),
                 quote(parameter.name) + " instead of your " + base.names[at]);
      }
      const bool is_number = name.find_first_not_of(kDigits) == std::string::npos;
      if (is_number) add_all_numbers(base, at, 0);
      continue;
    }
    base.add(base.with(at, name), "no value of " + base.names[at]);
    base.add(base.with(at, name + "="), "an empty value of " + base.names[at]);
    add_all_numbers(base, at, equals + 1);
  }
}

// --- Order

void add_exchanged(const CmdlineBase& base) {
  for (std::size_t first = 0; first < base.words.size(); ++first) {
    for (std::size_t last = first + 1; last < base.words.size(); ++last) {
      std::vector<std::string> order = base.words;
      std::swap(order[first], order[last]);
      base.add(base.joined(order), base.names[first] + " and " + base.names[last] + " swapped");
    }
  }
}

void add_moved(const CmdlineBase& base) {
  for (std::size_t from = 0; from < base.words.size(); ++from) {
    for (std::size_t to = 0; to < base.words.size(); ++to) {
      if (from == to) continue;
      std::vector<std::string> order = base.words;
      order.erase(order.begin() + static_cast<std::ptrdiff_t>(from));
      order.insert(order.begin() + static_cast<std::ptrdiff_t>(to), base.words[from]);
      // Of yours, the word after which it stands now.
      const std::size_t before = to <= from ? to - 1 : to;
      const std::string place = to == 0 ? "at its beginning" : "after " + base.names[before];
      base.add(base.joined(order), base.names[from] + " " + place);
    }
  }
}

}  // namespace

std::span<const Edit> word_edits() {
  static constexpr Edit kEdits[] = {
      {kCmdlineValue, add_values}, {kCmdlineInserted, add_repeated}, {kCmdlineOrder, add_exchanged},
      {kCmdlineOrder, add_moved},  {kCmdlineInserted, add_inserted},
  };
  return kEdits;
}

}  // namespace sevproof::internal
