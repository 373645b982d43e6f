#include "os/output_folder.h"

#include <cerrno>
#include <utility>

#include "os/file_descriptor.h"
#include "os/file_system.h"
#include "sevproof/text.h"

namespace sevproof::cli {

Result<OutputFolder> OutputFolder::make(const std::string& path) {
  OutputFolder folder(path);
  folder.made_ = make_private_folder(path);
  if (folder.made_) return folder;
  const int error = errno;
  const auto found = file_info(path);
  if (error == EEXIST && found && found->kind == FileKind::kFolder) return folder;
  return fail(ErrorCode::kOutputNotWritten,
              "folder " + quote(path) + ": cannot be created: " + system_message(error),
              "--out takes a folder; its parent folder must exist.");
}

OutputFolder::OutputFolder(OutputFolder&& other) noexcept
    : path_(std::move(other.path_)), made_(std::exchange(other.made_, false)) {}

OutputFolder::~OutputFolder() {
  if (made_) static_cast<void>(remove_folder(path_));
}

}  // namespace sevproof::cli
