#include "os/file_system.h"

#include <windows.h>
// After windows.h.
#include <bcrypt.h>
#include <fcntl.h>
#include <io.h>
#include <sddl.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <memory>

#include "os/windows/errors.h"
#include "os/windows/handle.h"
#include "os/windows/wide.h"

namespace sevproof::cli {
namespace {

HANDLE handle_of(int descriptor) { return reinterpret_cast<HANDLE>(::_get_osfhandle(descriptor)); }

// "S-1-5-...", of the user whose program this is.
std::wstring own_name_in_rights() {
  HANDLE opened = nullptr;
  if (::OpenProcessToken(::GetCurrentProcess(), TOKEN_QUERY, &opened) == 0) return {};
  const Handle token(opened);
  alignas(TOKEN_USER) std::array<std::byte, sizeof(TOKEN_USER) + SECURITY_MAX_SID_SIZE> user{};
  DWORD size = 0;
  if (::GetTokenInformation(token.get(), TokenUser, user.data(), user.size(), &size) == 0)
    return {};
  LPWSTR text = nullptr;
  const auto* const found = reinterpret_cast<const TOKEN_USER*>(user.data());
  if (::ConvertSidToStringSidW(found->User.Sid, &text) == 0) return {};
  const std::unique_ptr<wchar_t, decltype(&::LocalFree)> owner(text, &::LocalFree);
  return text;
}

// The rights of a file or folder that nobody but this user and the system may use.
class OwnerOnly {
 public:
  OwnerOnly() {
    const std::wstring user = own_name_in_rights();
    if (user.empty()) return;
    // Protected: nothing of the folder's rights is inherited.
    const std::wstring rights = L"D:P(A;OICI;FA;;;" + user + L")(A;OICI;FA;;;SY)";
    ::ConvertStringSecurityDescriptorToSecurityDescriptorW(rights.c_str(), SDDL_REVISION_1,
                                                           &descriptor_, nullptr);
    attributes_ = {sizeof attributes_, descriptor_, FALSE};
  }
  OwnerOnly(const OwnerOnly&) = delete;
  OwnerOnly& operator=(const OwnerOnly&) = delete;
  ~OwnerOnly() { ::LocalFree(descriptor_); }

  // Null where the system made none, for which rights would be those of the folder: nothing is
  // created then.
  SECURITY_ATTRIBUTES* get() { return descriptor_ == nullptr ? nullptr : &attributes_; }

 private:
  PSECURITY_DESCRIPTOR descriptor_ = nullptr;
  SECURITY_ATTRIBUTES attributes_{};
};

std::uint64_t joined(DWORD high, DWORD low) { return std::uint64_t{high} << 32 | low; }

FileKind kind_of_characters(HANDLE handle) {
  DWORD mode = 0;
  if (::GetConsoleMode(handle, &mode) != 0) return FileKind::kTerminal;
  // Of the devices that Windows gives a name only NUL says that it has no size to seek in and yet
  // can be sought.
  return ::SetFilePointer(handle, 0, nullptr, FILE_CURRENT) != INVALID_SET_FILE_POINTER
             ? FileKind::kNullDevice
             : FileKind::kOtherDevice;
}

FileIdentity its_own(HANDLE handle) {
  return {~std::uint64_t{0}, reinterpret_cast<std::uintptr_t>(handle)};
}

// Of a file of which the system knows size and time alone: some networks, and Wine for files that a
// shell of Unix has opened.
std::optional<FileInfo> info_without_number(HANDLE handle) {
  LARGE_INTEGER size{};
  FILETIME written{};
  if (::GetFileSizeEx(handle, &size) == 0 ||
      ::GetFileTime(handle, nullptr, nullptr, &written) == 0) {
    set_errno();
    return std::nullopt;
  }
  return FileInfo{FileKind::kRegular, its_own(handle), static_cast<std::uint64_t>(size.QuadPart),
                  static_cast<std::int64_t>(joined(written.dwHighDateTime, written.dwLowDateTime))};
}

std::optional<FileInfo> info_of(HANDLE handle) {
  FileInfo info;
  const DWORD type = ::GetFileType(handle) & ~DWORD{FILE_TYPE_REMOTE};
  if (type == FILE_TYPE_PIPE || type == FILE_TYPE_CHAR) {
    info.kind = type == FILE_TYPE_PIPE ? FileKind::kPipe : kind_of_characters(handle);
    info.identity = its_own(handle);
    return info;
  }
  BY_HANDLE_FILE_INFORMATION found{};
  if (::GetFileInformationByHandle(handle, &found) == 0) return info_without_number(handle);
  if ((found.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) != 0) info.kind = FileKind::kFolder;
  info.identity = {found.dwVolumeSerialNumber, joined(found.nFileIndexHigh, found.nFileIndexLow)};
  info.size = joined(found.nFileSizeHigh, found.nFileSizeLow);
  info.modified = static_cast<std::int64_t>(
      joined(found.ftLastWriteTime.dwHighDateTime, found.ftLastWriteTime.dwLowDateTime));
  return info;
}

constexpr DWORD kShareAll = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;

// With FILE_FLAG_BACKUP_SEMANTICS also a folder.
Handle open_existing(const std::string& path, DWORD access, DWORD flags) {
  return owned_handle(::CreateFileW(wide_path(path).c_str(), access, kShareAll, nullptr,
                                    OPEN_EXISTING, flags, nullptr));
}

FileDescriptor descriptor_of(Handle handle, int flags) {
  if (handle == nullptr) {
    set_errno();
    return {};
  }
  const int fd = ::_open_osfhandle(reinterpret_cast<std::intptr_t>(handle.get()),
                                   flags | _O_BINARY | _O_NOINHERIT);
  if (fd >= 0) static_cast<void>(handle.release());
  return FileDescriptor(fd);
}

bool done(BOOL result) { return result != 0 || set_errno(); }

}  // namespace

std::optional<FileInfo> file_info(const std::string& path) {
  const Handle handle = open_existing(path, FILE_READ_ATTRIBUTES, FILE_FLAG_BACKUP_SEMANTICS);
  if (handle == nullptr) {
    set_errno();
    return std::nullopt;
  }
  return info_of(handle.get());
}

std::optional<FileInfo> file_info(int descriptor) {
  const HANDLE handle = handle_of(descriptor);
  // -2 where a program of Windows has no standard streams.
  if (handle == INVALID_HANDLE_VALUE || reinterpret_cast<std::intptr_t>(handle) == -2) {
    errno = EBADF;
    return std::nullopt;
  }
  return info_of(handle);
}

bool is_terminal(int descriptor) {
  const auto info = file_info(descriptor);
  return info && info->kind == FileKind::kTerminal;
}

bool is_lack_of_space(int error) { return error == ENOSPC || error == EFBIG; }

bool fill_random(std::span<std::uint8_t> bytes) {
  const bool filled = ::BCryptGenRandom(nullptr, bytes.data(), static_cast<ULONG>(bytes.size()),
                                        BCRYPT_USE_SYSTEM_PREFERRED_RNG) == 0;
  if (!filled) errno = EIO;
  return filled;
}

std::string folder_of(const std::string& path) {
  const std::size_t end = path.find_last_of("/\\:");
  if (end == std::string::npos) return ".";
  // "C:" alone is the folder in which one works on that drive, "C:\" its root.
  if (path[end] == ':') return path.substr(0, end + 1) + ".";
  const bool is_root = end == 0 || path[end - 1] == ':';
  return path.substr(0, is_root ? end + 1 : end);
}

std::string name_in_folder(const std::string& path) {
  return path.substr(path.find_last_of("/\\:") + 1);
}

FileDescriptor open_to_read(const std::string& path) {
  return descriptor_of(open_existing(path, GENERIC_READ, FILE_FLAG_SEQUENTIAL_SCAN), _O_RDONLY);
}

bool is_open_for_reading(int) { return true; }  // reading says so itself

std::uint64_t reading_position(int descriptor) {
  return static_cast<std::uint64_t>(
      std::max<std::int64_t>(::_lseeki64(descriptor, 0, SEEK_CUR), 0));
}

void read_from_start_to_end(int) {}  // said when it was opened

std::ptrdiff_t read_some(int descriptor, std::span<std::uint8_t> room) {
  constexpr std::size_t kMost = std::size_t{1} << 30;
  const auto wanted = static_cast<unsigned>(std::min(room.size(), kMost));
  return ::_read(descriptor, room.data(), wanted);
}

bool write_all(int descriptor, ByteView content) {
  while (!content.empty()) {
    DWORD put = 0;
    const auto wanted = static_cast<DWORD>(std::min<std::size_t>(content.size(), 1U << 20));
    if (::WriteFile(handle_of(descriptor), content.data(), wanted, &put, nullptr) == 0) {
      return set_errno();
    }
    content = content.subspan(put);
  }
  return true;
}

FileDescriptor create_private_file(const std::string& path) {
  OwnerOnly rights;
  if (rights.get() == nullptr) {
    errno = EACCES;
    return {};
  }
  return descriptor_of(
      owned_handle(::CreateFileW(wide_path(path).c_str(), GENERIC_WRITE, 0, rights.get(),
                                 CREATE_NEW, FILE_ATTRIBUTE_NORMAL, nullptr)),
      _O_WRONLY);
}

bool make_private_folder(const std::string& path) {
  OwnerOnly rights;
  if (rights.get() == nullptr) {
    errno = EACCES;
    return false;
  }
  return done(::CreateDirectoryW(wide_path(path).c_str(), rights.get()));
}

bool remove_folder(const std::string& path) {
  return done(::RemoveDirectoryW(wide_path(path).c_str()));
}

bool remove_file(const std::string& path) { return done(::DeleteFileW(wide_path(path).c_str())); }

bool may_write(const std::string& path) {
  return open_existing(path, GENERIC_WRITE, 0) != nullptr || set_errno();
}

bool may_create_in(const std::string& folder) {
  return open_existing(folder, FILE_ADD_FILE, FILE_FLAG_BACKUP_SEMANTICS) != nullptr || set_errno();
}

bool flush_file(int descriptor) { return done(::FlushFileBuffers(handle_of(descriptor))); }

void flush_folder(const std::string&) {}  // replace_file() waits for the disk

bool is_regular_file(const std::string& path) {
  const DWORD attributes = ::GetFileAttributesW(wide_path(path).c_str());
  constexpr DWORD kOthers =
      FILE_ATTRIBUTE_DIRECTORY | FILE_ATTRIBUTE_REPARSE_POINT | FILE_ATTRIBUTE_DEVICE;
  return attributes != INVALID_FILE_ATTRIBUTES && (attributes & kOthers) == 0;
}

bool replace_file(const std::string& from, const std::string& to) {
  return done(::MoveFileExW(wide_path(from).c_str(), wide_path(to).c_str(),
                            MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH));
}

bool name_file(const std::string& from, const std::string& to) {
  return done(
      ::MoveFileExW(wide_path(from).c_str(), wide_path(to).c_str(), MOVEFILE_WRITE_THROUGH));
}

bool keep_as(const std::string& path, const std::string& kept) {
  const std::wstring from = wide_path(path);
  const std::wstring to = wide_path(kept);
  return ::CreateHardLinkW(to.c_str(), from.c_str(), nullptr) != 0 ||
         done(::MoveFileExW(from.c_str(), to.c_str(), 0));
}

}  // namespace sevproof::cli
