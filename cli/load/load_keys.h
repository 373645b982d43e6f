// Transport keys from the files that the options name.
#ifndef SEVPROOF_CLI_LOAD_LOAD_KEYS_H
#define SEVPROOF_CLI_LOAD_LOAD_KEYS_H

#include "options/options.h"
#include "os/console.h"
#include "sevproof/result.h"
#include "sevproof/sev/draft.h"

namespace sevproof::cli {

// Puts the keys that are given into the draft. Fails as reading and parsing a key file does.
Result<void> load_keys(const KeyFiles& files, LaunchDraft& draft, Console& console);

}  // namespace sevproof::cli

#endif
