// Secrets to inject, from the arguments NAME:FILE of --inject-secret.
#ifndef SEVPROOF_CLI_LOAD_SECRETS_H
#define SEVPROOF_CLI_LOAD_SECRETS_H

#include <vector>

#include "arguments.h"
#include "sevproof/result.h"
#include "sevproof/sev/secret.h"

namespace sevproof::cli {

// Reads them all. Fails with kInvalid for an argument without ':' or a name that is no alias and no
// GUID, and as reading a file does.
Result<std::vector<LaunchSecret>> load_secrets(const Arguments& arguments);

}  // namespace sevproof::cli

#endif
