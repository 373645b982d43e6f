// A limit to how long somebody else is waited for in a call that cannot be broken off.
#ifndef SEVPROOF_CLI_ANSWER_LIMIT_H
#define SEVPROOF_CLI_ANSWER_LIMIT_H

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
  // `on_silence` is called on a thread of its own with what was waited for; it should end the
  // program, since the call goes on.
  AnswerLimit(std::chrono::seconds limit, std::function<void(const std::string& what)> on_silence);
  ~AnswerLimit();
  AnswerLimit(const AnswerLimit&) = delete;
  AnswerLimit& operator=(const AnswerLimit&) = delete;

  // Waits for one answer from its making to its end.
  class Wait {
   public:
    Wait(AnswerLimit& limit, std::string what);
    ~Wait();
    Wait(const Wait&) = delete;
    Wait& operator=(const Wait&) = delete;

   private:
    AnswerLimit& limit_;
  };

 private:
  void watch();

  const std::chrono::seconds limit_;
  const std::function<void(const std::string&)> on_silence_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<std::chrono::steady_clock::time_point> deadline_;
  std::string what_;
  bool ended_ = false;
  std::thread thread_;
};

}  // namespace sevproof::cli

#endif
