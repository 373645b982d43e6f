// CPU signatures (CPUID leaf 1 EAX), which KVM puts into RDX of a VMSA page, and QEMU's names for
// the models. It is the signature of the guest's CPU model: the physical host's only under -cpu
// host.
#ifndef SEVPROOF_FORMATS_CPU_H
#define SEVPROOF_FORMATS_CPU_H

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "sevproof/result.h"

namespace sevproof {

// The largest number of virtual CPUs that QEMU's PC machines take.
inline constexpr std::uint32_t kMaxVcpus = 4096;

// Family, model and stepping as they are displayed: extended parts already added.
struct CpuSku {
  // 15 + the largest extended family.
  static constexpr std::uint32_t kMaxFamily = 270;
  static constexpr std::uint32_t kMaxModel = 255;
  static constexpr std::uint32_t kMaxStepping = 15;

  std::uint32_t family = 0;
  std::uint32_t model = 0;
  std::uint32_t stepping = 0;

  friend bool operator==(const CpuSku&, const CpuSku&) = default;
};

// A CPU model of QEMU. Its versions NAME-v1, NAME-v2 and so on change features, never the
// signature.
struct CpuModel {
  std::string_view name;
  CpuSku sku;
  unsigned versions = 0;  // 0: it has none
};

// The AMD and Hygon models of QEMU 7.2 to 11.1, and those that a guest without a CPU of its own
// may have. Models of servers come first.
std::span<const CpuModel> cpu_models();

// The SKU of a QEMU CPU model by the very name that QEMU takes: one of cpu_models(), or one of its
// versions. Fails with kInvalid for any other name, with a hint that names the nearest; `host` and
// `max`, which are the host's own CPU, get a hint of their own.
Result<CpuSku> find_cpu_model(std::string_view name);

// The signature of a CPU as people have it: QEMU's argument of -cpu ("EPYC-Milan",
// "EPYC-v4,+invtsc", "EPYC-Milan,stepping=2"; features do not change the signature; `host` and
// `max` with all of family, model and stepping), the signature itself ("0xa00f11", "10489617"), or
// family, model and stepping ("25/1/1"). Fails with kInvalid.
Result<std::uint32_t> parse_cpu(std::string_view text);

// AMD64 Architecture Programmer's Manual volume 3, CPUID Fn0000_0001_EAX. Fails with kInvalid where
// a part is out of range (CpuSku's maxima).
Result<std::uint32_t> cpu_signature(const CpuSku& sku);

// The reverse of cpu_signature; reserved bits are ignored.
CpuSku decode_cpu_signature(std::uint32_t signature);

// "family 25, model 1, stepping 1 (EPYC-Milan)", with the QEMU model where one has this signature.
std::string describe_cpu_signature(std::uint32_t signature);

// As parse_cpu takes it: "EPYC-Milan", or "25/1/2" where no QEMU model has this signature. Reserved
// bits are ignored.
std::string cpu_argument(std::uint32_t signature);

// What a libvirt host says about itself: the XML of `virsh capabilities`. It comes from the host
// and proves nothing.

// A host with many CPUs and guest architectures writes about 100 KiB.
inline constexpr std::size_t kMaxCapabilitiesSize = 4 * 1024 * 1024;

// The signature of the physical CPU, /capabilities/host/cpu/signature; nothing where the host, with
// an old libvirt, does not report it once. Fails with kInvalid for text that is longer than
// kMaxCapabilitiesSize or no capabilities XML, and for numbers out of range (CpuSku's maxima).
Result<std::optional<CpuSku>> parse_host_cpu(std::string_view xml);

}  // namespace sevproof

#endif
