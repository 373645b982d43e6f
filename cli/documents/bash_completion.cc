#include <map>
#include <set>
#include <vector>

#include "documents/completions.h"
#include "documents/words.h"

namespace sevproof::cli {
namespace {

// Bash splits words at "=" and ":" as well, so that a value may stand several words behind its
// option: "--inject-secret", "=", "luks-key", ":", "FILE".
constexpr std::string_view kHead =
    R"(# Completion of sevproof for bash, made of its table of options.
_sevproof() {
  local word=${COMP_WORDS[COMP_CWORD]} at=$((COMP_CWORD - 1)) option command=
  COMPREPLY=()
  if [[ $word == : ]]; then
    word=
    at=$((at - 1))
  elif [[ $word == = ]]; then
    word=
  elif [[ ${COMP_WORDS[at]} == : ]]; then
    at=$((at - 2))
  fi
  if [[ ${COMP_WORDS[at]} == = ]]; then at=$((at - 1)); fi
  option=${COMP_WORDS[at]}
)";

constexpr std::string_view kTail = R"(}
complete -F _sevproof sevproof
)";

std::string joined_set(const std::set<std::string>& words, std::string_view between) {
  return joined(std::vector(words.begin(), words.end()), between);
}

bool takes_path(OptionKind kind) {
  return kind == OptionKind::kInputFile || kind == OptionKind::kOutputFile ||
         kind == OptionKind::kNamedInput;
}

// The words of the command, as far as they are there, and what may follow them.
std::string choose_command() {
  std::vector<std::string> known;
  std::string following;
  for (const auto& [before, words] : next_words()) {
    std::string all;
    for (const auto& [word, help] : words) {
      known.push_back("'" + before + (before.empty() ? "" : " ") + word + "'");
      all += (all.empty() ? "" : " ") + word;
    }
    if (before.empty()) continue;
    following += "      '" + before + "')\n        mapfile -t COMPREPLY < <(compgen -W '" + all +
                 "' -- \"$word\")\n        return\n        ;;\n";
  }
  return "  local -i words=1\n  while ((words < COMP_CWORD)); do\n"
         "    case \"$command${command:+ }${COMP_WORDS[words]}\" in\n      " +
         joined(known, " | ") +
         ") command+=\"${command:+ }${COMP_WORDS[words]}\" ;;\n      *) break ;;\n    esac\n"
         "    words+=1\n  done\n  if ((words == COMP_CWORD)); then\n    case $command in\n" +
         following + "    esac\n  fi\n";
}

// Options with the same kind of value complete alike, whatever the command.
std::string complete_values() {
  std::set<std::string> paths;
  std::set<std::string> folders;
  std::set<std::string> texts;
  std::map<std::string, std::set<std::string>> chosen;
  for (const Command& command : commands()) {
    for_each_option(command, [&](const OptionSpec& spec) {
      if (spec.kind == OptionKind::kFlag) return;
      const std::vector<std::string> values = values_of(spec);
      std::set<std::string>& kind = takes_path(spec.kind)                    ? paths
                                    : spec.kind == OptionKind::kOutputFolder ? folders
                                    : values.empty()                         ? texts
                                                     : chosen[joined(values, " ")];
      for (std::string& spelling : spellings(spec)) kind.insert(std::move(spelling));
    });
  }
  std::string text = "  case $option in\n";
  const auto add = [&](const std::set<std::string>& options, const std::string& does) {
    text += "    " + joined_set(options, " | ") + ")\n" + does + "      return\n      ;;\n";
  };
  add(paths,
      "      compopt -o filenames\n      mapfile -t COMPREPLY < <(compgen -f -- \"$word\")\n");
  add(folders,
      "      compopt -o filenames\n      mapfile -t COMPREPLY < <(compgen -d -- \"$word\")\n");
  for (const auto& [values, options] : chosen) {
    add(options, "      mapfile -t COMPREPLY < <(compgen -W '" + values + "' -- \"$word\")\n");
  }
  add(texts, "");
  return text + "  esac\n";
}

std::string complete_options() {
  std::string text = "  local options=\n  case $command in\n";
  for (const Command& command : commands()) {
    std::vector<std::string> all;
    for_each_option(command,
                    [&](const OptionSpec& spec) { all.push_back(spellings(spec).back()); });
    text += "    '" + std::string(command.name) + "')\n      options='" + joined(all, " ") + "'\n";
    if (command.positionals > 0) text += "      [[ $word == -* ]] || options=FILE\n";
    text += "      ;;\n";
  }
  std::set<std::string> first;
  const NextWords next = next_words();
  for (const auto& [word, help] : next.at("")) first.insert(word);
  return text + "  esac\n  if ((COMP_CWORD == 1)) && [[ $word != -* ]]; then options='" +
         joined_set(first, " ") + R"('; fi
  if [[ $options == FILE ]]; then
    compopt -o filenames
    mapfile -t COMPREPLY < <(compgen -f -- "$word")
  else
    mapfile -t COMPREPLY < <(compgen -W "$options" -- "$word")
  fi
)";
}

}  // namespace

std::string bash_completion() {
  return std::string(kHead) + choose_command() + complete_values() + complete_options() +
         std::string(kTail);
}

}  // namespace sevproof::cli
