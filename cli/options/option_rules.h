// Which options go together beyond the fields of a request (sevproof/sev/fields.h): as data.
#ifndef SEVPROOF_CLI_OPTIONS_OPTION_RULES_H
#define SEVPROOF_CLI_OPTIONS_OPTION_RULES_H

#include "options/arguments.h"
#include "sevproof/result.h"

namespace sevproof::cli {

// Fails with kInvalid for options that exclude each other or belong together, and with kIncomplete
// for one that is nothing without another one.
Result<void> check_option_rules(const Arguments& arguments);

}  // namespace sevproof::cli

#endif
