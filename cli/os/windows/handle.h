// A handle of the system that closes itself.
#ifndef SEVPROOF_CLI_OS_WINDOWS_HANDLE_H
#define SEVPROOF_CLI_OS_WINDOWS_HANDLE_H

#include <windows.h>

#include <memory>

namespace sevproof::cli {

struct CloseHandleOf {
  void operator()(void* handle) const { ::CloseHandle(handle); }
};
using Handle = std::unique_ptr<void, CloseHandleOf>;

// Nothing where it is INVALID_HANDLE_VALUE.
inline Handle owned_handle(HANDLE handle) {
  return Handle(handle == INVALID_HANDLE_VALUE ? nullptr : handle);
}

}  // namespace sevproof::cli

#endif
