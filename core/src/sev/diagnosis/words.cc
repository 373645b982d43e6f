#include "sev/diagnosis/words.h"

#include <algorithm>
#include <bit>

#include "sev/diagnosis/said.h"
#include "sevproof/text.h"

namespace sevproof::internal {
namespace {

using enum Hypothesis;

// --- The message

std::string policy_text(Policy policy) {
  const std::string names = policy_flag_names(policy);
  return to_hex_number(policy.value) + (names.empty() ? "" : " (" + names + ")");
}

std::string both_bases(std::uint32_t value) {
  return std::to_string(value) + " (" + to_hex_number(value) + ")";
}

DiagnosisChange misread_change(const std::string& name, std::uint32_t given, std::uint32_t found) {
  return {kNumberBase, both_bases(given), name + " is " + both_bases(found)};
}

bool is_misread(std::uint32_t given, std::uint32_t found) {
  return digits_as_hex(given) == found || digits_as_decimal(given) == found;
}

void describe_api(const Space& space, const ApiVersion& found, Changes& changes) {
  const ApiVersion& given = space.api;
  if (given == found) return;
  // A part of the given version may be the host's, but not the part that differs.
  if (space.said.reported_api == found) {
    return changes.add({kSaidApi, api_text(given), api_text(found)});
  }
  std::vector<DiagnosisChange> misread;
  bool is_all = true;
  const auto compare = [&](const char* name, std::uint8_t of_given, std::uint8_t of_found) {
    if (of_given == of_found) return;
    is_all = is_all && is_misread(of_given, of_found);
    misread.push_back(misread_change(name, of_given, of_found));
  };
  compare("API major", given.major, found.major);
  compare("API minor", given.minor, found.minor);
  compare("build", given.build, found.build);
  if (is_all) {
    for (const DiagnosisChange& change : misread) changes.add(HostValue::kApi, change);
    return;
  }
  const bool swapped = found == ApiVersion{given.minor, given.major, given.build} ||
                       found == ApiVersion{given.major, given.build, given.minor};
  changes.add(HostValue::kApi, DiagnosisChange{swapped ? kApiSwapped : kApiVersion, api_text(given),
                                               api_text(found)});
}

// The CPUs of a guest that is SEV-ES though it was not to be, where none were given to compare
// with.
std::string flipped_cpus(const Space& space, const Trial& trial) {
  const CpuOption& cpu = trial.cpu;
  if (cpu.count.most == 0 || has_cpus(space)) return "";
  std::string text = ", with " + vcpus_text(trial.vcpus);
  if (!cpu.pages.page0) text += " of " + cpu_text(cpu.spec);
  return text;
}

void describe_policy(const Space& space, const Trial& trial, Changes& changes) {
  const std::uint32_t given = space.policy.value;
  const Policy found = space.messages.policies[trial.message[kPolicy]];
  if (given == found.value) return;
  const std::string given_text = policy_text(space.policy);
  const std::string found_text = policy_text(found) + flipped_cpus(space, trial);
  const auto is_found = [&](const auto& said) { return said && said->value == found.value; };
  if (is_found(space.said.policy)) {
    return changes.add({kSaidPolicy, given_text, found_text + as_said(space)});
  }
  if (is_found(space.said.reported_policy)) {
    return changes.add({kSaidPolicy, given_text, found_text + ", as the host reports"});
  }
  const std::uint32_t differing = given ^ found.value;
  const int bits = std::popcount(differing);
  const bool few_flags = differing <= 0xffff && bits <= 2;
  DiagnosisChange change = {kPolicyFlags, given_text, found_text};
  if (space.es() != found.es()) {
    change.hypothesis = kPolicyEs;
  } else if (!few_flags || (bits == 2 && is_misread(given, found.value))) {
    change = misread_change("policy", given, found.value);
  }
  changes.add(HostValue::kPolicy, std::move(change));
}

void describe_message(const Space& space, const Trial& trial, Changes& changes) {
  const Messages& messages = space.messages;
  if (const auto& key = messages.keys[trial.message[kKey]].change) changes.add(told(*key));
  describe_api(space, messages.apis[trial.message[kApi]], changes);
  describe_policy(space, trial, changes);
  for (const Change& change : messages.forms[trial.message[kForm]].changes) {
    changes.add(told(change));
  }
}

// --- The kernel-hashes table

std::string measured_kernel(const Tables& tables, const TableList::Indexes& table) {
  std::string text = "kernel " + tables.kernels[table[kKernel]].change->found;
  const auto& initrd = tables.initrds[table[kInitrd]].change;
  text += initrd ? ", initrd " + initrd->found : ", no initrd";
  const auto& cmdline = tables.cmdlines[table[kCmdline]].change;
  return text +
         (cmdline ? " and the command line in " + cmdline->found : " and an empty command line");
}

DiagnosisChange hashes_off(KernelKind kind) {
  DiagnosisChange change{kKernelHashesOff, {}, {}};
  if (!is_hashed(kind)) {
    change.hint =
        "QEMU starts an ELF or multiboot kernel without hashing it, even with kernel-hashes=on: "
        "have "
        "the guest started with a bzImage and kernel-hashes=on, and give that.";
  }
  return change;
}

void describe_table(const Space& space, const TableList::Indexes& table, Changes& changes) {
  const Tables& tables = space.tables;
  const bool was_given = tables.list[0][kMode] != kNotMeasured;
  if (table[kMode] == kNotMeasured) {
    if (!was_given) return;
    const auto said = said_kernel_hashes_off(space);
    changes.add(said && is_hashed(space.kernel_kind) ? told(*said) : hashes_off(space.kernel_kind));
    return;
  }
  if (!was_given) {
    changes.add({kKernelHashesOn, {}, measured_kernel(tables, table)});
    return;
  }
  if (table[kMode] == kSwapped) changes.add({kKernelInitrdSwapped, {}, {}});
  changes.add_option(HostValue::kKernel, tables.kernels[table[kKernel]].change);
  changes.add_option(HostValue::kInitrd, tables.initrds[table[kInitrd]].change);
  changes.add_option(HostValue::kCmdline, tables.cmdlines[table[kCmdline]].change);
}

}  // namespace

DiagnosisChange told(const Change& change) { return {change.hypothesis, {}, change.found}; }

void Changes::add(HostValue what, DiagnosisChange change) {
  const auto is_in = [&](const std::vector<HostValue>& values) {
    return std::find(values.begin(), values.end(), what) != values.end();
  };
  if (is_in(space.from_launch_info)) change.source = HostSource::kLaunchInfo;
  if (is_in(space.from_host)) change.source = space.host_source;
  add(std::move(change));
}

void Changes::add_option(HostValue what, const std::optional<Change>& change) {
  if (change) add(what, told(*change));
}

std::vector<DiagnosisChange> describe_trial(const Space& space, const Trial& trial) {
  Changes changes{space};
  describe_message(space, trial, changes);
  changes.add_option(HostValue::kFirmware, space.firmwares[trial.firmware].change);
  describe_table(space, trial.table, changes);
  describe_cpus(space, trial, changes);
  return changes.list;
}

}  // namespace sevproof::internal
