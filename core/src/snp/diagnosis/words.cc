#include "snp/diagnosis/words.h"

#include <algorithm>

#include "boot/diagnosis/cpu_signatures.h"
#include "sevproof/formats/cpu.h"
#include "sevproof/text.h"
#include "snp/diagnosis/count_words.h"

namespace sevproof::snp::internal {
namespace {

using enum Hypothesis;
using sevproof::internal::as_said;
using sevproof::internal::Changes;
using sevproof::internal::source_name;

std::string_view vmm_words(Vmm vmm) {
  constexpr std::array<std::string_view, 3> kWords = {"QEMU", "Amazon EC2",
                                                      "Google Compute Engine"};
  return kWords.at(static_cast<std::size_t>(vmm));
}

// What stands in RDX.
std::string rdx_text(const std::optional<std::uint32_t>& signature) {
  if (!signature) return to_hex_number(kResetRdx) + " (KVM's value after a reset)";
  return *signature == 0 ? "0" : describe_cpu_signature(*signature);
}

void describe_part(const Trial& trial, Changes& changes) {
  if (trial.reported == Reported::kFirmware) {
    changes.add({kDigestOfPart, {}, "the firmware's own pages, which some call the OVMF hash"});
  }
  if (trial.reported == Reported::kBeforeTheCpus) {
    changes.add({kDigestOfPart, {}, "all pages before those of the CPUs"});
  }
}

// Of another VMM, also with which CPU, unless that is the given one.
void describe_vmm_kind(const Space& space, const Trial& trial, Changes& changes) {
  const Vmm given = space.vmms.vmms.front();
  const Vmm found = space.vmms.vmms[trial.vmm[kKind]];
  if (given == found) return;
  std::string text(vmm_words(found));
  const auto& signature = space.cpus.signatures[trial.cpu[kSignature]];
  const bool is_given = signature == space.cpus.signatures.front();
  if (trial.reported == Reported::kLaunch && !is_given) {
    text += found == Vmm::kQemu ? ", with the CPU " : ", with RDX ";
    text += rdx_text(signature);
  }
  changes.add({.hypothesis = kVmm,
               .given = std::string(vmm_words(given)),
               .found = text,
               .value = is_given ? std::optional(std::string(vmm_name(found))) : std::nullopt});
}

void describe_vmm(const Space& space, const Trial& trial, Changes& changes) {
  describe_vmm_kind(space, trial, changes);
  const VmmOption found = space.vmms[trial.vmm];
  if (found.order == SectionOrder::kAddress && !is_sorted(space.firmwares[trial.firmware])) {
    changes.add({kSectionOrder, {}, {}});
  }
  // Without pages of CPUs the rest is nothing.
  if (trial.reported != Reported::kLaunch) return;
  if (found.vmsa_gpa != space.vmms.addresses.front()) {
    changes.add({.hypothesis = kVmsaAddress,
                 .given = to_hex_number(space.vmms.addresses.front()),
                 .found = to_hex_number(found.vmsa_gpa),
                 .value = to_hex_number(found.vmsa_gpa)});
  }
  if (found.clears_ap_floats && found.vmm == Vmm::kQemu && trial.vcpus > 1)
    changes.add({kApFloats, {}, {}});
}

void describe_said_cpu(const Space& space, DiagnosisChange& change) {
  change.hypothesis = kSaidCpu;
  change.found +=
      space.said.default_cpu
          ? ", QEMU's default, as " + source_name(space.said.source) + " names no other model"
          : as_said(space.said.source);
}

void describe_signature(const Space& space, const Trial& trial, Changes& changes) {
  const auto& given = space.cpus.signatures.front();
  const auto& found = space.cpus.signatures[trial.cpu[kSignature]];
  if (given.value_or(kResetRdx) == found.value_or(kResetRdx)) return;
  // That of another VMM is told with it.
  if (trial.vmm[kKind] != 0) return;
  const bool are_cpus = given && found && *given != 0 && *found != 0;
  if (!are_cpus) {
    changes.add(HostValue::kCpu,
                {.hypothesis = kVmsaRdx,
                 .given = rdx_text(given),
                 .found = rdx_text(found),
                 .value = found ? std::optional(to_hex_number(*found)) : std::nullopt});
    return;
  }
  DiagnosisChange change = {sevproof::internal::is_model(*found) ? kCpuModel : kCpuSignature,
                            describe_cpu_signature(*given), describe_cpu_signature(*found)};
  if (space.said.cpu_signature == found) describe_said_cpu(space, change);
  change.value = cpu_argument(*found);
  changes.add(HostValue::kCpu, std::move(change));
}

void describe_cpus(const Space& space, const Trial& trial, Changes& changes) {
  if (trial.reported != Reported::kLaunch) return;
  describe_count(space.counts, trial.vcpus, changes, space.said);
  describe_signature(space, trial, changes);
  const std::uint64_t given = space.cpus.features.front();
  const std::uint64_t found = space.cpus.features[trial.cpu[kFeatures]];
  if (given == found) return;
  changes.add({.hypothesis = kGuestFeatures,
               .given = to_hex_number(given),
               .found = to_hex_number(found),
               .value = to_hex_number(found)});
}

}  // namespace

std::vector<DiagnosisChange> describe_trial(const Space& space, const Trial& trial) {
  Changes changes{space.host_given};
  describe_target(space.targets[trial.target], changes);
  describe_part(trial, changes);
  describe_vmm(space, trial, changes);
  changes.add_option(HostValue::kFirmware, space.firmwares[trial.firmware].change);
  if (trial.reported != Reported::kFirmware) {
    sevproof::internal::describe_table(space.boot, trial.table, changes);
  }
  describe_cpus(space, trial, changes);
  return changes.list;
}

}  // namespace sevproof::snp::internal
