// What a diagnosis can vary of a launch from an IGVM file: the file, and what it leaves open. And
// whether a guest was started from one, or from a firmware, where the other was given.
#include <algorithm>
#include <memory>
#include <optional>

#include "boot/diagnosis/cpu_signatures.h"
#include "sevproof/formats/cpu.h"
#include "sevproof/text.h"
#include "snp/diagnosis/count_words.h"
#include "snp/diagnosis/plans.h"
#include "snp/diagnosis/start_files.h"

namespace sevproof::snp::internal {
namespace {

using enum Hypothesis;
using sevproof::internal::Changes;
using sevproof::internal::Lazy;

enum IgvmAxis : std::uint8_t { kFileAxis, kModelAxis };

struct FileOption {
  std::unique_ptr<Lazy<StartFile>> file;
  std::size_t size = 0;
  std::optional<Change> change;
};

struct FileSpace {
  std::vector<std::uint32_t> counts;  // of the request
  HostGiven host_given;
  std::vector<Target> targets;
  std::vector<FileOption> files;
  std::vector<std::optional<std::uint32_t>> signatures;  // of CPUs that have no page in the file
};

struct FileTrial {
  Index target = 0;
  Index file = 0;
  Index signature = 0;
  std::uint32_t vcpus = 0;  // 0: in the order of the file
};

std::vector<DiagnosisChange> describe_file_trial(const FileSpace& space, const FileTrial& trial) {
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
  explicit Trials(const FileSpace& space) : space_(space) {}

  std::optional<PlannedHit> run(const search::Box& box) {
    for (Index at = box[kFileAxis].first; at < box[kFileAxis].last && !hit_; ++at) {
      trial_ = {};
      trial_.file = at;
      const StartFile& file = space_.files[at].file->get();
      run_models(file, box[kModelAxis]);
      if (box[kModelAxis].first == 0 && file.in_order) try_in_order(*file.in_order);
    }
    return hit_;
  }

 private:
  void run_models(const StartFile& file, Range models) {
    for (Index at = models.first; at < models.last && !hit_; ++at) {
      trial_.signature = at;
      run_pages(file.before_cpus, vmsa_pages(file, space_.signatures[at]), file.least_vcpus);
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
      auto changes = describe_file_trial(space_, trial_);
      if (!changes.empty()) hit_ = PlannedHit{tried_, std::move(changes)};
    }
  }

  const FileSpace& space_;
  FileTrial trial_;
  std::uint64_t tried_ = 0;
  std::optional<PlannedHit> hit_;
};

FileSpace make_file_space(const DiagnosisInput& input, std::optional<std::uint32_t> signature) {
  FileSpace space;
  space.counts = input.request.counts;
  space.host_given = {{input.from_host.begin(), input.from_host.end()}, input.host_source, {}};
  space.targets = make_targets(input.measurement);
  space.signatures = {signature};
  for (const std::uint32_t one : sevproof::internal::likely_signatures()) {
    if (one != signature) space.signatures.emplace_back(one);
  }
  return space;
}

using SharedBytes = std::shared_ptr<const Bytes>;

template <typename Read>
FileOption option(const SharedBytes& bytes, Read read, Hypothesis hypothesis,
                  const std::string& name) {
  return {std::make_unique<Lazy<StartFile>>([bytes, read] { return read(*bytes); }), bytes->size(),
          Change{hypothesis, quote_name(name)}};
}

void add_igvm_candidates(std::span<const Candidate> candidates, FileSpace& space) {
  for (const Candidate& one : candidates) {
    if (one.igvm) {
      space.files.push_back(option(one.igvm, read_igvm_start, kIgvmCandidate, one.name));
    }
  }
}

void add_firmware_candidates(std::span<const Candidate> candidates, FileSpace& space) {
  for (const Candidate& one : candidates) {
    if (one.firmware) {
      space.files.push_back(
          option(one.firmware, read_firmware_start, kFirmwareCandidate, one.name));
    }
  }
}

constexpr std::size_t kCompression = 128;  // bytes

// In compressions of SHA-384: the content of each file, which is hashed once, and for each model
// two different pages and one compression for each CPU.
search::Cost cost_of(const FileSpace& space, const search::Box& box) {
  constexpr std::uint64_t kOfModel = 2 * kPageSize / kCompression + kMostVcpus;
  const Range models = box[kModelAxis];
  search::Cost cost;
  for (Index at = box[kFileAxis].first; at < box[kFileAxis].last; ++at) {
    const std::uint64_t content = models.first == 0 ? space.files[at].size / kCompression : 0;
    cost += {std::uint64_t{models.size()} * kMostVcpus, models.size() * kOfModel + content};
  }
  return cost;
}

DiagnosisPlan plan_of_files(FileSpace made) {
  const auto space = std::make_shared<const FileSpace>(std::move(made));
  DiagnosisPlan plan;
  plan.cost = [space](const search::Box& box) { return cost_of(*space, box); };
  plan.first_hit = [space](const search::Box& box) { return Trials(*space).run(box); };
  plan.work_at_once = kCompressionsAtOnce;
  return plan;
}

Range all_models(const FileSpace& space) {
  return {0, static_cast<Index>(space.signatures.size())};
}

}  // namespace

DiagnosisPlan plan_of_igvm(const DiagnosisInput& input) {
  const auto candidates = candidates_of(input);
  FileSpace space = make_file_space(input, input.request.cpu);
  const auto own = std::make_shared<const HashedBytes>(*input.request.igvm);
  space.files.push_back(
      {std::make_unique<Lazy<StartFile>>([own] { return read_igvm_start(own->bytes()); }),
       own->bytes().size(), std::nullopt});
  add_igvm_candidates(candidates, space);
  const bool has_igvm = space.files.size() > 1;
  const std::size_t before = space.files.size();
  add_firmware_candidates(candidates, space);
  const bool has_firmware = space.files.size() > before;
  const auto files = static_cast<Index>(space.files.size());
  const Range models = all_models(space);
  DiagnosisPlan plan = plan_of_files(std::move(space));
  // The given file with any number of CPUs, the others, then all of them with other CPUs.
  plan.boxes = {{kGivenOnly, kGivenOnly, kGivenOnly, kGivenOnly},
                {Range{1, files}, kGivenOnly, kGivenOnly, kGivenOnly},
                {Range{0, files}, models, kGivenOnly, kGivenOnly}};
  plan.singles = 2;
  plan.start.basis = DiagnosisBasis::kIgvmFile;
  for (const Candidate& one : candidates) {
    if (one.igvm || one.firmware) plan.start.also_tried.push_back(one.name);
  }
  plan.applicable = [has_igvm, has_firmware] {
    std::vector<Hypothesis> all = {kVcpus, kCpuModel, kDigestOrder};
    if (has_firmware) all.push_back(kFirmwareCandidate);
    if (has_igvm) all.push_back(kIgvmCandidate);
    all.push_back(kIgvmOrder);
    return all;
  };
  return plan;
}

std::optional<DiagnosisPlan> plan_of_igvm_candidates(const DiagnosisInput& input) {
  FileSpace space = make_file_space(input, input.request.config.vcpu.cpu_signature);
  add_igvm_candidates(candidates_of(input), space);
  if (space.files.empty()) return std::nullopt;
  const Range files = {0, static_cast<Index>(space.files.size())};
  const Range models = all_models(space);
  DiagnosisPlan plan = plan_of_files(std::move(space));
  plan.boxes = {{files, kGivenOnly, kGivenOnly, kGivenOnly},
                {files, models, kGivenOnly, kGivenOnly}};
  plan.singles = 1;
  plan.applicable = [] { return std::vector{kIgvmCandidate}; };
  return plan;
}

}  // namespace sevproof::snp::internal
