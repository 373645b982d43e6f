// Windows' own errors, as file_system.h promises them.
#ifndef SEVPROOF_CLI_OS_WINDOWS_ERRORS_H
#define SEVPROOF_CLI_OS_WINDOWS_ERRORS_H

namespace sevproof::cli {

// Sets errno to what says the same as GetLastError(); answers false.
bool set_errno();

}  // namespace sevproof::cli

#endif
