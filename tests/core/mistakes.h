// Launches with mistakes, for tests and measurements of the diagnosis: what the host started, what
// the owner says, and which of the two differences a diagnosis must name.
#ifndef SEVPROOF_TESTS_CORE_MISTAKES_H
#define SEVPROOF_TESTS_CORE_MISTAKES_H

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sevproof/diagnosis_search.h"

namespace sevproof::test {

// What a host starts, or what an owner takes it for; files whole.
struct PlainBoot {
  Bytes kernel;
  std::optional<Bytes> initrd;
  std::string cmdline;
  bool with_nul = true;  // QEMU hashes one behind the command line
};

struct PlainLaunch {
  Bytes firmware;
  std::optional<PlainBoot> boot;
  std::optional<std::uint32_t> vcpus;
  VmsaSource vmsa;
  std::optional<std::uint32_t> reset_address;  // otherwise the firmware's
  ApiVersion api;
  Policy policy;
  Bytes tik;
  Bytes tek;
  bool old_form = false;
};

// What an honest host reports for it: computed with nothing but SHA-256, HMAC and the pages.
MeasurementBlob measure(const PlainLaunch& launch, const Nonce& nonce);

struct MistakenLaunch {
  PlainLaunch host;
  PlainLaunch owner;
  std::vector<Candidate> candidates;
  bool keys_in_one_file = false;
  bool blob_swapped = false;  // by the owner

  // The owner's request with what the host reports.
  LaunchRequest request() const;
  // The diagnosis of that, within `budget`.
  Diagnosis diagnose(const DiagnosisBudget& budget = {}) const;
};

enum class Guest { kSev, kSevEs, kSevEsFiles, kNoKernel };
std::string_view guest_name(Guest guest);

// Both sides the same, without a mistake.
MistakenLaunch correct_launch(Guest guest);

// What a mistake is about, as far as the promises for pairs differ.
enum class MistakePart {
  kKeys,
  kApiNumber,   // one number, two exchanged, or minor and build
  kApiVersion,  // all three numbers
  kForm,
  kPolicy,
  kPolicyEs,
  kUnknownCpus,  // a SEV-ES guest whose CPUs are not given
  kKernel,
  kCpus,
  kCpuWide,
  kFirmware,
};

// A difference that a diagnosis must find. `apply` says whether it applies to such a launch.
struct Mistake {
  std::string name;
  Hypothesis hypothesis;
  MistakePart part;
  std::function<bool(MistakenLaunch&)> apply;
};

// At least one of each row of the table.
const std::vector<Mistake>& mistakes();

// Whether the documentation promises that the two are found together.
bool is_promised_pair(const Mistake& a, const Mistake& b);

}  // namespace sevproof::test

#endif
