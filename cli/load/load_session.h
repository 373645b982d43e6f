// What sessions are checked with: sessions and owners' certificates.
#ifndef SEVPROOF_CLI_LOAD_LOAD_SESSION_H
#define SEVPROOF_CLI_LOAD_LOAD_SESSION_H

#include <string>
#include <vector>

#include "sevproof/result.h"
#include "sevproof/sev/session_check.h"

namespace sevproof::cli {

// Fails as reading and parsing the files does.
Result<std::vector<SessionInput>> load_session_inputs(const char* role,
                                                      const std::vector<std::string>& paths);

}  // namespace sevproof::cli

#endif
