// The configuration of a libvirt domain, as `virsh dumpxml DOMAIN` prints it. It comes from the
// host: what it says is checked against what the owner says (sev/domain.h, snp/domain.h), and
// proves nothing by itself.
#ifndef SEVPROOF_FORMATS_DOMAIN_CONFIG_H
#define SEVPROOF_FORMATS_DOMAIN_CONFIG_H

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sevproof/bytes.h"
#include "sevproof/result.h"

namespace sevproof {

// The longest text that libvirt sends.
inline constexpr std::size_t kMaxDomainXmlSize = 4 * 1024 * 1024;

// <dhCert>, <session>, <idBlock> and the like: base64 of binary data.
struct DomainBlob {
  std::size_t count = 0;  // how often the element is there; 1 is right
  // Of the first one, decoded; absent when it is not base64.
  std::optional<Bytes> bytes = std::nullopt;
  // White space among its digits that is no line break.
  bool has_blanks = false;

  std::optional<std::size_t> size() const {
    return bytes ? std::optional(bytes->size()) : std::nullopt;
  }
  // Whether it is there once, with so many bytes.
  bool has_value(std::size_t wanted) const { return count == 1 && size() == wanted; }
};

// <launchSecurity type='sev-snp'>.
struct DomainSnp {
  std::size_t count = 1;  // how often the element is there; 1 is right
  std::optional<std::uint64_t> policy;
  bool kernel_hashes = false;
  bool author_key = false;         // QEMU's author-key-enabled
  bool vcek = true;                // "no" is QEMU's vcek-disabled
  DomainBlob id_block;             // 96 bytes
  DomainBlob id_auth;              // 4096
  DomainBlob host_data;            // 32
  DomainBlob visible_workarounds;  // 16
  bool has_session = false;        // or a dhCert: libvirt drops them silently
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
  std::optional<std::uint32_t> cbitpos;  // of SEV-SNP too
  std::optional<std::uint32_t> reduced_phys_bits;
  // Of type sev.
  std::optional<std::uint32_t> policy;
  DomainBlob dh_cert;
  DomainBlob session;
  bool kernel_hashes = false;
  // Of type sev-snp; not read beside one of type sev.
  std::optional<DomainSnp> snp;

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
  std::vector<std::string> qemu_arguments;  // <qemu:commandline>: passed on as they stand
};

// Fails with kInvalid for text that is longer than kMaxDomainXmlSize, not well-formed UTF-8 XML,
// nested deeper than 256, has a document type declaration or another root than <domain>; for
// numbers that are malformed or out of range; for an attribute of SEV-SNP that is neither yes nor
// no; and for an element that libvirt reads once and that is there twice.
Result<DomainConfig> parse_domain(std::string_view xml);

// The signature that QEMU gives to the CPU model which the domain fixes: libvirt's own is another
// for some models (Opteron_G3). libvirt 9.0 to 12.8 starts a domain that names no model with
// qemu64. Nothing for the host's CPU and for names that are not known.
std::optional<std::uint32_t> domain_cpu_signature(const DomainConfig& domain);

}  // namespace sevproof

#endif
