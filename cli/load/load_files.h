// The files that a launch consists of: firmware, kernel, initrd, VMSA pages.
#ifndef SEVPROOF_CLI_LOAD_LOAD_FILES_H
#define SEVPROOF_CLI_LOAD_LOAD_FILES_H

#include <optional>
#include <string>
#include <string_view>

#include "options/options.h"
#include "os/console.h"
#include "os/input_file.h"
#include "sevproof/formats/vmsa.h"
#include "sevproof/result.h"
#include "sevproof/sev/draft.h"

namespace sevproof::cli {

// Puts into the draft whatever is named. Fails as the readers and parsers do.
Result<void> load_files(const LaunchFiles& files, LaunchDraft& draft, Console& console,
                        HashTime firmware = HashTime::kNow);

// A firmware image.
Result<Bytes> load_firmware(const std::string& path);

// A VMSA page from a file.
Result<VmsaPage> load_vmsa(std::string_view role, const std::string& path);

// What to say where --cmdline seems to have got the name of a file instead of its content.
std::optional<std::string> cmdline_hint(const std::optional<std::string>& cmdline);

}  // namespace sevproof::cli

#endif
