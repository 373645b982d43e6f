// Manual pages in roff, with the macros of man(7).
#ifndef SEVPROOF_CLI_DOCUMENTS_MAN_PAGE_H
#define SEVPROOF_CLI_DOCUMENTS_MAN_PAGE_H

#include <string>
#include <string_view>

#include "commands/command.h"

namespace sevproof::cli {

// "sevproof-secret-unpack".
std::string page_name(const Command& command);

// Name, synopsis and options come from the command; `prose`, in roff, has DESCRIPTION first, and
// behind it what follows the options.
std::string man_page(const Command& command, std::string_view prose);

}  // namespace sevproof::cli

#endif
