// VMSA pages: the initial register state of one virtual CPU of a SEV-ES guest, as KVM and QEMU set
// it up and as the firmware measures it (AMD64 Architecture Programmer's Manual volume 2, appendix
// B, table B-4).
#ifndef SEVPROOF_FORMATS_VMSA_H
#define SEVPROOF_FORMATS_VMSA_H

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sevproof/bytes.h"
#include "sevproof/result.h"

namespace sevproof {

inline constexpr std::size_t kVmsaSize = 4096;
using VmsaPage = std::array<std::uint8_t, kVmsaSize>;

// Which KVM interface initialised the guest decides the initial floating-point state.
enum class VmsaLayout {
  kLegacy,  // KVM_SEV_ES_INIT, what QEMU uses unless told otherwise: mxcsr 0, x87_fcw 0
  // KVM_SEV_INIT2, with QEMU's legacy-vm-type=off written out, whatever the kernel and the machine
  // type: mxcsr 0x1f80, x87_fcw 0x37f
  kInit2,
};

std::string_view layout_name(VmsaLayout layout);         // "legacy" or "init2"
Result<VmsaLayout> parse_layout(std::string_view name);  // fails with kInvalid

// sev_features bits (APM volume 2, table B-4, offset 0x3b0).
inline constexpr std::uint64_t kSevFeatureSnpActive = 1U << 0;
inline constexpr std::uint64_t kSevFeatureDebugSwap = 1U << 5;

// Where the boot CPU starts: CS base 0xffff0000 and RIP 0xfff0.
inline constexpr std::uint32_t kBootAddress = 0xfffffff0U;

struct VmsaSpec {
  std::uint32_t cpu_signature = 0;
  VmsaLayout layout = VmsaLayout::kLegacy;
  std::uint64_t sev_features = 0;
};

// The page of the boot CPU.
VmsaPage build_boot_vmsa(const VmsaSpec& spec);

// The page of every AP, which starts at the firmware's AP reset address.
VmsaPage build_ap_vmsa(const VmsaSpec& spec, std::uint32_t reset_address);

// Takes a file's content over; fails with kInvalid unless it is exactly 4096 bytes. `what` names
// it.
Result<VmsaPage> parse_vmsa(std::string_view what, ByteView content);

// What a page says about itself.
struct VmsaSummary {
  std::optional<VmsaLayout> layout;  // nothing when its floating-point state is neither of the two
  std::uint64_t sev_features = 0;
  std::uint64_t rdx = 0;  // the CPU signature in a page made by KVM
  // CS base + RIP: the address at which the CPU starts.
  std::uint64_t start_address = 0;
};
VmsaSummary summarize_vmsa(const VmsaPage& page);

// The fields of a VMSA page by name (APM volume 2, table B-4), to show a page and to compare two.

struct VmsaField {
  std::string_view name;
  std::uint16_t offset = 0;
  std::uint8_t size = 0;  // bytes: 1, 2, 4 or 8
};

// All named fields in ascending order of offset.
std::span<const VmsaField> vmsa_fields();

struct VmsaFieldValue {
  std::string name;  // bytes outside every named field are "reserved_0x..."
  std::uint16_t offset = 0;
  std::uint8_t size = 0;
  std::uint64_t value = 0;
};

// Every field that is not zero; bytes outside the named fields in runs of at most eight.
std::vector<VmsaFieldValue> nonzero_vmsa_fields(const VmsaPage& page);

struct VmsaFieldDifference {
  std::string name;
  std::uint16_t offset = 0;
  std::uint8_t size = 0;
  std::uint64_t first = 0;
  std::uint64_t second = 0;
};

// Every field in which the pages differ.
std::vector<VmsaFieldDifference> diff_vmsa(const VmsaPage& first, const VmsaPage& second);

// The names of the set sev_features bits, such as "DebugSwap"; unnamed ones as "bit 11".
std::vector<std::string> sev_feature_names(std::uint64_t sev_features);

}  // namespace sevproof

#endif
