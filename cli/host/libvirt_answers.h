// What libvirt's C functions answer, as values and errors. Its words come from the host.
#ifndef SEVPROOF_CLI_HOST_LIBVIRT_ANSWERS_H
#define SEVPROOF_CLI_HOST_LIBVIRT_ANSWERS_H

#include <string>

#include "host/libvirt_host.h"
#include "sevproof/result.h"

namespace sevproof::cli {

// Of the last call that failed: VIR_ERR_..., and libvirt's words, printable.
int last_code();
std::string last_words();

// `what` and libvirt's words; the code is one of kHost.
Error host_error(const std::string& what, std::string hint = {},
                 ErrorCode code = ErrorCode::kHostFailed);

// The same about a domain that was there: kDomainState where it is gone.
Error domain_error(const std::string& what);

// A text that libvirt gave, which is freed; the error where there is none.
Result<std::string> taken(char* text, Error (*error)(const std::string&), const char* what);

// What became of a command, from its status.
CommandResult command_result(int status);

}  // namespace sevproof::cli

#endif
