// CPU signatures (CPUID leaf 1 EAX), which KVM puts into RDX of a VMSA page, and QEMU's names for
// the models. It is the signature of the guest's CPU model: the physical host's only under -cpu
// host.
#ifndef SEVPROOF_CPU_H
#define SEVPROOF_CPU_H

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "sevproof/result.h"

namespace sevproof {

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

struct CpuModel {
  std::string_view name;
  CpuSku sku;
};

// QEMU's AMD models whose guests can be SEV-ES guests.
std::span<const CpuModel> cpu_models();

// The SKU of a QEMU CPU model: a name of cpu_models() in any case, optionally with a version
// (EPYC-Rome-v2). Fails with kInvalid for an unknown name; `host` and `max` get a hint of their
// own.
Result<CpuSku> find_cpu_model(std::string_view name);

// AMD64 Architecture Programmer's Manual volume 3, CPUID Fn0000_0001_EAX. Fails with kInvalid where
// a part is out of range (CpuSku's maxima).
Result<std::uint32_t> cpu_signature(const CpuSku& sku);

// The reverse of cpu_signature; reserved bits are ignored.
CpuSku decode_cpu_signature(std::uint32_t signature);

// "family 25, model 1, stepping 1 (EPYC-Milan)", with the QEMU model where one has this signature.
std::string describe_cpu_signature(std::uint32_t signature);

}  // namespace sevproof

#endif
