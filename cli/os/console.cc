#include "os/console.h"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <utility>

#include "os/file_system.h"
#include "sevproof/report.h"
#include "sevproof/text.h"

namespace sevproof::cli {
namespace {

constexpr std::uint64_t kMiB = 1024ULL * 1024;
// Less is read before anyone could read a line about it.
constexpr std::uint64_t kWorthShowing = 64 * kMiB;

// Before and after sevproof's version.
constexpr std::string_view kOutOfMemoryHead = R"({
  "schemaVersion": 2,
  "generator": "sevproof )";
constexpr std::string_view kOutOfMemoryTail = R"(",
  "kind": null,
  "id": null,
  "verdict": null,
  "error": {
    "code": "out-of-memory",
    "kind": "unreadable",
    "about": null,
    "message": "there is not enough memory",
    "hint": "End other programs, or raise the limit under which this one runs.",
    "status": 2
  },
  "inputs": {},
  "evidence": null,
  "computed": {},
  "checks": [],
  "findings": [],
  "diagnosis": null,
  "delivery": null
}
)";
static_assert(kReportSchemaVersion == 2);

// What takes less is over before anyone has read that it is at work.
constexpr std::chrono::milliseconds kWorthWaiting{500};

std::string finding_text(const Finding& finding) {
  const FindingInfo& info = finding_info(finding.code);
  std::string text = info.severity == Severity::kNote ? "NOTE: " : "WARNING: ";
  text += info.message;
  if (!finding.detail.empty()) text += " (" + finding.detail + ")";
  text += "\n";
  if (info.severity != Severity::kNote) text += "hint: " + std::string(info.hint) + "\n";
  return text;
}

}  // namespace

void Console::clear_progress() {
  if (!std::exchange(progress_shown_, false)) return;
  std::fputs("\r\033[K", stderr);
  std::fflush(stderr);
}

void Console::to_stderr(std::string_view text) {
  if (quiet_) return;
  clear_progress();
  // Where both streams are one terminal or file, what was said first stands first.
  flush_stdout();
  std::fwrite(text.data(), 1, text.size(), stderr);
}

void Console::to_stdout(std::string_view text) {
  clear_progress();
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size()) output_error_ = errno;
}

void Console::flush_stdout() {
  if (std::fflush(stdout) != 0) output_error_ = errno;
}

void Console::ok(std::string_view message) { result("OK: " + std::string(message) + "\n"); }

void Console::result(std::string_view text) {
  if (!quiet_) to_stdout(text);
}

void Console::document(std::string_view text) {
  document_printed_ = true;
  to_stdout(text);
}

void Console::say_error(const Error& error) {
  to_stderr("ERROR: " + error.message + "\n");
  if (!error.hint.empty()) hint(error.hint);
}

int Console::error(const Error& error) {
  say_error(error);
  if (json_ && !document_printed_) document(to_json(error));
  return exit_status(error.kind);
}

int Console::out_of_memory() {
  to_stderr("ERROR: there is not enough memory\n");
  to_stderr("hint: End other programs, or raise the limit under which this one runs.\n");
  if (json_ && !document_printed_) {
    for (const auto part : {kOutOfMemoryHead, version(), kOutOfMemoryTail}) document(part);
  }
  return exit_status(ErrorKind::kUnreadable);
}

void Console::line(std::string_view text) { to_stderr(std::string(text) + "\n"); }

void Console::detail(std::string_view text) { to_stderr("  " + std::string(text) + "\n"); }

void Console::hint(std::string_view text) { to_stderr("hint: " + std::string(text) + "\n"); }

void Console::findings(std::span<const Finding> findings) {
  for (const Severity severity : {Severity::kError, Severity::kWarning, Severity::kNote}) {
    for (const Finding& finding : findings) {
      if (finding_info(finding.code).severity == severity) to_stderr(finding_text(finding));
    }
  }
}

void Console::debug(std::string_view name, std::string_view value) {
  if (debug_) to_stderr("DEBUG: " + std::string(name) + ": " + std::string(value) + "\n");
}

void Console::progress(std::string_view what, std::uint64_t done,
                       std::optional<std::uint64_t> total) {
  if (quiet_ || !is_terminal(STDERR_FILENO) || total.value_or(done) < kWorthShowing) return;
  std::string line = std::string(what) + ": " + std::to_string(done / kMiB);
  if (total) {
    line += " of " + std::to_string(*total / kMiB) + " MiB, " +
            std::to_string(done * 100 / *total) + "%";
  } else {
    line += " MiB";
  }
  show_progress(line);
}

void Console::progress(std::string_view what, int percent) {
  if (quiet_ || !is_terminal(STDERR_FILENO)) return;
  const auto now = std::chrono::steady_clock::now();
  if (!percent_since_) percent_since_ = now;
  if (percent == percent_shown_ || now - *percent_since_ < kWorthWaiting) return;
  percent_shown_ = percent;
  show_progress(std::string(what) + ": " + std::to_string(percent) + "%");
}

void Console::show_progress(const std::string& line) {
  to_stderr(line);
  progress_shown_ = true;
}

int Console::finish(int status) {
  flush_stdout();
  if (output_error_ == 0) return status;
  const Error failure{
      ErrorCode::kOutputNotWritten,
      "standard output: could not write all of it: " + system_message(output_error_),
      "Only this text is cut" + (done_.empty() ? "." : ": " + done_ + ".")};
  say_error(failure);
  return status == 0 ? exit_status(failure.kind) : status;
}

}  // namespace sevproof::cli
