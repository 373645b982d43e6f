// Windows' own text is UTF-16.
#ifndef SEVPROOF_CLI_OS_WINDOWS_WIDE_H
#define SEVPROOF_CLI_OS_WINDOWS_WIDE_H

#include <string>
#include <string_view>

namespace sevproof::cli {

// What is no UTF-8 becomes U+FFFD, which no file has in its name.
std::wstring to_wide(std::string_view text);
std::string to_utf8(std::wstring_view text);

// A path with "\" for "/", as long as the system takes it.
std::wstring wide_path(std::string_view path);

}  // namespace sevproof::cli

#endif
