// The VMSA page once more, as a table of offset, size and value (AMD64 Architecture Programmer's
// Manual volume 2, table B-4), so that the core's own offsets are judged by others.
#ifndef SEVPROOF_TESTS_CORE_VMSA_TABLE_H
#define SEVPROOF_TESTS_CORE_VMSA_TABLE_H

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "sevproof/formats/vmsa.h"

namespace sevproof::test {

struct VmsaValue {
  std::uint16_t offset;
  std::uint8_t size;
  std::uint64_t value;
};

inline VmsaPage vmsa_of(const std::vector<VmsaValue>& values) {
  VmsaPage page{};
  for (const VmsaValue& value : values) {
    for (std::size_t i = 0; i < value.size; ++i) {
      page[value.offset + i] = static_cast<std::uint8_t>(value.value >> (8 * i));
    }
  }
  return page;
}

// What every CPU of a KVM guest has after reset; RDX, sev_features and floating-point state are not
// among it.
inline std::vector<VmsaValue> common_vmsa_values(std::uint64_t cs_base, std::uint64_t rip) {
  std::vector<VmsaValue> values = {{0x010, 2, 0xf000},
                                   {0x012, 2, 0x9b},
                                   {0x018, 8, cs_base},
                                   {0x0d0, 8, 0x1000},
                                   {0x148, 8, 0x40},
                                   {0x158, 8, 0x10},
                                   {0x160, 8, 0x400},
                                   {0x168, 8, 0xffff0ff0},
                                   {0x170, 8, 0x2},
                                   {0x178, 8, rip},
                                   {0x268, 8, 0x0007040600070406},
                                   {0x3e8, 8, 0x1},
                                   {0x072, 2, 0x82},
                                   {0x092, 2, 0x8b}};
  for (const std::uint16_t data_segment :
       std::array<std::uint16_t, 5>{0x00, 0x20, 0x30, 0x40, 0x50}) {
    values.push_back({static_cast<std::uint16_t>(data_segment + 2), 2, 0x93});
  }
  for (std::uint16_t segment = 0x00; segment <= 0x90;
       segment = static_cast<std::uint16_t>(segment + 16)) {
    values.push_back({static_cast<std::uint16_t>(segment + 4), 4, 0xffff});
  }
  return values;
}

struct VmsaName {
  std::string_view name;
  std::uint16_t offset;
  std::uint8_t size;  // 0 where sources disagree
};

// The named fields besides the segments.
inline constexpr VmsaName kVmsaNames[] = {{"vmpl", 0x0ca, 1},
                                          {"cpl", 0x0cb, 1},
                                          {"efer", 0x0d0, 8},
                                          {"xss", 0x140, 8},
                                          {"cr4", 0x148, 8},
                                          {"cr3", 0x150, 8},
                                          {"cr0", 0x158, 8},
                                          {"dr7", 0x160, 8},
                                          {"dr6", 0x168, 8},
                                          {"rflags", 0x170, 8},
                                          {"rip", 0x178, 8},
                                          {"rsp", 0x1d8, 8},
                                          {"rax", 0x1f8, 8},
                                          {"star", 0x200, 8},
                                          {"lstar", 0x208, 8},
                                          {"cstar", 0x210, 8},
                                          {"sfmask", 0x218, 8},
                                          {"kernel_gs_base", 0x220, 8},
                                          {"sysenter_cs", 0x228, 8},
                                          {"sysenter_esp", 0x230, 8},
                                          {"sysenter_eip", 0x238, 8},
                                          {"cr2", 0x240, 8},
                                          {"g_pat", 0x268, 8},
                                          {"dbgctl", 0x270, 8},
                                          {"br_from", 0x278, 8},
                                          {"br_to", 0x280, 8},
                                          {"last_excp_from", 0x288, 8},
                                          {"last_excp_to", 0x290, 8},
                                          {"spec_ctrl", 0x2e0, 0},
                                          {"pkru", 0x2e8, 4},
                                          {"tsc_aux", 0x2ec, 4},
                                          {"rcx", 0x308, 8},
                                          {"rdx", 0x310, 8},
                                          {"rbx", 0x318, 8},
                                          {"rbp", 0x328, 8},
                                          {"rsi", 0x330, 8},
                                          {"rdi", 0x338, 8},
                                          {"r8", 0x340, 8},
                                          {"r9", 0x348, 8},
                                          {"r10", 0x350, 8},
                                          {"r11", 0x358, 8},
                                          {"r12", 0x360, 8},
                                          {"r13", 0x368, 8},
                                          {"r14", 0x370, 8},
                                          {"r15", 0x378, 8},
                                          {"guest_exit_info_1", 0x390, 8},
                                          {"guest_exit_info_2", 0x398, 8},
                                          {"guest_exit_int_info", 0x3a0, 8},
                                          {"guest_nrip", 0x3a8, 8},
                                          {"sev_features", 0x3b0, 8},
                                          {"vintr_ctrl", 0x3b8, 8},
                                          {"guest_exit_code", 0x3c0, 8},
                                          {"virtual_tom", 0x3c8, 8},
                                          {"tlb_id", 0x3d0, 8},
                                          {"pcpu_id", 0x3d8, 8},
                                          {"event_inj", 0x3e0, 8},
                                          {"xcr0", 0x3e8, 8},
                                          {"x87_dp", 0x400, 8},
                                          {"mxcsr", 0x408, 4},
                                          {"x87_ftw", 0x40c, 2},
                                          {"x87_fsw", 0x40e, 2},
                                          {"x87_fcw", 0x410, 2},
                                          {"x87_fop", 0x412, 2},
                                          {"x87_ds", 0x414, 2},
                                          {"x87_cs", 0x416, 2},
                                          {"x87_rip", 0x418, 8}};

}  // namespace sevproof::test

#endif
