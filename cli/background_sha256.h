// SHA-256 on a thread of its own, so that reading goes on meanwhile.
#ifndef SEVPROOF_CLI_BACKGROUND_SHA256_H
#define SEVPROOF_CLI_BACKGROUND_SHA256_H

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>

#include "sevproof/bytes.h"
#include "sevproof/sha256.h"

namespace sevproof::cli {

class BackgroundSha256 {
 public:
  // `expected`: how many bytes will come, where that is known. A few are hashed by add() itself.
  explicit BackgroundSha256(std::optional<std::uint64_t> expected);
  BackgroundSha256(const BackgroundSha256&) = delete;
  BackgroundSha256& operator=(const BackgroundSha256&) = delete;
  // Hashes no more than the piece that it is at.
  ~BackgroundSha256();

  // Takes `piece` in after those before it. It must stay where and as it is until wait() says that
  // it was hashed. Where the system has no thread to give, it is hashed here and now.
  void add(ByteView piece);

  // Returns once at most `pieces` of those added are not hashed yet.
  void wait(std::size_t pieces);

  // The hash of all that was added. Nothing may be added any more.
  Sha256 finish();

 private:
  void run();
  void stop();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<ByteView> waiting_;  // the first of them is being hashed
  bool ended_ = false;
  Sha256 sha_;
  std::thread thread_;
};

}  // namespace sevproof::cli

#endif
