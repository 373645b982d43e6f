// What reading and writing share: a descriptor that closes itself, and how messages name files.
#ifndef SEVPROOF_CLI_OS_FILE_DESCRIPTOR_H
#define SEVPROOF_CLI_OS_FILE_DESCRIPTOR_H

#include <unistd.h>

#include <cerrno>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "sevproof/text.h"

namespace sevproof::cli {

class FileDescriptor {
 public:
  FileDescriptor() = default;
  explicit FileDescriptor(int fd) : fd_(fd) {}
  FileDescriptor(FileDescriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  FileDescriptor& operator=(FileDescriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;
  ~FileDescriptor() { close(); }

  int get() const { return fd_; }
  bool is_open() const { return fd_ >= 0; }

  // False when the system reports a late write error; errno says which. A signal in between is
  // none.
  bool close() {
    const int fd = std::exchange(fd_, -1);
    return fd < 0 || ::close(fd) == 0 || errno == EINTR;
  }

 private:
  int fd_ = -1;
};

// The system's words for an errno value, such as "No such file or directory".
inline std::string system_message(int error_number) {
  return std::generic_category().message(error_number);
}

// How messages begin: "firmware 'x.fd'", or "firmware (standard input)" for "-".
inline std::string describe_file(std::string_view role, std::string_view path) {
  if (path == "-") return std::string(role) + " (standard input)";
  // Whole, so that it can be found: no path is longer.
  constexpr std::size_t kLongestPath = 4096;
  return std::string(role) + " " + quote(path, kLongestPath);
}

}  // namespace sevproof::cli

#endif
