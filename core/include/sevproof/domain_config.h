// The configuration of a libvirt domain, as `virsh dumpxml DOMAIN` prints it, and whether a launch
// with it can be validated. It comes from the host: what it says is checked against what the owner
// says, and proves nothing by itself.
//
//   Result<DomainConfig> domain = parse_domain(xml);
//   if (!domain) return fail(domain.error());
//   DomainCheck check = check_domain(*domain, {.policy = policy, .vcpus = 4});
//   if (check.refusal) return fail(*check.refusal);
//   show(check.findings);
#ifndef SEVPROOF_DOMAIN_CONFIG_H
#define SEVPROOF_DOMAIN_CONFIG_H

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sevproof/finding.h"
#include "sevproof/policy.h"
#include "sevproof/result.h"

namespace sevproof {

// The longest text that libvirt sends.
inline constexpr std::size_t kMaxDomainXmlSize = 4 * 1024 * 1024;

// AMD SEV API specification (55766), appendix C.1: an owner's Diffie-Hellman key travels in a
// certificate of this size.
inline constexpr std::size_t kDhCertSize = 2084;
// LAUNCH_START (6.2), table "Launch session": nonce 16, wrapped TEK and TIK 32, their IV 16, their
// MAC 32, the policy's MAC 32.
inline constexpr std::size_t kSessionSize = 128;

// <dhCert> or <session>: base64 of binary data.
struct DomainBlob {
  std::size_t count = 0;            // how often the element is there; 1 is right
  std::optional<std::size_t> size;  // of the first one, decoded; absent when it is not base64
};

struct DomainLoader {
  std::string path;
  std::string type = "rom";  // "rom" or "pflash"; libvirt's default where none is said
  bool readonly = false;
  bool secure = false;     // needs system management mode
  bool stateless = false;  // has no variable store
};

struct DomainCpu {
  std::string mode = "custom";  // or "host-passthrough", "host-model", "maximum"
  std::string model;            // QEMU's name; may be empty
};

struct VirtioDevice {
  std::string name;    // such as "disk vda"
  bool iommu = false;  // <driver iommu='on'/>
};

struct DomainConfig {
  std::string name;
  std::string launch_security;  // the element's type, such as "sev"; empty where there is none
  std::size_t sev_count = 0;    // how many launchSecurity elements of type sev; 1 is right
  std::optional<Policy> policy;
  std::optional<std::uint32_t> cbitpos;
  std::optional<std::uint32_t> reduced_phys_bits;
  DomainBlob dh_cert;
  DomainBlob session;
  bool kernel_hashes = false;

  std::string auto_firmware;  // <os firmware='efi'>: libvirt chooses the loader
  std::vector<DomainLoader> loaders;
  bool nvram = false;
  bool varstore = false;  // libvirt 12.1: variables in a file, by QEMU's device uefi-vars
  std::optional<std::string> kernel;  // paths on the host
  std::optional<std::string> initrd;
  std::optional<std::string> cmdline;
  std::optional<std::string> shim;  // started before the kernel
  std::optional<std::string> dtb;   // device tree, appended to the kernel

  std::optional<std::uint32_t> vcpus;  // at start, which are those that are measured
  std::optional<std::uint32_t> max_vcpus;
  std::optional<DomainCpu> cpu;

  bool memory_locked = false;      // <memoryBacking><locked/>
  bool memory_hard_limit = false;  // <memtune><hard_limit>
  std::string memory_source;       // <memoryBacking><source type=...>, such as "memfd"
  std::vector<VirtioDevice> virtio;
};

// Fails with kInvalid for text that is longer than kMaxDomainXmlSize, not well-formed UTF-8 XML,
// nested deeper than 256, has a document type declaration or another root than <domain>; for
// numbers that are malformed or out of range; and for an element that libvirt reads once and that
// is there twice.
Result<DomainConfig> parse_domain(std::string_view xml);

// The signature that QEMU gives to the CPU model which the domain fixes: libvirt's own is another
// for some models (Opteron_G3). libvirt 9.0 to 12.8 starts a domain that names no model with
// qemu64. Nothing for the host's CPU and for names that are not known.
std::optional<std::uint32_t> domain_cpu_signature(const DomainConfig& domain);

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

}  // namespace sevproof

#endif
