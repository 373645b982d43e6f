// What a libvirt host says about itself: the XML of `virsh capabilities`. It comes from the host
// and proves nothing.
#ifndef SEVPROOF_HOST_CAPABILITIES_H
#define SEVPROOF_HOST_CAPABILITIES_H

#include <optional>
#include <string_view>

#include "sevproof/cpu.h"
#include "sevproof/result.h"

namespace sevproof {

// A host with many CPUs and guest architectures writes about 100 KiB.
inline constexpr std::size_t kMaxCapabilitiesSize = 4 * 1024 * 1024;

// The signature of the physical CPU, /capabilities/host/cpu/signature; nothing where the host, with
// an old libvirt, does not report it once. Fails with kInvalid for text that is longer than
// kMaxCapabilitiesSize or no capabilities XML, and for numbers out of range (CpuSku's maxima).
Result<std::optional<CpuSku>> parse_host_cpu(std::string_view xml);

}  // namespace sevproof

#endif
