#include <set>
#include <vector>

#include "documents/completions.h"
#include "documents/words.h"

namespace sevproof::cli {
namespace {

constexpr std::string_view kHead =
    R"(# Completion of sevproof for fish, made of its table of options.
function __sevproof_is
    set -l words (commandline -opc)[2..]
    set -l command
    if contains -- "$words[1]" $__sevproof_groups
        set command "$words[1..2]"
    else if contains -- "$words[1]" $__sevproof_commands
        set command $words[1]
    end
    test "$command" = "$argv"
end

function __sevproof_is_first
    test (count (commandline -opc)) -eq 1
end

function __sevproof_is_second
    set -l words (commandline -opc)
    test (count $words) -eq 2; and test "$words[2]" = "$argv"
end

)";

std::string quoted(std::string_view text) {
  std::string all = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') all += '\\';
    all += c;
  }
  return all + "'";
}

std::string value_of(const OptionSpec& spec) {
  switch (spec.kind) {
    case OptionKind::kFlag:
      return "";
    case OptionKind::kInputFile:
    case OptionKind::kOutputFile:
    case OptionKind::kNamedInput:
      return " -r -F";
    case OptionKind::kOutputFolder:
      return " -x -a '(__fish_complete_directories)'";
    case OptionKind::kText:
    case OptionKind::kNumber:
      break;
  }
  const std::string values = joined(values_of(spec), " ");
  return values.empty() ? " -x" : " -x -a " + quoted(values);
}

std::string option_line(const Command& command, const OptionSpec& spec) {
  std::string text =
      "complete -c sevproof -n " + quoted("__sevproof_is " + std::string(command.name));
  if (spec.short_name != 0) text += std::string(" -s ") + spec.short_name;
  return text + " -l " + spec.name + value_of(spec) + " -d " + quoted(one_line(spec)) + "\n";
}

}  // namespace

std::string fish_completion() {
  std::string words;
  std::string options;
  std::set<std::string> groups;
  std::string single;
  for (const Command& command : commands()) {
    for_each_option(command,
                    [&](const OptionSpec& spec) { options += option_line(command, spec); });
    if (command.positionals > 0) {
      options += "complete -c sevproof -n " + quoted("__sevproof_is " + std::string(command.name)) +
                 " -F\n";
    }
    if (command.name.empty()) continue;
    const auto [first, second] = words_of(command);
    const std::string described = quoted(first_line_of(command));
    if (second.empty()) {
      single += " " + first;
    } else {
      words += "complete -c sevproof -n " + quoted("__sevproof_is_second " + first) + " -a " +
               second + " -d " + described + "\n";
      if (!groups.insert(first).second) continue;
    }
    words += "complete -c sevproof -n __sevproof_is_first -a " + first + " -d " + described + "\n";
  }
  std::string text(kHead);
  text += "set -g __sevproof_commands" + single + "\nset -g __sevproof_groups";
  for (const std::string& group : groups) text += " " + group;
  return text + "\n\ncomplete -c sevproof -f\n" + words + options;
}

}  // namespace sevproof::cli
