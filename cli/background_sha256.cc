#include "background_sha256.h"

#include <system_error>

namespace sevproof::cli {
namespace {

// Reading less takes no longer than starting a thread, since such files are mostly in memory
// already.
constexpr std::uint64_t kWorthAThread = std::uint64_t{8} * 1024 * 1024;

}  // namespace

BackgroundSha256::BackgroundSha256(std::optional<std::uint64_t> expected) {
  if (expected.value_or(kWorthAThread) < kWorthAThread) return;
  try {
    thread_ = std::thread(&BackgroundSha256::run, this);
  } catch (const std::system_error&) {
    // None can be had: add() does it.
  }
}

BackgroundSha256::~BackgroundSha256() {
  {
    const std::lock_guard lock(mutex_);
    if (waiting_.size() > 1) waiting_.erase(waiting_.begin() + 1, waiting_.end());
  }
  stop();
}

void BackgroundSha256::add(ByteView piece) {
  if (!thread_.joinable()) {
    sha_.update(piece);
    return;
  }
  {
    const std::lock_guard lock(mutex_);
    waiting_.push_back(piece);
  }
  changed_.notify_all();
}

void BackgroundSha256::wait(std::size_t pieces) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return waiting_.size() <= pieces; });
}

Sha256 BackgroundSha256::finish() {
  stop();
  return sha_;
}

void BackgroundSha256::run() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return ended_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    const ByteView piece = waiting_.front();
    lock.unlock();
    sha_.update(piece);
    lock.lock();
    waiting_.pop_front();
    changed_.notify_all();
  }
}

void BackgroundSha256::stop() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

}  // namespace sevproof::cli
