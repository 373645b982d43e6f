#include "os/input.h"

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
Result<void> check_kind(const std::string& name, const FileInfo& info) {
  if (info.kind == FileKind::kFolder) {
    return unreadable(name, "expected a file, got a directory", "Give the path of a file in it.");
  }
  if (info.kind == FileKind::kBlockDevice) {
    return unreadable(name, "expected a file or a pipe, got a block device",
                      "Copy what it holds to a file first.");
  }
  return {};
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
    const auto info = file_info(path);
    if (!info) return cannot_open(input.name_, path, errno);
    if (const Result<void> kind = check_kind(input.name_, *info); !kind) return fail(kind.error());
    if (limits.only_regular && info->kind != FileKind::kRegular) {
      return unreadable(input.name_, "expected a regular file, got a pipe, socket or device", "");
    }
    input.owned_ = open_to_read(path);
    if (!input.owned_.is_open()) return cannot_open(input.name_, path, errno);
    input.fd_ = input.owned_.get();
  }
  if (const Result<void> examined = input.examine(); !examined) return fail(examined.error());
  return input;
}

Result<void> Input::examine() {
  const auto info = file_info(fd_);
  if (!info) return cannot_open(name_, {}, errno);
  if (!is_open_for_reading(fd_)) return cannot_open(name_, {}, EBADF);
  before_ = *info;
  if (const Result<void> kind = check_kind(name_, before_); !kind) return kind;
  if (before_.kind == FileKind::kOtherDevice) {
    return unreadable(name_, "expected a file or a pipe, got a device that may have no end",
                      "Save the bytes that you mean in a file.");
  }
  // Files of size 0 may be the kernel's own, as in /proc: what they hold shows when they are read.
  if (before_.kind != FileKind::kRegular || before_.size == 0) return {};
  expected_ = before_.size - std::min(before_.size, reading_position(fd_));
  if (*expected_ > max_size_) {
    return too_large(name_, max_size_, std::to_string(*expected_));
  }
  read_from_start_to_end(fd_);
  return {};
}

Result<std::size_t> Input::read(std::span<std::uint8_t> room) {
  // One byte beyond the limit tells "just fits" from "too long", and no more is taken.
  const std::uint64_t left = max_size_ - done_ + 1;
  const std::size_t wanted = static_cast<std::size_t>(std::min<std::uint64_t>(room.size(), left));
  const std::ptrdiff_t got = read_some(fd_, room.first(wanted));
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
  if (before_.kind == FileKind::kRegular) {
    const auto after = file_info(fd_);
    if (!after) return changed(system_message(errno));
    if (after->size != before_.size) return changed("its size differs");
    if (expected_ && after->modified != before_.modified) {
      return changed("its modification time differs");
    }
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
