// Writes manual pages and completions: sevproof_documents PROSE OUT. PROSE has a file PAGE.roff for
// each command.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "documents/completions.h"
#include "documents/man_page.h"

namespace sevproof::cli {
namespace {

namespace fs = std::filesystem;

bool read(const fs::path& path, std::string& text) {
  std::ifstream file(path, std::ios::binary);
  text.assign(std::istreambuf_iterator<char>(file), {});
  return file.good() && !text.empty();
}

bool write(const fs::path& path, const std::string& text) {
  fs::create_directories(path.parent_path());
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  return !file.fail();
}

bool write_documents(const fs::path& prose, const fs::path& out) {
  for (const Command& command : commands()) {
    const std::string name = page_name(command);
    std::string text;
    if (!read(prose / (name + ".roff"), text)) return false;
    if (!write(out / "man" / (name + ".1"), man_page(command, text))) return false;
  }
  const fs::path completions = out / "completions";
  return write(completions / "sevproof.bash", bash_completion()) &&
         write(completions / "_sevproof", zsh_completion()) &&
         write(completions / "sevproof.fish", fish_completion());
}

}  // namespace
}  // namespace sevproof::cli

int main(int argc, char** argv) {
  if (argc == 3 && sevproof::cli::write_documents(argv[1], argv[2])) return 0;
  std::fputs("usage: sevproof_documents PROSE OUT, and each command has its PROSE/PAGE.roff\n",
             stderr);
  return 1;
}
