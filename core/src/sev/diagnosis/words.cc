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
  const CpuOption& cpu = trial.cpu;
  if (cpu.count.most == 0 || has_cpus(space)) return "";
  std::string text = ", with " + vcpus_text(trial.vcpus);
  if (!cpu.pages.page0) text += " of " + cpu_text(cpu.spec);
  return text;
}

void describe_policy(const Space& space, const Trial& trial, Changes& changes) {
  const Policy given = space.policy;
  const Policy found = space.messages.policies[trial.message[kPolicy]];
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

void describe_message(const Space& space, const Trial& trial, Changes& changes) {
  const Messages& messages = space.messages;
  if (const auto& key = messages.keys[trial.message[kKey]].change) changes.add(*key);
  describe_api(space, messages.apis[trial.message[kApi]], changes);
  describe_policy(space, trial, changes);
  for (const Change& change : messages.forms[trial.message[kForm]].changes) changes.add(change);
}

std::string measured_kernel(const Tables& tables, const TableList::Indexes& table) {
  std::string text = "kernel " + tables.kernels[table[kKernel]].change->found;
  const auto& initrd = tables.initrds[table[kInitrd]].change;
  text += initrd ? ", initrd " + initrd->found : ", no initrd";
  const auto& cmdline = tables.cmdlines[table[kCmdline]].change;
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

void describe_table(const Space& space, const TableList::Indexes& table, Changes& changes) {
  const Tables& tables = space.tables;
  const bool was_given = tables.list[0][kMode] != kNotMeasured;
  if (table[kMode] == kNotMeasured) {
    if (!was_given) return;
    const auto said = said_kernel_hashes_off(space);
    changes.add(said && is_hashed(space.kernel_kind) ? *said : hashes_off(space.kernel_kind));
    return;
  }
  if (!was_given) {
    changes.add({kKernelHashesOn, {}, measured_kernel(tables, table)});
    return;
  }
  if (table[kMode] == kSwapped) changes.add({kKernelInitrdSwapped, {}, {}});
  changes.add(HostValue::kKernel, tables.kernels[table[kKernel]].change);
  changes.add(HostValue::kInitrd, tables.initrds[table[kInitrd]].change);
  changes.add(HostValue::kCmdline, tables.cmdlines[table[kCmdline]].change);
}

}  // namespace

std::vector<Change> describe_trial(const Space& space, const Trial& trial) {
  Changes changes(space);
  describe_message(space, trial, changes);
  changes.add(HostValue::kFirmware, space.firmwares[trial.firmware].change);
  describe_table(space, trial.table, changes);
  describe_cpus(space, trial, changes);
  return std::move(changes).take();
}

}  // namespace sevproof::internal
