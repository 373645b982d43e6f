// A limit to how long somebody else is waited for in a call that cannot be broken off.
#ifndef SEVPROOF_CLI_HOST_ANSWER_LIMIT_H
#define SEVPROOF_CLI_HOST_ANSWER_LIMIT_H

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace sevproof::cli {

class AnswerLimit {
 public:
  // Called on a thread of its own with a sentence about what was waited for. It should end the
  // program, since the call goes on.
  using OnSilence = std::function<void(const std::string& why)>;

  AnswerLimit(std::chrono::seconds limit, OnSilence on_silence);
  ~AnswerLimit();
  AnswerLimit(const AnswerLimit&) = delete;
  AnswerLimit& operator=(const AnswerLimit&) = delete;

  // For the waits that follow; with none they have no limit.
  void set_on_silence(OnSilence on_silence);

  // Waits for one answer from its making to its end; one at a time. `since` says what was done
  // then.
  class Wait {
   public:
    Wait(AnswerLimit& limit, std::string since);
    ~Wait();
    Wait(const Wait&) = delete;
    Wait& operator=(const Wait&) = delete;

   private:
    AnswerLimit& limit_;
  };

 private:
  void watch();

  const std::chrono::seconds limit_;
  OnSilence on_silence_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<std::chrono::steady_clock::time_point> deadline_;
  std::string since_;
  bool ended_ = false;
  std::thread thread_;
};

}  // namespace sevproof::cli

#endif
