#include "documents/words.h"

#include <algorithm>

#include "sevproof/formats/cpu.h"

namespace sevproof::cli {

std::vector<std::string> spellings(const OptionSpec& spec) {
  if (spec.help == nullptr) return {};
  std::vector<std::string> all;
  if (spec.short_name != 0) all.push_back({'-', spec.short_name});
  all.push_back(std::string("--") + spec.name);
  return all;
}

std::string one_line(std::string_view text) {
  std::string line(text);
  std::ranges::replace(line, '\n', ' ');
  return line;
}

std::string one_line(const OptionSpec& spec) { return one_line(std::string_view(spec.help)); }

std::string joined(std::span<const std::string> words, std::string_view between) {
  std::string text;
  for (const std::string& word : words) {
    if (!text.empty()) text += between;
    text += word;
  }
  return text;
}

bool is_repeatable(const OptionSpec& spec) {
  return std::string_view(spec.help).ends_with("repeatable");
}

std::vector<std::string> values_of(const OptionSpec& spec) {
  if (spec.option == Option::kVmsaLayout) return {"legacy", "init2"};
  if (spec.option == Option::kConnect) return {"qemu:///system"};
  std::vector<std::string> values;
  if (spec.option == Option::kCpu) {
    for (const CpuModel& model : cpu_models()) values.emplace_back(model.name);
  }
  return values;
}

NextWords next_words() {
  NextWords next;
  for (const Command& command : commands()) {
    if (command.name.empty()) continue;
    std::string before;
    std::string_view rest = command.name;
    while (!rest.empty()) {
      const std::string word(rest.substr(0, rest.find(' ')));
      next[before].emplace(word, first_line_of(command));
      before += (before.empty() ? "" : " ") + word;
      rest.remove_prefix(std::min(rest.size(), word.size() + 1));
    }
  }
  return next;
}

std::string joined_name(const Command& command, std::string_view between) {
  std::string name;
  for (const char c : command.name) name += c == ' ' ? std::string(between) : std::string(1, c);
  return name;
}

std::string_view first_line_of(const Command& command) {
  return command.summary.substr(0, command.summary.find('\n'));
}

void for_each_option(const Command& command, const std::function<void(const OptionSpec&)>& use) {
  for (const OptionGroup& group : command.options()) {
    for (const OptionSpec& spec : group.options) {
      if (spec.help != nullptr) use(spec);
    }
  }
}

}  // namespace sevproof::cli
