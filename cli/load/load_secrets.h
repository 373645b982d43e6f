// Secrets to inject, from the files of --inject-secret.
#ifndef SEVPROOF_CLI_LOAD_LOAD_SECRETS_H
#define SEVPROOF_CLI_LOAD_LOAD_SECRETS_H

#include <vector>

#include "options/options.h"
#include "sevproof/result.h"
#include "sevproof/sev/secret.h"

namespace sevproof::cli {

// Reads them all. Fails with kInvalid for a name that is no alias and no GUID, and as reading a
// file does.
Result<std::vector<LaunchSecret>> load_secrets(const std::vector<NamedFile>& files);

}  // namespace sevproof::cli

#endif
