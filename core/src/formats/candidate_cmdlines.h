// Command lines that a file holds: as its whole text, behind a mark of them (-append, <cmdline>, a
// boot loader's entry), or as one of its lines and quoted texts.
#ifndef SEVPROOF_FORMATS_CANDIDATE_CMDLINES_H
#define SEVPROOF_FORMATS_CANDIDATE_CMDLINES_H

#include "sevproof/formats/candidate.h"

namespace sevproof::internal {

// A larger file is no text to look into; its beginning alone would be a half truth.
inline constexpr std::size_t kMaxText = 1024UL * 1024;
// QEMU takes more, but a Linux command line is at most half as long on any machine.
inline constexpr std::size_t kMaxCmdline = 4096;
// Places of each kind of mark: of a file with more, the last ones, which a log has of the last
// start.
inline constexpr std::size_t kMaxMarked = 16;
// Lines and quoted texts: of a file with more, the first ones; likewise places where a command line
// without quotes can end.
inline constexpr std::size_t kMaxLines = 256;
inline constexpr std::size_t kMaxEnds = 64;

std::vector<CandidateCmdline> whole_cmdlines(std::string_view text);

// Command lines in a text: those that a mark stands before, and all others.
struct FoundCmdlines {
  std::vector<CandidateCmdline> marked;
  std::vector<CandidateCmdline> lines;
};
FoundCmdlines find_cmdlines(std::string_view text);

}  // namespace sevproof::internal

#endif
