// --launch-info: what the host reports about the launch, beside the options that say the same.
#ifndef SEVPROOF_CLI_LOAD_LOAD_LAUNCH_INFO_H
#define SEVPROOF_CLI_LOAD_LOAD_LAUNCH_INFO_H

#include <string>

#include "sevproof/result.h"
#include "sevproof/sev/draft.h"

namespace sevproof::cli {

// Puts what the file says into the draft, and names there what of it no option says. Fails as
// read_file and parse_launch_info do, and with kInvalid where an option says something else.
Result<void> load_launch_info(const std::string& path, LaunchDraft& draft);

}  // namespace sevproof::cli

#endif
