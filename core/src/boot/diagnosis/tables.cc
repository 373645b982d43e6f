// Kernel, initrd and command line, and the tables of their hashes.
#include <algorithm>
#include <utility>

#include "boot/diagnosis/cmdline_variants.h"
#include "boot/diagnosis/said_boot.h"
#include "sevproof/text.h"

namespace sevproof::internal {
namespace {

using enum Hypothesis;
using HashOptions = std::vector<HashOption>;

// Of what stands behind marks in other files, so many are tried together with every other change.
constexpr std::size_t kMaxMarkedCmdlines = 64;

// Each with each kernel.
constexpr std::size_t kMaxDeviceTrees = 4;

// Tables for an upgrade with another command line are so many at most; many other files with a
// long line would make ten times as many.
constexpr std::size_t kMaxUpgrades = 1U << 20;

constexpr Range kOff = {kNotMeasured, kNotMeasured + 1};

Range rest_of(const HashOptions& options, Index first = 1) {
  return {first, static_cast<Index>(options.size())};
}

Range append(HashOptions more, HashOptions& options) {
  return append_range(options,
                      [&] { std::move(more.begin(), more.end(), std::back_inserter(options)); });
}

// QEMU with -dtb FILE appends the tree to the kernel, and hashes both: zeros up to a multiple of
// 16, then struct setup_data of the Linux boot protocol (next u64 0, type u32 2, size u32), then
// the file.
Sha256Digest hash_with_tree(const FileDigest& kernel, const Bytes& tree) {
  constexpr std::uint64_t kAlignment = 16;
  constexpr std::uint32_t kDeviceTree = 2;
  Bytes more(static_cast<std::size_t>((kAlignment - kernel.size % kAlignment) % kAlignment));
  append_le<std::uint64_t>(more, 0);
  append_le<std::uint32_t>(more, kDeviceTree);
  append_le<std::uint32_t>(more, static_cast<std::uint32_t>(tree.size()));
  return Sha256(*kernel.state).update(more).update(tree).finish();
}

// Options of each part; of those that are not named, the given one.
struct Choice {
  Range mode = kGivenOnly;
  Range kernel = kGivenOnly;
  Range initrd = kGivenOnly;
  Range cmdline = kGivenOnly;
};

class BootLists {
 public:
  BootLists(std::span<const Candidate> candidates, BootSpace& space, TableTiers& tiers)
      : candidates_(candidates), space_(space), tables_(space.tables), tiers_(tiers) {
    tiers_.resize(static_cast<std::size_t>(TableTier::kCount));
  }

  // For a given kernel.
  void add_own(const KernelBoot& boot) {
    const Sha256Digest none = sha256({});
    const Sha256Digest initrd = boot.initrd ? boot.initrd->sha256 : none;
    tables_.kernels.push_back({boot.kernel.sha256, std::nullopt});
    tables_.initrds.push_back({initrd, std::nullopt});
    if (initrd != none) {
      const auto said = said_no_initrd(space_);
      if (said) said_initrd_ = {1, 2};
      tables_.initrds.push_back({none, said.value_or(Change{kInitrdAbsent})});
    }
    add_own_cmdlines(boot.cmdline.value_or(""));
    add_candidates(boot.initrd ? "" : " (you gave none)");
    add_device_trees(boot.kernel);
    add_found_cmdlines();
    space_.has_initrd = boot.initrd.has_value();
    if (space_.has_initrd) swapped_ = {kSwapped, kSwapped + 1};
    add_tables();
    // Of these there are many: they are in no other tables.
    tier(TableTier::kEdits) = {add({.cmdline = append(std::move(edits_), tables_.cmdlines)})};
  }

  // A kernel was measured though none is given: it is among the candidates, if anywhere.
  void add_ungiven() {
    tables_.initrds.push_back({sha256({}), std::nullopt});
    tables_.cmdlines.push_back({hash_cmdline(""), std::nullopt});
    const auto& said = space_.said;
    if (said && !said->cmdline.empty()) append(said_cmdlines(space_, {}), tables_.cmdlines);
    add_candidates("");
    add_found_cmdlines();
    add({.mode = kOff});
    const Range others = add({.kernel = rest_of(tables_.kernels, 0),
                              .initrd = rest_of(tables_.initrds, 0),
                              .cmdline = rest_of(tables_.cmdlines, 0)});
    tier(TableTier::kSaid) = {kGivenOnly};
    tier(TableTier::kSingles) = {others};
    tier(TableTier::kProducts) = {{0, others.last}};
  }

 private:
  // --- Options

  static void add_file(const Candidate& candidate, const Sha256Digest& digest,
                       Hypothesis hypothesis, const std::string& more, HashOptions& options) {
    options.push_back({digest, Change{hypothesis, quote_name(candidate.name) + more}});
  }

  static void add_lines(const Candidate& candidate, std::span<const CandidateCmdline> lines,
                        Hypothesis hypothesis, HashOptions& options) {
    for (const CandidateCmdline& line : lines) {
      add_file(candidate, line.digest, hypothesis, line.part, options);
    }
  }

  void add_own_cmdlines(const std::string& cmdline) {
    space_.long_cmdline = cmdline.size() > kMaxEditedLine;
    HashOptions& lines = tables_.cmdlines;
    lines.push_back({hash_cmdline(cmdline), std::nullopt});
    HashOptions said = said_cmdlines(space_, cmdline);
    OtherCmdlines others = other_cmdlines(cmdline, said);
    const auto further = others.all.begin() + static_cast<std::ptrdiff_t>(others.likely);
    std::move(others.all.begin(), further, std::back_inserter(lines));
    std::move(further, others.all.end(), std::back_inserter(edits_));
    said_cmdlines_ = append(std::move(said), lines);
  }

  // `more_of_initrd`: " (you gave none)" where that is to be said.
  void add_candidates(const std::string& more_of_initrd) {
    for (const Candidate& candidate : candidates_) {
      const Sha256Digest& file = candidate.file.sha256;
      if (candidate.can_be_kernel) add_file(candidate, file, kKernelCandidate, "", tables_.kernels);
      if (candidate.can_be_initrd) {
        add_file(candidate, file, kInitrdCandidate, more_of_initrd, tables_.initrds);
      }
      add_lines(candidate, candidate.cmdlines, kCmdlineCandidate, tables_.cmdlines);
    }
  }

  // Those that are beyond the number of the likely ones, and all other lines, are many.
  void add_found_cmdlines() {
    HashOptions many;
    std::size_t marked = 0;
    for (const Candidate& candidate : candidates_) {
      const std::span<const CandidateCmdline> lines(candidate.marked_cmdlines);
      const std::size_t likely = std::min(lines.size(), kMaxMarkedCmdlines - marked);
      marked += likely;
      add_lines(candidate, lines.first(likely), kCmdlineMarked, tables_.cmdlines);
      add_lines(candidate, lines.subspan(likely), kCmdlineText, many);
      add_lines(candidate, candidate.lines, kCmdlineText, many);
    }
    // What is in a file is a better reason than an edit of the given line.
    append(std::move(edits_), many);
    edits_ = std::move(many);
  }

  void add_device_trees(const FileDigest& given) {
    // Where whoever hashed the given kernel kept no state of it, nothing is claimed.
    if (!given.state) return;
    add_device_trees(given, "");
    for (const Candidate& candidate : candidates_) {
      if (!candidate.can_be_kernel) continue;
      add_device_trees(candidate.file, " and the kernel " + quote_name(candidate.name));
    }
  }

  // `which`: " and the kernel 'x'", of another kernel than the given one.
  void add_device_trees(const FileDigest& kernel, const std::string& which) {
    std::size_t trees = 0;
    for (const Candidate& candidate : candidates_) {
      if (!kernel.state || !candidate.device_tree || trees++ >= kMaxDeviceTrees) continue;
      add_file(candidate, hash_with_tree(kernel, *candidate.device_tree), kKernelDtb, which,
               tables_.kernels);
    }
  }

  // --- Tables

  Tier& tier(TableTier name) { return tiers_.at(static_cast<std::size_t>(name)); }

  Range add(const Choice& choice) {
    return tables_.list.add({choice.mode, choice.kernel, choice.initrd, choice.cmdline});
  }

  void add_tables() {
    using enum TableTier;
    kernels_ = rest_of(tables_.kernels);
    initrds_ = rest_of(tables_.initrds);
    cmdlines_ = rest_of(tables_.cmdlines);
    const Range own_cmdlines = {1, said_cmdlines_.first};
    add({});
    const Range said = add_said();
    tier(kSaid) = {{0, said.last}};
    tier(kOnlySaid) = {said};
    tier(kSingles) = {append_range(tables_.list, [&] {
      for (const Range& mode : {kOff, swapped_}) add({.mode = mode});
      add({.kernel = kernels_});
      add({.initrd = initrds_});
      add({.cmdline = cmdlines_});
    })};
    const Range boots = add({.kernel = kernels_, .initrd = initrds_});
    add({.kernel = kernels_, .cmdline = cmdlines_});
    const Range pairs = add_initrds_with(cmdlines_);
    const Range files = {own_cmdlines.last, cmdlines_.last};
    const Range candidates = add({.kernel = kernels_, .initrd = initrds_, .cmdline = files});
    tier(kBoots) = {boots};
    tier(kPairs) = {{boots.first, pairs.last}};
    tier(kCandidates) = {candidates};
    tier(kProducts) = {{0, candidates.last}};
    tier(kSaidPairs) = {append_range(tables_.list, [&] { add_said_pairs(); })};
    if (boots.size() * std::size_t{own_cmdlines.last} > kMaxUpgrades) return;
    tier(kUpgrades) = {add({.kernel = kernels_, .initrd = initrds_, .cmdline = own_cmdlines})};
  }

  Range add_said() {
    return append_range(tables_.list, [&] {
      if (said_kernel_hashes_off(space_)) add({.mode = kOff});
      add_said_boots(kGivenOnly);
    });
  }

  // What was said, one and all of it, with this kernel.
  void add_said_boots(Range kernel) {
    add({.kernel = kernel, .cmdline = said_cmdlines_});
    add({.kernel = kernel, .initrd = said_initrd_});
    add({.kernel = kernel, .initrd = said_initrd_, .cmdline = said_cmdlines_});
  }

  // With another kernel, initrd or command line.
  void add_said_pairs() {
    for (Index kernel = kernels_.first; kernel < kernels_.last; ++kernel) {
      add_said_boots({kernel, kernel + 1});
    }
    add_initrds_with(said_cmdlines_);
    add({.initrd = said_initrd_, .cmdline = cmdlines_});
  }

  Range add_initrds_with(Range cmdlines) {
    return append_range(tables_.list, [&] {
      for (Index cmdline = cmdlines.first; cmdline < cmdlines.last; ++cmdline) {
        add({.initrd = initrds_, .cmdline = {cmdline, cmdline + 1}});
        add({.mode = swapped_, .cmdline = {cmdline, cmdline + 1}});
      }
    });
  }

  std::span<const Candidate> candidates_;
  BootSpace& space_;
  Tables& tables_;
  TableTiers& tiers_;
  HashOptions edits_;  // and other command lines that are many
  Range kernels_;
  Range initrds_;
  Range cmdlines_;
  Range said_cmdlines_;  // behind those that are made of the given one
  Range said_initrd_;    // none, as was said
  Range swapped_;        // none where there is no initrd
};

}  // namespace

KernelHashes hashes_of(const Tables& tables, const TableList::Indexes& table) {
  const auto& [mode, kernel, initrd, cmdline] = table;
  KernelHashes hashes{tables.cmdlines[cmdline].digest, tables.initrds[initrd].digest,
                      tables.kernels[kernel].digest};
  if (mode == kSwapped) std::swap(hashes.kernel, hashes.initrd);
  return hashes;
}

void add_tables(const std::optional<KernelBoot>& given, std::span<const Candidate> candidates,
                BootSpace& space, TableTiers& tiers) {
  BootLists lists(candidates, space, tiers);
  if (given) {
    space.kernel_kind = given->kind;
    lists.add_own(*given);
  } else {
    lists.add_ungiven();
  }
}

}  // namespace sevproof::internal
