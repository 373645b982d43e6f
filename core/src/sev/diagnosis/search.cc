#include <algorithm>
#include <atomic>
#include <mutex>

#include "sev/diagnosis/plan.h"
#include "sev/diagnosis/space.h"
#include "sev/keyed_message.h"
#include "sev/launch_digest.h"
#include "sevproof/diagnosis_search.h"

namespace sevproof {
namespace {

using internal::ApiSweep;
using internal::CpuOption;
using internal::Index;
using internal::Message;
using internal::PlanCost;
using internal::PlanItem;
using internal::Space;
using internal::TableOption;
using internal::Trial;

// Whoever copied the nonce first.
MeasurementBlob halves_exchanged(const MeasurementBlob& blob) {
  std::array<std::uint8_t, MeasurementBlob::kSize> bytes{};
  const std::span<std::uint8_t> out(bytes);
  const ByteView measurement(blob.measurement);
  const std::size_t half = blob.nonce.size();
  put_bytes(out, measurement.subspan(half));
  put_bytes(out.subspan(half), blob.nonce);
  put_bytes(out.subspan(2 * half), measurement.first(half));
  return MeasurementBlob(bytes);
}

// Measurement and nonce of the given blob, as it is and with its halves the other way round; and
// those that the host itself reports.
struct Reported {
  explicit Reported(const Space& space)
      : as_given(space.reported),
        said(space.said.reported_measurement.value_or(space.reported)),
        swapped(halves_exchanged(space.reported)) {}

  const MeasurementBlob& of(const Message& message) const {
    if (message.said_blob) return said;
    return message.blob_swapped ? swapped : as_given;
  }

  MeasurementBlob as_given;
  MeasurementBlob said;
  MeasurementBlob swapped;
};

// A trial whose measurement is the reported one, and how many of its item were tried up to it.
struct Hit {
  Trial trial;
  std::uint64_t position = 0;
};

// Tries the trials of one item.
class ItemRun {
 public:
  ItemRun(const Space& space, const Reported& reported, const PlanItem& item)
      : space_(space), reported_(reported), item_(item) {}

  std::optional<Hit> run() {
    for (table_ = item_.tables.first; table_ < item_.tables.last && !hit_; ++table_) run_table();
    return hit_;
  }

 private:
  void run_table() {
    const auto& firmware = space_.firmwares[item_.firmware];
    if (firmware.launch_digest) return try_messages(*firmware.launch_digest, 0);
    LaunchDigest digest(firmware.image->hash());
    const TableOption& table = space_.tables[table_];
    if (table.measured) digest.add_kernel_hashes(build_table(table));
    if (item_.cpu) {
      run_cpus(digest, space_.cpus[*item_.cpu]);
    } else {
      try_messages(digest.value(), 0);
    }
  }

  KernelHashesTable build_table(const TableOption& table) const {
    KernelHashes hashes{space_.cmdlines[table.cmdline].digest, space_.initrds[table.initrd].digest,
                        space_.kernels[table.kernel].digest};
    if (table.swapped) std::swap(hashes.kernel, hashes.initrd);
    return build_kernel_hashes_table(hashes);
  }

  // One page more for each number of CPUs: all of them in one pass.
  void run_cpus(LaunchDigest& digest, const CpuOption& cpu) {
    digest.add_vmsa(space_.boot_page(cpu));
    if (cpu.least == 1) try_messages(digest.value(), 1);
    if (cpu.most == 1 || hit_) return;
    const auto ap = space_.ap_page(cpu, item_.firmware);
    for (std::uint32_t vcpus = 2; ap && vcpus <= cpu.most && !hit_; ++vcpus) {
      digest.add_vmsa(*ap);
      if (vcpus >= cpu.least) try_messages(digest.value(), vcpus);
    }
  }

  void try_messages(const Sha256Digest& launch_digest, std::uint32_t vcpus) {
    if (item_.sweep) {
      sweep_versions(launch_digest, vcpus, *item_.sweep);
      return;
    }
    for (Index at = item_.messages.first; at < item_.messages.last && !hit_; ++at) {
      try_message(launch_digest, vcpus, space_.messages[at]);
    }
  }

  void sweep_versions(const Sha256Digest& launch_digest, std::uint32_t vcpus,
                      const ApiSweep& sweep) {
    Message message = space_.messages[sweep.base];
    message.api.major = sweep.major;
    for (unsigned minor = sweep.first_minor; minor < sweep.last_minor; ++minor) {
      message.api.minor = static_cast<std::uint8_t>(minor);
      for (unsigned build = 0; build < internal::kBuilds && !hit_; ++build) {
        message.api.build = static_cast<std::uint8_t>(build);
        try_message(launch_digest, vcpus, message);
      }
    }
  }

  void try_message(const Sha256Digest& launch_digest, std::uint32_t vcpus, const Message& message) {
    ++tried_;
    const MeasurementBlob& blob = reported_.of(message);
    const MeasuredMessage bytes =
        build_measured_message(message.api, message.policy, launch_digest, blob.nonce);
    const HmacSha256& tik = space_.keys[message.key].tik;
    const Sha256Digest expected = message.old_form
                                      ? compute_old_measurement(tik, bytes, *message.old_form)
                                      : compute_measurement(tik, bytes);
    // Neither is secret, and no verdict hangs on it.
    if (!same_bytes(expected, blob.measurement)) return;
    const Trial trial{item_.firmware, table_, item_.cpu, vcpus, message};
    // The sweeps pass the request itself too, which explains nothing.
    if (!describe_trial(space_, trial).empty()) hit_ = Hit{trial, tried_};
  }

  const Space& space_;
  const Reported& reported_;
  const PlanItem& item_;
  Index table_ = 0;
  std::uint64_t tried_ = 0;
  std::optional<Hit> hit_;
};

}  // namespace

// The items are taken in their order. Whoever finds an explanation ends the search, but those who
// are at an item before it finish that: so the first explanation wins, however many there are.
struct DiagnosisSearch::State {
  explicit State(const DiagnosisInput& input)
      : space(internal::make_space(input)), reported(space), plan(internal::make_plan(space)) {
    for (const PlanItem& item : plan.items) total += internal::cost_of(item, space);
  }

  void run_item(std::size_t at) {
    const auto hit = ItemRun(space, reported, plan.items[at]).run();
    const PlanCost cost = internal::cost_of(plan.items[at], space);
    tried += cost.trials;
    compressed += cost.compressions;
    if (!hit) return;
    const std::lock_guard lock(mutex);
    if (at < found_at) {
      found_at = at;
      found = *hit;
    }
  }

  DiagnosisProgress progress() const { return progress_at({tried, compressed}); }

  // Every trial before the one that was found.
  DiagnosisProgress progress_to_found() const {
    PlanCost before;
    for (std::size_t at = 0; at < found_at; ++at) {
      before += internal::cost_of(plan.items[at], space);
    }
    before.trials += found->position;
    return progress_at(before);
  }

  DiagnosisProgress progress_at(const PlanCost& done) const {
    const auto all = static_cast<double>(std::max<std::uint64_t>(total.compressions, 1));
    return {done.trials, total.trials, static_cast<double>(done.compressions) / all};
  }

  Space space;
  Reported reported;
  internal::Plan plan;
  PlanCost total;

  std::atomic<std::size_t> next = 0;
  std::atomic<std::uint64_t> tried = 0;
  std::atomic<std::uint64_t> compressed = 0;
  std::mutex mutex;
  std::atomic<std::size_t> found_at = SIZE_MAX;
  std::optional<Hit> found;
};

DiagnosisSearch::DiagnosisSearch(const DiagnosisInput& input)
    : state_(std::make_unique<State>(input)) {}
DiagnosisSearch::DiagnosisSearch(DiagnosisSearch&&) noexcept = default;
DiagnosisSearch::~DiagnosisSearch() = default;

void DiagnosisSearch::run(const std::function<bool(const DiagnosisProgress&)>& go_on) {
  State& state = *state_;
  while (state.found_at == SIZE_MAX) {
    if (go_on && !go_on(state.progress())) return;
    const std::size_t at = state.next++;
    if (at >= state.plan.items.size()) return;
    state.run_item(at);
  }
}

DiagnosisProgress DiagnosisSearch::progress() const { return state_->progress(); }

Diagnosis DiagnosisSearch::result() const {
  const State& state = *state_;
  Diagnosis diagnosis;
  diagnosis.basis = state.space.basis;
  diagnosis.also_tried = state.space.also_tried;
  if (state.found) {
    diagnosis.outcome = DiagnosisOutcome::kExplained;
    diagnosis.changes = internal::describe_trial(state.space, state.found->trial);
    diagnosis.progress = state.progress_to_found();
    return diagnosis;
  }
  diagnosis.progress = state.progress();
  if (state.next < state.plan.singles) return diagnosis;
  if (state.next >= state.plan.items.size()) diagnosis.outcome = DiagnosisOutcome::kNotExplained;
  diagnosis.excluded = internal::applicable_hypotheses(state.space);
  return diagnosis;
}

Diagnosis diagnose(const DiagnosisInput& input, const DiagnosisBudget& budget) {
  DiagnosisSearch search(input);
  const auto work = [&] { search.run(budget.go_on); };
  if (budget.on_all_cores) {
    budget.on_all_cores(work);
  } else {
    work();
  }
  return search.result();
}

}  // namespace sevproof
