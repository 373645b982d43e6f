// What an error, a finding or a check is about. In a document it becomes a JSON pointer (RFC 6901)
// to the place where that stands.
#ifndef SEVPROOF_SUBJECT_H
#define SEVPROOF_SUBJECT_H

#include <cstdint>

namespace sevproof {

enum class Subject : std::uint8_t {
  kWhole,  // nothing less than all of it, or something that no document shows, such as a key
  kFirmware,
  kKernel,
  kInitrd,
  kCmdline,
  kPolicy,
  kApi,
  kVcpus,
  kVmsa,
  kVmsaLayout,
  kSevFeatures,
  kCpu,       // the CPU signature
  kCpu0Page,  // the boot CPU's VMSA page
  kCpuNPage,  // that of the APs
  kEvidence,
  kMeasurement,
  kNonce,
  kLaunchDigest,
  kDomainSecurity,  // parts of a domain's configuration
  kDomainBoot,
  kDomainMachine,
  kGuestState,
  kSecrets,
};

}  // namespace sevproof

#endif
