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
  if (is_found(space.said.policy))
    return {kSaidPolicy, given_text, found_text + as_said(space.said.source)};
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

}  // namespace

std::vector<DiagnosisChange> describe_trial(const Space& space, const Trial& trial) {
  Changes changes{space.host_given};
  describe_message(space, trial, changes);
  changes.add_option(HostValue::kFirmware, space.firmwares[trial.firmware].change);
  describe_table(space.boot, trial.table, changes);
  describe_cpus(space, trial, changes);
  return changes.list;
}

}  // namespace sevproof::internal
