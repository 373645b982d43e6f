#include "cmdline_finder.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "cmdline_text.h"
#include "sevproof/quote.h"

namespace sevproof::internal {
namespace {

constexpr std::string_view kWhite = " \t\r\n";
// Of a hostile file, so many lines and quotes are looked at.
constexpr std::size_t kMostLooks = 4096;

// Command lines behind one kind of mark, the last ones of the file.
class Marked {
 public:
  void add(std::string line, std::string what, std::size_t at) {
    if (line.size() > kMaxCmdline) return;
    list_.push_back({std::move(line), std::move(what), at});
    if (list_.size() > kMaxMarked) list_.erase(list_.begin());
  }

  // The last one first.
  void move_to(Cmdlines& all, std::string_view text) {
    std::for_each(list_.rbegin(), list_.rend(), [&](const Entry& entry) {
      all.add(entry.line, place_text(entry.what, text, entry.at));
    });
  }

  static std::string place_text(const std::string& what, std::string_view text, std::size_t at) {
    const std::string_view before = text.substr(0, at);
    const auto lines = std::count(before.begin(), before.end(), '\n');
    return ", " + (what.empty() ? "" : what + " in ") + "line " + std::to_string(lines + 1);
  }

 private:
  struct Entry {
    std::string line;
    std::string what;  // "behind -append"
    std::size_t at;
  };
  std::vector<Entry> list_;
};

class Finder {
 public:
  explicit Finder(std::string_view text) : text_(text) {}

  FoundCmdlines find() && {
    each_last("-append", [&](std::size_t at) { read_argument(at, at + 7); });
    each_last("<cmdline>", [&](std::size_t at) { read_element(at, at + 9); });
    each_line([&](std::string_view line) { read_line(line); });
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
      mark(arguments_, word.text, "behind -append", option);
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
      mark(arguments_, read_xml_text(text_.substr(first + 1, end - first - 1)), "behind -append",
           option);
      return;
    }
    mark(arguments_, read_json_string(text_, first).text, "behind -append", option);
    mark(arguments_, read_shell_word(text_, first).text, "behind -append", option);
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
      add_line(line.substr(0, at), "behind -append, with another end,", option);
    }
    add_line(line, "behind -append, up to the end of the line,", option);
    const std::string_view text = line.substr(0, likely);
    const std::string_view trimmed = trim(text);
    if (trimmed != text) mark(arguments_, std::string(trimmed), "behind -append", option);
    mark(arguments_, std::string(text), "behind -append", option);
  }

  // --- <cmdline> of libvirt's XML

  void read_element(std::size_t at, std::size_t first) {
    const std::size_t end = text_.substr(first, kLongestWord).find("</cmdline>");
    if (end == std::string_view::npos) return;
    const std::string_view raw = text_.substr(first, end);
    // XML 1.0, 2.11: an ending of a line is a newline, unless a reference stands for it.
    std::string read;
    for (std::size_t c = 0; c < raw.size(); ++c) {
      if (raw.substr(c).starts_with("\r\n")) continue;
      read += raw[c] == '\r' ? '\n' : raw[c];
    }
    std::string line = read_xml_text(read);
    // libvirt writes a carriage return bare, and reads a newline when it starts again.
    std::string after = line;
    std::replace(after.begin(), after.end(), '\r', '\n');
    mark(elements_, std::string(trim(line)), "trimmed <cmdline>", at);
    if (after != line) mark(elements_, after, "<cmdline> as libvirt reads it again", at);
    mark(elements_, std::move(line), "<cmdline>", at);
  }

  // --- Lines of boot loaders, logs, settings

  void read_line(std::string_view line) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    const std::string_view text = trim(line);
    if (text.empty()) return;
    if (++looks_ <= kMostLooks) {
      add_line(text, "", line_at_);
      add_line(line, "", line_at_);
    }
    if (text.starts_with("BOOT_IMAGE=")) mark(entries_, std::string(text), "", line_at_);
    read_logged(text);
    read_loader_entry(text);
    read_setting(text);
  }

  void read_logged(std::string_view text) {
    constexpr std::string_view kLogged = "ommand line: ";
    const std::size_t at = text.find(kLogged);
    if (at == std::string_view::npos) return;
    mark(entries_, std::string(text.substr(at + kLogged.size())), "behind \"command line:\"",
         line_at_);
  }

  // GRUB's "linux /vmlinuz ...", "options ..." of the Boot Loader Specification, "append ..." of
  // Syslinux.
  void read_loader_entry(std::string_view text) {
    const std::size_t end = text.find_first_of(" \t");
    if (end == std::string_view::npos) return;
    const std::string_view verb = text.substr(0, end);
    std::string_view rest = trim(text.substr(end));
    constexpr std::array<std::string_view, 4> kWithFile = {"linux", "linuxefi", "linux16",
                                                           "kernel"};
    constexpr std::array<std::string_view, 3> kAlone = {"options", "append", "APPEND"};
    if (std::find(kWithFile.begin(), kWithFile.end(), verb) != kWithFile.end()) {
      const std::size_t file = rest.find_first_of(" \t");
      if (file == std::string_view::npos) return;
      mark(entries_,
           "BOOT_IMAGE=" + std::string(rest.substr(0, file)) + " " +
               std::string(trim(rest.substr(file))),
           "behind " + std::string(verb), line_at_);
    } else if (std::find(kAlone.begin(), kAlone.end(), verb) != kAlone.end()) {
      mark(entries_, std::string(rest), "behind " + std::string(verb), line_at_);
    }
  }

  // NAME=value of a shell, key: value of YAML, "key": "value" of JSON, key = "value" of TOML.
  void read_setting(std::string_view text) {
    const std::size_t sign = text.find_first_of("=:");
    if (sign == std::string_view::npos || sign + 1 >= text.size()) return;
    std::string_view name = trim(text.substr(0, sign));
    name = without_quotes(name.substr(name.find_last_of(" \t-") + 1));
    std::string lower(name);
    for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    constexpr std::array<std::string_view, 8> kNames = {"cmdline",   "append",       "kernel_args",
                                                        "kernelarg", "kernel_param", "kernelparam",
                                                        "bootarg",   "kernel_opt"};
    const bool is_known = std::any_of(kNames.begin(), kNames.end(), [&](std::string_view known) {
      return lower.find(known) != std::string::npos;
    });
    const std::size_t first = text.find_first_not_of(" \t+=:", sign);
    if (first == std::string_view::npos) return;
    const std::size_t place = static_cast<std::size_t>(text.data() - text_.data()) + first;
    const std::string what = "behind " + quote(name, 40);
    const bool is_quoted = text_[place] == '"' || text_[place] == '\'';
    if (is_known) {
      if (!is_quoted) mark(entries_, std::string(trim(text.substr(first))), what, place);
      if (is_quoted) mark(entries_, read_json_string(text_, place).text, what, place);
      mark(entries_, read_shell_word(text_, place).text, what, place);
    } else if (!is_quoted && looks_ <= kMostLooks) {
      add_line(trim(text.substr(first)), what, place);
    }
  }

  void find_quoted() {
    std::size_t at = text_.find_first_of("\"'");
    for (std::size_t looks = 0; at != std::string_view::npos && looks < kMostLooks; ++looks) {
      const ShellWord json = read_json_string(text_, at);
      add_line(json.text, "the quoted text", at);
      add_line(read_shell_word(text_, at).text, "the quoted text", at);
      const bool is_closed = json.text.size() <= kMaxCmdline;
      at = text_.find_first_of("\"'", is_closed ? std::max(json.end, at + 1) : at + 1);
    }
  }

  std::string_view text_;
  std::size_t line_at_ = 0;
  std::size_t looks_ = 0;
  Marked arguments_;
  Marked elements_;
  Marked entries_;
  Cmdlines lines_;
};

}  // namespace

std::string_view without_quotes(std::string_view text) {
  const bool is_quoted = text.size() >= 2 && text.front() == text.back() &&
                         (text.front() == '"' || text.front() == '\'');
  return is_quoted ? text.substr(1, text.size() - 2) : text;
}

std::string without_boot_image(std::string_view line) {
  constexpr std::string_view kName = "BOOT_IMAGE=";
  if (!line.starts_with(kName)) return std::string(line);
  const std::size_t end = std::min(line.find(' '), line.size());
  return std::string(line.substr(std::min(end + 1, line.size())));
}

FoundCmdlines find_in_text(std::string_view text) { return Finder(text).find(); }

}  // namespace sevproof::internal
