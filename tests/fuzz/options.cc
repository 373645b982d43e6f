// Command lines: a word on each line, behind the number of the command.
#include "options/options.h"

#include <algorithm>
#include <string>
#include <vector>

#include "fuzz.h"

using namespace sevproof;
using namespace sevproof::cli;

namespace {

struct Command {
  std::span<const OptionGroup> options;
  std::size_t positionals;
};

std::array<Command, 5> commands() {
  return {{{validate_options(), 0},
           {measure_options(), 0},
           {secret_unpack_options(), 0},
           {show_options(), 2},
           {vmsa_build_options(), 0}}};
}

Result<Arguments> parse(const Command& command, std::vector<std::string> words) {
  words.insert(words.begin(), "sevproof");
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  return Arguments::parse(command.options, command.positionals, static_cast<int>(words.size()),
                          argv.data());
}

// Each option by its whole name, positionals last.
std::vector<std::string> written(const Arguments& arguments) {
  std::vector<std::string> words;
  for (const auto& [spec, text] : arguments.options()) {
    words.push_back("--" + std::string(spec->name));
    if (spec->kind != OptionKind::kFlag) words.back() += "=" + text;
  }
  words.emplace_back("--");
  words.insert(words.end(), arguments.positionals().begin(), arguments.positionals().end());
  return words;
}

bool same(const Arguments& one, const Arguments& other) {
  return one.positionals() == other.positionals() &&
         std::equal(one.options().begin(), one.options().end(), other.options().begin(),
                    other.options().end(), [](const auto& a, const auto& b) {
                      return a.spec->option == b.spec->option && a.text == b.text;
                    });
}

bool ends_parsing(const Arguments& arguments) {
  return arguments.has(Option::kHelp) || arguments.has(Option::kVersion) ||
         arguments.has(Option::kLicences);
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(std::string_view("\n\0", 2)), text.size());
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto all = commands();
  const Command& command = all[data[0] % all.size()];
  const auto arguments = parse(command, lines_of(as_text(ByteView(data, size).subspan(1))));
  if (!fuzz::is_there(arguments) || ends_parsing(*arguments)) return 0;
  const auto again = parse(command, written(*arguments));
  fuzz::expect(again && same(*arguments, *again), "a command line reads as it is written");
  fuzz::is_there(read_options(*arguments));
  return 0;
}
