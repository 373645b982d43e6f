#include "cmdline_variants.h"

#include <algorithm>

#include "sevproof/quote.h"

namespace sevproof::internal {

std::string_view without_leading(std::string_view text, std::string_view set) {
  const std::size_t first = text.find_first_not_of(set);
  return first == std::string_view::npos ? std::string_view() : text.substr(first);
}

std::string_view without_trailing(std::string_view text, std::string_view set) {
  return text.substr(0, text.find_last_not_of(set) + 1);
}

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

bool ends_with_white(const std::vector<std::string>& words) {
  return !words.empty() && trim(words.back()).empty();
}

std::string parameter_name(std::string_view word) {
  const std::string_view parameter = without_leading(word, kWhite);
  return quote(parameter.substr(0, parameter.find('=')));
}

std::string without_words(std::string_view line, std::string_view beginning) {
  std::string rest;
  for (const std::string& word : split_words(line)) {
    if (!without_leading(word, kWhite).starts_with(beginning)) rest += word;
  }
  return rest;
}

std::vector<CmdlineBase> cmdline_bases(const std::string& given) {
  std::vector<CmdlineBase> bases = {{given, ""}};
  const std::string trimmed(trim(given));
  if (trimmed != given) bases.push_back({trimmed, "no space or newline at its ends"});
  const std::string rest(trim(without_words(trimmed, "BOOT_IMAGE=")));
  if (rest != trimmed) {
    bases.push_back({rest, "no BOOT_IMAGE= part, space or newline at its ends"});
  }
  return bases;
}

OtherCmdlines other_cmdlines(std::string_view given) {
  CmdlineVariants variants(given);
  add_likely_cmdlines(variants);
  const std::size_t likely = variants.size();
  if (given.size() <= kMaxEditedLine && split_words(given).size() <= kMaxEditedWords) {
    add_white_cmdlines(variants);
    add_quoted_cmdlines(variants);
    add_edited_cmdlines(variants);
  }
  return {std::move(variants).take(), likely};
}

}  // namespace sevproof::internal
