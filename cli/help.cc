#include <algorithm>
#include <array>
#include <string>

#include "command.h"

namespace sevproof::cli {
namespace {

constexpr std::size_t kHelpColumn = 32;

// "  -f, --firmware FILE           firmware image (OVMF)"
std::string option_line(const OptionSpec& spec) {
  std::string line = "  ";
  line += spec.short_name != 0 ? std::string{'-', spec.short_name, ',', ' '} : std::string("    ");
  line += std::string("--") + spec.name;
  if (spec.argument != nullptr) line += std::string(" ") + spec.argument;
  line.resize(std::max(line.size() + 1, kHelpColumn), ' ');
  for (const char c : std::string_view(spec.help)) {
    line += c;
    if (c == '\n') line.append(kHelpColumn, ' ');
  }
  return line + "\n";
}

constexpr std::string_view kValidateEpilog =
    "\n"
    "Numbers are decimal, or hexadecimal with 0x. '-' as FILE is standard input.\n"
    "Commands (each has --help): measure, secret unpack, firmware show,\n"
    "  vmsa build, vmsa show, vmsa diff\n"
    "Exit status: 0 match, 1 mismatch, 2 usage or input, 3 insecure usage,\n"
    "  4 the domain's configuration, 5 its state, 6 the host failed, or a bug\n";

constexpr std::string_view kShowEpilog = "\n'-' as FILE is standard input.\n";

constexpr auto kCommands = std::to_array<Command>({
    {"", "sevproof [OPTIONS]",
     "Tells whether an AMD SEV or SEV-ES guest was started as you asked, from the\n"
     "measurement that its host reports, and packs secrets for it if it was.",
     kValidateEpilog, validate_options, 0, run_validate},
    {"measure",
     "sevproof measure (--firmware FILE | --firmware-sha256 HEX |\n"
     "                --launch-digest HEX) [OPTIONS]",
     "Prints the launch digest, without a verdict and without any key. Given a TIK,\n"
     "API version, policy and nonce, also prints the measurement of an honest host.",
     "\nWithout --policy the guest counts as SEV-ES if anything about CPUs is given.\n",
     measure_options, 0, run_measure},
    {"secret unpack", "sevproof secret unpack [OPTIONS]",
     "Checks and opens a secret packet; lists GUID, size and SHA-256 of each secret.", "",
     secret_unpack_options, 0, run_secret_unpack},
    {"firmware show", "sevproof firmware show FILE",
     "Shows the GUIDed table of an OVMF image and what it says about SEV.", kShowEpilog,
     show_options, 1, run_firmware_show},
    {"vmsa build", "sevproof vmsa build (--cpu NAME | --cpu-family N ...) --out-cpu0 FILE",
     "Builds the VMSA pages with which KVM and QEMU start a SEV-ES guest.", "", vmsa_build_options,
     0, run_vmsa_build},
    {"vmsa show", "sevproof vmsa show FILE", "Shows every field of a VMSA page that is not zero.",
     kShowEpilog, show_options, 1, run_vmsa_show},
    {"vmsa diff", "sevproof vmsa diff FILE FILE",
     "Shows every field in which two VMSA pages differ.",
     "\n'-' as FILE is standard input.\nExit status: 0 identical, 1 different, 2 usage or input\n",
     show_options, 2, run_vmsa_diff},
});

}  // namespace

std::span<const Command> commands() { return kCommands; }

std::string help_text(const Command& command) {
  std::string text =
      "Usage: " + std::string(command.usage) + "\n\n" + std::string(command.summary) + "\n";
  for (const OptionGroup& group : command.options()) {
    text += "\n" + std::string(group.title) + ":\n";
    for (const OptionSpec& spec : group.options) {
      if (spec.help != nullptr) text += option_line(spec);
    }
  }
  return text + std::string(command.epilog);
}

}  // namespace sevproof::cli
