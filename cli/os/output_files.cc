#include "os/output_files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "os/file_descriptor.h"

namespace sevproof::cli {
namespace {

constexpr mode_t kOwnerOnly = 0600;

tl::unexpected<Error> unwritable(const OutputTarget& target, const std::string& doing, int error) {
  std::string hint = "No file was changed.";
  if (error == ENOSPC || error == EDQUOT || error == EFBIG) {
    hint = "Free some space or write elsewhere. " + hint;
  } else if (error == EPIPE) {
    hint = "The program that reads from it has ended. " + hint;
  }
  return fail(ErrorCode::kOutputNotWritten,
              target.description + ": " + doing + ": " + system_message(error), std::move(hint));
}

// Turns SIGPIPE and SIGXFSZ into errors of write(), for as long as it lives.
class WriteSignalsIgnored {
 public:
  WriteSignalsIgnored() {
    struct sigaction ignore {};
    ignore.sa_handler = SIG_IGN;
    ::sigaction(SIGPIPE, &ignore, &pipe_);
    ::sigaction(SIGXFSZ, &ignore, &size_);
  }
  WriteSignalsIgnored(const WriteSignalsIgnored&) = delete;
  WriteSignalsIgnored& operator=(const WriteSignalsIgnored&) = delete;
  ~WriteSignalsIgnored() {
    ::sigaction(SIGPIPE, &pipe_, nullptr);
    ::sigaction(SIGXFSZ, &size_, nullptr);
  }

 private:
  struct sigaction pipe_ {};
  struct sigaction size_ {};
};

// Puts off the signals with which people stop programs until staged files are gone again.
class InterruptionsHeld {
 public:
  InterruptionsHeld() {
    sigset_t held;
    ::sigemptyset(&held);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) ::sigaddset(&held, signal);
    ::pthread_sigmask(SIG_BLOCK, &held, &before_);
  }
  InterruptionsHeld(const InterruptionsHeld&) = delete;
  InterruptionsHeld& operator=(const InterruptionsHeld&) = delete;
  ~InterruptionsHeld() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

 private:
  sigset_t before_{};
};

// False with errno set when not all could be written.
bool write_all(int fd, ByteView content) {
  while (!content.empty()) {
    const ssize_t put = ::write(fd, content.data(), content.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return false;
    content = content.subspan(static_cast<std::size_t>(put));
  }
  return true;
}

// A pipe, device or descriptor: opened first, because opening a FIFO waits for its reader, and
// written when all files are staged.
class InPlaceFile {
 public:
  static Result<InPlaceFile> open(const OutputTarget& target, ByteView content) {
    InPlaceFile file(target, content);
    do {
      file.fd_ = FileDescriptor(target.kind == OutputKind::kDescriptor
                                    ? ::fcntl(target.descriptor, F_DUPFD_CLOEXEC, 0)
                                    : ::open(target.path.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY));
    } while (!file.fd_.is_open() && errno == EINTR);
    if (!file.fd_.is_open()) return unwritable(target, "cannot be opened", errno);
    return file;
  }

  Result<void> write() {
    if (!write_all(fd_.get(), content_)) return unwritable(target_, "cannot be written", errno);
    if (!fd_.close()) return unwritable(target_, "cannot be written", errno);
    return {};
  }

 private:
  InPlaceFile(OutputTarget target, ByteView content)
      : target_(std::move(target)), content_(content) {}

  OutputTarget target_;
  ByteView content_;
  FileDescriptor fd_;
};

// A file that waits beside its target. Unless keep() is called, its end undoes all that it did.
class StagedFile {
 public:
  static Result<StagedFile> create(const OutputTarget& target, ByteView content);

  StagedFile(StagedFile&& other) noexcept
      : target_(std::move(other.target_)),
        staged_(std::exchange(other.staged_, {})),
        former_(std::exchange(other.former_, {})),
        replaced_(std::exchange(other.replaced_, false)) {}
  StagedFile& operator=(StagedFile&&) = delete;
  ~StagedFile() { undo(); }

  // Puts the file in the target's place. With `revocable`, undoing brings back what was there.
  Result<void> replace_target(bool revocable);

  // Makes the replacement final.
  void keep();

 private:
  explicit StagedFile(OutputTarget target) : target_(std::move(target)) {}

  Result<std::string> unused_path() const;
  Result<void> keep_former();
  void undo();

  OutputTarget target_;
  // Each is empty when there is no such file.
  std::string staged_;
  std::string former_;
  bool replaced_ = false;
};

Result<std::string> StagedFile::unused_path() const {
  std::array<std::uint8_t, 8> random{};
  if (::getentropy(random.data(), random.size()) != 0) {
    return fail(ErrorCode::kNoRandomNumbers, "no random numbers for the name of a file: " +
                                                 std::generic_category().message(errno));
  }
  return target_.folder + "/.sevproof-" + to_hex(random) + ".tmp";
}

Result<StagedFile> StagedFile::create(const OutputTarget& target, ByteView content) {
  StagedFile file(target);
  const Result<std::string> path = file.unused_path();
  if (!path) return fail(path.error());
  FileDescriptor fd(::open(path->c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kOwnerOnly));
  if (!fd.is_open()) return unwritable(target, "cannot be created", errno);
  file.staged_ = *path;
  // The umask may have taken away what the owner needs.
  if (::fchmod(fd.get(), kOwnerOnly) != 0 || !write_all(fd.get(), content) ||
      ::fsync(fd.get()) != 0 || !fd.close()) {
    return unwritable(target, "cannot be written", errno);
  }
  return file;
}

Result<void> StagedFile::keep_former() {
  const Result<std::string> path = unused_path();
  if (!path) return fail(path.error());
  struct stat info {};
  if (::lstat(target_.path.c_str(), &info) != 0 || !S_ISREG(info.st_mode)) {
    return fail(ErrorCode::kOutputNotWritten,
                target_.description + ": changed while it was replaced",
                "Try again when nothing else changes the file. No file was changed.");
  }
  // A second name for the former file; where there are no hard links it is put aside for a moment.
  if (::link(target_.path.c_str(), path->c_str()) != 0 &&
      ::rename(target_.path.c_str(), path->c_str()) != 0) {
    return unwritable(target_, "the existing file cannot be kept safe", errno);
  }
  former_ = *path;
  return {};
}

Result<void> StagedFile::replace_target(bool revocable) {
  if (revocable && target_.identity) {
    if (const Result<void> kept = keep_former(); !kept) return kept;
  }
  if (::rename(staged_.c_str(), target_.path.c_str()) != 0) {
    return unwritable(target_, "cannot be replaced", errno);
  }
  staged_.clear();
  replaced_ = true;
  return {};
}

void StagedFile::keep() {
  if (!former_.empty()) ::unlink(former_.c_str());
  former_.clear();
  replaced_ = false;
  // So that the new name survives a power cut, where the file system can promise that.
  const FileDescriptor folder(::open(target_.folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder.is_open()) static_cast<void>(::fsync(folder.get()));
}

void StagedFile::undo() {
  if (!staged_.empty()) ::unlink(staged_.c_str());
  if (!former_.empty()) {
    // Two names of one file stay two names, so the spare one is removed. Where the former file
    // cannot get its name back it keeps the spare one: better left behind than lost.
    if (::rename(former_.c_str(), target_.path.c_str()) == 0) ::unlink(former_.c_str());
  } else if (replaced_) {
    ::unlink(target_.path.c_str());
  }
}

Result<void> replace_all(std::span<StagedFile> staged) {
  for (StagedFile& file : staged) {
    // A rename is the last step that can fail, so the last one never needs undoing.
    const Result<void> replaced = file.replace_target(&file != &staged.back());
    if (!replaced) return replaced;
  }
  for (StagedFile& file : staged) file.keep();
  return {};
}

struct PendingOutput {
  OutputTarget target;
  ByteView content;
};

Result<void> write_targets(std::span<const PendingOutput> outputs) {
  const WriteSignalsIgnored ignored;
  std::vector<InPlaceFile> in_place;
  for (const PendingOutput& output : outputs) {
    if (output.target.kind == OutputKind::kReplaced) continue;
    Result<InPlaceFile> file = InPlaceFile::open(output.target, output.content);
    if (!file) return fail(file.error());
    in_place.push_back(*std::move(file));
  }
  const InterruptionsHeld held;
  std::vector<StagedFile> staged;
  for (const PendingOutput& output : outputs) {
    if (output.target.kind != OutputKind::kReplaced) continue;
    Result<StagedFile> file = StagedFile::create(output.target, output.content);
    if (!file) return fail(file.error());
    staged.push_back(*std::move(file));
  }
  for (InPlaceFile& file : in_place) {
    if (const Result<void> written = file.write(); !written) return written;
  }
  return replace_all(staged);
}

}  // namespace

Result<void> write_outputs(std::span<const OutputFile> files, std::span<const std::string> inputs) {
  std::vector<OutputPath> paths;
  std::vector<PendingOutput> outputs;
  for (const OutputFile& file : files) {
    Result<OutputTarget> target = resolve_output(file.target);
    if (!target) return fail(target.error());
    paths.push_back(file.target);
    outputs.push_back({*std::move(target), file.content});
  }
  if (const Result<void> checked = check_outputs(paths, inputs); !checked) return checked;
  return write_targets(outputs);
}

}  // namespace sevproof::cli
