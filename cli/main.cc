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

// Those of the group, such as "vmsa", that `word` names; of all groups where it names none.
std::string command_names(std::string_view word) {
  const std::string group = std::string(word) + " ";
  const bool is_group = std::ranges::any_of(
      commands(), [&](const Command& command) { return command.name.starts_with(group); });
  std::string names;
  for (const Command& command : commands()) {
    if (command.name.empty() || (is_group && !command.name.starts_with(group))) continue;
    if (!names.empty()) names += ", ";
    names += command.name;
  }
  return names;
}

// Finds the command whose name the first words are. Without such words it is the validation, so
// that scripts written for virt-qemu-sev-validate run unchanged.
Result<Selection> select_command(int argc, char** argv) {
  const std::string first = argc > 1 ? argv[1] : "";
  const bool has_second = argc > 2 && argv[2][0] != '-';
  const std::string both = has_second ? first + " " + argv[2] : first;
  for (const Command& command : commands()) {
    if (command.name.empty()) continue;
    if (command.name == first) return Selection{&command, 1};
    if (command.name == both) return Selection{&command, 2};
  }
  const bool is_group = std::ranges::any_of(
      commands(), [&](const Command& command) { return command.name.starts_with(first + " "); });
  if (is_group && !has_second && !first.empty()) {
    return fail(ErrorCode::kMalformedOption,
                quote(first) + " needs a second word: " + command_names(first),
                "`sevproof " + first + " --help` says more.");
  }
  const bool is_option = first.empty() || first.starts_with('-');
  if (is_option) return Selection{&commands().front(), 0};
  return fail(ErrorCode::kUnknownCommand, "unknown command " + quote(both),
              "Commands are " + command_names(first) + "; `sevproof --help` says more.");
}

// "sevproof vmsa --help": the help of every command of the group; empty where there is no such
// group.
std::string group_help(int argc, char** argv) {
  if (argc != 3) return {};
  const std::string_view second = argv[2];
  if (second != "--help" && second != "-h") return {};
  std::string text;
  for (const Command& command : commands()) {
    if (!command.name.starts_with(std::string(argv[1]) + " ")) continue;
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
