#include "sevproof/snp/vmm.h"

#include <array>
#include <string>

#include "formats/vmsa_offsets.h"
#include "sevproof/bytes.h"
#include "sevproof/text.h"
#include "snp/floating_point.h"

namespace sevproof::snp {
namespace {

namespace at = vmsa_offset;

constexpr std::size_t kAttributes = 2;  // of a segment

template <typename T>
void put(VmsaPage& page, std::size_t offset, T value) {
  store_le<T>(std::span<std::uint8_t>(page).subspan(offset), value);
}

// Segments as they are before anything was loaded into them: not accessed, and a TR that is not
// busy.
void change_to_ec2(VmsaPage& page, bool is_boot_cpu) {
  internal::clear_floating_point(page);
  if (is_boot_cpu) put<std::uint16_t>(page, at::kCs + kAttributes, 0x9a);
  put<std::uint16_t>(page, at::kSs + kAttributes, 0x92);
  put<std::uint16_t>(page, at::kTr + kAttributes, 0x83);
}

void change_to_gce(VmsaPage& page) {
  internal::clear_floating_point(page);
  put<std::uint64_t>(page, at::kGpat, 0x00070106);
}

VmsaPage changed(Vmm vmm, VmsaPage page, bool is_boot_cpu) {
  if (vmm == Vmm::kEc2) change_to_ec2(page, is_boot_cpu);
  if (vmm == Vmm::kGce) change_to_gce(page);
  return page;
}

// SNP guests are made with KVM_SEV_INIT2 alone.
VmsaSpec kvm_spec(const VcpuSpec& spec) {
  return {spec.cpu_signature.value_or(kResetRdx), VmsaLayout::kInit2, spec.sev_features};
}

constexpr std::array<std::string_view, 3> kNames = {"qemu", "ec2", "gce"};

}  // namespace

void internal::clear_floating_point(VmsaPage& page) {
  put<std::uint32_t>(page, at::kMxcsr, 0);
  put<std::uint16_t>(page, at::kX87Fcw, 0);
}

std::string_view vmm_name(Vmm vmm) { return kNames.at(static_cast<std::size_t>(vmm)); }

Result<Vmm> parse_vmm(std::string_view name) {
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i] == name) return static_cast<Vmm>(i);
  }
  return fail(ErrorCode::kInvalidInput, "VMM: expected qemu, ec2 or gce, got " + quote(name),
              "libvirt, OpenStack and Kata start QEMU.");
}

VmsaPage build_boot_vmsa(Vmm vmm, const VcpuSpec& spec) {
  return changed(vmm, sevproof::build_boot_vmsa(kvm_spec(spec)), true);
}

VmsaPage build_ap_vmsa(Vmm vmm, const VcpuSpec& spec, std::uint32_t reset_address) {
  return changed(vmm, sevproof::build_ap_vmsa(kvm_spec(spec), reset_address), false);
}

}  // namespace sevproof::snp
