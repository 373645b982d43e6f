// A folder for outputs.
#ifndef SEVPROOF_CLI_OS_OUTPUT_FOLDER_H
#define SEVPROOF_CLI_OS_OUTPUT_FOLDER_H

#include <string>

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

}  // namespace sevproof::cli

#endif
