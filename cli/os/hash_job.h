// A file that is hashed in the background.
#ifndef SEVPROOF_CLI_OS_HASH_JOB_H
#define SEVPROOF_CLI_OS_HASH_JOB_H

#include <atomic>
#include <cstdint>
#include <functional>
#include <future>
#include <optional>
#include <string>
#include <string_view>

#include "os/input_file.h"

namespace sevproof::cli {

// Bytes of one file or of several.
struct ReadSoFar {
  std::uint64_t done = 0;
  std::optional<std::uint64_t> total = 0;  // where it is known of all
};

class HashJob {
 public:
  // Begins at once with a regular file that is not empty. Anything else is begun in its turn, by
  // result(): it may wait, and whoever writes into a pipe may want another file read first.
  HashJob(std::string path, const InputLimits& limits);
  HashJob(const HashJob&) = delete;
  HashJob& operator=(const HashJob&) = delete;
  // Gives up what is still to be read, after the read that is going on.
  ~HashJob();

  // Waits for the digest, and calls `meanwhile` a few times a second; not where the system has no
  // thread to give, so that the caller's own hashes. To be called once.
  Result<HashedFile> result(const std::function<void()>& meanwhile);

  std::string_view role() const { return limits_.role; }
  // Role and path, as messages name the file.
  std::string name() const;
  ReadSoFar progress() const;

 private:
  void start();

  std::string path_;
  InputLimits limits_;
  std::atomic<bool> given_up_ = false;
  std::atomic<std::uint64_t> done_ = 0;
  std::atomic<std::uint64_t> total_ = 0;    // 0 where it is not known
  std::future<Result<HashedFile>> digest_;  // last: its end waits for the thread, which uses these
};

}  // namespace sevproof::cli

#endif
