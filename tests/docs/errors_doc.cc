// Prints docs/errors.md from the catalogue. A test compares the two; `scripts/update-docs` writes
// it.
#include <cstdio>
#include <string>

#include "sevproof/check.h"
#include "sevproof/error.h"

namespace {

constexpr const char* kIntroduction =
    "# Errors and checks\n"
    "\n"
    "<!-- Generated from core/src/base/error_code.cc, error_meanings.cc and "
    "core/src/judge/check.cc\n"
    "by scripts/update-docs: change it there. -->\n"
    "\n"
    "With `--json` every run that fails prints a document on standard output, too: the frame of a\n"
    "report (`core/schema/error.schema.json`) whose `verdict` is null and whose `error` is "
    "filled.\n"
    "`error.code` is one of these. A code that was ever used never gets another meaning; new ones\n"
    "may come. The kind decides the exit status. `error.about` is a JSON pointer (RFC 6901) to "
    "the\n"
    "place where the value would stand in a report, or null.\n"
    "\n"
    "After a match whose secrets were not delivered, the report itself has the `error`, beside "
    "`verdict`\n"
    "and `delivery`.\n"
    "\n"
    "| code | kind | exit status | when |\n"
    "|---|---|---|---|\n";

constexpr const char* kChecks =
    "\n"
    "## Checks\n"
    "\n"
    "The list `checks` of a report says what the verdict rests on. Each is `pass`, `fail` or\n"
    "`not-checked`, and then `why` is the reason. A launch matches exactly if every required "
    "check\n"
    "passes.\n"
    "\n"
    "| check | required | what passes |\n"
    "|---|---|---|\n";

}  // namespace

int main() {
  std::string text = kIntroduction;
  for (const sevproof::ErrorInfo& info : sevproof::error_catalogue()) {
    text += "| " + std::string(info.name) + " | " +
            std::string(sevproof::error_kind_name(info.kind)) + " | " +
            std::to_string(sevproof::exit_status(info.kind)) + " | " +
            std::string(sevproof::error_meaning(info.code)) + " |\n";
  }
  text += kChecks;
  for (const sevproof::CheckInfo& info : sevproof::check_catalogue()) {
    text += "| " + std::string(info.name) + " | " + (info.required ? "yes" : "no") + " | " +
            std::string(info.meaning) + " |\n";
  }
  return std::fwrite(text.data(), 1, text.size(), stdout) == text.size() ? 0 : 1;
}
