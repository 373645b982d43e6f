// Kernel-hashes tables.
#include "diagnosis_space.h"
#include "sevproof/quote.h"

namespace sevproof::internal {
namespace {

// How many options of each list are the request's and its variants; candidates follow.
struct Own {
  std::size_t kernels = 0;
  std::size_t initrds = 0;
  std::size_t cmdlines = 0;
};

void add_own(const KernelBoot& boot, Space& space) {
  space.kernels.push_back({boot.kernel.sha256, std::nullopt});
  const Sha256Digest none = sha256({});
  space.initrds.push_back({boot.initrd ? boot.initrd->sha256 : none, std::nullopt});
  if (boot.initrd && boot.initrd->sha256 != none) {
    space.initrds.push_back({none, Change{Hypothesis::kInitrdAbsent, {}, {}}});
  }
  const std::string cmdline = boot.cmdline.value_or("");
  space.cmdlines.push_back({hash_cmdline(cmdline), std::nullopt});
  for (HashOption& variant : cmdline_variants(cmdline)) {
    space.cmdlines.push_back(std::move(variant));
  }
}

// The text without the end of its line, which an editor has put there; then as it is.
void add_cmdline_candidate(const Candidate& candidate, Space& space) {
  const std::string& whole = *candidate.cmdline;
  const std::string name = quote(candidate.name);
  std::string_view line = whole;
  const auto add = [&](const std::string& found) {
    space.cmdlines.push_back(
        {hash_cmdline(line), Change{Hypothesis::kCmdlineCandidate, {}, found}});
  };
  const bool has_newline = line.ends_with('\n');
  if (has_newline) line.remove_suffix(1);
  const bool has_return = line.ends_with('\r');
  if (has_return) line.remove_suffix(1);
  add(name);
  if (has_return) {
    line = std::string_view(whole).substr(0, line.size() + 1);
    add(name + " with the carriage return at its end");
  }
  if (has_newline) {
    line = whole;
    add(name + " with the newline at its end");
  }
}

void add_candidates(std::span<const Candidate> candidates, Space& space) {
  for (const Candidate& candidate : candidates) {
    const auto option = [&](Hypothesis hypothesis) {
      return HashOption{candidate.file.sha256, Change{hypothesis, {}, quote(candidate.name)}};
    };
    if (candidate.can_be_kernel) {
      space.kernels.push_back(option(Hypothesis::kKernelCandidate));
    }
    if (candidate.can_be_initrd) {
      space.initrds.push_back(option(Hypothesis::kInitrdCandidate));
    }
    if (candidate.cmdline) add_cmdline_candidate(candidate, space);
  }
}

TableOption table(std::size_t kernel, std::size_t initrd, std::size_t cmdline) {
  return {true, false, static_cast<std::uint16_t>(kernel), static_cast<std::uint16_t>(initrd),
          static_cast<std::uint16_t>(cmdline)};
}

TableOption swapped_table(std::size_t cmdline) {
  TableOption option = table(0, 0, cmdline);
  option.swapped = true;
  return option;
}

void add_singles(bool has_initrd, Space& space) {
  space.tables.push_back({});
  if (has_initrd) space.tables.push_back(swapped_table(0));
  for (std::size_t k = 1; k < space.kernels.size(); ++k) space.tables.push_back(table(k, 0, 0));
  for (std::size_t i = 1; i < space.initrds.size(); ++i) space.tables.push_back(table(0, i, 0));
  for (std::size_t c = 1; c < space.cmdlines.size(); ++c) space.tables.push_back(table(0, 0, c));
}

void add_pairs(bool has_initrd, Space& space) {
  for (std::size_t k = 1; k < space.kernels.size(); ++k) {
    for (std::size_t i = 1; i < space.initrds.size(); ++i) space.tables.push_back(table(k, i, 0));
    for (std::size_t c = 1; c < space.cmdlines.size(); ++c) space.tables.push_back(table(k, 0, c));
  }
  for (std::size_t c = 1; c < space.cmdlines.size(); ++c) {
    for (std::size_t i = 1; i < space.initrds.size(); ++i) space.tables.push_back(table(0, i, c));
    if (has_initrd) space.tables.push_back(swapped_table(c));
  }
}

// Candidates for all three; the initrd may also be absent.
void add_triples(const Own& own, Space& space) {
  for (std::size_t k = own.kernels; k < space.kernels.size(); ++k) {
    for (std::size_t i = 1; i < space.initrds.size(); ++i) {
      for (std::size_t c = own.cmdlines; c < space.cmdlines.size(); ++c) {
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
  add_candidates(candidates, space);
  space.table_singles = append_range(space.tables, [&] {
    for (std::size_t k = 0; k < space.kernels.size(); ++k) {
      for (std::size_t i = 0; i < space.initrds.size(); ++i) {
        for (std::size_t c = 0; c < space.cmdlines.size(); ++c) {
          space.tables.push_back(table(k, i, c));
        }
      }
    }
  });
}

}  // namespace

void add_tables(const DiagnosisInput& input, Space& space) {
  const auto& boot = input.request.config.kernel;
  if (!boot) {
    add_ungiven(input.candidates, space);
    return;
  }
  add_own(*boot, space);
  const Own own{space.kernels.size(), space.initrds.size(), space.cmdlines.size()};
  add_candidates(input.candidates, space);
  const bool has_initrd = boot->initrd.has_value();
  space.tables.push_back(table(0, 0, 0));
  space.table_singles = append_range(space.tables, [&] { add_singles(has_initrd, space); });
  space.table_pairs = append_range(space.tables, [&] { add_pairs(has_initrd, space); });
  space.table_candidates = append_range(space.tables, [&] { add_triples(own, space); });
}

}  // namespace sevproof::internal
