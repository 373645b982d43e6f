// CPUs: their number, signature, layout, features, and where their pages come from.
#include <algorithm>
#include <set>

#include "sev/diagnosis/space.h"
#include "sev/diagnosis/specs.h"

namespace sevproof::internal {
namespace {

using enum Hypothesis;

constexpr std::uint32_t kMostVcpus = 512;
// OVMF has its APs start at the fifth byte of a page of its own: 0x80b004 in current
// builds.
constexpr std::uint32_t kFirstResetAddress = 0x800004;
constexpr std::uint32_t kLastResetAddress = 0x82f004;
constexpr std::uint32_t kPageSize = 4096;

class CpuLists {
 public:
  CpuLists(const DiagnosisInput& input, Space& space, std::uint32_t vcpus)
      : input_(input), space_(space), vcpus_(vcpus) {}

  // The pages that were given; those of candidates come behind them.
  void take_pages() {
    if (const auto* files = std::get_if<VmsaFiles>(&input_.request.config.vmsa)) {
      space_.given_page0 = add_page(files->cpu0, "");
      if (files->cpu1) space_.given_page1 = add_page(*files->cpu1, "");
    }
    for (const Candidate& candidate : input_.candidates) {
      if (candidate.vmsa) add_page(*candidate.vmsa, candidate.name);
    }
  }

  // Options for a guest whose CPUs are `spec`, or given as pages that say so.
  void add_all(const VmsaSpec& spec) {
    space_.cpus.push_back(given(spec));
    const std::vector<CpuOption> otherwise = said_options(spec);
    // Behind the given ones, so that they are one range.
    space_.said_cpus = append_range(space_.cpus, [&] { append(otherwise); });
    space_.said_cpu_pairs = append_range(space_.cpus, [&] { add_said_pairs(otherwise); });
    const std::vector<CpuOption> pages = other_pages(spec);
    space_.cpu_singles = append_range(space_.cpus, [&] {
      // What explains CPUs that were described stands before files that say the same.
      if (!space_.given_page0) add(differing_specs(spec));
      append(pages);
      if (space_.given_page0) add(differing_specs(spec));
      add_reset_addresses(built(spec));
    });
    space_.cpu_counts = append_range(space_.cpus, [&] { any_number(given(spec)); });
    space_.cpu_page_counts = append_range(space_.cpus, [&] {
      for (const CpuOption& option : pages) any_number(option);
    });
    const auto wide = all_signatures();
    space_.cpu_wide = append_range(space_.cpus, [&] {
      for (const std::uint32_t signature : wide) add_built(with_signature(spec, signature));
    });
    space_.cpu_products = append_range(space_.cpus, [&] {
      add_any(model_products(spec));
      if (const auto said = said_signature(spec)) add_any(layouts_and_features(*said));
    });
    space_.cpu_features = append_range(space_.cpus, [&] { add_feature_pairs(spec); });
    space_.cpu_wide_products = append_range(space_.cpus, [&] {
      for (const std::uint32_t signature : wide) {
        add(layouts_and_features(with_signature(spec, signature)));
      }
    });
  }

  // For a guest that is SEV-ES though it was not to be: what is given, or else the usual.
  void add_flipped(const VmsaSource& source) {
    space_.said_cpu_flipped = append_range(space_.cpus, [&] { add_said_flipped(); });
    space_.cpu_flipped = append_range(space_.cpus, [&] {
      if (!std::holds_alternative<std::monostate>(source)) {
        known_or_any_number(given(space_.given_spec.value_or(VmsaSpec())));
        return;
      }
      for (const VmsaSpec& spec : flipped_specs()) known_or_any_number(built(spec));
    });
  }

  // Also where one more thing about the given CPUs is wrong.
  void add_flipped_pairs() {
    if (!space_.given_spec || !space_.vcpus) return;
    space_.cpu_flipped_pairs = append_range(space_.cpus, [&] {
      any_number(given(*space_.given_spec));
      append(other_pages(*space_.given_spec));
      add(differing_specs(*space_.given_spec));
    });
  }

 private:
  CpuOption built(const VmsaSpec& spec) const { return {spec, {}, {}, {}, vcpus_, vcpus_}; }

  CpuOption given(const VmsaSpec& spec) const {
    CpuOption option = built(spec);
    option.page0 = space_.given_page0;
    option.page1 = space_.given_page1;
    return option;
  }

  std::uint16_t add_page(const VmsaPage& page, const std::string& candidate) {
    space_.pages.push_back({page, candidate});
    return static_cast<std::uint16_t>(space_.pages.size() - 1);
  }

  void add_built(const VmsaSpec& spec) { space_.cpus.push_back(built(spec)); }

  void add(const Specs& specs) {
    for (const VmsaSpec& spec : specs) add_built(spec);
  }

  void append(const std::vector<CpuOption>& options) {
    space_.cpus.insert(space_.cpus.end(), options.begin(), options.end());
  }

  static CpuOption numbered(CpuOption option, std::uint32_t vcpus) {
    option.least = vcpus;
    option.most = vcpus;
    return option;
  }

  // The CPU that was said, where none of those that are tried in any case is it.
  std::optional<VmsaSpec> said_signature(const VmsaSpec& spec) const {
    const auto& said = space_.said.cpu_signature;
    if (!said) return std::nullopt;
    const auto likely = likely_signatures(spec.cpu_signature);
    if (std::find(likely.begin(), likely.end(), *said) != likely.end()) return std::nullopt;
    return with_signature(spec, *said);
  }

  // Number and signature as they were said, each alone and both.
  std::vector<CpuOption> said_options(const VmsaSpec& spec) const {
    const SaidLaunch& said = space_.said;
    std::vector<CpuOption> options;
    if (said.vcpus) options.push_back(numbered(given(spec), *said.vcpus));
    if (!said.cpu_signature) return options;
    const CpuOption other = built(with_signature(spec, *said.cpu_signature));
    options.push_back(other);
    if (said.vcpus) options.push_back(numbered(other, *said.vcpus));
    return options;
  }

  // These with every other difference.
  void add_said_pairs(const std::vector<CpuOption>& said) {
    for (const CpuOption& option : said) {
      for (const VmsaSpec& other : differing_specs(option.spec)) {
        space_.cpus.push_back(numbered(built(other), option.most));
      }
      add_reset_addresses(numbered(built(option.spec), option.most));
      any_number(option);
    }
  }

  // What CPUs a guest can have that was not to be SEV-ES: those that were said first.
  Specs flipped_specs() const {
    Specs specs;
    for (const std::uint32_t signature : likely_signatures(space_.said.cpu_signature)) {
      const Specs more = layouts_and_features({signature, VmsaLayout::kLegacy, 0});
      specs.insert(specs.end(), more.begin(), more.end());
    }
    return specs;
  }

  // As many CPUs as was said: those that are given, or that were said, or else that can be.
  void add_said_flipped() {
    const SaidLaunch& said = space_.said;
    const auto& own = space_.given_spec;
    if (own && said.vcpus) space_.cpus.push_back(numbered(given(*own), *said.vcpus));
    Specs specs;
    if (said.cpu_signature) {
      specs = layouts_and_features(with_signature(own.value_or(VmsaSpec()), *said.cpu_signature));
    } else if (!own) {
      specs = flipped_specs();
    }
    for (const VmsaSpec& spec : specs) {
      if (space_.vcpus) add_built(spec);
      if (said.vcpus) space_.cpus.push_back(numbered(built(spec), *said.vcpus));
    }
  }

  void any_number(CpuOption option) {
    option.least = 1;
    option.most = kMostVcpus;
    space_.cpus.push_back(option);
  }

  void known_or_any_number(const CpuOption& option) {
    if (space_.vcpus) {
      space_.cpus.push_back(option);
    } else {
      any_number(option);
    }
  }

  void add_any(const Specs& specs) {
    for (const VmsaSpec& spec : specs) any_number(built(spec));
  }

  void add_feature_pairs(const VmsaSpec& spec) {
    for (const std::uint64_t features : all_features(spec.sev_features)) {
      for (const VmsaLayout layout : {VmsaLayout::kLegacy, VmsaLayout::kInit2}) {
        add_any({{spec.cpu_signature, layout, features}});
        for (const std::uint32_t signature : likely_signatures(spec.cpu_signature)) {
          add_built({signature, layout, features});
        }
      }
    }
  }

  // Another than the firmware says: those of other firmware, those that OVMF can have, and where
  // the boot CPU starts.
  void add_reset_addresses(CpuOption option) {
    if (option.most < 2) return;
    std::set<std::uint32_t> addresses = {kBootAddress};
    for (std::uint32_t address = kFirstResetAddress; address <= kLastResetAddress;
         address += kPageSize) {
      addresses.insert(address);
    }
    for (const FirmwareOption& firmware : space_.firmwares) {
      if (firmware.reset_address) addresses.insert(*firmware.reset_address);
    }
    for (const PageOption& page : space_.pages) {
      addresses.insert(static_cast<std::uint32_t>(summarize_vmsa(page.page).start_address));
    }
    const auto is_own = [&](std::uint32_t address) {
      return std::all_of(
          space_.firmwares.begin(), space_.firmwares.end(),
          [&](const FirmwareOption& firmware) { return firmware.reset_address == address; });
    };
    for (const std::uint32_t address : addresses) {
      if (is_own(address)) continue;
      option.reset_address = address;
      space_.cpus.push_back(option);
    }
  }

  // Every other choice of pages than the given one: given pages in other places first, then
  // candidates, then built pages, each where the other CPUs' page may be the given one.
  std::vector<CpuOption> other_pages(const VmsaSpec& spec) const {
    using Choice = std::optional<std::uint16_t>;
    std::vector<Choice> choices;
    for (std::size_t page = 0; page < space_.pages.size(); ++page) {
      choices.emplace_back(static_cast<std::uint16_t>(page));
    }
    choices.emplace_back();
    std::vector<CpuOption> options;
    const CpuOption as_given = given(spec);
    for (std::size_t last = 0; last < choices.size(); ++last) {
      const auto add_choice = [&](Choice page0, Choice page1) {
        CpuOption option = built(spec);
        option.page0 = page0;
        if (vcpus_ > 1) option.page1 = page1;
        if (option.page0 == as_given.page0 && (vcpus_ == 1 || option.page1 == as_given.page1)) {
          return;
        }
        options.push_back(option);
      };
      // Those in which `last` is the latest choice.
      for (std::size_t other = 0; other < last; ++other) {
        add_choice(choices[last], choices[other]);
        if (vcpus_ > 1) add_choice(choices[other], choices[last]);
      }
      add_choice(choices[last], choices[last]);
    }
    return options;
  }

  const DiagnosisInput& input_;
  Space& space_;
  std::uint32_t vcpus_;
};

std::optional<VmsaSpec> given_spec(const VmsaSource& source) {
  if (const auto* files = std::get_if<VmsaFiles>(&source)) return spec_of_page(files->cpu0);
  if (const auto* spec = std::get_if<VmsaSpec>(&source)) return *spec;
  return std::nullopt;
}

}  // namespace

void add_cpus(const DiagnosisInput& input, Space& space) {
  const LaunchConfig& config = input.request.config;
  CpuLists lists(input, space, config.vcpus.value_or(1));
  lists.take_pages();
  space.given_spec = given_spec(config.vmsa);
  if (!space.es()) {
    lists.add_flipped(config.vmsa);
    lists.add_flipped_pairs();
  } else if (space.given_spec) {
    lists.add_all(*space.given_spec);
  }
}

}  // namespace sevproof::internal
