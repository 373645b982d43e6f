#include "os/output_files.h"

#include <array>
#include <cerrno>
#include <string>
#include <utility>
#include <vector>

#include "os/file_system.h"
#include "os/followed_path.h"
#include "os/interruptions.h"
#include "sevproof/text.h"

namespace sevproof::cli {
namespace {

tl::unexpected<Error> unwritable(const OutputTarget& target, const std::string& doing, int error) {
  std::string hint = "No file was changed.";
  if (is_lack_of_space(error)) {
    hint = "Free some space or write elsewhere. " + hint;
  } else if (error == EPIPE) {
    hint = "The program that reads from it has ended. " + hint;
  }
  return fail(ErrorCode::kOutputNotWritten,
              target.description + ": " + doing + ": " + system_message(error), std::move(hint));
}

tl::unexpected<Error> exists(const OutputTarget& target) {
  return fail(ErrorCode::kOutputNotWritten, target.description + ": already exists",
              "Nothing is overwritten: choose another name or folder. No file was changed.");
}

// A pipe, device or descriptor: opened first, because opening a FIFO waits for its reader, and
// written when all files are staged.
class InPlaceFile {
 public:
  static Result<InPlaceFile> open(const OutputTarget& target, ByteView content) {
    InPlaceFile file(target, content);
    file.fd_ = open_in_place(target);
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

// A file that waits beside its target. Unless keep() is called, its end undoes what undo() did not.
class StagedFile {
 public:
  static Result<StagedFile> create(const OutputTarget& target, ByteView content);

  StagedFile(StagedFile&& other) noexcept
      : target_(std::move(other.target_)),
        staged_(std::exchange(other.staged_, {})),
        former_(std::exchange(other.former_, {})),
        replaced_(std::exchange(other.replaced_, false)) {}
  StagedFile& operator=(StagedFile&&) = delete;
  ~StagedFile() { static_cast<void>(undo()); }

  // Puts the file in the target's place. With `revocable`, undoing brings back what was there.
  Result<void> replace_target(bool revocable);
  // The same where nothing may be there.
  Result<void> take_name();

  // Makes the replacement final.
  void keep();

  // Brings back what was there. Where that fails, says what there is now; otherwise it is empty.
  std::string undo();

 private:
  explicit StagedFile(OutputTarget target) : target_(std::move(target)) {}

  Result<std::string> unused_path() const;
  Result<void> keep_former();
  bool is_untouched() const;
  std::string bring_back_former();

  OutputTarget target_;
  // Each is empty when there is no such file.
  std::string staged_;
  std::string former_;
  bool replaced_ = false;
};

Result<std::string> StagedFile::unused_path() const {
  std::array<std::uint8_t, 8> random{};
  if (!fill_random(random)) {
    return fail(ErrorCode::kNoRandomNumbers,
                "no random numbers for the name of a file: " + system_message(errno),
                "Try again when the system's generator answers. No file was changed.");
  }
  return target_.folder + "/.sevproof-" + to_hex(random) + ".tmp";
}

Result<StagedFile> StagedFile::create(const OutputTarget& target, ByteView content) {
  StagedFile file(target);
  Result<std::string> path = file.unused_path();
  if (!path) return fail(path.error());
  FileDescriptor fd = create_private_file(*path);
  if (!fd.is_open()) return unwritable(target, "cannot be created", errno);
  file.staged_ = *std::move(path);  // a copy could fail, and leave the file behind
  if (!write_all(fd.get(), content) || !flush_file(fd.get()) || !fd.close()) {
    return unwritable(target, "cannot be written", errno);
  }
  return file;
}

Result<void> StagedFile::keep_former() {
  Result<std::string> path = unused_path();
  if (!path) return fail(path.error());
  if (!is_regular_file(target_.path)) {
    return fail(ErrorCode::kOutputNotWritten,
                target_.description + ": changed while it was replaced",
                "Try again when nothing else changes the file. No file was changed.");
  }
  if (!keep_as(target_.path, *path)) {
    return unwritable(target_, "the existing file cannot be kept safe", errno);
  }
  former_ = *std::move(path);
  return {};
}

Result<void> StagedFile::replace_target(bool revocable) {
  if (revocable && target_.identity) {
    if (const Result<void> kept = keep_former(); !kept) return kept;
  }
  if (!replace_file(staged_, target_.path)) {
    return unwritable(target_, "cannot be replaced", errno);
  }
  staged_.clear();
  replaced_ = true;
  return {};
}

Result<void> StagedFile::take_name() {
  if (!name_file(staged_, target_.path)) {
    if (errno == EEXIST) return exists(target_);
    return unwritable(target_, "cannot be created", errno);
  }
  staged_.clear();
  replaced_ = true;
  return {};
}

void StagedFile::keep() {
  if (!former_.empty()) static_cast<void>(remove_file(former_));
  former_.clear();
  replaced_ = false;
  flush_folder(target_.folder);
}

// Whether the target's name is still that of the former file.
bool StagedFile::is_untouched() const {
  const auto now = file_info(target_.path);
  return now && now->identity == target_.identity;
}

std::string StagedFile::bring_back_former() {
  const std::string former = std::exchange(former_, {});
  // Two names of one file stay two names, so the spare one is removed. Where the former file cannot
  // get its name back it keeps the spare one: better left behind than lost.
  if (replace_file(former, target_.path) || is_untouched()) {
    static_cast<void>(remove_file(former));
    return {};
  }
  return target_.description + " could not be brought back: what it was is in " +
         quote(former, former.size()) + ". ";
}

std::string StagedFile::undo() {
  if (!staged_.empty()) static_cast<void>(remove_file(std::exchange(staged_, {})));
  const bool replaced = std::exchange(replaced_, false);
  if (!former_.empty()) return bring_back_former();
  if (!replaced || remove_file(target_.path)) return {};
  return target_.description + " is new and could not be removed. ";
}

Result<void> undo_all(std::span<StagedFile> staged, Error error) {
  std::string left;
  for (StagedFile& file : staged) left += file.undo();
  if (!left.empty()) error.hint = left + "Nothing else was changed.";
  return fail(std::move(error));
}

Result<void> replace_all(std::span<StagedFile> staged, Existing existing) {
  for (StagedFile& file : staged) {
    // A rename is the last step that can fail, so the last one never needs undoing.
    const Result<void> replaced = existing == Existing::kRefused
                                      ? file.take_name()
                                      : file.replace_target(&file != &staged.back());
    if (!replaced) return undo_all(staged, replaced.error());
  }
  for (StagedFile& file : staged) file.keep();
  return {};
}

struct PendingOutput {
  OutputTarget target;
  ByteView content;
};

Result<void> write_targets(std::span<const PendingOutput> outputs, Existing existing) {
  const auto as_errors = take_write_signals_as_errors();
  std::vector<InPlaceFile> in_place;
  for (const PendingOutput& output : outputs) {
    if (output.target.kind == OutputKind::kReplaced) continue;
    Result<InPlaceFile> file = InPlaceFile::open(output.target, output.content);
    if (!file) return fail(file.error());
    in_place.push_back(*std::move(file));
  }
  const auto held = hold_interruptions();
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
  return replace_all(staged, existing);
}

// What a link leads to has a name of its own.
bool is_there(const OutputTarget& target, const std::string& path) {
  return target.kind != OutputKind::kReplaced || target.identity || target.path != path;
}

}  // namespace

Result<void> write_outputs(std::span<const OutputFile> files, std::span<const std::string> inputs,
                           Existing existing) {
  std::vector<OutputPath> paths;
  std::vector<PendingOutput> outputs;
  for (const OutputFile& file : files) {
    Result<OutputTarget> target = resolve_output(file.target);
    if (!target) return fail(target.error());
    if (existing == Existing::kRefused && is_there(*target, file.target.path)) {
      return exists(*target);
    }
    paths.push_back(file.target);
    outputs.push_back({*std::move(target), file.content});
  }
  if (const Result<void> checked = check_outputs(paths, inputs); !checked) return checked;
  return write_targets(outputs, existing);
}

}  // namespace sevproof::cli
