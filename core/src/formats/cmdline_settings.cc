#include "formats/cmdline_settings.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "base/ascii_text.h"
#include "formats/candidate_cmdlines.h"
#include "sevproof/bytes.h"

namespace sevproof::internal {
namespace {

bool is_name_char(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

// With `value` where the variable stands as $NAME or ${NAME}.
std::string expanded(std::string text, std::string_view name, const std::string& value) {
  const std::string braced = "${" + std::string(name) + "}";
  const std::string bare = "$" + std::string(name);
  for (std::size_t at = text.find('$'); at != std::string::npos; at = text.find('$', at)) {
    const std::string_view rest = std::string_view(text).substr(at);
    const bool is_bare =
        rest.starts_with(bare) && (rest.size() == bare.size() || !is_name_char(rest[bare.size()]));
    const bool is_braced = rest.starts_with(braced);
    if (!is_bare && !is_braced) {
      ++at;
      continue;
    }
    text.replace(at, is_braced ? braced.size() : bare.size(), value);
    if (text.size() > kMaxCmdline) break;
    at += value.size();
  }
  return text;
}

}  // namespace

bool is_cmdline_setting(std::string_view name) {
  const std::string lower = to_lower(name);
  constexpr std::array<std::string_view, 8> kNames = {"cmdline",   "append",       "kernel_args",
                                                      "kernelarg", "kernel_param", "kernelparam",
                                                      "bootarg",   "kernel_opt"};
  return std::any_of(kNames.begin(), kNames.end(), [&](std::string_view known) {
    return lower.find(known) != std::string::npos;
  });
}

std::optional<LoaderEntry> read_loader_entry(std::string_view text) {
  const std::size_t end = text.find_first_of(" \t");
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view verb = text.substr(0, end);
  const std::string_view rest = trim(text.substr(end));
  constexpr std::array<std::string_view, 4> kWithFile = {"linux", "linuxefi", "linux16", "kernel"};
  constexpr std::array<std::string_view, 3> kAlone = {"options", "append", "APPEND"};
  if (std::find(kAlone.begin(), kAlone.end(), verb) != kAlone.end()) {
    return LoaderEntry{std::string(rest), verb};
  }
  if (std::find(kWithFile.begin(), kWithFile.end(), verb) == kWithFile.end()) return std::nullopt;
  const std::size_t file = rest.find_first_of(" \t");
  if (file == std::string_view::npos) return std::nullopt;
  return LoaderEntry{"BOOT_IMAGE=" + std::string(rest.substr(0, file)) + " " +
                         std::string(trim(rest.substr(file))),
                     verb};
}

std::vector<std::string> suboption_values(std::string_view text) {
  const bool is_escaped = text.starts_with('\\');
  const std::string_view inner = text.substr(is_escaped ? 1 : 0);
  if (inner.starts_with('"') || inner.starts_with('\'')) {
    const std::string close = (is_escaped ? "\\" : "") + std::string(1, inner.front());
    const std::size_t end = inner.find(close, 1);
    if (end == std::string_view::npos) return {};
    return {std::string(inner.substr(1, end - 1))};
  }
  const std::string_view value = text.substr(0, text.find_first_of("\"'\r\n"));
  return {std::string(value), std::string(value.substr(0, value.find(',')))};
}

std::optional<std::string> Settings::assign(std::string_view name, const std::string& value,
                                            Form form) {
  // A longer one is no command line.
  if (value.size() > kMaxCmdline) return std::nullopt;
  std::string& variable = values_[std::string(name)];
  std::string after = value;
  if (form == Form::kMore) after = variable + value;
  if (form == Form::kExpanded) after = expanded(value, name, variable);
  if (after.size() > kMaxCmdline) after.clear();
  variable = after;
  if (after == value || after.empty()) return std::nullopt;
  return after;
}

std::vector<std::string> Settings::grub_lines() const {
  const auto always = values_.find("GRUB_CMDLINE_LINUX");
  const auto usual = values_.find("GRUB_CMDLINE_LINUX_DEFAULT");
  if (always == values_.end() || usual == values_.end()) return {};
  if (always->second.empty() || usual->second.empty()) return {};
  return {usual->second + " " + always->second, always->second + " " + usual->second};
}

}  // namespace sevproof::internal
