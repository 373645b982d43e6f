// What shells complete, made of the table of commands and options.
#ifndef SEVPROOF_CLI_DOCUMENTS_COMPLETIONS_H
#define SEVPROOF_CLI_DOCUMENTS_COMPLETIONS_H

#include <string>

namespace sevproof::cli {

std::string bash_completion();
std::string zsh_completion();
std::string fish_completion();

}  // namespace sevproof::cli

#endif
