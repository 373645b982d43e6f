// A folder for outputs, and new files in it.
#ifndef SEVPROOF_CLI_OS_OUTPUT_FOLDER_H
#define SEVPROOF_CLI_OS_OUTPUT_FOLDER_H

#include <span>
#include <string>
#include <string_view>

#include "sevproof/bytes.h"
#include "sevproof/result.h"

namespace sevproof::cli {

// One that was made goes again unless keep() is called.
class OutputFolder {
 public:
  // Uses the folder that is there, or makes one for this user alone. Fails with kOutputNotWritten.
  static Result<OutputFolder> make(const std::string& path);

  OutputFolder(OutputFolder&& other) noexcept;
  OutputFolder& operator=(OutputFolder&&) = delete;
  ~OutputFolder();

  void keep() { made_ = false; }

 private:
  explicit OutputFolder(std::string path) : path_(std::move(path)) {}

  std::string path_;
  bool made_ = false;
};

struct NewFile {
  std::string_view role;  // how messages name it
  std::string name;       // in the folder
  ByteView content;       // must outlive the call
};

// All of them or none; the folder is made if missing, and no file that is there is overwritten.
// Fails as OutputFolder::make and write_outputs do.
Result<void> write_new_files(const std::string& folder, std::span<const NewFile> files,
                             std::span<const std::string> inputs);

}  // namespace sevproof::cli

#endif
