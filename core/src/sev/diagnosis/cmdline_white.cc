// Other command lines: white space of several kinds, and quotes.
#include <algorithm>
#include <array>

#include "base/ascii_text.h"
#include "sev/diagnosis/cmdline_variants.h"
#include "sevproof/text.h"

namespace sevproof::internal {
namespace {

using enum Hypothesis;

// A value in quotes may have so many words.
constexpr std::size_t kMaxQuotedWords = 12;
constexpr std::size_t kDeepestIndentation = 24;

// Every string of up to `most` of these characters, the shortest first.
std::vector<std::string> all_white(std::size_t most) {
  std::vector<std::string> all = {""};
  std::size_t first = 0;
  for (std::size_t length = 1; length <= most; ++length) {
    const std::size_t last = all.size();
    for (; first < last; ++first) {
      for (const char c : kWhite) all.push_back(all[first] + c);
    }
  }
  return all;
}

// In words: "2 spaces, a tab and a newline".
std::string white_text(std::string_view white) {
  constexpr std::array<std::string_view, 4> kNames = {"space", "tab", "carriage return", "newline"};
  std::string text;
  for (std::size_t at = 0; at < white.size();) {
    const std::size_t end = std::min(white.find_first_not_of(white[at], at), white.size());
    const std::string name(kNames.at(kWhite.find(white[at])));
    const std::size_t count = end - at;
    text += (text.empty() ? "" : ", ") +
            (count == 1 ? "a " + name : std::to_string(count) + " " + name + "s");
    at = end;
  }
  return text.empty() ? "nothing" : text;
}

void add_around(const std::string& line, const std::string& front, const std::string& back,
                CmdlineVariants& out) {
  out.add(kCmdlineWhiteSpace, front + line + back,
          white_text(front) + " before its text and " + white_text(back) + " after it");
}

void add_ends(CmdlineVariants& out) {
  const std::string line(trim(out.given()));
  const std::vector<std::string> few = all_white(2);
  for (const std::string& front : few) {
    for (const std::string& back : few) add_around(line, front, back, out);
  }
  for (const std::string& white : all_white(4)) {
    add_around(line, white, "", out);
    add_around(line, "", white, out);
  }
  // As in indented XML or YAML.
  for (std::size_t front = 0; front <= kDeepestIndentation; ++front) {
    for (std::size_t back = 0; back <= kDeepestIndentation; ++back) {
      add_around(line, "\n" + std::string(front, ' '), "\n" + std::string(back, ' '), out);
    }
    const std::string spaces(front, ' ');
    add_around(line, spaces, "", out);
    add_around(line, "", spaces, out);
    add_around(line, "\n" + spaces, "", out);
    add_around(line, "", "\n" + spaces, out);
  }
}

// What can stand between two words where a space was meant, or the other way round.
struct Gap {
  std::string_view text;
  std::string_view name;
};
constexpr std::array<Gap, 16> kGaps = {{{" ", "a space"},
                                        {"", "nothing"},
                                        {"  ", "two spaces"},
                                        {"   ", "three spaces"},
                                        {"    ", "four spaces"},
                                        {"\t", "a tab"},
                                        {" \t", "a space and a tab"},
                                        {"\t ", "a tab and a space"},
                                        {"\n", "a newline"},
                                        {"\r", "a carriage return"},
                                        {"\r\n", "a carriage return and a newline"},
                                        {" \n", "a space and a newline"},
                                        {"\n ", "a newline and a space"},
                                        {"\\\n", "a backslash and a newline"},
                                        {" \\\n", "a space, a backslash and a newline"},
                                        {"\xc2\xa0", "a no-break space"}}};

// One space, or another gap, in the place of each gap, and of one.
void add_gaps(const CmdlineBase& base) {
  for (const Gap& gap : kGaps) {
    const std::string text(gap.text);
    const std::string name(gap.name);
    std::string all;
    for (const std::string& word : base.words) all += (all.empty() ? "" : text) + word;
    base.add(kCmdlineWhiteSpace, all, name + " between all its words");
    for (std::size_t gap_at = 1; gap_at < base.words.size(); ++gap_at) {
      std::string one;
      for (std::size_t at = 0; at < base.words.size(); ++at) {
        one += (at == gap_at ? text : base.white[at]) + base.words[at];
      }
      base.add(kCmdlineWhiteSpace, one + base.tail, name + " in front of " + base.names[gap_at]);
    }
  }
}

// A continued line, a tab or a no-break space of the given one as one space, or as nothing.
void add_joined_lines(const CmdlineBase& base) {
  std::string line = base.line;
  for (const std::string_view mark : {"\\\r\n", "\\\n", "\xc2\xa0"}) {
    for (std::size_t at = line.find(mark); at != std::string::npos; at = line.find(mark, at)) {
      line.replace(at, mark.size(), mark.front() == '\\' ? "" : " ");
    }
  }
  base.add(kCmdlineWhiteSpace, line, "no continued line or no-break space");
  std::string single;
  for (const std::string& word : bare_words(line)) single = join(single, word);
  base.add(kCmdlineWhiteSpace, single,
           "single spaces for continued lines, no-break and other spaces");
}

// --- Quotes

struct Quote {
  std::string_view text;
  std::string_view name;
};
constexpr std::array<Quote, 4> kQuotes = {{{"\"", "double quotes"},
                                           {"'", "single quotes"},
                                           {"\\\"", "double quotes with backslashes"},
                                           {"`", "back-ticks"}}};

std::string quoted(const std::string& text, std::size_t first, std::size_t last,
                   std::string_view quote) {
  return text.substr(0, first) + std::string(quote) + text.substr(first, last - first) +
         std::string(quote) + text.substr(last);
}

// Where its values can begin: behind each equals sign, as in root=UUID="...".
std::vector<std::size_t> value_places(const std::string& line, std::size_t first,
                                      std::size_t last) {
  std::vector<std::size_t> places;
  for (std::size_t at = line.find('=', first); at < last; at = line.find('=', at + 1)) {
    places.push_back(at + 1);
  }
  return places;
}

// Quotes around each word, around each value, and around a value that goes on over words.
void add_quoted_parts(const CmdlineBase& base, const Quote& quote) {
  const std::string& line = base.line;
  std::vector<std::pair<std::size_t, std::size_t>> places;  // of the words
  for (std::size_t at = 0; at < base.words.size(); ++at) {
    const std::size_t word = (at == 0 ? 0 : places.back().second) + base.white[at].size();
    places.emplace_back(word, word + base.words[at].size());
  }
  const std::string found = std::string(quote.name) + " around ";
  for (std::size_t first = 0; first < places.size(); ++first) {
    const auto [word, word_end] = places[first];
    const std::string begins = "the text that begins with " + base.names[first];
    const std::string whole = "the value of " + base.names[first];
    const std::string part = "a part of " + whole;
    const std::size_t most = std::min(first + kMaxQuotedWords, places.size());
    for (std::size_t last = first; last < most; ++last) {
      const std::size_t until = places[last].second;
      base.add(kCmdlineQuoted, quoted(line, word, until, quote.text), found + begins);
      for (const std::size_t value : value_places(line, word, word_end)) {
        base.add(kCmdlineQuoted, quoted(line, value, until, quote.text),
                 found + (value == line.find('=', word) + 1 ? whole : part));
      }
    }
  }
}

// One quote, or one and the next of its kind, away; also with the backslash before it.
void add_unquoted_parts(const CmdlineBase& base) {
  const std::string& line = base.line;
  for (std::size_t at = line.find_first_of("\"'`"); at != std::string::npos;
       at = line.find_first_of("\"'`", at + 1)) {
    const std::string where = " after character " + std::to_string(at);
    std::string one = line;
    one.erase(at, 1);
    base.add(kCmdlineQuoted, one, "one quote less" + where);
    const std::size_t next = line.find(line[at], at + 1);
    if (next == std::string::npos) continue;
    std::string both = line;
    both.erase(next, 1).erase(at, 1);
    base.add(kCmdlineQuoted, both, "no quotes around the text" + where);
  }
}

// As a shell reads it: within double quotes, a backslash counts before few characters.
std::string as_shell_reads(std::string_view line) {
  std::string text;
  char open = 0;
  for (std::size_t at = 0; at < line.size(); ++at) {
    const char c = line[at];
    const bool has_next = at + 1 < line.size();
    if (open == '\'') {
      if (c == '\'')
        open = 0;
      else
        text += c;
    } else if (c == '\\' && has_next &&
               (open == 0 ||
                std::string_view("$`\"\\\n").find(line[at + 1]) != std::string_view::npos)) {
      if (line[++at] != '\n') text += line[at];
    } else if (c == open) {
      open = 0;
    } else if (open == 0 && (c == '"' || c == '\'')) {
      open = c;
    } else {
      text += c;
    }
  }
  return text;
}

// Word processors' and other signs for quotes.
std::string with_plain_quotes(std::string line) {
  constexpr std::array<std::pair<std::string_view, char>, 6> kSigns = {{{"\xe2\x80\x9c", '"'},
                                                                        {"\xe2\x80\x9d", '"'},
                                                                        {"\xe2\x80\x9e", '"'},
                                                                        {"\xe2\x80\x98", '\''},
                                                                        {"\xe2\x80\x99", '\''},
                                                                        {"&quot;", '"'}}};
  for (const auto& [sign, plain] : kSigns) {
    for (std::size_t at = line.find(sign); at != std::string::npos; at = line.find(sign, at + 1)) {
      line.replace(at, sign.size(), 1, plain);
    }
  }
  return line;
}

void add_quotes_read(const CmdlineBase& base) {
  const std::string once = as_shell_reads(base.line);
  base.add(kCmdlineQuoted, once, "what a shell makes of its quotes and backslashes");
  base.add(kCmdlineQuoted, as_shell_reads(once),
           "what two shells make of its quotes and backslashes");
  const std::string plain = with_plain_quotes(base.line);
  base.add(kCmdlineQuoted, plain, "plain quotes for typographic ones");
  base.add(kCmdlineQuoted, as_shell_reads(plain), "nothing for its quotes, typographic ones too");
  std::string escaped;
  for (const char c : base.line) {
    if (c == '"' || c == '\'' || c == '\\') escaped += '\\';
    escaped += c;
  }
  base.add(kCmdlineQuoted, escaped, "backslashes before its quotes and backslashes");
  for (const Quote& quote : kQuotes) {
    const std::string sign(quote.text);
    const std::string name(quote.name);
    base.add(kCmdlineQuoted, sign + base.line, name + " only at its beginning");
    base.add(kCmdlineQuoted, base.line + sign, name + " only at its end");
    base.add(kCmdlineQuoted, quoted(base.line, 0, base.line.size(), sign), name + " around it");
  }
}

}  // namespace

void add_white_cmdlines(CmdlineVariants& out) {
  add_ends(out);
  for (const CmdlineBase& base : cmdline_bases(out)) {
    add_gaps(base);
    add_joined_lines(base);
  }
}

void add_quoted_cmdlines(CmdlineVariants& out) {
  for (const CmdlineBase& base : cmdline_bases(out)) {
    add_quotes_read(base);
    add_unquoted_parts(base);
    for (const Quote& quote : kQuotes) add_quoted_parts(base, quote);
  }
}

}  // namespace sevproof::internal
