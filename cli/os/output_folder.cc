#include "os/output_folder.h"

#include <cerrno>
#include <utility>
#include <vector>

#include "os/file_descriptor.h"
#include "os/file_system.h"
#include "os/interruptions.h"
#include "os/output_files.h"
#include "sevproof/text.h"

namespace sevproof::cli {

Result<OutputFolder> OutputFolder::make(const std::string& path) {
  constexpr const char* kHint = "--out takes a folder; its parent folder must exist.";
  if (path == "-") {
    return fail(ErrorCode::kOutputNotWritten,
                "folder '-': expected a folder, got standard output: files are written, one each",
                kHint);
  }
  OutputFolder folder(path);
  folder.made_ = make_private_folder(path);
  if (folder.made_) return folder;
  const int error = errno;
  const auto found = file_info(path);
  if (error == EEXIST && found && found->kind == FileKind::kFolder) return folder;
  const bool is_other = error == EEXIST && found;
  return fail(ErrorCode::kOutputNotWritten,
              "folder " + quote(path) + ": " +
                  (is_other ? "expected a folder, got a file that is there"
                            : "cannot be created: " + system_message(error)),
              kHint);
}

OutputFolder::OutputFolder(OutputFolder&& other) noexcept
    : path_(std::move(other.path_)), made_(std::exchange(other.made_, false)) {}

OutputFolder::~OutputFolder() {
  if (made_) static_cast<void>(remove_folder(path_));
}

Result<void> write_new_files(const std::string& path, std::span<const NewFile> files,
                             std::span<const std::string> inputs) {
  const auto held = hold_interruptions();
  auto folder = OutputFolder::make(path);
  if (!folder) return fail(folder.error());
  std::vector<OutputFile> outputs;
  outputs.reserve(files.size());
  for (const NewFile& file : files) {
    outputs.push_back({{file.role, path + "/" + file.name}, file.content});
  }
  auto written = write_outputs(outputs, inputs, Existing::kRefused);
  if (written) folder->keep();
  return written;
}

}  // namespace sevproof::cli
