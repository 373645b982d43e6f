// What a SEV-SNP guest starts from, and the launch digest that follows.
//
//   auto firmware = parse_firmware(image);                  // formats/firmware.h
//   if (!firmware) return fail(firmware.error());
//   LaunchConfig config;
//   config.firmware = GuestFirmware{*firmware, image};
//   config.vcpu.cpu_signature = *parse_cpu("EPYC-Milan");   // formats/cpu.h
//   auto measured = measure(config, {1, 2, 4});
//   if (!measured) return fail(measured.error());
//   compare(measured->digests[0].digest, report.measurement);
//
// QEMU measures the firmware's pages, then the sections of its SEV metadata in the order of their
// table, then a VMSA page for each virtual CPU (target/i386/sev.c; KVM's snp_launch_update_vmsa).
#ifndef SEVPROOF_SNP_LAUNCH_H
#define SEVPROOF_SNP_LAUNCH_H

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sevproof/bytes.h"
#include "sevproof/formats/cpu.h"
#include "sevproof/formats/firmware.h"
#include "sevproof/formats/kernel_hashes.h"
#include "sevproof/result.h"
#include "sevproof/sha384.h"
#include "sevproof/snp/vmm.h"

namespace sevproof::snp {

// Firmware whose image is not at hand: what cloud providers publish of it.
struct FirmwareDigest {
  Sha384Digest digest{};  // after the firmware's own pages
  std::vector<SevMetadataSection> sections;
  std::optional<std::uint32_t> reset_address;
  std::optional<MemoryArea> hash_area;
};

// A whole image, which whoever calls keeps alive.
struct GuestFirmware {
  Firmware firmware;
  ByteView image;
};

struct LaunchConfig {
  Vmm vmm = Vmm::kQemu;
  std::optional<GuestFirmware> firmware;  // or
  std::optional<FirmwareDigest> firmware_digest;
  // With kernel-hashes=on. Without them, a kernel is not measured at all.
  std::optional<KernelHashes> kernel_hashes;
  VcpuSpec vcpu;
  std::uint64_t vmsa_gpa = kVmsaGpa;

  // Of the firmware, or of what is given in its place; one of them must be there.
  const std::vector<SevMetadataSection>& sections() const {
    return firmware ? firmware->firmware.sev_metadata : firmware_digest->sections;
  }
  const std::optional<MemoryArea>& hash_area() const {
    return firmware ? firmware->firmware.hash_area : firmware_digest->hash_area;
  }
  const std::optional<std::uint32_t>& reset_address() const {
    return firmware ? firmware->firmware.reset_address : firmware_digest->reset_address;
  }
};

// One page that was measured.
struct Step {
  PageType type = PageType::kNormal;
  std::uint64_t gpa = 0;
  Sha384Digest digest{};  // after it
};
using Observer = std::function<void(const Step&)>;

struct CountedDigest {
  std::uint32_t vcpus = 0;
  Sha384Digest digest{};
};

// Whether it is one of them.
bool has_digest(std::span<const CountedDigest> digests, const Sha384Digest& digest);

struct MeasuredLaunch {
  std::vector<CountedDigest> digests;  // in the order of the counts that were asked for
  Sha384Digest after_firmware{};       // what others call the OVMF hash
  Sha384Digest after_metadata{};
  VmsaPage boot_vmsa{};
  std::optional<VmsaPage> ap_vmsa;  // where the firmware says where APs start
};

// For each of `counts`, 1 to kMaxVcpus, in any order; all together for the price of the largest.
// `observe` sees every page of the largest. Fails with kInvalidInput, naming it, for what a host
// refuses: firmware without SEV metadata or of a size that is no multiple of 4096, a section that
// is empty, of an unknown type or not on page boundaries, kernel hashes without a place for them,
// APs without an address to start at.
Result<MeasuredLaunch> measure(const LaunchConfig& config, std::span<const std::uint32_t> counts,
                               const Observer& observe = {});

}  // namespace sevproof::snp

#endif
