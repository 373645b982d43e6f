// The launch as its owner asked for it, from the options and the files that they name.
#ifndef SEVPROOF_CLI_LOAD_CONFIG_H
#define SEVPROOF_CLI_LOAD_CONFIG_H

#include <optional>
#include <string>

#include "arguments.h"
#include "console.h"
#include "sevproof/formats/cpu.h"
#include "sevproof/formats/vmsa.h"
#include "sevproof/result.h"
#include "sevproof/sev/launch.h"

namespace sevproof::cli {

// Whether there is a firmware, or a digest in its place.
bool is_launch_given(const Arguments& arguments);

// What to say where there is none.
tl::unexpected<Error> firmware_needed();

// The rules of virt-qemu-sev-validate(1) about which options go together, checked before any file
// is read. Fails with kInvalid or kIncomplete.
Result<void> check_config_usage(const Arguments& arguments);

// What to say where --cmdline seems to have got the name of a file instead of its content.
std::optional<std::string> cmdline_hint(const Arguments& arguments);

// Reads everything that is given; the firmware stays empty where none is. Fails as the readers and
// parsers do.
Result<LaunchConfig> load_config(const Arguments& arguments, Console& console);

// That CPU with the layout and features of the options.
Result<VmsaSpec> make_vmsa_spec(const Arguments& arguments, std::uint32_t signature);

// The CPU of --cpu or of family, model and stepping, with layout and features; fails where none is
// given.
Result<VmsaSpec> load_vmsa_spec(const Arguments& arguments);

// The firmware image of --firmware.
Result<Bytes> load_firmware(const std::string& path);

// A VMSA page from a file.
Result<VmsaPage> load_vmsa(std::string_view role, const std::string& path);

}  // namespace sevproof::cli

#endif
