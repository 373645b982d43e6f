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
    "What sevproof says about a launch besides the verdict. A finding never changes the verdict\n"
    "or its exit status. But a domain of SEV or SEV-ES (`--domain-xml`) with an error among its\n"
    "findings is refused before there is a verdict, with status 2, 3 or 4; of one of SEV-SNP the\n"
    "digest is printed all the same, and the program calls errors and warnings WARNING. Codes are\n"
    "stable: a code that was ever used never gets another meaning.\n"
    "\n"
    "- **error**: the guest cannot work as you asked, or is open to its host\n"
    "- **warning**: weakens the guest's protection, or is probably a mistake\n"
    "- **note**: worth knowing\n"
    "\n"
    "On the command line errors and warnings begin with `WARNING:` and notes with `NOTE:`; the "
    "JSON\n"
    "report has the code, the severity, and in `about` a JSON pointer to what the finding is "
    "about.\n";

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
