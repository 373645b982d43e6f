#include <algorithm>
#include <exception>
#include <new>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "commands/command.h"
#include "host/libvirt_host.h"
#include "notices.h"
#include "options/file_options.h"
#include "os/no_core_dump.h"
#include "os/program_start.h"
#include "sevproof/report.h"
#include "sevproof/text.h"

namespace sevproof::cli {
namespace {

struct Selection {
  const Command* command = nullptr;
  int words = 0;  // of the command's name
};

// Whether it begins with these words and goes on.
bool goes_on(const Command& command, const std::string& words) {
  return !words.empty() && command.name.starts_with(words + " ");
}

bool is_group(const std::string& words) {
  return std::ranges::any_of(commands(),
                             [&](const Command& command) { return goes_on(command, words); });
}

// Those of the group, such as "vmsa", that `words` name; of all groups where they name none.
std::string command_names(const std::string& words) {
  const bool in_group = is_group(words);
  std::string names;
  for (const Command& command : commands()) {
    if (command.name.empty() || (in_group && !goes_on(command, words))) continue;
    if (!names.empty()) names += ", ";
    names += command.name;
  }
  return names;
}

// The first words of the command line, as long as they may be a command's name; with the first word
// that cannot be.
struct CommandWords {
  std::string group;  // the longest beginning that is a group's
  std::string all;    // with one word more, where there is one
  int count = 0;      // of `all`
};

CommandWords command_words(int argc, char** argv) {
  CommandWords words;
  for (int i = 1; i < argc && argv[i][0] != '-'; ++i) {
    words.all += (words.all.empty() ? "" : " ") + std::string(argv[i]);
    words.count = i;
    if (!is_group(words.all)) break;
    words.group = words.all;
  }
  return words;
}

// Finds the command whose name the first words are. Without such words it is the validation, so
// that scripts written for virt-qemu-sev-validate run unchanged.
Result<Selection> select_command(int argc, char** argv) {
  const CommandWords words = command_words(argc, argv);
  if (words.count == 0) return Selection{&commands().front(), 0};
  for (const Command& command : commands()) {
    if (command.name == words.all) return Selection{&command, words.count};
  }
  if (words.group == words.all) {
    return fail(ErrorCode::kMalformedOption,
                quote(words.group) + " needs another word: " + command_names(words.group),
                "`sevproof " + words.group + " --help` says more.");
  }
  const std::string validation =
      words.group.empty() ? "Options alone validate a launch. " : std::string();
  return fail(
      ErrorCode::kUnknownCommand, "unknown command " + quote(words.all),
      validation + "Commands are " + command_names(words.group) + "; `sevproof --help` says more.");
}

// "sevproof vmsa --help": the help of every command of the group; empty where there is no such
// group.
std::string group_help(int argc, char** argv) {
  const CommandWords words = command_words(argc, argv);
  if (argc != words.count + 2 || words.group != words.all) return {};
  const std::string_view last = argv[argc - 1];
  if (last != "--help" && last != "-h") return {};
  std::string text;
  for (const Command& command : commands()) {
    if (!goes_on(command, words.group)) continue;
    text += (text.empty() ? "" : "\n") + help_text(command);
  }
  return text;
}

// Whether --json stands on a command line that may be wrong otherwise. No option but this begins
// with --j.
bool asks_for_json(int argc, char** argv) {
  const std::span<char*> words(argv, static_cast<std::size_t>(argc));
  const auto end = std::ranges::find(words, std::string_view("--"));
  return std::any_of(words.begin(), end, [](std::string_view word) {
    return word.starts_with("--j") && std::string_view("--json").starts_with(word);
  });
}

int run(int argc, char** argv, Console& console) {
  if (const std::string text = group_help(argc, argv); !text.empty()) {
    console.document(text);
    return 0;
  }
  const auto selection = select_command(argc, argv);
  if (!selection) return console.error(selection.error());
  const Command& command = *selection->command;
  const auto arguments = Arguments::parse(command.options(), command.positionals,
                                          argc - selection->words, argv + selection->words);
  if (!arguments) return console.error(arguments.error());
  if (arguments->has(Option::kHelp)) {
    console.document(help_text(command));
    return 0;
  }
  if (arguments->has(Option::kVersion)) {
    console.document("sevproof " + std::string(version()) + "\n" +
                     (can_ask_hosts() ? "" : "without libvirt: --domain cannot ask a host\n"));
    return 0;
  }
  if (arguments->has(Option::kLicences)) {
    console.document(notices());
    return 0;
  }
  console.set_quiet(arguments->has(Option::kQuiet));
  console.set_debug(arguments->has(Option::kDebug));
  console.set_json(arguments->has(Option::kJson));
  if (auto checked = check_files(*arguments); !checked) return console.error(checked.error());
  auto options = read_options(*arguments);
  if (!options) return console.error(options.error());
  return command.run(*options, console);
}

}  // namespace
}  // namespace sevproof::cli

int main(int argc, char** argv) {
  using namespace sevproof;
  cli::forbid_core_dumps();
  cli::Console console;
  console.set_json(cli::asks_for_json(argc, argv));
  try {
    std::vector<std::string> words = cli::start_program(argc, argv);
    std::vector<char*> pointers;
    pointers.reserve(words.size() + 1);
    for (std::string& word : words) pointers.push_back(word.data());
    const int count = static_cast<int>(pointers.size());
    pointers.push_back(nullptr);
    return console.finish(cli::run(count, pointers.data(), console));
  } catch (const std::bad_alloc&) {
    return console.finish(console.out_of_memory());
  } catch (const std::exception& exception) {
    return console.finish(
        console.error({ErrorCode::kInternal, std::string("unexpected: ") + exception.what(),
                       "Please report this with the command line and the version."}));
  }
}
