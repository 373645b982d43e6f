#include "os/background_pieces.h"

#include <system_error>
#include <utility>

namespace sevproof::cli {
namespace {

// Reading less takes no longer than starting a thread, since such files are mostly in memory
// already.
constexpr std::uint64_t kWorthAThread = std::uint64_t{8} * 1024 * 1024;

}  // namespace

BackgroundPieces::BackgroundPieces(std::optional<std::uint64_t> expected, Take take)
    : take_(std::move(take)) {
  if (expected.value_or(kWorthAThread) < kWorthAThread) return;
  try {
    thread_ = std::thread(&BackgroundPieces::run, this);
  } catch (const std::system_error&) {
    // None can be had: add() does it.
  }
}

BackgroundPieces::~BackgroundPieces() {
  {
    const std::lock_guard lock(mutex_);
    if (waiting_.size() > 1) waiting_.erase(waiting_.begin() + 1, waiting_.end());
  }
  finish();
}

void BackgroundPieces::add(ByteView piece) {
  if (!thread_.joinable()) {
    take_(piece);
    return;
  }
  {
    const std::lock_guard lock(mutex_);
    waiting_.push_back(piece);
  }
  changed_.notify_all();
}

void BackgroundPieces::wait(std::size_t pieces) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return waiting_.size() <= pieces; });
}

void BackgroundPieces::run() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return ended_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    const ByteView piece = waiting_.front();
    lock.unlock();
    take_(piece);
    lock.lock();
    waiting_.pop_front();
    changed_.notify_all();
  }
}

void BackgroundPieces::finish() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

}  // namespace sevproof::cli
