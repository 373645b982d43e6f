#include "sev/diagnosis/kernel.h"

#include <algorithm>

#include "sev/diagnosis/said.h"
#include "sevproof/text.h"

namespace sevproof::internal {
namespace {

using enum Hypothesis;
using HashOptions = std::vector<HashOption>;

// Of what stands behind marks in other files, so many are tried together with every other change.
constexpr std::size_t kMaxMarkedCmdlines = 64;

// Each with each kernel.
constexpr std::size_t kMaxDeviceTrees = 4;

void append(HashOptions more, HashOptions& options) {
  std::move(more.begin(), more.end(), std::back_inserter(options));
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

class BootLists {
 public:
  BootLists(std::span<const Candidate> candidates, Space& space)
      : candidates_(candidates), space_(space), tables_(space.tables) {}

  // Those of a given kernel.
  void add_own(const KernelBoot& boot) {
    tables_.kernels.push_back({boot.kernel.sha256, std::nullopt});
    const Sha256Digest none = sha256({});
    tables_.initrds.push_back({boot.initrd ? boot.initrd->sha256 : none, std::nullopt});
    if (boot.initrd && boot.initrd->sha256 != none) {
      const auto said = said_no_initrd(space_);
      if (said) options_.said_initrd = {1, 2};
      tables_.initrds.push_back({none, said.value_or(Change{kInitrdAbsent, {}, {}})});
    }
    add_own_cmdlines(boot.cmdline.value_or(""));
  }

  // A kernel was measured though none is given: it is among the candidates, if anywhere.
  void add_ungiven() {
    tables_.initrds.push_back({sha256({}), std::nullopt});
    tables_.cmdlines.push_back({hash_cmdline(""), std::nullopt});
    const auto& said = space_.said.boot;
    if (said && !said->cmdline.empty()) append(said_cmdlines(space_, {}), tables_.cmdlines);
  }

  // `more_of_initrd`: " (you gave none)" where that is to be said.
  void add_candidates(const std::string& more_of_initrd) {
    for (const Candidate& candidate : candidates_) {
      const Sha256Digest& file = candidate.file.sha256;
      if (candidate.can_be_kernel) add(candidate, file, kKernelCandidate, "", tables_.kernels);
      if (candidate.can_be_initrd) {
        add(candidate, file, kInitrdCandidate, more_of_initrd, tables_.initrds);
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
    append(std::move(options_.edits), many);
    options_.edits = std::move(many);
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

  BootOptions take() && { return std::move(options_); }

 private:
  static void add(const Candidate& candidate, const Sha256Digest& digest, Hypothesis hypothesis,
                  const std::string& more, HashOptions& options) {
    options.push_back({digest, Change{hypothesis, {}, quote_name(candidate.name) + more}});
  }

  static void add_lines(const Candidate& candidate, std::span<const CandidateCmdline> lines,
                        Hypothesis hypothesis, HashOptions& options) {
    for (const CandidateCmdline& line : lines) {
      add(candidate, line.digest, hypothesis, line.part, options);
    }
  }

  void add_own_cmdlines(const std::string& cmdline) {
    space_.long_cmdline = cmdline.size() > kMaxEditedLine;
    HashOptions& lines = tables_.cmdlines;
    lines.push_back({hash_cmdline(cmdline), std::nullopt});
    HashOptions said = said_cmdlines(space_, cmdline);
    OtherCmdlines others = other_cmdlines(cmdline);
    for (std::size_t at = 0; at < others.all.size(); ++at) {
      HashOption& other = others.all[at];
      const bool is_said = std::any_of(said.begin(), said.end(), [&](const HashOption& option) {
        return option.digest == other.digest;
      });
      if (is_said) continue;  // and called so
      (at < others.likely ? lines : options_.edits).push_back(std::move(other));
    }
    options_.own_cmdlines.last = static_cast<Index>(lines.size());
    options_.said_cmdlines = append_range(lines, [&] { append(std::move(said), lines); });
  }

  // `which`: " and the kernel 'x'", of another kernel than the given one.
  void add_device_trees(const FileDigest& kernel, const std::string& which) {
    std::size_t trees = 0;
    for (const Candidate& candidate : candidates_) {
      if (!kernel.state || !candidate.device_tree || trees++ >= kMaxDeviceTrees) continue;
      add(candidate, hash_with_tree(kernel, *candidate.device_tree), kKernelDtb, which,
          tables_.kernels);
    }
  }

  std::span<const Candidate> candidates_;
  Space& space_;
  Tables& tables_;
  BootOptions options_;
};

}  // namespace

BootOptions add_boot_options(const DiagnosisInput& input, Space& space) {
  BootLists lists(input.candidates, space);
  const auto& boot = input.request.config.kernel;
  if (boot) {
    lists.add_own(*boot);
  } else {
    lists.add_ungiven();
  }
  lists.add_candidates(!boot || boot->initrd ? "" : " (you gave none)");
  if (boot) lists.add_device_trees(boot->kernel);
  lists.add_found_cmdlines();
  return std::move(lists).take();
}

}  // namespace sevproof::internal
