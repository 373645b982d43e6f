#include "sev/diagnosis/cmdline_variants.h"

#include <algorithm>

#include "base/ascii_text.h"
#include "sevproof/text.h"

namespace sevproof::internal {

std::string join(std::string_view a, std::string_view b) {
  std::string both(a);
  if (!a.empty() && !b.empty()) both += ' ';
  return both.append(b);
}

std::vector<std::string> split_words(std::string_view line) {
  std::vector<std::string> words;
  std::size_t start = 0;
  while (start < line.size()) {
    const std::size_t word = std::min(line.find_first_not_of(kWhite, start), line.size());
    const std::size_t end = std::min(line.find_first_of(kWhite, word), line.size());
    words.emplace_back(line.substr(start, end - start));
    start = end;
  }
  return words;
}

std::vector<std::string> bare_words(std::string_view line) {
  std::vector<std::string> words;
  for (const std::string& word : split_words(line)) {
    words.emplace_back(trim_front(word, kWhite));
    if (words.back().empty()) words.pop_back();
  }
  return words;
}

std::string parameter_name(std::string_view word) {
  const std::string_view parameter = trim_front(word, kWhite);
  return quote(parameter.substr(0, parameter.find('=')));
}

std::vector<std::string> word_names(std::string_view line) {
  std::vector<std::string> names;
  for (const std::string& word : split_words(line)) names.push_back(parameter_name(word));
  std::vector<std::string> all = names;
  for (std::size_t at = 0; at < names.size(); ++at) {
    if (std::count(names.begin(), names.end(), names[at]) < 2) continue;
    all[at] += " (word " + std::to_string(at + 1) + ")";
  }
  return all;
}

std::string without_words(std::string_view line, std::string_view beginning) {
  std::string rest;
  for (const std::string& word : split_words(line)) {
    if (!trim_front(word, kWhite).starts_with(beginning)) rest += word;
  }
  return rest;
}

CmdlineBase::CmdlineBase(CmdlineVariants& variants, std::string_view text,
                         std::string_view has_already, std::vector<std::string> names_in_given)
    : out(variants),
      line(text),
      has(has_already),
      names(std::move(names_in_given)),
      words(bare_words(text)) {
  for (const std::string& part : split_words(text)) {
    const std::size_t word = std::min(part.find_first_not_of(kWhite), part.size());
    (word == part.size() ? tail : white.emplace_back()) = part.substr(0, word);
  }
}

std::string CmdlineBase::joined(const std::vector<std::string>& others) const {
  std::string all;
  for (std::size_t at = 0; at < others.size(); ++at) all += white[at] + others[at];
  return all + tail;
}

std::string CmdlineBase::with(std::size_t at, const std::string& word) const {
  std::vector<std::string> others = words;
  others[at] = word;
  return joined(others);
}

std::vector<CmdlineBase> cmdline_bases(CmdlineVariants& out) {
  const std::string& given = out.given();
  const std::vector<std::string> names = word_names(given);
  std::vector<CmdlineBase> bases;
  bases.emplace_back(out, given, "", names);
  const std::string trimmed(trim(given));
  if (trimmed != given) bases.emplace_back(out, trimmed, "no space or newline at its ends", names);
  constexpr std::string_view kImage = "BOOT_IMAGE=";
  const std::string rest(trim(without_words(trimmed, kImage)));
  if (rest != trimmed) {
    std::vector<std::string> others;
    const std::vector<std::string> words = split_words(given);
    for (std::size_t at = 0; at < words.size(); ++at) {
      if (!trim_front(words[at], kWhite).starts_with(kImage)) others.push_back(names[at]);
    }
    bases.emplace_back(out, rest, "no BOOT_IMAGE= part, space or newline at its ends", others);
  }
  return bases;
}

OtherCmdlines other_cmdlines(std::string_view given) {
  CmdlineVariants variants(given);
  add_likely_cmdlines(variants);
  const std::size_t likely = variants.size();
  if (given.size() <= kMaxEditedLine) add_further_cmdlines(variants);
  if (given.size() <= kMaxEditedLine && split_words(given).size() <= kMaxEditedWords) {
    add_white_cmdlines(variants);
    add_quoted_cmdlines(variants);
    add_edited_cmdlines(variants);
  }
  return {std::move(variants).take(), likely};
}

}  // namespace sevproof::internal
