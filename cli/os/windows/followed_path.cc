#include "os/followed_path.h"

#include <windows.h>
// After windows.h.
#include <fcntl.h>
#include <io.h>

#include <cerrno>
#include <vector>

#include "os/windows/handle.h"
#include "os/windows/wide.h"

namespace sevproof::cli {
namespace {

bool is_link(const std::wstring& path) {
  const DWORD attributes = ::GetFileAttributesW(path.c_str());
  return attributes != INVALID_FILE_ATTRIBUTES && (attributes & FILE_ATTRIBUTE_REPARSE_POINT) != 0;
}

// Empty where it leads nowhere.
std::wstring final_path(const std::wstring& path) {
  const Handle handle = owned_handle(
      ::CreateFileW(path.c_str(), 0, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
                    nullptr, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS, nullptr));
  if (handle == nullptr) return {};
  const DWORD size = ::GetFinalPathNameByHandleW(handle.get(), nullptr, 0, 0);
  std::vector<wchar_t> found(size);
  const DWORD length = ::GetFinalPathNameByHandleW(handle.get(), found.data(), size, 0);
  return length == 0 || length >= size ? std::wstring() : std::wstring(found.data(), length);
}

}  // namespace

// A link that leads to nothing yet is not followed: who can say what another program would make of
// it?
std::optional<FollowedPath> follow_links(std::string path) {
  const std::wstring wide = wide_path(path);
  if (!is_link(wide)) return FollowedPath{std::move(path), {}};
  const std::wstring goal = final_path(wide);
  if (goal.empty()) return std::nullopt;
  return FollowedPath{to_utf8(goal), {}};
}

bool is_of_the_system(const std::string&) { return false; }

// As NTFS and FAT compare them, unless told otherwise.
bool is_same_name(const std::string& a, const std::string& b) {
  const std::wstring wide_a = to_wide(a);
  const std::wstring wide_b = to_wide(b);
  return ::CompareStringOrdinal(wide_a.data(), static_cast<int>(wide_a.size()), wide_b.data(),
                                static_cast<int>(wide_b.size()), TRUE) == CSTR_EQUAL;
}

// No path leads to a descriptor here.
std::optional<bool> is_open_for_writing(int) {
  errno = EBADF;
  return std::nullopt;
}

std::string_view hint_for_standard_output() { return "Windows has no path for standard output."; }

FileDescriptor open_in_place(const OutputTarget& target) {
  return FileDescriptor(
      ::_wopen(wide_path(target.path).c_str(), _O_WRONLY | _O_BINARY | _O_NOINHERIT));
}

}  // namespace sevproof::cli
