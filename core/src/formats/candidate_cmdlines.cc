#include "formats/candidate_cmdlines.h"

#include <algorithm>

#include "formats/cmdline_finder.h"
#include "formats/cmdline_text.h"
#include "formats/plain_text.h"

namespace sevproof::internal {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
constexpr std::string_view kWhite = " \t\r\n";

// Control characters of `allowed` may be in it.
bool is_text(std::string_view text, std::string_view allowed) {
  return std::none_of(text.begin(), text.end(), [&](char c) {
    const bool is_control = static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
    return is_control && allowed.find(c) == std::string_view::npos;
  });
}

// /proc/PID/cmdline: arguments with a NUL behind each.
std::vector<CandidateCmdline> find_process_arguments(std::string_view text) {
  Cmdlines found;
  bool is_next = false;
  for (std::size_t first = 0; first < text.size();) {
    const std::size_t end = std::min(text.find('\0', first), text.size());
    const std::string_view argument = text.substr(first, end - first);
    if (is_next) found.add(argument, ", the argument after -append");
    is_next = argument == "-append" || argument == "--append";
    first = end + 1;
  }
  return std::move(found).take();
}

// Its lines joined by spaces, as who reads them one by one does.
std::string joined_lines(std::string_view text) {
  std::string joined;
  for (const char c : text) {
    if (kWhite.find(c) == std::string_view::npos)
      joined += c;
    else if (!joined.empty() && !joined.ends_with(' '))
      joined += ' ';
  }
  return std::string(trim(joined));
}

// PowerShell's > writes UTF-16. What it is then is kept in `decoded`.
std::string_view as_utf8(std::string_view text, std::string& decoded) {
  if (text.size() > kMaxText) return text;
  auto utf8 = utf16_text(text);
  if (!utf8) return text;
  decoded = *std::move(utf8);
  return decoded;
}

}  // namespace

// The text without the end of its line, which an editor has put there; then as it is; then without
// what else can have come with it.
std::vector<CandidateCmdline> whole_cmdlines(std::string_view whole) {
  std::string decoded;
  whole = as_utf8(whole, decoded);
  if (whole.size() > kMaxCmdline || !is_text(whole, "\t\n\r")) return {};
  std::string_view line = whole;
  if (line.ends_with('\n')) line.remove_suffix(1);
  const std::string_view with_return = line;
  if (line.ends_with('\r')) line.remove_suffix(1);
  Cmdlines lines;
  lines.add(line, "");
  lines.add(with_return, " with the carriage return at its end");
  lines.add(whole, " with the newline at its end");
  lines.add(trim(line), " without the spaces at its ends");
  if (line.starts_with(kByteOrderMark)) {
    line.remove_prefix(kByteOrderMark.size());
    lines.add(line, " without the byte order mark at its beginning");
  }
  const std::string_view inner = trim(line);
  lines.add(without_quotes(inner), " without the quotes around it");
  lines.add(without_boot_image(inner), " without BOOT_IMAGE=");
  lines.add(joined_lines(inner), " with its lines joined by single spaces");
  return std::move(lines).take();
}

FoundCmdlines find_cmdlines(std::string_view text) {
  if (text.size() > kMaxText) return {};
  std::string decoded;
  text = as_utf8(text, decoded);
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  if (text.find('\0') != std::string_view::npos) return {find_process_arguments(text), {}};
  // Logs have the colours of a terminal.
  if (!is_text(text, "\t\n\r\f\b\x1b")) return {};
  return find_in_text(text);
}

}  // namespace sevproof::internal
