#include <vector>

#include "documents/completions.h"
#include "documents/words.h"

namespace sevproof::cli {
namespace {

constexpr std::string_view kHead =
    R"(# Completion of sevproof for fish, made of its table of options.
function __sevproof_is
    set -l command
    for word in (commandline -opc)[2..]
        set -l longer (string trim "$command $word")
        contains -- "$longer" $__sevproof_commands; or break
        set command $longer
    end
    test "$command" = "$argv"
end

function __sevproof_follows
    set -l words (commandline -opc)[2..]
    test "$words" = "$argv"
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
  std::string known;
  std::string words;
  for (const auto& [before, next] : next_words()) {
    for (const auto& [word, help] : next) {
      known += " " + quoted(before + (before.empty() ? "" : " ") + word);
      words += "complete -c sevproof -n " +
               quoted("__sevproof_follows" + (before.empty() ? "" : " " + before)) + " -a " + word +
               " -d " + quoted(help) + "\n";
    }
  }
  std::string options;
  for (const Command& command : commands()) {
    for_each_option(command,
                    [&](const OptionSpec& spec) { options += option_line(command, spec); });
    if (command.positionals == 0) continue;
    options +=
        "complete -c sevproof -n " + quoted("__sevproof_is " + std::string(command.name)) + " -F\n";
  }
  return std::string(kHead) + "set -g __sevproof_commands" + known +
         "\n\ncomplete -c sevproof -f\n" + words + options;
}

}  // namespace sevproof::cli
