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

// A number of the API version that is another one.
struct ApiNumber {
  const char* name;
  Subject place;
  std::uint8_t given;
  std::uint8_t found;
};

std::vector<ApiNumber> other_numbers(const ApiVersion& given, const ApiVersion& found) {
  std::vector<ApiNumber> numbers = {{"API major", Subject::kApiMajor, given.major, found.major},
                                    {"API minor", Subject::kApiMinor, given.minor, found.minor},
                                    {"build", Subject::kBuildId, given.build, found.build}};
  std::erase_if(numbers, [](const ApiNumber& number) { return number.given == number.found; });
  return numbers;
}

DiagnosisChange at(const ApiNumber& number, DiagnosisChange change) {
  change.about = number.place;
  change.value = std::to_string(number.found);
  return change;
}

Hypothesis hypothesis_of(const Space& space, const ApiVersion& found) {
  const ApiVersion& given = space.api;
  if (space.said.reported_api == found) return kSaidApi;
  const bool is_swapped = found == ApiVersion{given.minor, given.major, given.build} ||
                          found == ApiVersion{given.major, given.build, given.minor};
  return is_swapped ? kApiSwapped : kApiVersion;
}

void describe_api(const Space& space, const ApiVersion& found, Changes& changes) {
  const std::vector<ApiNumber> numbers = other_numbers(space.api, found);
  if (numbers.empty()) return;
  const bool is_said = space.said.reported_api == found;
  const bool are_misread = std::all_of(numbers.begin(), numbers.end(), [](const ApiNumber& number) {
    return is_misread(number.given, number.found);
  });
  if (!is_said && are_misread) {
    for (const ApiNumber& number : numbers) {
      changes.add(HostValue::kApi,
                  at(number, misread_change(number.name, number.given, number.found)));
    }
    return;
  }
  DiagnosisChange change = {hypothesis_of(space, found), api_text(space.api), api_text(found)};
  if (numbers.size() == 1) change = at(numbers.front(), std::move(change));
  // A part of the given version may be the host's, but not the part that differs.
  if (is_said) return changes.add(std::move(change));
  changes.add(HostValue::kApi, std::move(change));
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

DiagnosisChange policy_change(const Space& space, Policy found, const std::string& found_text) {
  const std::string given_text = policy_text(space.policy);
  const auto is_found = [&](const auto& said) { return said && said->value == found.value; };
  if (is_found(space.said.policy)) return {kSaidPolicy, given_text, found_text + as_said(space)};
  if (is_found(space.said.reported_policy)) {
    return {kSaidPolicy, given_text, found_text + ", as the host reports"};
  }
  if (space.es() != found.es()) return {kPolicyEs, given_text, found_text};
  const std::uint32_t given = space.policy.value;
  const std::uint32_t differing = given ^ found.value;
  const int bits = std::popcount(differing);
  const bool few_flags = differing <= 0xffff && bits <= 2;
  if (!few_flags || (bits == 2 && is_misread(given, found.value))) {
    return misread_change("policy", given, found.value);
  }
  return {kPolicyFlags, given_text, found_text};
}

void describe_policy(const Space& space, const Trial& trial, Changes& changes) {
  const Policy found = space.messages.policies[trial.message[kPolicy]];
  if (space.policy.value == found.value) return;
  const std::string cpus = flipped_cpus(space, trial);
  DiagnosisChange change = policy_change(space, found, policy_text(found) + cpus);
  change.about = Subject::kPolicy;
  // Otherwise CPUs would have to be given too.
  if (cpus.empty()) change.value = to_hex_number(found.value);
  if (change.hypothesis == kSaidPolicy) return changes.add(std::move(change));
  changes.add(HostValue::kPolicy, std::move(change));
}

void describe_message(const Space& space, const Trial& trial, Changes& changes) {
  const Messages& messages = space.messages;
  if (const auto& key = messages.keys[trial.message[kKey]].change) changes.add(told(*key));
  describe_api(space, messages.apis[trial.message[kApi]], changes);
  describe_policy(space, trial, changes);
  const FormOption& form = messages.forms[trial.message[kForm]];
  for (const Change& option : form.changes) {
    DiagnosisChange change = told(option);
    if (subject_of(change) == Subject::kMeasurement) change.value = form.blob.to_base64();
    changes.add(std::move(change));
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

// A report tells a whole command line only where the message does: another one may hold secrets.
void describe_cmdline(const Space& space, const HashOption& found, Changes& changes) {
  if (!found.change) return;
  DiagnosisChange change = told(*found.change);
  const bool is_said = change.hypothesis == kSaidCmdline;
  const std::string line = is_said ? space.said.boot->cmdline : "";
  if (found.digest == hash_cmdline(line) && is_shown_whole(line)) change.value = line;
  changes.add(HostValue::kCmdline, std::move(change));
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
  describe_cmdline(space, tables.cmdlines[table[kCmdline]], changes);
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
