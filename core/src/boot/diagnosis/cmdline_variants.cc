#include "boot/diagnosis/cmdline_variants.h"

#include <algorithm>
#include <cstring>
#include <unordered_set>

#include "base/ascii_text.h"
#include "sevproof/text.h"

namespace sevproof::internal {
namespace {

using Place = CmdlineBase::Place;

// Of the words of a line; the last may be white space alone.
std::vector<Place> places_of(std::string_view line) {
  std::vector<Place> places;
  for (std::size_t start = 0; start < line.size(); start = places.back().last) {
    const std::size_t first = std::min(line.find_first_not_of(kWhite, start), line.size());
    places.push_back({start, first, std::min(line.find_first_of(kWhite, first), line.size())});
  }
  return places;
}

std::string_view word_at(std::string_view line, const Place& place) {
  return line.substr(place.first, place.last - place.first);
}

// Where another word has the same name too, with its place: "'console' (word 2)".
std::vector<std::string> names_of(std::string_view line) {
  std::vector<std::string> names;
  for (const Place& place : places_of(line)) names.push_back(parameter_name(word_at(line, place)));
  std::vector<std::string> all = names;
  for (std::size_t at = 0; at < names.size(); ++at) {
    if (std::count(names.begin(), names.end(), names[at]) < 2) continue;
    all[at] += " (word " + std::to_string(at + 1) + ")";
  }
  return all;
}

}  // namespace

std::string join(std::string_view a, std::string_view b) {
  std::string both(a);
  if (!a.empty() && !b.empty()) both += ' ';
  return both.append(b);
}

std::vector<std::string> bare_words(std::string_view line) {
  std::vector<std::string> words;
  for (const Place& place : places_of(line)) {
    if (place.first < place.last) words.emplace_back(word_at(line, place));
  }
  return words;
}

std::string without_words(std::string_view line, std::string_view beginning) {
  std::string rest;
  for (const Place& place : places_of(line)) {
    if (word_at(line, place).starts_with(beginning)) continue;
    rest += line.substr(place.white, place.last - place.white);
  }
  return rest;
}

std::string parameter_name(std::string_view word) { return quote(word.substr(0, word.find('='))); }

// Collects variants that differ from the given line and from each other. Keeps their hashes only:
// a line may be long.
class CmdlineVariants {
 public:
  CmdlineVariants(std::string_view given, std::span<const HashOption> said)
      : seen_{hash_cmdline(given)} {
    for (const HashOption& option : said) seen_.insert(option.digest);
    // Also without what often stands at its ends, or comes from a running system's /proc/cmdline:
    // with these one more thing may be wrong.
    std::vector<std::string> names = names_of(given);
    add_base(given, "", names);
    const std::string_view trimmed = trim(given);
    if (trimmed != given) add_base(trimmed, "no space or newline at its ends", names);
    constexpr std::string_view kImage = "BOOT_IMAGE=";
    const std::string rest = without_words(trimmed, kImage);
    if (trim(rest) == trimmed) return;
    for (std::size_t at = bases_.front().words.size(); at-- > 0;) {
      if (!bases_.front().words[at].starts_with(kImage)) continue;
      names.erase(names.begin() + static_cast<std::ptrdiff_t>(at));
    }
    add_base(trim(rest), "no BOOT_IMAGE= part, space or newline at its ends", names);
  }

  void make(std::span<const Edit> edits) {
    for (const CmdlineBase& base : bases_) {
      for (const Edit& edit : edits) {
        if (edit.of_given && !base.has.empty()) continue;
        hypothesis_ = edit.hypothesis;
        edit.make(base);
      }
    }
  }

  void add(const Sha256Digest& digest, std::string found) {
    if (!seen_.insert(digest).second) return;
    list_.push_back({digest, Change{hypothesis_, std::move(found)}});
  }

  std::size_t size() const { return list_.size(); }
  std::vector<HashOption> take() && { return std::move(list_); }

 private:
  struct Start {
    std::size_t operator()(const Sha256Digest& digest) const {
      std::size_t start = 0;
      std::memcpy(&start, digest.data(), sizeof start);
      return start;
    }
  };

  void add_base(std::string_view line, std::string_view has, std::vector<std::string> names) {
    bases_.push_back({*this, std::string(line), std::string(has), std::move(names), places_of(line),
                      bare_words(line)});
  }

  std::unordered_set<Sha256Digest, Start> seen_;
  std::vector<CmdlineBase> bases_;
  Hypothesis hypothesis_{};
  std::vector<HashOption> list_;
};

std::string CmdlineBase::replaced(std::size_t from, std::size_t to, std::string_view text) const {
  return std::string(line).replace(from, to - from, text);
}

std::string CmdlineBase::joined(const std::vector<std::string>& others) const {
  std::string all = line;
  for (std::size_t at = others.size(); at-- > 0;) {
    all.replace(places[at].first, words[at].size(), others[at]);
  }
  return all;
}

std::string CmdlineBase::with(std::size_t at, std::string_view word) const {
  return replaced(places[at].first, places[at].last, word);
}

void CmdlineBase::add(std::string_view variant, std::string found) const {
  add_digest(hash_cmdline(variant), std::move(found));
}

void CmdlineBase::add_digest(const Sha256Digest& digest, std::string found) const {
  if (!has.empty()) found += (found.empty() ? "" : ", and ") + has;
  out.add(digest, std::move(found));
}

OtherCmdlines other_cmdlines(std::string_view given, std::span<const HashOption> said) {
  CmdlineVariants variants(given, said);
  variants.make(likely_edits());
  const std::size_t likely = variants.size();
  if (given.size() <= kMaxEditedLine) variants.make(further_edits());
  if (given.size() <= kMaxEditedLine && places_of(given).size() <= kMaxEditedWords) {
    for (const auto& edits : {white_edits(), quote_edits(), word_edits()}) variants.make(edits);
  }
  return {std::move(variants).take(), likely};
}

}  // namespace sevproof::internal
