// Prints docs/findings.md from the catalogue. A test compares the two; `scripts/update-docs` writes
// it.
#include <cstdio>
#include <string>

#include "sevproof/finding.h"

namespace {

constexpr const char* kIntroduction =
    "# Findings\n"
    "\n"
    "<!-- Generated from core/src/judge/finding.cc by scripts/update-docs: change it there. -->\n"
    "\n"
    "What sevproof says about a launch besides the verdict. A finding never changes the verdict "
    "or\n"
    "the exit status of one; but a domain (`--domain-xml`) of which an error is found is refused\n"
    "before there is any, with status 2, 3 or 4. Codes are stable: one that was ever used never\n"
    "gets another meaning.\n"
    "\n"
    "- **error**: the guest cannot work as asked for, or is open to its host\n"
    "- **warning**: weakens the guest's protection, or probably is a mistake\n"
    "- **note**: worth knowing\n"
    "\n"
    "On the command line errors and warnings begin with `WARNING:` and notes with `NOTE:`; the "
    "JSON\n"
    "report has the code and the severity.\n";

}  // namespace

int main() {
  std::string text = kIntroduction;
  for (const sevproof::FindingInfo& info : sevproof::finding_catalogue()) {
    text += "\n## " + std::string(info.name) + "\n\n";
    text += "*" + std::string(sevproof::severity_name(info.severity)) + "*: ";
    text += std::string(info.message) + ".\n\n";
    text += std::string(info.hint) + "\n";
  }
  return std::fwrite(text.data(), 1, text.size(), stdout) == text.size() ? 0 : 1;
}
