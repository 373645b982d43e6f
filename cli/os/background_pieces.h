// What is done with the pieces of a file, such as hashing them, on a thread of its own: reading
// goes on meanwhile.
#ifndef SEVPROOF_CLI_OS_BACKGROUND_PIECES_H
#define SEVPROOF_CLI_OS_BACKGROUND_PIECES_H

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

#include "sevproof/bytes.h"

namespace sevproof::cli {

class BackgroundPieces {
 public:
  using Take = std::function<void(ByteView piece)>;

  // `take` is given the pieces in their order. `expected`: how many bytes will come, where that is
  // known. With a few, add() itself calls it.
  BackgroundPieces(std::optional<std::uint64_t> expected, Take take);
  BackgroundPieces(const BackgroundPieces&) = delete;
  BackgroundPieces& operator=(const BackgroundPieces&) = delete;
  // Takes no more than the piece that it is at.
  ~BackgroundPieces();

  // `piece` must stay where and as it is until wait() says that it was taken. Where the system has
  // no thread to give, it is taken here and now.
  void add(ByteView piece);

  // Returns once at most `pieces` of those added are not taken yet.
  void wait(std::size_t pieces);

  // Returns once all are taken. Nothing may be added any more; may be called again.
  void finish();

 private:
  void run();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<ByteView> waiting_;  // the first of them is being taken
  bool ended_ = false;
  Take take_;
  std::thread thread_;
};

}  // namespace sevproof::cli

#endif
