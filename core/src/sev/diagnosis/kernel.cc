// Kernel-hashes tables.
#include <algorithm>

#include "sev/diagnosis/said.h"
#include "sev/diagnosis/space.h"
#include "sevproof/text.h"

namespace sevproof::internal {
namespace {

using enum Hypothesis;

// Tables for an upgrade with another command line take this much room at most; many other files
// with a long line would take ten times as much.
constexpr std::size_t kMaxUpgrades = 1U << 20;

TableOption table(std::size_t kernel, std::size_t initrd, std::size_t cmdline) {
  return {true, false, static_cast<std::uint16_t>(kernel), static_cast<std::uint16_t>(initrd),
          static_cast<Index>(cmdline)};
}

// Of what stands behind marks in other files, so many are tried together with every other change.
constexpr std::size_t kMaxMarkedCmdlines = 64;

// Each with each kernel.
constexpr std::size_t kMaxDeviceTrees = 4;

// Those that are many, for when all others are in their places.
using Edits = std::vector<HashOption>;

Edits add_own(const KernelBoot& boot, Space& space) {
  space.kernels.push_back({boot.kernel.sha256, std::nullopt});
  const Sha256Digest none = sha256({});
  space.initrds.push_back({boot.initrd ? boot.initrd->sha256 : none, std::nullopt});
  if (boot.initrd && boot.initrd->sha256 != none) {
    const auto said = said_no_initrd(space);
    space.initrds.push_back({none, said.value_or(Change{Hypothesis::kInitrdAbsent, {}, {}})});
  }
  const std::string cmdline = boot.cmdline.value_or("");
  space.long_cmdline = cmdline.size() > kMaxEditedLine;
  space.cmdlines.push_back({hash_cmdline(cmdline), std::nullopt});
  const std::vector<HashOption> said = said_cmdlines(space, cmdline);
  OtherCmdlines others = other_cmdlines(cmdline);
  Edits edits;
  for (std::size_t at = 0; at < others.all.size(); ++at) {
    HashOption& other = others.all[at];
    const bool is_said = std::any_of(said.begin(), said.end(), [&](const HashOption& option) {
      return option.digest == other.digest;
    });
    if (is_said) continue;  // and called so
    (at < others.likely ? space.cmdlines : edits).push_back(std::move(other));
  }
  return edits;
}

// The command line that was said, beside those of candidates.
void add_said_cmdlines(const std::optional<std::string>& given, Space& space) {
  for (HashOption& option : said_cmdlines(space, given)) {
    space.cmdlines.push_back(std::move(option));
  }
}

// QEMU with -dtb FILE appends the tree to the kernel, and hashes both: zeros up to a multiple of
// 16, then struct setup_data of the Linux boot protocol (next u64 0, type u32 2, size u32), then
// the file.
std::optional<Sha256Digest> hash_with_tree(const FileDigest& kernel, const Bytes& tree) {
  constexpr std::uint64_t kAlignment = 16;
  constexpr std::uint32_t kDeviceTree = 2;
  if (!kernel.state) return std::nullopt;
  Bytes more(static_cast<std::size_t>((kAlignment - kernel.size % kAlignment) % kAlignment));
  append_le<std::uint64_t>(more, 0);
  append_le<std::uint32_t>(more, kDeviceTree);
  append_le<std::uint32_t>(more, static_cast<std::uint32_t>(tree.size()));
  return Sha256(*kernel.state).update(more).update(tree).finish();
}

// `which`: " and the kernel 'x'", of another kernel than the given one.
void add_device_trees(const FileDigest& kernel, const std::string& which,
                      std::span<const Candidate> candidates, Space& space) {
  std::size_t trees = 0;
  for (const Candidate& candidate : candidates) {
    if (!candidate.device_tree || trees++ >= kMaxDeviceTrees) continue;
    const auto digest = hash_with_tree(kernel, *candidate.device_tree);
    if (!digest) continue;
    space.kernels.push_back(
        {*digest, Change{Hypothesis::kKernelDtb, {}, quote_name(candidate.name) + which}});
  }
}

void add_all_device_trees(const FileDigest& given, std::span<const Candidate> candidates,
                          Space& space) {
  // Where whoever hashed the given kernel kept no state of it, nothing is claimed.
  if (!given.state) return;
  add_device_trees(given, "", candidates, space);
  for (const Candidate& candidate : candidates) {
    if (!candidate.can_be_kernel) continue;
    add_device_trees(candidate.file, " and the kernel " + quote_name(candidate.name), candidates,
                     space);
  }
}

// `initrd_given`: " (you gave none)" where that is to be said.
void add_candidates(std::span<const Candidate> candidates, const std::string& initrd_given,
                    Space& space) {
  for (const Candidate& candidate : candidates) {
    const std::string name = quote_name(candidate.name);
    const auto option = [&](const Sha256Digest& digest, Hypothesis hypothesis,
                            const std::string& more) {
      return HashOption{digest, Change{hypothesis, {}, name + more}};
    };
    const Sha256Digest& file = candidate.file.sha256;
    if (candidate.can_be_kernel) {
      space.kernels.push_back(option(file, Hypothesis::kKernelCandidate, ""));
    }
    if (candidate.can_be_initrd) {
      space.initrds.push_back(option(file, Hypothesis::kInitrdCandidate, initrd_given));
    }
    for (const CandidateCmdline& line : candidate.cmdlines) {
      space.cmdlines.push_back(option(line.digest, Hypothesis::kCmdlineCandidate, line.part));
    }
  }
}

// Gives those that are beyond the number of the likely ones, and all other lines.
Edits add_found_cmdlines(std::span<const Candidate> candidates, Space& space) {
  Edits many;
  std::size_t marked = 0;
  for (const Candidate& candidate : candidates) {
    const auto add = [&](const CandidateCmdline& line, Hypothesis hypothesis,
                         std::vector<HashOption>& list) {
      list.push_back({line.digest, Change{hypothesis, {}, quote_name(candidate.name) + line.part}});
    };
    for (const CandidateCmdline& line : candidate.marked_cmdlines) {
      const bool is_likely = marked++ < kMaxMarkedCmdlines;
      add(line, is_likely ? Hypothesis::kCmdlineMarked : Hypothesis::kCmdlineText,
          is_likely ? space.cmdlines : many);
    }
    for (const CandidateCmdline& line : candidate.lines) add(line, Hypothesis::kCmdlineText, many);
  }
  return many;
}

// The given kernel and initrd with each of these command lines.
void add_edits(Edits edits, Space& space) {
  const std::size_t first = space.cmdlines.size();
  std::move(edits.begin(), edits.end(), std::back_inserter(space.cmdlines));
  for (std::size_t c = first; c < space.cmdlines.size(); ++c)
    space.tables.push_back(table(0, 0, c));
}

TableOption swapped_table(std::size_t cmdline) {
  TableOption option = table(0, 0, cmdline);
  option.swapped = true;
  return option;
}

// The options of what was said of the kernel boot.
struct SaidOptions {
  std::vector<std::size_t> cmdlines;
  std::size_t initrd = 0;  // the given one, where none was said
};

bool is_of(const HashOption& option, Hypothesis hypothesis) {
  return option.change && option.change->hypothesis == hypothesis;
}

// The command lines stand beside those of candidates: at `place`, if anywhere.
SaidOptions said_options(std::size_t place, const Space& space) {
  SaidOptions said;
  for (; place < space.cmdlines.size() && is_of(space.cmdlines[place], kSaidCmdline); ++place) {
    said.cmdlines.push_back(place);
  }
  if (space.initrds.size() > 1 && is_of(space.initrds[1], kSaidNoInitrd)) said.initrd = 1;
  return said;
}

// What was said, one and all of it, with this kernel.
void add_said_boots(std::size_t kernel, const SaidOptions& said, Space& space) {
  for (const std::size_t c : said.cmdlines) space.tables.push_back(table(kernel, 0, c));
  if (said.initrd == 0) return;
  space.tables.push_back(table(kernel, said.initrd, 0));
  for (const std::size_t c : said.cmdlines) space.tables.push_back(table(kernel, said.initrd, c));
}

void add_said(const SaidOptions& said, Space& space) {
  if (said_kernel_hashes_off(space)) space.tables.push_back({});
  add_said_boots(0, said, space);
}

// With another kernel, initrd or command line.
void add_said_pairs(const SaidOptions& said, bool has_initrd, Space& space) {
  for (std::size_t k = 1; k < space.kernels.size(); ++k) add_said_boots(k, said, space);
  for (const std::size_t c : said.cmdlines) {
    for (std::size_t i = 1; i < space.initrds.size(); ++i) space.tables.push_back(table(0, i, c));
    if (has_initrd) space.tables.push_back(swapped_table(c));
  }
  for (std::size_t c = 1; said.initrd != 0 && c < space.cmdlines.size(); ++c) {
    space.tables.push_back(table(0, said.initrd, c));
  }
}

void add_singles(bool has_initrd, Space& space) {
  space.tables.push_back({});
  if (has_initrd) space.tables.push_back(swapped_table(0));
  for (std::size_t k = 1; k < space.kernels.size(); ++k) space.tables.push_back(table(k, 0, 0));
  for (std::size_t i = 1; i < space.initrds.size(); ++i) space.tables.push_back(table(0, i, 0));
  for (std::size_t c = 1; c < space.cmdlines.size(); ++c) space.tables.push_back(table(0, 0, c));
}

// Another kernel with another initrd, as they come from an upgrade.
void add_boots(Space& space) {
  for (std::size_t k = 1; k < space.kernels.size(); ++k) {
    for (std::size_t i = 1; i < space.initrds.size(); ++i) space.tables.push_back(table(k, i, 0));
  }
}

void add_pairs(bool has_initrd, Space& space) {
  for (std::size_t k = 1; k < space.kernels.size(); ++k) {
    for (std::size_t c = 1; c < space.cmdlines.size(); ++c) space.tables.push_back(table(k, 0, c));
  }
  for (std::size_t c = 1; c < space.cmdlines.size(); ++c) {
    for (std::size_t i = 1; i < space.initrds.size(); ++i) space.tables.push_back(table(0, i, c));
    if (has_initrd) space.tables.push_back(swapped_table(c));
  }
}

// Another kernel with another initrd and one of these command lines.
void add_triples(std::size_t first_cmdline, std::size_t last_cmdline, Space& space) {
  for (std::size_t k = 1; k < space.kernels.size(); ++k) {
    for (std::size_t i = 1; i < space.initrds.size(); ++i) {
      for (std::size_t c = first_cmdline; c < last_cmdline; ++c) {
        space.tables.push_back(table(k, i, c));
      }
    }
  }
}

// A kernel was measured though none is given: it is among the candidates, if anywhere.
void add_ungiven(std::span<const Candidate> candidates, Space& space) {
  space.tables.push_back({});
  space.initrds.push_back({sha256({}), std::nullopt});
  space.cmdlines.push_back({hash_cmdline(""), std::nullopt});
  if (space.said.boot && !space.said.boot->cmdline.empty()) add_said_cmdlines(std::nullopt, space);
  add_candidates(candidates, "", space);
  add_found_cmdlines(candidates, space);
  space.table_singles = append_range(space.tables, [&] {
    for (std::size_t k = 0; k < space.kernels.size(); ++k) {
      for (std::size_t i = 0; i < space.initrds.size(); ++i) {
        for (std::size_t c = 0; c < space.cmdlines.size(); ++c) {
          space.tables.push_back(table(k, i, c));
        }
      }
    }
  });
  space.table_products = {0, space.table_singles.last};
}

}  // namespace

void add_tables(const DiagnosisInput& input, Space& space) {
  const auto& boot = input.request.config.kernel;
  if (!boot) {
    add_ungiven(input.candidates, space);
    return;
  }
  Edits edits = add_own(*boot, space);
  const std::size_t own_cmdlines = space.cmdlines.size();
  const bool has_initrd = boot->initrd.has_value();
  add_said_cmdlines(boot->cmdline.value_or(""), space);
  add_candidates(input.candidates, has_initrd ? "" : " (you gave none)", space);
  add_all_device_trees(boot->kernel, input.candidates, space);
  Edits lines = add_found_cmdlines(input.candidates, space);
  space.tables.push_back(table(0, 0, 0));
  const SaidOptions said = said_options(own_cmdlines, space);
  space.said_tables = append_range(space.tables, [&] { add_said(said, space); });
  space.table_singles = append_range(space.tables, [&] { add_singles(has_initrd, space); });
  space.table_pairs = append_range(space.tables, [&] {
    space.table_boots = append_range(space.tables, [&] { add_boots(space); });
    add_pairs(has_initrd, space);
  });
  space.table_candidates =
      append_range(space.tables, [&] { add_triples(own_cmdlines, space.cmdlines.size(), space); });
  space.table_products = {0, space.table_candidates.last};
  space.said_table_pairs =
      append_range(space.tables, [&] { add_said_pairs(said, has_initrd, space); });
  space.table_upgrades = append_range(space.tables, [&] {
    if (space.table_boots.size() * own_cmdlines <= kMaxUpgrades)
      add_triples(1, own_cmdlines, space);
  });
  // What is in a file is a better reason than an edit of the given line.
  space.table_edits = append_range(space.tables, [&] {
    add_edits(std::move(lines), space);
    add_edits(std::move(edits), space);
  });
}

}  // namespace sevproof::internal
