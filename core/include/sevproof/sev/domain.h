// A libvirt domain beside a launch: whether a launch of it can be validated, and what it says of
// the launch otherwise than the owner.
//
//   Result<DomainConfig> domain = parse_domain(xml);
//   if (!domain) return fail(domain.error());
//   DomainCheck check = check_domain(*domain, {.policy = policy, .vcpus = 4});
//   if (check.refusal) return fail(*check.refusal);
//   show(check.findings);
#ifndef SEVPROOF_SEV_DOMAIN_H
#define SEVPROOF_SEV_DOMAIN_H

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sevproof/boot.h"
#include "sevproof/finding.h"
#include "sevproof/formats/domain_config.h"
#include "sevproof/formats/session_blob.h"
#include "sevproof/formats/transport_keys.h"
#include "sevproof/host_values.h"
#include "sevproof/result.h"
#include "sevproof/sev/draft.h"
#include "sevproof/sev/measurement.h"

namespace sevproof {

// The XML's number as the policy of a SEV guest.
inline std::optional<Policy> domain_policy(const DomainConfig& domain) {
  return domain.policy ? std::optional(Policy{*domain.policy}) : std::nullopt;
}

// What the owner gave for the direct kernel boot.
struct GivenBoot {
  bool kernel = false;
  bool initrd = false;
  std::optional<std::string> cmdline;
};

// What else is known of the launch; nothing is said about what is absent.
struct DomainContext {
  std::optional<Policy> policy;
  std::optional<std::uint32_t> vcpus;
  std::optional<std::uint32_t> cpu_signature;  // CPUID leaf 1 EAX
  std::optional<GivenBoot> boot;
  const Tik* tik = nullptr;  // whether the domain's session is one of it
  // virt-qemu-sev-validate's --insecure: what is refused with kInsecure is a finding only.
  bool insecure = false;
  // The files that the domain names are read where it runs, so that none is missing.
  bool reads_host_files = false;
};

struct DomainCheck {
  std::vector<Finding> findings;
  // Set where virt-qemu-sev-validate refuses the domain, by the same kinds in the same order: the
  // first of kDomainConfig (status 4), kInsecure (3), or kInvalid and kIncomplete (2).
  std::optional<Error> refusal;
};

DomainCheck check_domain(const DomainConfig& domain, const DomainContext& context = {});

// What check_domain holds the domain against: policy, number of CPUs, CPU signature, boot files and
// command line of `draft`, where given. Secure, and without files of the host.
DomainContext domain_context(const LaunchDraft& draft);

struct SaidLaunch : SaidGuest {
  std::optional<Policy> policy;
  std::optional<SessionBlob> session;
  // What the host reports of the launch itself.
  std::optional<Policy> reported_policy;
  std::optional<ApiVersion> reported_api;
  std::optional<MeasurementBlob> reported_measurement;
};

// All that a domain's configuration says of its launch.
SaidLaunch said_by_domain(const DomainConfig& domain, HostSource source);

}  // namespace sevproof

#endif
