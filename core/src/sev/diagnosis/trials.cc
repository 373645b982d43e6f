#include "sev/diagnosis/trials.h"

#include "sev/diagnosis/words.h"
#include "sev/launch_digest.h"

namespace sevproof::internal {
namespace {

constexpr std::uint64_t kCompressionsPerPage = kVmsaSize / 64;
constexpr std::uint64_t kCompressionsPerTable = 3;
constexpr std::uint64_t kCompressionsPerTag = 3;

// To a digest nothing can be added.
bool can_add(const FirmwareOption& firmware) { return !firmware.launch_digest; }

Range tables_of(const FirmwareOption& firmware, const CpuOption& cpu, Range tables) {
  if (can_add(firmware)) return tables;
  return tables.first == 0 && cpu.count.most == 0 ? kGivenOnly : Range{};
}

// Tries the launches of one box.
class Trials {
 public:
  explicit Trials(const Space& space) : space_(space) {}

  std::optional<PlannedHit> run(const search::Box& box) {
    messages_ = space_.messages.list.run(box[kMessageAxis]);
    const Range firmwares = box[kFirmwareAxis];
    for (trial_.firmware = firmwares.first; trial_.firmware < firmwares.last; ++trial_.firmware) {
      space_.cpus.list.visit(box[kCpuAxis], [&](const CpuList::Indexes& cpu) {
        trial_.cpu = space_.cpu(cpu);
        run_tables(box[kTableAxis]);
        return !hit_;
      });
      if (hit_) break;
    }
    return hit_;
  }

 private:
  void run_tables(Range tables) {
    const FirmwareOption& firmware = space_.firmwares[trial_.firmware];
    const CountOption& count = trial_.cpu.count;
    if (count.most > 0) boot_page_ = space_.boot_page(trial_.cpu);
    ap_page_.reset();
    if (count.most > 1) ap_page_ = space_.ap_page(trial_.cpu, trial_.firmware);
    tables = tables_of(firmware, trial_.cpu, tables);
    space_.boot.tables.list.visit(tables, [&](const TableList::Indexes& table) {
      trial_.table = table;
      run_launches(firmware);
      return !hit_;
    });
  }

  void run_launches(const FirmwareOption& firmware) {
    trial_.vcpus = 0;
    if (!can_add(firmware)) return try_messages(*firmware.launch_digest);
    LaunchDigest digest(firmware.hash->get());
    if (trial_.table[kMode] != kNotMeasured) {
      const KernelHashes hashes = hashes_of(space_.boot.tables, trial_.table);
      digest.add_kernel_hashes(build_kernel_hashes_table(hashes));
    }
    if (trial_.cpu.count.most == 0) return try_messages(digest.value());
    run_cpus(digest);
  }

  // One page more for each number of CPUs: all of them in one pass.
  void run_cpus(LaunchDigest& digest) {
    const auto [least, most] = trial_.cpu.count;
    // Without a page for them there are no APs.
    const std::uint32_t last = ap_page_ ? most : 1;
    for (trial_.vcpus = 1; trial_.vcpus <= last && !hit_; ++trial_.vcpus) {
      digest.add_vmsa(trial_.vcpus == 1 ? boot_page_ : *ap_page_);
      if (trial_.vcpus >= least) try_messages(digest.value());
    }
  }

  void try_messages(const Sha256Digest& launch_digest) {
    messages_.visit([&](const MessageList::Indexes& message) {
      try_message(launch_digest, message);
      return !hit_;
    });
  }

  void try_message(const Sha256Digest& launch_digest, const MessageList::Indexes& at) {
    ++tried_;
    const Messages& messages = space_.messages;
    const FormOption& form = messages.forms[at[kForm]];
    const MeasuredMessage bytes = build_measured_message(
        messages.apis[at[kApi]], messages.policies[at[kPolicy]], launch_digest, form.blob.nonce);
    const HmacSha256& tik = messages.keys[at[kKey]].tik;
    const Sha256Digest expected = form.old_form
                                      ? compute_old_measurement(tik, bytes, *form.old_form)
                                      : compute_measurement(tik, bytes);
    // Neither is secret, and no verdict hangs on it.
    if (!same_bytes(expected, form.blob.measurement)) return;
    trial_.message = at;
    // The lists have the request itself too, which explains nothing.
    auto changes = describe_trial(space_, trial_);
    if (!changes.empty()) hit_ = PlannedHit{tried_, std::move(changes)};
  }

  const Space& space_;
  MessageList::Run messages_;
  VmsaPage boot_page_{};
  std::optional<VmsaPage> ap_page_;
  Trial trial_;
  std::uint64_t tried_ = 0;
  std::optional<PlannedHit> hit_;
};

}  // namespace

search::Cost cost_of(const Space& space, const search::Box& box) {
  search::Cost cost;
  const std::uint64_t messages = box[kMessageAxis].size();
  for (Index at = box[kFirmwareAxis].first; at < box[kFirmwareAxis].last; ++at) {
    const FirmwareOption& firmware = space.firmwares[at];
    space.cpus.list.visit(box[kCpuAxis], [&](const CpuList::Indexes& indexes) {
      const CpuOption cpu = space.cpu(indexes);
      const std::uint64_t tables = tables_of(firmware, cpu, box[kTableAxis]).size();
      const auto [least, most] = cpu.count;
      const std::uint64_t pages = space.has_ap_page(cpu, at) ? most : std::min(most, 1U);
      const std::uint64_t launches = most == 0 ? 1 : pages < least ? 0 : pages - least + 1;
      const std::uint64_t tries = tables * launches * messages;
      cost += {tries, tables * (kCompressionsPerTable + pages * kCompressionsPerPage + launches) +
                          tries * kCompressionsPerTag};
      return true;
    });
  }
  return cost;
}

std::optional<PlannedHit> first_hit(const Space& space, const search::Box& box) {
  return Trials(space).run(box);
}

}  // namespace sevproof::internal
