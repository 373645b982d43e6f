// Settings that have a command line: entries of boot loaders, suboptions, and variables of a shell,
// which it can be put together from.
#ifndef SEVPROOF_FORMATS_CMDLINE_SETTINGS_H
#define SEVPROOF_FORMATS_CMDLINE_SETTINGS_H

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sevproof::internal {

// Whether a setting with this name can be a command line.
bool is_cmdline_setting(std::string_view name);

struct LoaderEntry {
  std::string line;
  std::string_view verb;
};
// GRUB's "linux /vmlinuz ...", "options ..." of the Boot Loader Specification, "append ..." of
// Syslinux.
std::optional<LoaderEntry> read_loader_entry(std::string_view text);

// What can be the value of a suboption (of virt-install --boot) at the beginning of `text`: what
// stands in quotes, with backslashes before them or not; else up to the end of the argument, and
// up to a comma.
std::vector<std::string> suboption_values(std::string_view text);

class Settings {
 public:
  enum class Form {
    kLiteral,   // NAME='VALUE'
    kExpanded,  // NAME="VALUE" in which $NAME is what it was before
    kMore,      // NAME+=VALUE
  };
  // Gives the variable's value where what it was before stands in it.
  std::optional<std::string> assign(std::string_view name, const std::string& value, Form form);

  // GRUB_CMDLINE_LINUX and GRUB_CMDLINE_LINUX_DEFAULT, in both orders; none where not both are set.
  std::vector<std::string> grub_lines() const;

 private:
  std::map<std::string, std::string, std::less<>> values_;
};

}  // namespace sevproof::internal

#endif
