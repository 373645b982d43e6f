#include "formats/cmdline_finder.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "formats/cmdline_marked.h"
#include "formats/cmdline_settings.h"
#include "formats/cmdline_text.h"
#include "sevproof/text.h"

namespace sevproof::internal {
namespace {

constexpr std::string_view kWhite = " \t\r\n";
// Of a hostile file, so many lines and quotes are looked at.
constexpr std::size_t kMostLooks = 4096;

class Finder {
 public:
  explicit Finder(std::string_view text) : text_(text) {}

  FoundCmdlines find() && {
    each_last("-append", [&](std::size_t at) { read_argument(at, at + 7); });
    each_last("<cmdline>", [&](std::size_t at) { read_element(at, at + 9); });
    each_last("kernel_args=", [&](std::size_t at) { read_suboption(at, at + 12); });
    each_line([&](std::string_view line) { read_line(line); });
    for (std::string& line : settings_.grub_lines()) {
      mark(entries_, std::move(line), "GRUB_CMDLINE_LINUX and _DEFAULT joined", grub_at_);
    }
    find_quoted();
    FoundCmdlines found;
    Cmdlines all;
    for (Marked* kind : {&arguments_, &elements_, &entries_}) kind->move_to(all, text_);
    found.marked = std::move(all).take();
    found.lines = std::move(lines_).take();
    return found;
  }

 private:
  static void mark(Marked& kind, std::string line, const std::string& what, std::size_t at) {
    const std::string bare = without_boot_image(line);
    if (bare != line) kind.add(bare, what + " without BOOT_IMAGE=", at);
    kind.add(std::move(line), what, at);
  }

  void add_line(std::string_view line, const std::string& what, std::size_t at) {
    if (lines_.size() >= kMaxLines) return;
    lines_.add_with(line, [&] { return Marked::place_text(what, text_, at); });
  }

  // The last occurrences of `mark`, from the first of these on.
  template <typename Each>
  void each_last(std::string_view mark, Each each) {
    std::vector<std::size_t> places;
    std::size_t at = text_.rfind(mark);
    while (at != std::string_view::npos && places.size() < kMaxMarked) {
      places.push_back(at);
      at = at == 0 ? std::string_view::npos : text_.rfind(mark, at - 1);
    }
    std::for_each(places.rbegin(), places.rend(), each);
  }

  template <typename Each>
  void each_line(Each each) {
    for (std::size_t first = 0; first < text_.size();) {
      line_at_ = first;
      const std::size_t end = std::min(text_.find('\n', first), text_.size());
      each(text_.substr(first, end - first));
      first = end + 1;
    }
  }

  // --- -append: in a shell's words, a list of JSON or Python, XML of QEMU's arguments, or `ps`.

  // Past white space and continued lines.
  std::size_t past_white(std::size_t at) const {
    while (at < text_.size()) {
      if (text_.substr(at).starts_with("\\\n"))
        at += 2;
      else if (text_.substr(at).starts_with("\\\r\n"))
        at += 3;
      else if (kWhite.find(text_[at]) != std::string_view::npos)
        ++at;
      else
        break;
    }
    return at;
  }

  void read_argument(std::size_t option, std::size_t behind) {
    if (behind >= text_.size()) return;
    const char c = text_[behind];
    if (c == '\'' || c == '"') return read_listed(option, behind + 1);
    if (c != '=' && kWhite.find(c) == std::string_view::npos && c != '\\') return;
    const std::size_t first = past_white(c == '=' ? behind + 1 : behind);
    if (first >= text_.size()) return;
    read_unquoted(option, first);
    const ShellWord word = read_shell_word(text_, first);
    if (word.has_quotes || word.text.find(' ') != std::string::npos) {
      mark(arguments_, word.text, "after -append", option);
    }
  }

  // '-append', '...' or <qemu:arg value='-append'/> with the next value.
  void read_listed(std::size_t option, std::size_t at) {
    const std::size_t first = text_.find_first_of("\"'", at);
    if (first == std::string_view::npos) return;
    const std::string_view between = text_.substr(at, first - at);
    if (between.size() > 200) return;
    if (between.find('<') != std::string_view::npos) {
      const std::size_t end = text_.find(text_[first], first + 1);
      if (end == std::string_view::npos) return;
      mark(arguments_, read_xml_text(text_.substr(first + 1, end - first - 1)), "after -append",
           option);
      return;
    }
    mark(arguments_, read_json_string(text_, first).text, "after -append", option);
    mark(arguments_, read_shell_word(text_, first).text, "after -append", option);
  }

  // As `ps` prints it, nothing shows its end: likely before the next option, or at the line's end;
  // else behind any of its words.
  void read_unquoted(std::size_t option, std::size_t first) {
    const std::size_t line_end = std::min(text_.find_first_of("\r\n", first), text_.size());
    const std::string_view line = text_.substr(first, line_end - first);
    std::size_t ends = 0;
    std::size_t likely = line.size();
    for (std::size_t at = line.find(' '); at != std::string_view::npos && ends < kMaxEnds;
         at = line.find(' ', at + 1)) {
      const bool is_option =
          at + 2 < line.size() && line[at + 1] == '-' &&
          (std::isalpha(static_cast<unsigned char>(line[at + 2])) != 0 || line[at + 2] == '-');
      if (is_option && likely == line.size()) likely = at;
      ++ends;
      add_line(line.substr(0, at), "after -append, with another end,", option);
    }
    add_line(line, "after -append, up to the end of the line,", option);
    const std::string_view text = line.substr(0, likely);
    const std::string_view trimmed = trim(text);
    if (text.find("\\\"") != std::string_view::npos) {
      // A log has all arguments in quotes, as that of Kata Containers.
      mark(arguments_, read_json_string("\"" + std::string(trimmed), 0).text,
           "after -append, in a quoted text,", option);
    }
    if (trimmed != text) mark(arguments_, std::string(trimmed), "after -append", option);
    mark(arguments_, std::string(text), "after -append", option);
  }

  // --- <cmdline> of libvirt's XML

  void read_element(std::size_t at, std::size_t first) {
    const std::size_t end = text_.substr(first, kLongestWord).find("</cmdline>");
    if (end == std::string_view::npos) return;
    const std::string_view raw = text_.substr(first, end);
    std::string line = read_xml_text(with_xml_line_ends(raw));
    // libvirt writes a carriage return bare, and reads a newline when it starts again.
    std::string after = line;
    std::replace(after.begin(), after.end(), '\r', '\n');
    mark(elements_, std::string(trim(line)), "trimmed <cmdline>", at);
    if (after != line) mark(elements_, after, "<cmdline> as libvirt reads it again", at);
    mark(elements_, std::move(line), "<cmdline>", at);
  }

  // --- kernel_args=... among the suboptions of virt-install --boot

  void read_suboption(std::size_t at, std::size_t first) {
    for (std::string& line : suboption_values(text_.substr(first, kLongestWord))) {
      mark(entries_, std::move(line), "after kernel_args=", at);
    }
  }

  // --- Lines of boot loaders, logs, settings

  void read_line(std::string_view line) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    const std::string_view text = trim(line);
    if (text.empty()) return;
    add_text_line(text);
    add_text_line(line);
    const bool is_new = line.starts_with('+');
    const bool is_old = line.starts_with('-');
    if (is_new || is_old) {
      const std::string_view rest = line.substr(1);
      add_text_line(trim(rest));
      add_text_line(rest);
      // "-append" and "-kernel" are no lines of a diff.
      if (is_new || is_diff_) return read_entries(trim(rest));
    }
    read_entries(text);
  }

  void add_text_line(std::string_view line) {
    if (++looks_ <= kMostLooks) add_line(line, "", line_at_);
  }

  void read_entries(std::string_view text) {
    if (text.starts_with("BOOT_IMAGE=")) mark(entries_, std::string(text), "", line_at_);
    read_logged(text);
    if (auto entry = read_loader_entry(text)) {
      mark(entries_, std::move(entry->line), "after " + std::string(entry->verb), line_at_);
    }
    read_setting(text);
  }

  void read_logged(std::string_view text) {
    constexpr std::string_view kLogged = "ommand line: ";
    const std::size_t at = text.find(kLogged);
    if (at == std::string_view::npos) return;
    mark(entries_, std::string(text.substr(at + kLogged.size())), "after \"command line:\"",
         line_at_);
  }

  // NAME=value of a shell, key: value of YAML, "key": "value" of JSON, key = "value" of TOML.
  void read_setting(std::string_view text) {
    const std::size_t sign = text.find_first_of("=:");
    if (sign == std::string_view::npos || sign + 1 >= text.size()) return;
    const bool is_more = text.substr(0, sign).ends_with('+');
    std::string_view name = trim(text.substr(0, is_more ? sign - 1 : sign));
    name = without_quotes(name.substr(name.find_last_of(" \t-") + 1));
    const std::size_t first = text.find_first_not_of(" \t+=:", sign);
    if (first == std::string_view::npos) return;
    const std::size_t place = static_cast<std::size_t>(text.data() - text_.data()) + first;
    const std::string what = "after " + quote(name, 40);
    const bool is_quoted = text_[place] == '"' || text_[place] == '\'';
    if (is_cmdline_setting(name)) {
      if (!is_quoted) mark(entries_, std::string(trim(text.substr(first))), what, place);
      if (is_quoted) mark(entries_, read_json_string(text_, place).text, what, place);
      const std::string value = read_shell_word(text_, place).text;
      mark(entries_, value, what, place);
      if (text[sign] == '=') assign(name, value, is_more, place);
    } else if (!is_quoted && looks_ <= kMostLooks) {
      add_line(trim(text.substr(first)), what, place);
    }
  }

  void assign(std::string_view name, const std::string& value, bool is_more, std::size_t place) {
    using enum Settings::Form;
    const Settings::Form form = text_[place] == '\'' ? kLiteral : kExpanded;
    if (auto whole = settings_.assign(name, value, is_more ? kMore : form)) {
      mark(entries_, *std::move(whole), "after " + quote(name, 40) + " with what it adds to",
           place);
    }
    if (name.starts_with("GRUB_CMDLINE_LINUX")) grub_at_ = place;
  }

  // Within a word of a language, such as "don't".
  bool is_apostrophe(std::size_t at) const {
    const auto is_letter = [&](std::size_t place) {
      return place < text_.size() && std::isalpha(static_cast<unsigned char>(text_[place])) != 0;
    };
    return text_[at] == '\'' && at >= 2 && is_letter(at - 2) && is_letter(at - 1) &&
           is_letter(at + 1);
  }

  void find_quoted() {
    constexpr std::string_view kSigns = "\"'`";
    std::size_t at = text_.find_first_of(kSigns);
    for (std::size_t looks = 0; at != std::string_view::npos && looks < kMostLooks; ++looks) {
      const std::size_t end = is_apostrophe(at) ? at + 1 : read_quoted(at);
      at = text_.find_first_of(kSigns, end);
    }
  }

  // Gives where to look on: behind the closing quote, or the opening one where there is none.
  std::size_t read_quoted(std::size_t at) {
    const char sign = text_[at];
    if (sign == '`') {
      const std::string_view rest = text_.substr(at + 1, kLongestWord);
      const std::size_t end = rest.find(sign);
      if (end == std::string_view::npos) return at + 1;
      add_line(rest.substr(0, end), "the quoted text", at);
      return at + 1 + end + 1;
    }
    const ShellWord json = read_json_string(text_, at);
    add_line(json.text, "the quoted text", at);
    add_line(read_shell_word(text_, at).text, "the quoted text", at);
    const bool is_closed = json.end > at + 1 && text_[json.end - 1] == sign;
    return is_closed && json.text.size() <= kMaxCmdline ? json.end : at + 1;
  }

  std::string_view text_;
  std::size_t line_at_ = 0;
  std::size_t looks_ = 0;
  std::size_t grub_at_ = 0;
  bool is_diff_ = text_.find("@@ -") != std::string_view::npos;
  Settings settings_;
  Marked arguments_;
  Marked elements_;
  Marked entries_;
  Cmdlines lines_;
};

}  // namespace

FoundCmdlines find_in_text(std::string_view text) { return Finder(text).find(); }

}  // namespace sevproof::internal
