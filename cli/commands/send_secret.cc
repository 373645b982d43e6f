#include "commands/send_secret.h"

#include "sevproof/text.h"

namespace sevproof::cli {
namespace {

constexpr const char* kInjected = "the measurement matches and the secret was injected, but ";

}  // namespace

std::string SecretSender::start_anew() const {
  return "start it again with `virsh start --paused " + domain_.name() + "`";
}

Error SecretSender::unfinished(const std::string& why) const {
  switch (stage_) {
    case Stage::kChecking:
      break;
    case Stage::kInjecting:
      return {ErrorCode::kSecretNotDelivered,
              kMatches + ("it is unknown whether the secret arrived after it was sent: " + why),
              "The guest was not resumed: to be sure, " + start_anew() + "."};
    case Stage::kResuming:
      return {ErrorCode::kGuestNotResumed,
              kInjected + ("it is unknown whether the guest is running: " + why),
              "`virsh domstate " + domain_.name() + "` on the host tells."};
  }
  return {ErrorCode::kSecretNotDelivered, kMatches + ("no secret was injected: " + why), ""};
}

// The guest may have been let run since it was checked.
Result<void> SecretSender::check_paused() {
  const auto state = domain_.state();
  if (!state) {
    return fail(reworded(state.error(), unfinished(state.error().message).message));
  }
  if (state->active && state->paused) return {};
  return fail(ErrorCode::kDomainNotPaused,
              kMatches + ("no secret was injected: the domain " + quote(domain_.name()) + " is " +
                          state->words + ", no longer paused"),
              "Secrets reach a guest only before it runs: " + start_anew() + ".");
}

// The same happens a moment earlier or later: a guest that is gone or was let run.
Error SecretSender::refused(const CommandResult& result) const {
  const auto state = domain_.state();
  const bool is_paused = state && state->active && state->paused;
  const bool other_state = result.outcome == Outcome::kGone || (state && !is_paused);
  return {other_state ? ErrorCode::kDomainNotPaused : ErrorCode::kSecretNotDelivered,
          kMatches + ("no secret was injected, the host refused it: " + result.words),
          "The guest was not resumed. If it has run before, " + start_anew() + "."};
}

Result<void> SecretSender::inject(const SecretPacket& packet) {
  stage_ = Stage::kInjecting;
  delivery_.injected = Done::kUnknown;
  const CommandResult result = domain_.inject(packet);
  if (result.outcome == Outcome::kUnknown) return fail(unfinished(result.words));
  delivery_.injected = result.outcome == Outcome::kDone ? Done::kYes : Done::kNo;
  if (result.outcome == Outcome::kDone) return {};
  stage_ = Stage::kChecking;
  return fail(refused(result));
}

Result<void> SecretSender::resume() {
  stage_ = Stage::kResuming;
  delivery_.resumed = Done::kUnknown;
  const CommandResult result = domain_.resume();
  // Somebody else may have been quicker, or only the answer was lost.
  const auto state =
      result.outcome == Outcome::kDone ? Result<DomainState>(DomainState{}) : domain_.state();
  if (result.outcome == Outcome::kDone || (state && state->running)) {
    delivery_.resumed = Done::kYes;
    return {};
  }
  const bool is_gone =
      result.outcome == Outcome::kGone || (!state && state.error().kind == ErrorKind::kDomainState);
  if (!state && !is_gone) return fail(unfinished(result.words));
  delivery_.resumed = Done::kNo;
  if (state && state->active && state->paused) {
    return fail(ErrorCode::kGuestNotResumed, kInjected + ("the guest still waits: " + result.words),
                "`virsh resume " + domain_.name() + "` on the host lets it run.");
  }
  const std::string now = is_gone ? "gone" : state->words;
  return fail(is_gone ? ErrorCode::kDomainGone : ErrorCode::kDomainNotPaused,
              kInjected + ("the guest is " + now + ": " + result.words),
              "It needs a new session: " + start_anew() + ".");
}

}  // namespace sevproof::cli
