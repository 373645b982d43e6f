// What a trial changes, in words.
#include "sev/diagnosis/words.h"

#include <algorithm>
#include <bit>

#include "sev/diagnosis/said.h"
#include "sev/keyed_message.h"

namespace sevproof::internal {
namespace {

using enum Hypothesis;

std::string policy_text(Policy policy) {
  const std::string names = policy_flag_names(policy);
  return to_hex_number(policy.value) + (names.empty() ? "" : " (" + names + ")");
}

std::string both_bases(std::uint32_t value) {
  return std::to_string(value) + " (" + to_hex_number(value) + ")";
}

Change misread_change(const std::string& name, std::uint32_t given, std::uint32_t found) {
  return {kNumberBase, both_bases(given), name + " is " + both_bases(found)};
}

bool is_misread(std::uint32_t given, std::uint32_t found) {
  return digits_as_hex(given) == found || digits_as_decimal(given) == found;
}

struct Part {
  const char* name;
  std::uint8_t given;
  std::uint8_t found;
};

void describe_api(const Space& space, const ApiVersion& found, Changes& changes) {
  const ApiVersion& given = space.api;
  if (const auto said = said_api(space, found)) {
    // A part of the given version may be the host's, but not the part that differs.
    changes.add(*said);
    return;
  }
  const std::array<Part, 3> parts = {{{"API major", given.major, found.major},
                                      {"API minor", given.minor, found.minor},
                                      {"build", given.build, found.build}}};
  const auto differs = [](const Part& part) { return part.given != part.found; };
  const auto count = std::count_if(parts.begin(), parts.end(), differs);
  if (count == 0) return;
  const bool misread = std::all_of(parts.begin(), parts.end(), [&](const Part& part) {
    return !differs(part) || is_misread(part.given, part.found);
  });
  for (const Part& part : parts) {
    if (!misread || !differs(part)) continue;
    changes.add(HostValue::kApi, misread_change(part.name, part.given, part.found));
  }
  if (misread) return;
  const bool swapped =
      (found.major == given.minor && found.minor == given.major && found.build == given.build) ||
      (found.minor == given.build && found.build == given.minor && found.major == given.major);
  changes.add(HostValue::kApi,
              Change{swapped ? kApiSwapped : kApiVersion, api_text(given), api_text(found)});
}

// The CPUs of a guest that is SEV-ES though it was not to be, where none were given to compare
// with.
std::string flipped_cpus(const Space& space, const Trial& trial) {
  if (!trial.cpu || has_cpus(space)) return "";
  const CpuOption& cpu = space.cpus[*trial.cpu];
  std::string text = ", with " + vcpus_text(trial.vcpus);
  if (!cpu.page0) text += " of " + cpu_text(cpu.spec);
  return text;
}

void describe_policy(const Space& space, const Trial& trial, Changes& changes) {
  const Policy given = space.policy;
  const Policy found = trial.message.policy;
  if (given.value == found.value) return;
  const std::string found_text = policy_text(found) + flipped_cpus(space, trial);
  if (const auto said = said_policy(space, found, policy_text(given), found_text)) {
    changes.add(*said);
    return;
  }
  if (given.es() != found.es()) {
    changes.add(HostValue::kPolicy, Change{kPolicyEs, policy_text(given), found_text});
    return;
  }
  const std::uint32_t differing = given.value ^ found.value;
  const int bits = std::popcount(differing);
  const bool few_flags = differing <= 0xffff && bits <= 2;
  if (!few_flags || (bits == 2 && is_misread(given.value, found.value))) {
    changes.add(HostValue::kPolicy, misread_change("policy", given.value, found.value));
    return;
  }
  changes.add(HostValue::kPolicy, Change{kPolicyFlags, policy_text(given), policy_text(found)});
}

std::string old_message_text(OldMessage form) {
  return form == OldMessage::kBare ? "policy, launch digest and nonce, nothing else"
                                   : "the byte 04, policy, launch digest and nonce";
}

void describe_message(const Space& space, const Trial& trial, Changes& changes) {
  const Message& message = trial.message;
  if (const auto& key = space.keys[message.key].change) changes.add(*key);
  describe_api(space, message.api, changes);
  describe_policy(space, trial, changes);
  if (message.old_form) changes.add({kMessageForm, {}, old_message_text(*message.old_form)});
  if (message.blob_swapped) changes.add({kBlobSwapped, {}, {}});
  if (message.said_blob) changes.add({kSaidMeasurement, {}, {}});
}

std::string measured_kernel(const Space& space, const TableOption& table) {
  std::string text = "kernel " + space.kernels[table.kernel].change->found;
  const auto& initrd = space.initrds[table.initrd].change;
  text += initrd ? ", initrd " + initrd->found : ", no initrd";
  const auto& cmdline = space.cmdlines[table.cmdline].change;
  return text +
         (cmdline ? " and the command line in " + cmdline->found : " and an empty command line");
}

Change hashes_off(KernelKind kind) {
  Change change{kKernelHashesOff, {}, {}};
  if (!is_hashed(kind)) {
    change.hint =
        "QEMU starts an ELF or multiboot kernel without hashing it, even with kernel-hashes=on: "
        "have "
        "the guest started with a bzImage and kernel-hashes=on, and give that.";
  }
  return change;
}

void describe_table(const Space& space, const Trial& trial, Changes& changes) {
  const TableOption& given = space.tables.front();
  const TableOption& table = space.tables[trial.table];
  if (given.measured && !table.measured) {
    const auto said = said_kernel_hashes_off(space);
    changes.add(said && is_hashed(space.kernel_kind) ? *said : hashes_off(space.kernel_kind));
  }
  if (!table.measured) return;
  if (!given.measured) {
    changes.add({kKernelHashesOn, {}, measured_kernel(space, table)});
    return;
  }
  if (table.swapped) changes.add({kKernelInitrdSwapped, {}, {}});
  changes.add(HostValue::kKernel, space.kernels[table.kernel].change);
  changes.add(HostValue::kInitrd, space.initrds[table.initrd].change);
  changes.add(HostValue::kCmdline, space.cmdlines[table.cmdline].change);
}

// Marks the hypotheses that options are there for.
class Applicable {
 public:
  template <typename Option>
  void add_changes(const std::vector<Option>& options) {
    for (const Option& option : options) {
      if (option.change) add(option.change->hypothesis);
    }
  }

  void remove(Hypothesis hypothesis) { marks_.at(static_cast<std::size_t>(hypothesis)) = false; }
  void add(Hypothesis hypothesis) { marks_.at(static_cast<std::size_t>(hypothesis)) = true; }

  std::vector<Hypothesis> take() const {
    std::vector<Hypothesis> all;
    for (const HypothesisInfo& info : hypothesis_table()) {
      if (marks_.at(static_cast<std::size_t>(info.hypothesis))) all.push_back(info.hypothesis);
    }
    return all;
  }

 private:
  std::vector<bool> marks_ = std::vector<bool>(hypothesis_table().size());
};

void add_cpu_hypotheses(const Space& space, Applicable& all) {
  for (const Hypothesis always : {kCpuModel, kCpuSignature, kVmsaLayout, kSevFeatures}) {
    all.add(always);
  }
  // Without a page for APs only one CPU was tried.
  if (space.has_ap_page(space.cpus.front(), 0)) {
    all.add(kVcpus);
    if (space.said.vcpus) all.add(kSaidVcpus);
  }
  if (space.said.cpu_signature && !space.given_page0) all.add(kSaidCpu);
  if (space.given_page0) all.add(kVmsaBuilt);
  if (space.given_page1) all.add(kVmsaSwapped);
  for (const PageOption& page : space.pages) {
    if (!page.candidate.empty()) all.add(kVmsaCandidate);
  }
  for (const CpuOption& cpu : space.cpus) {
    if (cpu.reset_address) all.add(kResetAddress);
  }
}

}  // namespace

std::vector<Change> describe_trial(const Space& space, const Trial& trial) {
  Changes changes(space);
  describe_message(space, trial, changes);
  changes.add(HostValue::kFirmware, space.firmwares[trial.firmware].change);
  describe_table(space, trial, changes);
  describe_cpus(space, trial, changes);
  return std::move(changes).take();
}

std::vector<Hypothesis> applicable_hypotheses(const Space& space) {
  Applicable all;
  const SaidLaunch& said = space.said;
  // To a digest no CPUs and no kernel hashes can be added.
  const bool has_image = !space.firmwares.front().launch_digest;
  const auto is_tried = [&](const std::optional<Policy>& policy) {
    return policy && (has_image || space.digest_only() || policy->es() == space.es());
  };
  if (is_tried(said.policy) || is_tried(said.reported_policy)) all.add(kSaidPolicy);
  if (said.reported_api) all.add(kSaidApi);
  if (said.reported_measurement) all.add(kSaidMeasurement);
  all.add_changes(space.keys);
  for (const Hypothesis always :
       {kApiVersion, kApiSwapped, kNumberBase, kPolicyFlags, kMessageForm, kBlobSwapped}) {
    all.add(always);
  }
  all.add_changes(space.firmwares);
  if (!has_image) return all.take();
  all.add(kPolicyEs);
  all.add_changes(space.kernels);
  all.add_changes(space.initrds);
  all.add_changes(space.cmdlines);
  if (space.long_cmdline) {
    for (const Hypothesis in_part : {kCmdlineSpaces, kCmdlineWords}) all.remove(in_part);
  }
  if (space.tables.front().measured) {
    all.add(said_kernel_hashes_off(space) ? kSaidKernelHashesOff : kKernelHashesOff);
    for (const TableOption& table : space.tables) {
      if (table.swapped) all.add(kKernelInitrdSwapped);
    }
  } else if (space.tables.size() > 1) {
    all.add(kKernelHashesOn);
  }
  if (!space.cpus.empty() && space.es()) add_cpu_hypotheses(space, all);
  return all.take();
}

}  // namespace sevproof::internal
