// Command lines in a longer text: behind marks, in lines and in quotes.
#ifndef SEVPROOF_FORMATS_CMDLINE_FINDER_H
#define SEVPROOF_FORMATS_CMDLINE_FINDER_H

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "formats/candidate_cmdlines.h"
#include "sevproof/formats/kernel_hashes.h"

namespace sevproof::internal {

// Collects each line once.
class Cmdlines {
 public:
  void add(std::string_view line, std::string part) {
    add_with(line, [&] { return std::move(part); });
  }

  // `make_part` is called for a line that is new.
  template <typename MakePart>
  void add_with(std::string_view line, MakePart make_part) {
    if (line.size() > kMaxCmdline) return;
    const Sha256Digest digest = hash_cmdline(line);
    const auto is_known = [&](const CandidateCmdline& known) { return known.digest == digest; };
    if (std::none_of(all_.begin(), all_.end(), is_known)) all_.push_back({digest, make_part()});
  }

  std::size_t size() const { return all_.size(); }
  std::vector<CandidateCmdline> take() && { return std::move(all_); }

 private:
  std::vector<CandidateCmdline> all_;
};

// Of a text without NULs.
FoundCmdlines find_in_text(std::string_view text);

}  // namespace sevproof::internal

#endif
