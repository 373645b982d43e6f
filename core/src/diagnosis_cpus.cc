// CPUs: their number, signature, layout, features, and where their pages come from.
#include <algorithm>
#include <set>

#include "diagnosis_space.h"
#include "sevproof/cpu.h"
#include "sevproof/quote.h"

namespace sevproof::internal {
namespace {

using enum Hypothesis;

constexpr std::uint32_t kMostVcpus = 512;
constexpr unsigned kFeatureBits = 64;
// OVMF has its further CPUs start at the fifth byte of a page of its own: 0x80b004 in current
// builds.
constexpr std::uint32_t kFirstResetAddress = 0x800004;
constexpr std::uint32_t kLastResetAddress = 0x82f004;
constexpr std::uint32_t kPageSize = 4096;
constexpr std::array<std::uint32_t, 3> kFamilies = {23, 25, 26};
constexpr std::array<VmsaLayout, 2> kLayouts = {VmsaLayout::kLegacy, VmsaLayout::kInit2};

using Specs = std::vector<VmsaSpec>;

// The SKU of each QEMU model, the given signature before them.
std::vector<std::uint32_t> model_signatures(std::optional<std::uint32_t> given) {
  std::vector<std::uint32_t> all;
  if (given) all.push_back(*given);
  for (const CpuModel& model : cpu_models()) {
    const auto signature = cpu_signature(model.sku);
    if (signature && std::find(all.begin(), all.end(), *signature) == all.end()) {
      all.push_back(*signature);
    }
  }
  return all;
}

// Every signature of the families with SEV-ES.
std::vector<std::uint32_t> wide_signatures() {
  std::vector<std::uint32_t> all;
  for (const std::uint32_t family : kFamilies) {
    for (std::uint32_t model = 0; model <= CpuSku::kMaxModel; ++model) {
      for (std::uint32_t stepping = 0; stepping <= CpuSku::kMaxStepping; ++stepping) {
        if (const auto signature = cpu_signature({family, model, stepping})) {
          all.push_back(*signature);
        }
      }
    }
  }
  return all;
}

// The likely ones: as given, none, DebugSwap.
std::set<std::uint64_t> usual_features(std::uint64_t given) {
  return {given, 0, kSevFeatureDebugSwap};
}

// Also each single bit, and each bit changed.
std::set<std::uint64_t> all_features(std::uint64_t given) {
  std::set<std::uint64_t> all = usual_features(given);
  for (unsigned bit = 0; bit < kFeatureBits; ++bit) {
    all.insert(std::uint64_t{1} << bit);
    all.insert(given ^ std::uint64_t{1} << bit);
  }
  return all;
}

VmsaSpec spec_of_page(const VmsaPage& page) {
  const VmsaSummary summary = summarize_vmsa(page);
  return {static_cast<std::uint32_t>(summary.rdx), summary.layout.value_or(VmsaLayout::kLegacy),
          summary.sev_features};
}

bool same_spec(const VmsaSpec& a, const VmsaSpec& b) {
  return a.cpu_signature == b.cpu_signature && a.layout == b.layout &&
         a.sev_features == b.sev_features;
}

VmsaLayout other_layout(VmsaLayout layout) {
  return layout == VmsaLayout::kLegacy ? VmsaLayout::kInit2 : VmsaLayout::kLegacy;
}

class CpuLists {
 public:
  CpuLists(const DiagnosisInput& input, Space& space, std::uint32_t vcpus)
      : input_(input), space_(space), vcpus_(vcpus) {}

  // Options for a guest whose CPUs are given as `spec`; `pages` tells that they come from files.
  void add_all(const VmsaSpec& spec, bool from_files) {
    space_.cpu_singles = append_range(space_.cpus, [&] {
      if (from_files) add({spec});
      add(differing_specs(spec));
      add_reset_addresses(spec);
      add_pages();
    });
    space_.cpu_counts = append_range(space_.cpus, [&] {
      any_number(space_.cpus.front());
      if (from_files) add_any({spec});
    });
    const auto wide = wide_signatures();
    space_.cpu_wide = append_range(space_.cpus, [&] {
      for (const std::uint32_t signature : wide) add_as_given(with_signature(spec, signature));
    });
    space_.cpu_products = append_range(space_.cpus, [&] { add_any(products(spec)); });
    space_.cpu_features = append_range(space_.cpus, [&] { add_feature_pairs(spec); });
    space_.cpu_wide_products = append_range(space_.cpus, [&] {
      for (const std::uint32_t signature : wide) {
        add(layouts_and_features(with_signature(spec, signature)));
      }
    });
  }

  // For a guest that is SEV-ES though it was not to be: what is given, or else the usual.
  void add_flipped(const VmsaSource& source) {
    space_.cpu_flipped = append_range(space_.cpus, [&] {
      if (const auto* spec = std::get_if<VmsaSpec>(&source)) {
        add_flipped_specs({*spec});
      } else if (const auto* files = std::get_if<VmsaFiles>(&source)) {
        add_page({files->cpu0, files->cpu1, std::nullopt});
        if (files->cpu1 && !space_.vcpus) space_.cpus.back().most = kMostVcpus;
      } else {
        for (const std::uint32_t signature : model_signatures(std::nullopt)) {
          add_flipped_specs(layouts_and_features({signature, VmsaLayout::kLegacy, 0}));
        }
      }
    });
  }

  // Also where one more thing about the given CPUs is wrong.
  void add_flipped_pairs(const VmsaSource& source) {
    const auto* spec = std::get_if<VmsaSpec>(&source);
    if (spec == nullptr || !space_.vcpus) return;
    space_.cpu_flipped_pairs = append_range(space_.cpus, [&] {
      add_any({*spec});
      add(differing_specs(*spec));
    });
  }

  // The given pages; the first option.
  void add_page(PageOption page) {
    CpuOption option = as_given({});
    option.pages = static_cast<std::uint16_t>(space_.pages.size());
    // Without a page for the others there is one CPU.
    if (!page.cpu1) option.least = option.most = 1;
    space_.pages.push_back(std::move(page));
    space_.cpus.push_back(option);
  }

  void add_as_given(const VmsaSpec& spec) { space_.cpus.push_back(as_given(spec)); }

 private:
  static VmsaSpec with_signature(VmsaSpec spec, std::uint32_t signature) {
    spec.cpu_signature = signature;
    return spec;
  }

  CpuOption as_given(const VmsaSpec& spec) const { return {spec, {}, {}, vcpus_, vcpus_}; }

  void add(const Specs& specs) {
    for (const VmsaSpec& spec : specs) add_as_given(spec);
  }

  void any_number(CpuOption option) {
    option.least = 1;
    option.most = kMostVcpus;
    space_.cpus.push_back(option);
  }

  void add_any(const Specs& specs) {
    for (const VmsaSpec& spec : specs) any_number(as_given(spec));
  }

  // The number is known, or any.
  void add_flipped_specs(const Specs& specs) {
    if (space_.vcpus) {
      add(specs);
    } else {
      add_any(specs);
    }
  }

  // Each with one difference from `given`.
  static Specs differing_specs(const VmsaSpec& given) {
    Specs specs;
    for (const std::uint32_t signature : model_signatures(given.cpu_signature)) {
      specs.push_back(with_signature(given, signature));
    }
    specs.push_back({given.cpu_signature, other_layout(given.layout), given.sev_features});
    for (const std::uint64_t features : all_features(given.sev_features)) {
      specs.push_back({given.cpu_signature, given.layout, features});
    }
    std::erase_if(specs, [&](const VmsaSpec& spec) { return same_spec(spec, given); });
    return specs;
  }

  static Specs layouts_and_features(const VmsaSpec& given) {
    Specs specs;
    for (const VmsaLayout layout : kLayouts) {
      for (const std::uint64_t features : usual_features(given.sev_features)) {
        specs.push_back({given.cpu_signature, layout, features});
      }
    }
    return specs;
  }

  static Specs products(const VmsaSpec& given) {
    Specs specs;
    for (const std::uint32_t signature : model_signatures(given.cpu_signature)) {
      const Specs more = layouts_and_features(with_signature(given, signature));
      specs.insert(specs.end(), more.begin(), more.end());
    }
    return specs;
  }

  void add_feature_pairs(const VmsaSpec& given) {
    for (const std::uint64_t features : all_features(given.sev_features)) {
      for (const VmsaLayout layout : kLayouts) {
        add_any({{given.cpu_signature, layout, features}});
        for (const std::uint32_t signature : model_signatures(given.cpu_signature)) {
          add_as_given({signature, layout, features});
        }
      }
    }
  }

  // Another than the firmware says: those of other firmware, those that OVMF can have, and where
  // the boot CPU starts.
  void add_reset_addresses(const VmsaSpec& spec) {
    if (vcpus_ < 2) return;
    std::set<std::uint32_t> addresses = {kBootAddress};
    for (std::uint32_t address = kFirstResetAddress; address <= kLastResetAddress;
         address += kPageSize) {
      addresses.insert(address);
    }
    for (const FirmwareOption& firmware : space_.firmwares) {
      if (firmware.reset_address) addresses.insert(*firmware.reset_address);
    }
    for (const Candidate& candidate : input_.candidates) {
      if (!candidate.vmsa) continue;
      addresses.insert(static_cast<std::uint32_t>(summarize_vmsa(*candidate.vmsa).start_address));
    }
    if (const auto own = space_.firmwares.front().reset_address) addresses.erase(*own);
    for (const std::uint32_t address : addresses) {
      CpuOption option = as_given(spec);
      option.reset_address = address;
      space_.cpus.push_back(option);
    }
  }

  // Given pages in other places, and candidates.
  void add_pages() {
    if (const auto* files = std::get_if<VmsaFiles>(&input_.request.config.vmsa)) {
      if (files->cpu1) {
        add_page({*files->cpu1, files->cpu0, Change{kVmsaSwapped, {}, "the other way round"}});
        add_page(
            {files->cpu0, files->cpu0, Change{kVmsaSwapped, {}, "that of CPU 0 for every CPU"}});
        add_page({*files->cpu1, files->cpu1,
                  Change{kVmsaSwapped, {}, "that of the further CPUs for every CPU"}});
      }
    }
    add_candidate_pages();
  }

  void add_candidate_pages() {
    const auto* files = std::get_if<VmsaFiles>(&input_.request.config.vmsa);
    for (const Candidate& first : input_.candidates) {
      if (!first.vmsa) continue;
      if (vcpus_ == 1) {
        add_page(
            {*first.vmsa, std::nullopt, Change{kVmsaCandidate, {}, "CPU 0: " + quote(first.name)}});
        continue;
      }
      if (files != nullptr) {
        add_page({files->cpu0, first.vmsa,
                  Change{kVmsaCandidate, {}, "further CPUs: " + quote(first.name)}});
        add_page(
            {*first.vmsa, files->cpu1, Change{kVmsaCandidate, {}, "CPU 0: " + quote(first.name)}});
      }
      for (const Candidate& second : input_.candidates) {
        if (!second.vmsa) continue;
        add_page({*first.vmsa, second.vmsa,
                  Change{kVmsaCandidate,
                         {},
                         "CPU 0: " + quote(first.name) + ", further CPUs: " + quote(second.name)}});
      }
    }
  }

  const DiagnosisInput& input_;
  Space& space_;
  std::uint32_t vcpus_;
};

}  // namespace

void add_cpus(const DiagnosisInput& input, Space& space) {
  const LaunchConfig& config = input.request.config;
  CpuLists lists(input, space, config.vcpus.value_or(1));
  if (!space.es()) {
    if (const auto* spec = std::get_if<VmsaSpec>(&config.vmsa)) space.said_spec = *spec;
    lists.add_flipped(config.vmsa);
    lists.add_flipped_pairs(config.vmsa);
    return;
  }
  if (const auto* files = std::get_if<VmsaFiles>(&config.vmsa)) {
    lists.add_page({files->cpu0, files->cpu1, std::nullopt});
    space.said_spec = spec_of_page(files->cpu0);
    lists.add_all(*space.said_spec, true);
  } else if (const auto* spec = std::get_if<VmsaSpec>(&config.vmsa)) {
    space.said_spec = *spec;
    lists.add_as_given(*spec);
    lists.add_all(*spec, false);
  }
}

}  // namespace sevproof::internal
