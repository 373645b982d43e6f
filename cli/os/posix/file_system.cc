#include "os/file_system.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#if defined(__APPLE__)
#include <sys/random.h>
#endif

#include <algorithm>
#include <cerrno>
#include <cstdio>

namespace sevproof::cli {
namespace {

constexpr mode_t kOwnerOnly = 0600;
constexpr mode_t kOwnersFolder = 0700;

FileKind kind_of_device(dev_t device) {
  struct stat null_device {};
  const bool is_null = ::stat("/dev/null", &null_device) == 0 && S_ISCHR(null_device.st_mode) &&
                       null_device.st_rdev == device;
  return is_null ? FileKind::kNullDevice : FileKind::kOtherDevice;
}

FileKind kind_of(const struct stat& status) {
  if (S_ISREG(status.st_mode)) return FileKind::kRegular;
  if (S_ISDIR(status.st_mode)) return FileKind::kFolder;
  if (S_ISFIFO(status.st_mode)) return FileKind::kPipe;
  if (S_ISSOCK(status.st_mode)) return FileKind::kSocket;
  if (S_ISBLK(status.st_mode)) return FileKind::kBlockDevice;
  return kind_of_device(status.st_rdev);
}

// Again where a signal came in between.
template <typename Call>
auto uninterrupted(Call call) {
  auto result = call();
  while (result < 0 && errno == EINTR) result = call();
  return result;
}

FileInfo info_of(const struct stat& status) {
  constexpr std::int64_t kNanoseconds = 1'000'000'000;
  return {kind_of(status),
          {status.st_dev, status.st_ino},
          static_cast<std::uint64_t>(std::max<off_t>(status.st_size, 0)),
          std::int64_t{status.st_mtim.tv_sec} * kNanoseconds + status.st_mtim.tv_nsec};
}

}  // namespace

std::optional<FileInfo> file_info(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return std::nullopt;
  return info_of(status);
}

std::optional<FileInfo> file_info(int descriptor) {
  struct stat status {};
  if (::fstat(descriptor, &status) != 0) return std::nullopt;
  FileInfo info = info_of(status);
  if (info.kind == FileKind::kOtherDevice && is_terminal(descriptor)) {
    info.kind = FileKind::kTerminal;
  }
  return info;
}

bool is_terminal(int descriptor) { return ::isatty(descriptor) != 0; }

bool is_lack_of_space(int error) { return error == ENOSPC || error == EDQUOT || error == EFBIG; }

bool fill_random(std::span<std::uint8_t> bytes) {
  return ::getentropy(bytes.data(), bytes.size()) == 0;
}

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

std::string name_in_folder(const std::string& path) { return path.substr(path.rfind('/') + 1); }

FileDescriptor open_to_read(const std::string& path) {
  return FileDescriptor(
      uninterrupted([&] { return ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY); }));
}

bool is_open_for_reading(int descriptor) {
  const int flags = ::fcntl(descriptor, F_GETFL);
  return flags >= 0 && (flags & O_ACCMODE) != O_WRONLY;
}

std::uint64_t reading_position(int descriptor) {
  return static_cast<std::uint64_t>(std::max<off_t>(::lseek(descriptor, 0, SEEK_CUR), 0));
}

void read_from_start_to_end([[maybe_unused]] int descriptor) {
#ifdef POSIX_FADV_SEQUENTIAL
  static_cast<void>(::posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL));
#endif
}

std::ptrdiff_t read_some(int descriptor, std::span<std::uint8_t> room) {
  return uninterrupted([&] { return ::read(descriptor, room.data(), room.size()); });
}

bool write_all(int descriptor, ByteView content) {
  while (!content.empty()) {
    const ssize_t put =
        uninterrupted([&] { return ::write(descriptor, content.data(), content.size()); });
    if (put < 0) return false;
    content = content.subspan(static_cast<std::size_t>(put));
  }
  return true;
}

FileDescriptor create_private_file(const std::string& path) {
  FileDescriptor fd(uninterrupted(
      [&] { return ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kOwnerOnly); }));
  // The umask may have taken away what the owner needs.
  if (fd.is_open() && ::fchmod(fd.get(), kOwnerOnly) != 0) {
    const int error = errno;
    ::unlink(path.c_str());
    errno = error;
    return {};
  }
  return fd;
}

bool make_private_folder(const std::string& path) {
  return ::mkdir(path.c_str(), kOwnersFolder) == 0;
}

bool remove_folder(const std::string& path) { return ::rmdir(path.c_str()) == 0; }

bool remove_file(const std::string& path) { return ::unlink(path.c_str()) == 0; }

bool may_write(const std::string& path) {
  return ::faccessat(AT_FDCWD, path.c_str(), W_OK, AT_EACCESS) == 0;
}

bool may_create_in(const std::string& folder) {
  return ::faccessat(AT_FDCWD, folder.c_str(), W_OK | X_OK, AT_EACCESS) == 0;
}

bool flush_file(int descriptor) {
  return uninterrupted([&] { return ::fsync(descriptor); }) == 0;
}

void flush_folder(const std::string& folder) {
  const FileDescriptor fd(
      uninterrupted([&] { return ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); }));
  if (fd.is_open()) static_cast<void>(flush_file(fd.get()));
}

bool is_regular_file(const std::string& path) {
  struct stat status {};
  return ::lstat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode);
}

bool replace_file(const std::string& from, const std::string& to) {
  return std::rename(from.c_str(), to.c_str()) == 0;
}

bool name_file(const std::string& from, const std::string& to) {
  if (::link(from.c_str(), to.c_str()) == 0) {
    static_cast<void>(::unlink(from.c_str()));
    return true;
  }
  const bool has_links = errno != EPERM && errno != ENOTSUP && errno != ENOSYS && errno != EMLINK;
  if (has_links) return false;
  // FAT, say: the name is taken by an empty file, which nobody else replaces.
  if (!create_private_file(to).is_open()) return false;
  if (replace_file(from, to)) return true;
  const int error = errno;
  static_cast<void>(::unlink(to.c_str()));
  errno = error;
  return false;
}

bool keep_as(const std::string& path, const std::string& kept) {
  return ::link(path.c_str(), kept.c_str()) == 0 || std::rename(path.c_str(), kept.c_str()) == 0;
}

}  // namespace sevproof::cli
