// A launch as its host starts it and as its owner describes it, and what they measure: for tests
// and measurements of the diagnosis.
#ifndef SEVPROOF_TESTS_CORE_PLAIN_LAUNCH_H
#define SEVPROOF_TESTS_CORE_PLAIN_LAUNCH_H

#include <optional>
#include <string>
#include <vector>

#include "sev/keyed_message.h"
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
  std::optional<OldMessage> old_form;
};

// What an honest host reports for it: computed with nothing but SHA-256, HMAC and the pages.
MeasurementBlob measure(const PlainLaunch& launch, const Nonce& nonce);

struct MistakenLaunch {
  PlainLaunch host;
  PlainLaunch owner;
  std::vector<Candidate> candidates;
  bool keys_in_one_file = false;
  bool blob_swapped = false;  // by the owner
  // The owner gave the measurement of another start; the host reports that of this one.
  bool other_start = false;
  std::vector<HostValue> from_host;
  HostSource host_source = HostSource::kDomainXml;
  std::optional<SaidLaunch> said;

  // The owner's request with what the host reports.
  LaunchRequest request() const;
  // The diagnosis of that, within `budget`.
  Diagnosis diagnose(const DiagnosisBudget& budget = {}) const;
};

enum class Guest { kSev, kSevEs, kSevEsFiles, kNoKernel };
std::string_view guest_name(Guest guest);

// Both sides the same, without a mistake.
MistakenLaunch correct_launch(Guest guest);

// --- What such a launch is made of.

// Where the APs start.
inline constexpr std::uint32_t kApStart = 0x80b004;
// The size of a firmware's variable store; that of its code is twice as much.
inline constexpr std::size_t kVolume = 4096;

Bytes bytes_of(std::string_view text);
Bytes joined(ByteView a, ByteView b);
// A variable store, then code with a table: 12 KiB.
Bytes combined_image();
Bytes vars_image();
Bytes code_of(const Bytes& image);
Bytes kernel_file(std::uint8_t version);
Bytes initrd_file(std::uint8_t version);
// Of a QEMU model, with the layout init2.
VmsaSpec spec_of(const char* model);
// The pages that KVM makes.
VmsaFiles usual_files(const VmsaSpec& spec);
// Pages that no KVM makes.
VmsaFiles unusual_files(const VmsaSpec& spec);
Candidate candidate(std::string name, const Bytes& content);

}  // namespace sevproof::test

#endif
