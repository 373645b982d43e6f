// Kernel-hashes tables.
#include "sev/diagnosis/kernel.h"
#include "sev/diagnosis/said.h"

namespace sevproof::internal {
namespace {

// Tables for an upgrade with another command line are so many at most; many other files with a
// long line would make ten times as many.
constexpr std::size_t kMaxUpgrades = 1U << 20;

constexpr Range kOff = {kNotMeasured, kNotMeasured + 1};

Range rest_of(const std::vector<HashOption>& options, Index first = 1) {
  return {first, static_cast<Index>(options.size())};
}

// Options of each part; of those that are not named, the given one.
struct Choice {
  Range mode = kGivenOnly;
  Range kernel = kGivenOnly;
  Range initrd = kGivenOnly;
  Range cmdline = kGivenOnly;
};

// The tables of a launch for which a kernel was given.
class TableLists {
 public:
  TableLists(Space& space, const BootOptions& options)
      : space_(space),
        options_(options),
        kernels_(rest_of(space.tables.kernels)),
        initrds_(rest_of(space.tables.initrds)),
        cmdlines_(rest_of(space.tables.cmdlines)) {
    if (space_.has_initrd) swapped_ = {kSwapped, kSwapped + 1};
  }

  void add_all() {
    using enum TableTier;
    add({});
    const Range said = add_said();
    tier(kSaid) = {{0, said.last}};
    tier(kOnlySaid) = {said};
    tier(kSingles) = {append_range(space_.tables.list, [&] {
      for (const Range& mode : {kOff, swapped_}) add({.mode = mode});
      add({.kernel = kernels_});
      add({.initrd = initrds_});
      add({.cmdline = cmdlines_});
    })};
    const Range boots = add({.kernel = kernels_, .initrd = initrds_});
    add({.kernel = kernels_, .cmdline = cmdlines_});
    const Range pairs = add_initrds_with(cmdlines_);
    const Range files = {options_.own_cmdlines.last, cmdlines_.last};
    const Range candidates = add({.kernel = kernels_, .initrd = initrds_, .cmdline = files});
    tier(kBoots) = {boots};
    tier(kPairs) = {{boots.first, pairs.last}};
    tier(kCandidates) = {candidates};
    tier(kProducts) = {{0, candidates.last}};
    tier(kSaidPairs) = {append_range(space_.tables.list, [&] { add_said_pairs(); })};
    if (boots.size() * std::size_t{options_.own_cmdlines.last} > kMaxUpgrades) return;
    tier(kUpgrades) = {
        add({.kernel = kernels_, .initrd = initrds_, .cmdline = options_.own_cmdlines})};
  }

  void add_edits(std::vector<HashOption> edits) {
    auto& lines = space_.tables.cmdlines;
    std::move(edits.begin(), edits.end(), std::back_inserter(lines));
    tier(TableTier::kEdits) = {add({.cmdline = rest_of(lines, cmdlines_.last)})};
  }

 private:
  Tier& tier(TableTier name) { return space_.tier(name); }

  Range add(const Choice& choice) {
    return space_.tables.list.add({choice.mode, choice.kernel, choice.initrd, choice.cmdline});
  }

  Range add_said() {
    return append_range(space_.tables.list, [&] {
      if (said_kernel_hashes_off(space_)) add({.mode = kOff});
      add_said_boots(kGivenOnly);
    });
  }

  // What was said, one and all of it, with this kernel.
  void add_said_boots(Range kernel) {
    add({.kernel = kernel, .cmdline = options_.said_cmdlines});
    add({.kernel = kernel, .initrd = options_.said_initrd});
    add({.kernel = kernel, .initrd = options_.said_initrd, .cmdline = options_.said_cmdlines});
  }

  // With another kernel, initrd or command line.
  void add_said_pairs() {
    for (Index kernel = kernels_.first; kernel < kernels_.last; ++kernel) {
      add_said_boots({kernel, kernel + 1});
    }
    add_initrds_with(options_.said_cmdlines);
    add({.initrd = options_.said_initrd, .cmdline = cmdlines_});
  }

  Range add_initrds_with(Range cmdlines) {
    return append_range(space_.tables.list, [&] {
      for (Index cmdline = cmdlines.first; cmdline < cmdlines.last; ++cmdline) {
        add({.initrd = initrds_, .cmdline = {cmdline, cmdline + 1}});
        add({.mode = swapped_, .cmdline = {cmdline, cmdline + 1}});
      }
    });
  }

  Space& space_;
  const BootOptions& options_;
  Range kernels_;
  Range initrds_;
  Range cmdlines_;
  Range swapped_;  // none where there is no initrd
};

void add_ungiven(Space& space) {
  Tables& tables = space.tables;
  tables.list.add({kOff, kGivenOnly, kGivenOnly, kGivenOnly});
  tables.list.add({kGivenOnly, rest_of(tables.kernels, 0), rest_of(tables.initrds, 0),
                   rest_of(tables.cmdlines, 0)});
  space.tier(TableTier::kSaid) = {kGivenOnly};
  space.tier(TableTier::kSingles) = {{1, tables.list.size()}};
  space.tier(TableTier::kProducts) = {{0, tables.list.size()}};
}

}  // namespace

void add_tables(const DiagnosisInput& input, Space& space) {
  BootOptions options = add_boot_options(input, space);
  if (!input.request.config.kernel) return add_ungiven(space);
  space.has_initrd = input.request.config.kernel->initrd.has_value();
  TableLists lists(space, options);
  lists.add_all();
  lists.add_edits(std::move(options.edits));
}

}  // namespace sevproof::internal
