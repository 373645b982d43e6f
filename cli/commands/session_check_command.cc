#include <string>

#include "commands/command.h"
#include "commands/platform_text.h"
#include "load/load_keys.h"
#include "load/load_platform.h"
#include "load/load_session.h"
#include "sevproof/report.h"
#include "sevproof/sev/session_check.h"

namespace sevproof::cli {
namespace {

Result<SessionReport> check(Options& options, Console& console) {
  const SessionOptions& wish = options.session;
  LaunchDraft& draft = options.draft;
  if (wish.sessions.empty()) {
    return fail(ErrorCode::kMissingInput, "--session is needed",
                "It is the file of 128 bytes that the host starts the guest with.");
  }
  auto sessions = load_session_inputs("session", wish.sessions);
  if (!sessions) return fail(sessions.error());
  auto certificates = load_session_inputs("owner's certificate", wish.certificates);
  if (!certificates) return fail(certificates.error());
  std::optional<PlatformChain> platform;
  if (!wish.platform.empty()) {
    auto loaded = load_platform(wish.platform);
    if (!loaded) return fail(loaded.error());
    platform = std::move(*loaded);
  }
  if (auto loaded = load_keys(options.keys, draft, console); !loaded) return fail(loaded.error());
  if (!draft.tik) {
    return fail(ErrorCode::kMissingInput, "--tik or --tk is needed",
                "A session authenticates its policy under the TIK.");
  }
  return check_session({std::move(*sessions), std::move(*certificates), std::move(*draft.tik),
                        std::move(draft.tek), draft.keys_in_one_file, wish.policy,
                        std::move(platform)});
}

void say(const SessionReport& report, Console& console) {
  if (report.verdict == Verdict::kMatch) {
    console.ok("Session, TIK and policy belong together");
  } else {
    console.line("ERROR: session, keys and policy do not belong together");
  }
  if (report.made_for) {
    console.result("made for policy " + policy_text(*report.made_for) + "\n");
  }
  console.result(checks_text(report.checks));
  console.findings(report.findings);
}

}  // namespace

int run_session_check(Options& options, Console& console) {
  const auto report = check(options, console);
  if (!report) return console.error(report.error());
  if (options.json) {
    console.document(to_json(*report));
  } else {
    say(*report, console);
  }
  return report->verdict == Verdict::kMatch ? 0 : kAnswerIsNo;
}

}  // namespace sevproof::cli
