#include <vector>

#include "documents/completions.h"
#include "documents/words.h"

namespace sevproof::cli {
namespace {

// In single quotes, within the brackets of a specification.
std::string described(std::string_view text) {
  std::string quoted;
  for (const char c : text) {
    if (c == '[' || c == ']' || c == ':' || c == '\\') quoted += '\\';
    quoted += c;
    if (c == '\'') quoted += "\\''";
  }
  return quoted;
}

std::string action(const OptionSpec& spec) {
  switch (spec.kind) {
    case OptionKind::kFlag:
      return "";
    case OptionKind::kInputFile:
    case OptionKind::kOutputFile:
      return std::string(":") + spec.argument + ":_files";
    case OptionKind::kNamedInput:
      return ":" + described(spec.argument) + ":_sevproof_named_file";
    case OptionKind::kOutputFolder:
      return std::string(":") + spec.argument + ":_files -/";
    case OptionKind::kText:
    case OptionKind::kNumber:
      break;
  }
  const std::string values = described(joined(values_of(spec), " "));
  return std::string(":") + spec.argument + ":" + (values.empty() ? " " : "(" + values + ")");
}

// '(-f --firmware)'{-f,--firmware}'[firmware image (OVMF)]:FILE:_files'
std::string specification(const OptionSpec& spec) {
  const std::vector<std::string> names = spellings(spec);
  const std::string rest = "[" + described(one_line(spec)) + "]" + action(spec) + "'";
  if (names.size() == 1) return (is_repeatable(spec) ? "'*" : "'") + names[0] + rest;
  const std::string both = "{" + names[0] + "," + names[1] + "}'" + rest;
  return (is_repeatable(spec) ? "'*'" : "'(" + names[0] + " " + names[1] + ")'") + both;
}

std::string function_of(const Command& command) {
  std::string text = "_sevproof_" +
                     (command.name.empty() ? "validate" : joined_name(command, "_")) +
                     "() {\n  _arguments -s -S";
  for_each_option(command,
                  [&](const OptionSpec& spec) { text += " \\\n    " + specification(spec); });
  if (command.positionals == kAnyNumber) {
    text += " \\\n    '*:FILE:_files'";
  } else {
    for (std::size_t i = 0; i < command.positionals; ++i) {
      text += " \\\n    '" + std::to_string(i + 1) + ":FILE:_files'";
    }
  }
  return text + "\n}\n\n";
}

// The words of the command, as far as they are there, and what may follow them.
std::string choose_command() {
  std::vector<std::string> known;
  std::string following;
  for (const auto& [before, next] : next_words()) {
    std::string members;
    for (const auto& [word, help] : next) {
      known.push_back("'" + before + (before.empty() ? "" : " ") + word + "'");
      members += "        '" + word + ":" + described(help) + "'\n";
    }
    following += "    '" + before + "')\n      local -a members=(\n" + members +
                 "      )\n      _describe command members\n      return\n      ;;\n";
  }
  std::string chosen;
  for (const Command& command : commands()) {
    if (command.name.empty()) continue;
    chosen += "    '" + std::string(command.name) + "') _sevproof_" + joined_name(command, "_") +
              "; return ;;\n";
  }
  return "_sevproof() {\n  local command=\n  local -i count=2\n  while (( count < CURRENT )); do\n"
         "    case \"${command:+$command }$words[count]\" in\n      " +
         joined(known, " | ") +
         ") command=\"${command:+$command }$words[count]\" ;;\n      *) break ;;\n    esac\n"
         "    (( count++ ))\n  done\n"
         "  if (( count == CURRENT )) && [[ $PREFIX != -* ]]; then\n    case $command in\n" +
         following +
         "    esac\n  fi\n  shift $(( count - 2 )) words\n  (( CURRENT -= count - 2 ))\n"
         "  case $command in\n" +
         chosen + "  esac\n  _sevproof_validate\n}\n\n";
}

}  // namespace

std::string zsh_completion() {
  std::string text =
      "#compdef sevproof\n# Completion of sevproof for zsh, made of its table of options.\n\n";
  text +=
      "_sevproof_named_file() {\n  if compset -P '*:'; then _files; else _message NAME:; fi\n}\n\n";
  for (const Command& command : commands()) text += function_of(command);
  return text + choose_command() + "_sevproof \"$@\"\n";
}

}  // namespace sevproof::cli
