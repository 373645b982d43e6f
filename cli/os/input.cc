#include "os/input.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace sevproof::cli {
namespace {

// Of a file that messages call `name`, which begins with its role.
Subject subject_of(std::string_view name) {
  struct Role {
    std::string_view name;
    Subject subject;
  };
  constexpr std::array<Role, 7> kRoles = {{{"firmware", Subject::kFirmware},
                                           {"kernel", Subject::kKernel},
                                           {"initrd", Subject::kInitrd},
                                           {"launch info", Subject::kEvidence},
                                           {"domain XML", Subject::kDomainSecurity},
                                           {"VMSA", Subject::kVmsa},
                                           {"secret", Subject::kSecrets}}};
  const auto found =
      std::ranges::find_if(kRoles, [&](const Role& role) { return name.starts_with(role.name); });
  return found == kRoles.end() ? Subject::kWhole : found->subject;
}

tl::unexpected<Error> refuse(ErrorCode code, const std::string& name, const std::string& problem,
                             std::string hint) {
  return fail(about(subject_of(name), {code, name + ": " + problem, std::move(hint)}));
}

tl::unexpected<Error> unreadable(const std::string& name, const std::string& problem,
                                 std::string hint) {
  return refuse(ErrorCode::kFileUnreadable, name, problem, std::move(hint));
}

tl::unexpected<Error> too_large(const std::string& name, std::uint64_t limit,
                                const std::string& got) {
  return refuse(ErrorCode::kFileTooLarge, name,
                "expected at most " + std::to_string(limit) + " bytes, got " + got,
                "Is this the right file?");
}

tl::unexpected<Error> cannot_open(const std::string& name, const std::string& path, int error) {
  std::string hint = "Check the path and the state of the file system.";
  if (error == ENOENT || error == ENOTDIR) {
    hint = path.starts_with("~") ? "The shell replaces ~ only at the start of a word: use $HOME."
                                 : "Check the path.";
  } else if (error == EACCES) {
    hint = "Give this user permission to read the file and to enter its folders.";
  } else if (error == ENXIO) {
    hint = "A socket cannot be opened by its path: pass it as standard input and give -.";
  } else if (error == EBADF) {
    hint = "Standard input is closed: connect it to a file or a pipe.";
  }
  return unreadable(name, "cannot be opened: " + system_message(error), std::move(hint));
}

// Refuses what is no file or stream that ends. A character device is looked at after it was opened.
Result<void> check_kind(const std::string& name, const struct stat& info) {
  if (S_ISDIR(info.st_mode)) {
    return unreadable(name, "expected a file, got a directory", "Give the path of a file in it.");
  }
  if (S_ISBLK(info.st_mode)) {
    return unreadable(name, "expected a file or a pipe, got a block device",
                      "Copy what it holds to a file first.");
  }
  return {};
}

bool is_null_device(const struct stat& info) {
  struct stat null_device {};
  return ::stat("/dev/null", &null_device) == 0 && S_ISCHR(null_device.st_mode) &&
         null_device.st_rdev == info.st_rdev;
}

}  // namespace

Result<Input> Input::open(const std::string& path, const InputLimits& limits) {
  Input input;
  input.name_ = describe_file(limits.role, path);
  input.max_size_ = limits.max_size;
  input.may_be_empty_ = limits.may_be_empty;
  if (path.empty()) {
    return unreadable(std::string(limits.role), "expected a path, got nothing",
                      "An empty word often comes from a shell variable that is not set.");
  }
  if (path == "-") {
    input.fd_ = STDIN_FILENO;
  } else {
    // Looked at before it is opened, because opening some devices does something.
    struct stat info {};
    if (::stat(path.c_str(), &info) != 0) return cannot_open(input.name_, path, errno);
    if (const Result<void> kind = check_kind(input.name_, info); !kind) return fail(kind.error());
    if (limits.only_regular && !S_ISREG(info.st_mode)) {
      return unreadable(input.name_, "expected a regular file, got a pipe, socket or device", "");
    }
    do {
      input.owned_ = FileDescriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
    } while (!input.owned_.is_open() && errno == EINTR);
    if (!input.owned_.is_open()) return cannot_open(input.name_, path, errno);
    input.fd_ = input.owned_.get();
  }
  if (const Result<void> examined = input.examine(); !examined) return fail(examined.error());
  return input;
}

Result<void> Input::examine() {
  if (::fstat(fd_, &before_) != 0) return cannot_open(name_, {}, errno);
  if (const Result<void> kind = check_kind(name_, before_); !kind) return kind;
  if (S_ISCHR(before_.st_mode) && ::isatty(fd_) == 0 && !is_null_device(before_)) {
    return unreadable(name_, "expected a file or a pipe, got a device that may have no end",
                      "Save the bytes that you mean in a file.");
  }
  // Files of size 0 may be the kernel's own, as in /proc: what they hold shows when they are read.
  if (!S_ISREG(before_.st_mode) || before_.st_size == 0) return {};
  const off_t position = std::max<off_t>(::lseek(fd_, 0, SEEK_CUR), 0);
  expected_ = static_cast<std::uint64_t>(std::max<off_t>(before_.st_size - position, 0));
  if (*expected_ > max_size_) {
    return too_large(name_, max_size_, std::to_string(*expected_));
  }
#ifdef POSIX_FADV_SEQUENTIAL
  static_cast<void>(::posix_fadvise(fd_, 0, 0, POSIX_FADV_SEQUENTIAL));
#endif
  return {};
}

Result<std::size_t> Input::read(std::span<std::uint8_t> room) {
  // One byte beyond the limit tells "just fits" from "too long", and no more is taken.
  const std::uint64_t left = max_size_ - done_ + 1;
  const std::size_t wanted = static_cast<std::size_t>(std::min<std::uint64_t>(room.size(), left));
  ssize_t got = -1;
  do {
    got = ::read(fd_, room.data(), wanted);
  } while (got < 0 && errno == EINTR);
  if (got < 0) {
    return unreadable(
        name_, "reading failed after " + std::to_string(done_) + " bytes: " + system_message(errno),
        "Check the file and the medium it lies on.");
  }
  done_ += static_cast<std::uint64_t>(got);
  if (expected_ && done_ > *expected_) return changed("it grew");
  if (done_ > max_size_) {
    return too_large(name_, max_size_, "more");
  }
  if (got == 0) {
    if (const Result<void> end = check_end(); !end) return fail(end.error());
  }
  return static_cast<std::size_t>(got);
}

Result<void> Input::check_end() const {
  if (expected_ && done_ < *expected_) {
    return changed("expected " + std::to_string(*expected_) + " bytes, got " +
                   std::to_string(done_));
  }
  if (S_ISREG(before_.st_mode)) {
    struct stat after {};
    if (::fstat(fd_, &after) != 0) return changed(system_message(errno));
    const bool same_time = after.st_mtim.tv_sec == before_.st_mtim.tv_sec &&
                           after.st_mtim.tv_nsec == before_.st_mtim.tv_nsec;
    if (after.st_size != before_.st_size) return changed("its size differs");
    if (expected_ && !same_time) return changed("its modification time differs");
  }
  if (done_ == 0 && !may_be_empty_) {
    return unreadable(name_, "expected some bytes, got an empty file", "Is this the right file?");
  }
  return {};
}

tl::unexpected<Error> Input::changed(const std::string& how) const {
  return unreadable(name_, "changed while it was read: " + how,
                    "Try again when nothing writes to the file any more.");
}

}  // namespace sevproof::cli
