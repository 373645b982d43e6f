// What a diagnosis can vary of a launch from an IGVM file: the file, and what it leaves open.
#include <algorithm>
#include <memory>
#include <optional>

#include "boot/diagnosis/cpu_signatures.h"
#include "sevproof/formats/cpu.h"
#include "sevproof/formats/igvm_launch.h"
#include "sevproof/snp/igvm.h"
#include "sevproof/text.h"
#include "snp/diagnosis/count_words.h"
#include "snp/diagnosis/plans.h"

namespace sevproof::snp::internal {
namespace {

using enum Hypothesis;
using sevproof::internal::Changes;
using sevproof::internal::Lazy;

constexpr std::uint32_t kMostVcpus = 512;

enum IgvmAxis : std::uint8_t { kFileAxis, kModelAxis };

// One file, as it is measured.
struct IgvmDigests {
  std::optional<Sha384Digest> in_order;
  // As QEMU starts it: the digest before the pages of CPUs, and what makes those. None where it
  // does not.
  std::optional<IgvmLaunch> by_qemu;
  Sha384Digest before_cpus{};
};

struct IgvmOption {
  std::shared_ptr<const void> owner;  // of the bytes, which the digests point to
  std::unique_ptr<sevproof::internal::Lazy<IgvmDigests>> digests;
  std::optional<Change> change;
};

struct IgvmSpace {
  std::vector<std::uint32_t> counts;  // of the request
  HostGiven host_given;
  std::vector<std::string> also_tried;
  std::vector<Target> targets;
  std::vector<IgvmOption> files;
  std::vector<std::optional<std::uint32_t>> signatures;  // of CPUs that have no page in the file
};

struct IgvmTrial {
  Index target = 0;
  Index file = 0;
  Index signature = 0;
  std::uint32_t vcpus = 0;  // 0: in the order of the file
};

IgvmDigests digests_of(ByteView file) {
  IgvmDigests digests;
  const auto igvm = parse_igvm(file);
  if (!igvm) return digests;
  if (const auto in_order = igvm_launch(*igvm, IgvmPlatformType::kSevSnp, IgvmLoader::kInOrder)) {
    if (const auto digest = measure_igvm_in_order(*in_order)) digests.in_order = *digest;
  }
  const auto by_qemu = igvm_launch(*igvm, IgvmPlatformType::kSevSnp, IgvmLoader::kQemu);
  if (!by_qemu) return digests;
  const auto before_cpus = measure_igvm_in_order(*by_qemu);
  if (!before_cpus) return digests;
  digests.before_cpus = *before_cpus;
  digests.by_qemu = *by_qemu;
  return digests;
}

IgvmOption option(std::shared_ptr<const void> owner, ByteView file, std::optional<Change> change) {
  return {std::move(owner),
          std::make_unique<Lazy<IgvmDigests>>([file] { return digests_of(file); }),
          std::move(change)};
}

std::vector<DiagnosisChange> describe_igvm_trial(const IgvmSpace& space, const IgvmTrial& trial) {
  Changes changes{space.host_given};
  describe_target(space.targets[trial.target], changes);
  if (const auto& change = space.files[trial.file].change) changes.add(told(*change));
  if (trial.vcpus == 0) {
    changes.add({kIgvmOrder, {}, {}});
    return changes.list;
  }
  describe_count(space.counts, trial.vcpus, changes);
  const auto& given = space.signatures.front();
  const auto& found = space.signatures[trial.signature];
  if (trial.signature == 0) return changes.list;
  changes.add(HostValue::kCpu, {.hypothesis = kCpuModel,
                                .given = given ? describe_cpu_signature(*given) : "none",
                                .found = describe_cpu_signature(*found),
                                .value = cpu_argument(*found)});
  return changes.list;
}

class Trials {
 public:
  explicit Trials(const IgvmSpace& space) : space_(space) {}

  std::optional<PlannedHit> run(const search::Box& box) {
    for (Index at = box[kFileAxis].first; at < box[kFileAxis].last && !hit_; ++at) {
      trial_ = {};
      trial_.file = at;
      const IgvmDigests& digests = space_.files[at].digests->get();
      if (digests.by_qemu) run_models(digests, box[kModelAxis]);
      if (box[kModelAxis].first == 0 && digests.in_order) try_in_order(*digests.in_order);
    }
    return hit_;
  }

 private:
  void run_models(const IgvmDigests& digests, Range models) {
    const IgvmLaunch& launch = *digests.by_qemu;
    for (Index at = models.first; at < models.last && !hit_; ++at) {
      trial_.signature = at;
      const std::uint64_t features = igvm_sev_features(launch).value_or(kSevFeatureSnpActive);
      for (const std::uint32_t most : {kMostVcpus, igvm_cpus(launch)}) {
        const auto pages = igvm_vmsa_pages(launch, most, space_.signatures[at], features);
        if (!pages) continue;
        run_pages(digests.before_cpus, *pages, igvm_cpus(launch));
        break;
      }
    }
  }

  // With fewer CPUs than it has pages for, QEMU does not start the file.
  void run_pages(const Sha384Digest& before, const std::vector<VmsaPage>& pages,
                 std::uint32_t least) {
    LaunchDigest digest(before);
    Sha384Digest contents{};
    for (std::size_t i = 0; i < pages.size() && !hit_; ++i) {
      if (i == 0 || pages[i] != pages[i - 1]) contents = sha384(pages[i]);
      digest.add(PageType::kVmsa, kVmsaGpa, contents);
      trial_.vcpus = static_cast<std::uint32_t>(i + 1);
      if (trial_.vcpus >= least) try_digest(digest.value());
    }
  }

  // Where QEMU's is another.
  void try_in_order(const Sha384Digest& digest) {
    trial_.signature = 0;
    trial_.vcpus = 0;
    if (!hit_) try_digest(digest);
  }

  void try_digest(const Sha384Digest& digest) {
    ++tried_;
    for (Index at = 0; at < space_.targets.size(); ++at) {
      if (hit_ || digest != space_.targets[at].digest) continue;
      trial_.target = at;
      auto changes = describe_igvm_trial(space_, trial_);
      if (!changes.empty()) hit_ = PlannedHit{tried_, std::move(changes)};
    }
  }

  const IgvmSpace& space_;
  IgvmTrial trial_;
  std::uint64_t tried_ = 0;
  std::optional<PlannedHit> hit_;
};

IgvmSpace make_igvm_space(const DiagnosisInput& input) {
  IgvmSpace space;
  const LaunchRequest& request = input.request;
  space.counts = request.counts;
  space.host_given = {{input.from_host.begin(), input.from_host.end()}, input.host_source, {}};
  space.targets = make_targets(input.measurement);
  const auto file = std::make_shared<const HashedBytes>(*request.igvm);
  space.files.push_back(option(file, file->bytes(), std::nullopt));
  const auto candidates = input.candidates.first(std::min(input.candidates.size(), kMaxCandidates));
  for (const Candidate& candidate : candidates) {
    if (!candidate.igvm) continue;
    space.also_tried.push_back(candidate.name);
    space.files.push_back(option(candidate.igvm, *candidate.igvm,
                                 Change{kIgvmCandidate, quote_name(candidate.name)}));
  }
  space.signatures = {request.cpu};
  for (const std::uint32_t one : sevproof::internal::likely_signatures()) {
    if (one != request.cpu) space.signatures.emplace_back(one);
  }
  return space;
}

// Work is counted in files: what is hashed of one is most of it.
search::Cost igvm_cost(const search::Box& box) {
  const std::uint64_t files = box[kFileAxis].size();
  return {files * box[kModelAxis].size() * kMostVcpus, files * box[kModelAxis].size()};
}

}  // namespace

DiagnosisPlan plan_of_igvm(const DiagnosisInput& input) {
  const auto space = std::make_shared<IgvmSpace>(make_igvm_space(input));
  const auto files = static_cast<Index>(space->files.size());
  const Range models = {0, static_cast<Index>(space->signatures.size())};
  DiagnosisPlan plan;
  plan.cost = igvm_cost;
  plan.first_hit = [space](const search::Box& box) { return Trials(*space).run(box); };
  // The given file with any number of CPUs, the others, then all of them with other CPUs.
  plan.boxes = {{kGivenOnly, kGivenOnly, kGivenOnly, kGivenOnly},
                {Range{1, files}, kGivenOnly, kGivenOnly, kGivenOnly},
                {Range{0, files}, models, kGivenOnly, kGivenOnly}};
  plan.singles = 2;
  plan.start.basis = DiagnosisBasis::kIgvmFile;
  plan.start.also_tried = space->also_tried;
  plan.applicable = [files] {
    std::vector<Hypothesis> all = {kVcpus, kCpuModel, kDigestOrder};
    if (files > 1) all.push_back(kIgvmCandidate);
    all.push_back(kIgvmOrder);
    return all;
  };
  return plan;
}

}  // namespace sevproof::snp::internal
