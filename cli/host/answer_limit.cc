#include "host/answer_limit.h"

#include <utility>

namespace sevproof::cli {

AnswerLimit::AnswerLimit(std::chrono::seconds limit, OnSilence on_silence)
    : limit_(limit), on_silence_(std::move(on_silence)), thread_(&AnswerLimit::watch, this) {}

AnswerLimit::~AnswerLimit() {
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void AnswerLimit::set_on_silence(OnSilence on_silence) {
  const std::lock_guard lock(mutex_);
  on_silence_ = std::move(on_silence);
}

AnswerLimit::Wait::Wait(AnswerLimit& limit, std::string since) : limit_(limit) {
  {
    const std::lock_guard lock(limit.mutex_);
    limit.deadline_ = std::chrono::steady_clock::now() + limit.limit_;
    limit.since_ = std::move(since);
  }
  limit.changed_.notify_all();
}

AnswerLimit::Wait::~Wait() {
  const std::lock_guard lock(limit_.mutex_);
  limit_.deadline_.reset();
}

// The lock is held while on_silence runs, so that an answer that comes meanwhile changes nothing.
void AnswerLimit::watch() {
  std::unique_lock lock(mutex_);
  while (!ended_) {
    if (!deadline_) {
      changed_.wait(lock);
    } else if (std::chrono::steady_clock::now() < *deadline_) {
      changed_.wait_until(lock, std::chrono::steady_clock::time_point(*deadline_));
    } else {
      deadline_.reset();
      if (on_silence_)
        on_silence_("no reply from the host for " + std::to_string(limit_.count()) + " s since " +
                    since_);
    }
  }
}

}  // namespace sevproof::cli
