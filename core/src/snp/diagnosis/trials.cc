#include "snp/diagnosis/trials.h"

#include <algorithm>

#include "snp/diagnosis/section_digests.h"
#include "snp/diagnosis/words.h"
#include "snp/floating_point.h"

namespace sevproof::snp::internal {
namespace {

using sevproof::internal::hashes_of;
using sevproof::internal::PlannedHit;

// In compressions of 128 bytes.
constexpr std::uint64_t kPerUpdate = 2;
constexpr std::uint64_t kPerPage = kPageSize / 128 + 1 + kPerUpdate;
constexpr std::uint64_t kPerTable = 12;

bool is_measured(const TableList::Indexes& table) {
  return table[sevproof::internal::kMode] != sevproof::internal::kNotMeasured;
}

std::uint64_t pages_of_sections(const FirmwareOption& firmware) {
  std::uint64_t pages = 0;
  for (const SevMetadataSection& section : firmware.sections.list)
    pages += section.size / kPageSize;
  return pages;
}

// Without an address for them there are no APs.
std::uint32_t most_cpus(const FirmwareOption& firmware, const CountOption& count) {
  return firmware.reset_address ? count.most : std::min(count.most, 1U);
}

// The contents of the pages of CPUs.
struct CpuPages {
  Sha384Digest boot{};
  Sha384Digest ap{};
};

class Trials {
 public:
  explicit Trials(const Space& space) : space_(space) {}

  std::optional<PlannedHit> run(const search::Box& box) {
    for (Index at = box[kFirmwareAxis].first; at < box[kFirmwareAxis].last && !hit_; ++at) {
      trial_.firmware = at;
      space_.vmms.list.visit(box[kVmmAxis], [&](const VmmList::Indexes& vmm) {
        trial_.vmm = vmm;
        run_vmm(box);
        return !hit_;
      });
    }
    return hit_;
  }

 private:
  const FirmwareOption& firmware() const { return space_.firmwares[trial_.firmware]; }

  void run_vmm(const search::Box& box) {
    vmm_ = space_.vmms[trial_.vmm];
    // Its digest is taken by whoever needs it first; nothing else of an option changes.
    sections_.emplace(firmware(), vmm_);
    const bool is_first =
        box[kVmmAxis].first == 0 && box[kCpuAxis].first == 0 && box[kTableAxis].first == 0;
    if (is_first) try_part(Reported::kFirmware, sections_->after_pages());
    space_.cpus.list.visit(box[kCpuAxis], [&](const CpuList::Indexes& cpu) {
      trial_.cpu = cpu;
      build_pages();
      space_.boot.tables.list.visit(box[kTableAxis], [&](const TableList::Indexes& table) {
        trial_.table = table;
        run_table();
        return !hit_;
      });
      return !hit_;
    });
  }

  void build_pages() {
    const VcpuSpec spec = space_.cpus.spec(trial_.cpu);
    pages_.boot = sha384(build_boot_vmsa(vmm_.vmm, spec));
    if (!firmware().reset_address) return;
    VmsaPage page = build_ap_vmsa(vmm_.vmm, spec, *firmware().reset_address);
    if (vmm_.clears_ap_floats) clear_floating_point(page);
    pages_.ap = sha384(page);
  }

  void run_table() {
    if (!is_measured(trial_.table)) return run_cpus(sections_->without_hashes());
    const auto digest = sections_->with_hashes(hashes_of(space_.boot.tables, trial_.table));
    if (digest) run_cpus(*digest);
  }

  // One page more for each number of CPUs: all of them in one pass.
  void run_cpus(const Sha384Digest& before) {
    const CountOption count = space_.cpus.counts[trial_.cpu[kCpuCount]];
    if (count.least == 0) try_part(Reported::kBeforeTheCpus, before);
    LaunchDigest digest(before);
    const std::uint32_t last = most_cpus(firmware(), count);
    for (std::uint32_t vcpus = 1; vcpus <= last && !hit_; ++vcpus) {
      digest.add(PageType::kVmsa, vmm_.vmsa_gpa, vcpus == 1 ? pages_.boot : pages_.ap);
      if (vcpus < count.least) continue;
      trial_.vcpus = vcpus;
      try_digest(digest.value());
    }
  }

  void try_part(Reported part, const Sha384Digest& digest) {
    trial_.reported = part;
    trial_.vcpus = 0;
    try_digest(digest);
    trial_.reported = Reported::kLaunch;
  }

  void try_digest(const Sha384Digest& digest) {
    ++tried_;
    for (Index at = 0; at < space_.targets.size(); ++at) {
      // Neither is secret, and no verdict hangs on it.
      if (digest != space_.targets[at].digest) continue;
      trial_.target = at;
      // The lists have the request itself too, which explains nothing.
      auto changes = describe_trial(space_, trial_);
      if (changes.empty()) continue;
      hit_ = PlannedHit{tried_, std::move(changes)};
      return;
    }
  }

  const Space& space_;
  VmmOption vmm_;
  std::optional<SectionDigests> sections_;
  CpuPages pages_;
  Trial trial_;
  std::uint64_t tried_ = 0;
  std::optional<PlannedHit> hit_;
};

}  // namespace

search::Cost cost_of(const Space& space, const search::Box& box) {
  search::Cost cost;
  const std::uint64_t vmms = box[kVmmAxis].size();
  const std::uint64_t tables = box[kTableAxis].size();
  for (Index at = box[kFirmwareAxis].first; at < box[kFirmwareAxis].last; ++at) {
    const FirmwareOption& firmware = space.firmwares[at];
    cost.work += vmms * kPerUpdate * 2 * pages_of_sections(firmware);
    space.cpus.list.visit(box[kCpuAxis], [&](const CpuList::Indexes& cpu) {
      const CountOption& count = space.cpus.counts[cpu[kCpuCount]];
      const std::uint64_t pages = most_cpus(firmware, count);
      const std::uint64_t launches = pages < count.least ? 0 : pages - count.least + 1;
      cost += {vmms * tables * launches,
               vmms * (2 * kPerPage + tables * (kPerTable + pages * kPerUpdate))};
      return true;
    });
  }
  return cost;
}

std::optional<PlannedHit> first_hit(const Space& space, const search::Box& box) {
  return Trials(space).run(box);
}

}  // namespace sevproof::snp::internal
