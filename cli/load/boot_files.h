// Firmware, kernel and initrd, read and hashed side by side.
#ifndef SEVPROOF_CLI_LOAD_BOOT_FILES_H
#define SEVPROOF_CLI_LOAD_BOOT_FILES_H

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "os/console.h"
#include "os/hash_job.h"
#include "sevproof/result.h"
#include "sevproof/sev/draft.h"

namespace sevproof::cli {

struct BootFile {
  std::string_view role;  // how messages name it; must live on
  std::string path;
  bool only_regular = false;       // see InputLimits
  HashTime when = HashTime::kNow;  // of a firmware
};

class BootFiles {
 public:
  explicit BootFiles(Console& console) : console_(console) {}

  // Each at most once. Kernel and initrd are begun here, where HashJob can.
  void add_firmware(BootFile file) { firmware_ = std::move(file); }
  void add_kernel(const BootFile& file);
  void add_initrd(const BootFile& file);

  bool has_kernel() const { return kernel_.has_value(); }

  // Puts what was added into the draft. Fails as the readers and the checks of boot_file.h do, with
  // the first failure in the order of firmware, kernel, initrd. To be called once.
  Result<void> load_into(LaunchDraft& draft);

 private:
  Result<HashedFile> finish(HashJob& job);
  void show_progress();

  Console& console_;
  std::optional<BootFile> firmware_;
  std::optional<HashJob> kernel_;
  std::optional<HashJob> initrd_;
};

}  // namespace sevproof::cli

#endif
