// What may end the program while it writes.
#ifndef SEVPROOF_CLI_OS_INTERRUPTIONS_H
#define SEVPROOF_CLI_OS_INTERRUPTIONS_H

#include <memory>

namespace sevproof::cli {

// For as long as the answer lives, those ways by which people stop programs wait (SIGINT, SIGTERM
// and SIGHUP; on Windows Ctrl+C and closing the console).
[[nodiscard]] std::shared_ptr<const void> hold_interruptions();

// For as long as the answer lives, a closed pipe and a limit to the size of files are errors of
// writing (SIGPIPE, SIGXFSZ); on Windows they always are.
[[nodiscard]] std::shared_ptr<const void> take_write_signals_as_errors();

}  // namespace sevproof::cli

#endif
