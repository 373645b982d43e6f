// Other command lines: a usual parameter more at any place, another value, another order.
#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <set>

#include "sev/diagnosis/cmdline_parameters.h"
#include "sev/diagnosis/cmdline_variants.h"
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

// A line as its words, and the white space before each.
class Words {
 public:
  explicit Words(const CmdlineBase& base) : base_(base) {
    for (const std::string& part : split_words(base.line)) {
      const std::size_t word = std::min(part.find_first_not_of(kWhite), part.size());
      if (word == part.size()) {
        tail_ = part;
        continue;
      }
      white_.push_back(part.substr(0, word));
      words_.push_back(part.substr(word));
    }
  }

  std::size_t size() const { return words_.size(); }
  const std::string& operator[](std::size_t at) const { return words_[at]; }
  // As a message calls it.
  const std::string& name(std::size_t at) const { return base_.names[at]; }

  // The line with these words in the places of its own.
  std::string joined(const std::vector<std::string>& words) const {
    std::string line;
    for (std::size_t at = 0; at < words.size(); ++at) line += white_[at] + words[at];
    return line + tail_;
  }
  std::string with(std::size_t at, const std::string& word) const {
    std::vector<std::string> words = words_;
    words[at] = word;
    return joined(words);
  }
  // `word` in front of the word `at`, or at the end.
  std::string with_more(std::size_t at, const std::string& word) const {
    if (at == words_.size()) return join(joined(words_), word);
    return with(at, word + " " + words_[at]);
  }
  std::string place(std::size_t at) const {
    return at == words_.size() ? "at its end" : "in front of " + name(at);
  }

  const std::vector<std::string>& words() const { return words_; }
  const CmdlineBase& base() const { return base_; }

 private:
  const CmdlineBase& base_;
  std::vector<std::string> white_;
  std::vector<std::string> words_;
  std::string tail_;
};

void add_at_every_place(const Words& words, const std::string& word, CmdlineVariants& out) {
  for (std::size_t at = 0; at <= words.size(); ++at) {
    out.add(kCmdlineInserted, words.with_more(at, word),
            words.base().with(quote(word) + " " + words.place(at)));
  }
}

void add_inserted(const Words& words, CmdlineVariants& out) {
  for (const std::string& word : usual_words()) add_at_every_place(words, word, out);
  const auto& all = words.words();
  const bool has_agent = std::any_of(
      all.begin(), all.end(), [](const std::string& word) { return word.starts_with("agent."); });
  if (!has_agent) return;
  for (const std::string_view name : agent_names()) {
    for (const std::string_view value : agent_values()) {
      const std::string word = "agent." + std::string(name);
      add_at_every_place(words, value.empty() ? word : word + "=" + std::string(value), out);
    }
  }
}

void add_repeated(const Words& words, CmdlineVariants& out) {
  for (std::size_t at = 0; at < words.size(); ++at) {
    const std::string found = words.base().with(words.name(at) + " twice");
    out.add(kCmdlineInserted, words.with_more(at, words[at]), found);
    out.add(kCmdlineInserted, words.with_more(words.size(), words[at]), found);
  }
}

// --- Values

void add_word(const Words& words, std::size_t at, const std::string& word, const std::string& found,
              CmdlineVariants& out) {
  out.add(kCmdlineValue, words.with(at, word), words.base().with(found));
}

// What is told is the difference: a report has no business to tell the value.
std::string number_words(std::int64_t given, std::int64_t found) {
  if (found == -given) return "the other sign";
  const std::int64_t difference = found - given;
  return std::to_string(difference < 0 ? -difference : difference) +
         (difference < 0 ? " less" : " more");
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

void add_number(const Words& words, std::size_t at, const Number& number, CmdlineVariants& out) {
  const std::string& word = words[at];
  const std::string_view digits = std::string_view(word).substr(number.first, number.digits());
  std::int64_t given = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), given, number.base);
  const bool is_word = word.find('=') == std::string::npos;
  const std::string place = (is_word ? " instead of your " : " in the value of ") + words.name(at);
  for (const std::int64_t other : other_numbers(given)) {
    const std::string found = "a number" + place + " that is " + number_words(given, other);
    // Both 008 and 8 for 007.
    for (const std::string_view like : {digits, std::string_view()}) {
      std::string changed = word;
      changed.replace(number.first, number.digits(), number_text(other, like, number.base));
      add_word(words, at, changed, found, out);
    }
  }
}

void add_signs(const Words& words, std::size_t at, const Number& number, CmdlineVariants& out) {
  const std::string& word = words[at];
  const std::string front = word.substr(0, number.first);
  const std::string in = " in the value of " + words.name(at);
  if (front.ends_with("=-")) {
    add_word(words, at, word.substr(0, number.first - 1) + word.substr(number.first),
             "a number with the other sign" + in, out);
  } else if (front.ends_with('=')) {
    add_word(words, at, front + "-" + word.substr(number.first),
             "a number with the other sign" + in, out);
    add_word(words, at, front + "-1" + word.substr(number.last), "-1 as a number" + in, out);
  }
}

// Whose 0x is at `first`.
std::optional<Number> hex_number(const std::string& word, std::size_t first) {
  if (!std::string_view(word).substr(first).starts_with("0x")) return std::nullopt;
  const std::size_t last = std::min(word.find_first_not_of(kHexDigits, first + 2), word.size());
  if (last == first + 2 || last - first - 2 > kMaxHexDigits) return std::nullopt;
  return Number{first + 2, last, 16};
}

void add_all_numbers(const Words& words, std::size_t at, std::size_t value, CmdlineVariants& out) {
  const std::string& word = words[at];
  for (std::size_t first = word.find_first_of(kDigits, value); first != std::string::npos;) {
    const std::size_t last = std::min(word.find_first_not_of(kDigits, first), word.size());
    const Number number = {first, last, 10};
    const auto hex = hex_number(word, first);
    if (hex) add_number(words, at, *hex, out);
    if (!hex && number.digits() <= kMaxDigits) {
      add_number(words, at, number, out);
      add_signs(words, at, number, out);
    }
    first = word.find_first_of(kDigits, hex ? hex->last : last);
  }
}

void add_values_of(const Words& words, std::size_t at, const std::string& name,
                   CmdlineVariants& out) {
  const bool is_clear = words[at] != name && words.name(at) == parameter_name(words[at]);
  const std::string instead_of = is_clear ? "the value that you gave" : "your " + words.name(at);
  const auto add_value = [&](const std::string& value) {
    add_word(words, at, name + "=" + value, quote(name + "=" + value) + " instead of " + instead_of,
             out);
  };
  for (const UsualParameter& parameter : usual_parameters()) {
    if (parameter.name != name) continue;
    for (const std::string& value : split_values(parameter.values)) add_value(value);
  }
  for (const std::string_view value : switch_values()) add_value(std::string(value));
  if (name.starts_with("agent.")) {
    for (const std::string_view value : agent_values()) add_value(std::string(value));
  }
}

void add_values(const Words& words, CmdlineVariants& out) {
  for (std::size_t at = 0; at < words.size(); ++at) {
    const std::size_t equals = words[at].find('=');
    const std::string name = words[at].substr(0, equals);
    add_values_of(words, at, name, out);
    if (equals == std::string::npos) {
      for (const UsualParameter& parameter : usual_parameters()) {
        if (!parameter.values.empty()) continue;
        add_word(words, at, std::string(parameter.name),
                 quote(parameter.name) + " instead of your " + words.name(at), out);
      }
      const bool is_number = name.find_first_not_of(kDigits) == std::string::npos;
      if (is_number) add_all_numbers(words, at, 0, out);
      continue;
    }
    add_word(words, at, name, "no value of " + words.name(at), out);
    add_word(words, at, name + "=", "an empty value of " + words.name(at), out);
    add_all_numbers(words, at, equals + 1, out);
  }
}

// --- Order

void add_exchanged(const Words& words, CmdlineVariants& out) {
  for (std::size_t first = 0; first < words.size(); ++first) {
    for (std::size_t last = first + 1; last < words.size(); ++last) {
      std::vector<std::string> order = words.words();
      std::swap(order[first], order[last]);
      out.add(kCmdlineOrder, words.joined(order),
              words.base().with(words.name(first) + " and " + words.name(last) + " swapped"));
    }
  }
}

void add_moved(const Words& words, CmdlineVariants& out) {
  for (std::size_t from = 0; from < words.size(); ++from) {
    for (std::size_t to = 0; to < words.size(); ++to) {
      if (from == to) continue;
      std::vector<std::string> order = words.words();
      order.erase(order.begin() + static_cast<std::ptrdiff_t>(from));
      order.insert(order.begin() + static_cast<std::ptrdiff_t>(to), words[from]);
      // Of yours, the word after which it stands now.
      const std::size_t before = to <= from ? to - 1 : to;
      const std::string place = to == 0 ? "at its beginning" : "after " + words.name(before);
      out.add(kCmdlineOrder, words.joined(order),
              words.base().with(words.name(from) + " " + place));
    }
  }
}

}  // namespace

void add_edited_cmdlines(CmdlineVariants& out) {
  for (const CmdlineBase& base : cmdline_bases(out.given())) {
    const Words words(base);
    add_values(words, out);
    add_repeated(words, out);
    add_exchanged(words, out);
    add_moved(words, out);
    add_inserted(words, out);
  }
}

}  // namespace sevproof::internal
