// The launch to be validated: from the options and their files, a domain's XML, or its host.
#ifndef SEVPROOF_CLI_LOAD_LOAD_LAUNCH_H
#define SEVPROOF_CLI_LOAD_LOAD_LAUNCH_H

#include "load/launch.h"
#include "options/options.h"
#include "os/console.h"
#include "sevproof/result.h"

namespace sevproof::cli {

// Takes the draft of the options over. What is missing is said before files are read that take
// time, and all files are read before a host is asked, so that a guest is judged in the state it
// then has. Fails as the readers, parsers and the host do.
Result<Launch> load_launch(Options& options, Console& console);

// The draft as a request. Fails with kIncomplete for all that is missing, with what the domain says
// of it.
Result<CompleteDraft> complete_launch(Launch& launch);

}  // namespace sevproof::cli

#endif
