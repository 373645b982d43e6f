// What the program says of its licence, and of the code in it that others wrote.
#ifndef SEVPROOF_CLI_NOTICES_H
#define SEVPROOF_CLI_NOTICES_H

#include <string_view>

namespace sevproof::cli {

// The whole text, made of docs/licences by the build.
std::string_view notices();

}  // namespace sevproof::cli

#endif
