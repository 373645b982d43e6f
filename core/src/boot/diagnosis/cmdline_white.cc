// Other command lines: white space of several kinds, and quotes.
#include <algorithm>
#include <array>

#include "base/ascii_text.h"
#include "boot/diagnosis/cmdline_variants.h"
#include "formats/cmdline_text.h"
#include "sevproof/text.h"

namespace sevproof::internal {
namespace {

using enum Hypothesis;

// A value in quotes may have so many words.
constexpr std::size_t kMaxQuotedWords = 12;
constexpr std::size_t kDeepestIndentation = 24;
constexpr std::string_view kNoBreakSpace = "\xc2\xa0";

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

void add_ends(const CmdlineBase& base) {
  const std::string line(trim(base.line));
  const auto add = [&](const std::string& front, const std::string& back) {
    base.add(front + line + back,
             white_text(front) + " before its text and " + white_text(back) + " after it");
  };
  const auto add_at_either = [&](const std::string& white) {
    add(white, "");
    add("", white);
  };
  const std::vector<std::string> few = all_white(2);
  for (const std::string& front : few) {
    for (const std::string& back : few) add(front, back);
  }
  for (const std::string& white : all_white(4)) add_at_either(white);
  // As in indented XML or YAML.
  for (std::size_t front = 0; front <= kDeepestIndentation; ++front) {
    const std::string spaces(front, ' ');
    for (std::size_t back = 0; back <= kDeepestIndentation; ++back) {
      add("\n" + spaces, "\n" + std::string(back, ' '));
    }
    add_at_either(spaces);
    add_at_either("\n" + spaces);
  }
}

struct Sign {
  std::string_view text;
  std::string_view name;
};

// What can stand between two words where a space was meant, or the other way round.
constexpr std::array<Sign, 16> kGaps = {{{" ", "a space"},
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
                                         {kNoBreakSpace, "a no-break space"}}};

// One space, or another gap, in the place of each gap, and of one.
void add_gaps(const CmdlineBase& base) {
  for (const auto& [text, name] : kGaps) {
    std::string all;
    for (const std::string& word : base.words) all.append(all.empty() ? "" : text).append(word);
    base.add(all, std::string(name) + " between all its words");
    for (std::size_t at = 1; at < base.words.size(); ++at) {
      base.add(base.replaced(base.places[at].white, base.places[at].first, text),
               std::string(name) + " in front of " + base.names[at]);
    }
  }
}

// A continued line, a tab or a no-break space of the given one as one space, or as nothing.
void add_joined_lines(const CmdlineBase& base) {
  const std::string one = replace_all(replace_all(base.line, "\\\r\n", ""), "\\\n", "");
  const std::string line = replace_all(one, kNoBreakSpace, " ");
  base.add(line, "no continued line or no-break space");
  std::string single;
  for (const std::string& word : bare_words(line)) single = join(single, word);
  base.add(single, "single spaces for continued lines, no-break and other spaces");
}

// --- Quotes

constexpr std::array<Sign, 4> kQuotes = {{{"\"", "double quotes"},
                                          {"'", "single quotes"},
                                          {"\\\"", "double quotes with backslashes"},
                                          {"`", "back-ticks"}}};

std::string quoted(const CmdlineBase& base, std::size_t first, std::size_t last,
                   std::string_view quote) {
  const std::string text = base.line.substr(first, last - first);
  return base.replaced(first, last, std::string(quote).append(text).append(quote));
}

// Quotes around each word, around each value, and around a value that goes on over words. Values
// can begin behind each equals sign, as in root=UUID="...".
void add_quoted_parts(const CmdlineBase& base, const Sign& quote) {
  const std::string found = std::string(quote.name) + " around ";
  for (std::size_t first = 0; first < base.words.size(); ++first) {
    const auto [_, word, word_end] = base.places[first];
    const std::string whole = "the value of " + base.names[first];
    const std::size_t most = std::min(first + kMaxQuotedWords, base.words.size());
    for (std::size_t last = first; last < most; ++last) {
      const std::size_t until = base.places[last].last;
      base.add(quoted(base, word, until, quote.text),
               found + "the text that begins with " + base.names[first]);
      std::string part = found + whole;
      for (std::size_t at = base.line.find('=', word); at < word_end;
           at = base.line.find('=', at + 1)) {
        base.add(quoted(base, at + 1, until, quote.text), part);
        part = std::string(found).append("a part of ").append(whole);
      }
    }
  }
}

// One quote, or one and the next of its kind, away; also with the backslash before it.
void add_unquoted_parts(const CmdlineBase& base) {
  constexpr std::string_view kSigns = "\"'`";
  const std::string& line = base.line;
  for (std::size_t at = line.find_first_of(kSigns); at != std::string::npos;
       at = line.find_first_of(kSigns, at + 1)) {
    const std::string where = " after character " + std::to_string(at);
    const std::string one = base.replaced(at, at + 1, "");
    base.add(one, "one quote less" + where);
    const std::size_t next = one.find(line[at], at);
    if (next == std::string::npos) continue;
    base.add(std::string(one).erase(next, 1), "no quotes around the text" + where);
  }
}

// Word processors' and other signs for quotes.
std::string with_plain_quotes(std::string line) {
  for (const char* sign : {"\xe2\x80\x9c", "\xe2\x80\x9d", "\xe2\x80\x9e", "&quot;"}) {
    line = replace_all(line, sign, "\"");
  }
  for (const char* sign : {"\xe2\x80\x98", "\xe2\x80\x99"}) line = replace_all(line, sign, "'");
  return line;
}

void add_quotes_read(const CmdlineBase& base) {
  const std::string once = read_shell_quotes(base.line);
  base.add(once, "what a shell makes of its quotes and backslashes");
  base.add(read_shell_quotes(once), "what two shells make of its quotes and backslashes");
  const std::string plain = with_plain_quotes(base.line);
  base.add(plain, "plain quotes for typographic ones");
  base.add(read_shell_quotes(plain), "nothing for its quotes, typographic ones too");
  std::string escaped = base.line;
  for (const char* sign : {"\\", "\"", "'"}) {
    escaped = replace_all(escaped, sign, std::string("\\") + sign);
  }
  base.add(escaped, "backslashes before its quotes and backslashes");
  for (const auto& [text, name] : kQuotes) {
    const std::string sign(text);
    const std::string found(name);
    base.add(sign + base.line, found + " only at its beginning");
    base.add(base.line + sign, found + " only at its end");
    base.add(std::string(sign).append(base.line).append(sign), found + " around it");
  }
}

void add_quoted_parts(const CmdlineBase& base) {
  for (const Sign& quote : kQuotes) add_quoted_parts(base, quote);
}

}  // namespace

std::span<const Edit> white_edits() {
  static constexpr Edit kEdits[] = {{kCmdlineWhiteSpace, add_ends, true},
                                    {kCmdlineWhiteSpace, add_gaps},
                                    {kCmdlineWhiteSpace, add_joined_lines}};
  return kEdits;
}

std::span<const Edit> quote_edits() {
  static constexpr Edit kEdits[] = {{kCmdlineQuoted, add_quotes_read},
                                    {kCmdlineQuoted, add_unquoted_parts},
                                    {kCmdlineQuoted, add_quoted_parts}};
  return kEdits;
}

}  // namespace sevproof::internal
