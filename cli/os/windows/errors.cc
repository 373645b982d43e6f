#include "os/windows/errors.h"

#include <windows.h>

#include <algorithm>
#include <cerrno>
#include <iterator>

namespace sevproof::cli {
namespace {

struct Pair {
  DWORD system;
  int standard;
};

constexpr Pair kErrors[] = {
    {ERROR_FILE_NOT_FOUND, ENOENT},      {ERROR_PATH_NOT_FOUND, ENOENT},
    {ERROR_INVALID_DRIVE, ENOENT},       {ERROR_INVALID_NAME, ENOENT},
    {ERROR_BAD_PATHNAME, ENOENT},        {ERROR_BAD_NETPATH, ENOENT},
    {ERROR_DIRECTORY, ENOTDIR},          {ERROR_CANT_RESOLVE_FILENAME, ELOOP},
    {ERROR_ACCESS_DENIED, EACCES},       {ERROR_SHARING_VIOLATION, EACCES},
    {ERROR_LOCK_VIOLATION, EACCES},      {ERROR_WRITE_PROTECT, EROFS},
    {ERROR_ALREADY_EXISTS, EEXIST},      {ERROR_FILE_EXISTS, EEXIST},
    {ERROR_DISK_FULL, ENOSPC},           {ERROR_HANDLE_DISK_FULL, ENOSPC},
    {ERROR_BROKEN_PIPE, EPIPE},          {ERROR_NO_DATA, EPIPE},
    {ERROR_INVALID_HANDLE, EBADF},       {ERROR_NOT_ENOUGH_MEMORY, ENOMEM},
    {ERROR_TOO_MANY_OPEN_FILES, EMFILE}, {ERROR_FILENAME_EXCED_RANGE, ENAMETOOLONG},
};

}  // namespace

bool set_errno() {
  const DWORD error = ::GetLastError();
  const auto* const found =
      std::ranges::find_if(kErrors, [&](const Pair& pair) { return pair.system == error; });
  errno = found == std::ranges::end(kErrors) ? EIO : found->standard;
  return false;
}

}  // namespace sevproof::cli
