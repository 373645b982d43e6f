#include <array>

#include "sevproof/bytes.h"
#include "sevproof/formats/vmsa.h"

namespace sevproof {
namespace {

constexpr auto kFields = std::to_array<VmsaField>({
    {"es_selector", 0x000, 2},
    {"es_attributes", 0x002, 2},
    {"es_limit", 0x004, 4},
    {"es_base", 0x008, 8},
    {"cs_selector", 0x010, 2},
    {"cs_attributes", 0x012, 2},
    {"cs_limit", 0x014, 4},
    {"cs_base", 0x018, 8},
    {"ss_selector", 0x020, 2},
    {"ss_attributes", 0x022, 2},
    {"ss_limit", 0x024, 4},
    {"ss_base", 0x028, 8},
    {"ds_selector", 0x030, 2},
    {"ds_attributes", 0x032, 2},
    {"ds_limit", 0x034, 4},
    {"ds_base", 0x038, 8},
    {"fs_selector", 0x040, 2},
    {"fs_attributes", 0x042, 2},
    {"fs_limit", 0x044, 4},
    {"fs_base", 0x048, 8},
    {"gs_selector", 0x050, 2},
    {"gs_attributes", 0x052, 2},
    {"gs_limit", 0x054, 4},
    {"gs_base", 0x058, 8},
    {"gdtr_selector", 0x060, 2},
    {"gdtr_attributes", 0x062, 2},
    {"gdtr_limit", 0x064, 4},
    {"gdtr_base", 0x068, 8},
    {"ldtr_selector", 0x070, 2},
    {"ldtr_attributes", 0x072, 2},
    {"ldtr_limit", 0x074, 4},
    {"ldtr_base", 0x078, 8},
    {"idtr_selector", 0x080, 2},
    {"idtr_attributes", 0x082, 2},
    {"idtr_limit", 0x084, 4},
    {"idtr_base", 0x088, 8},
    {"tr_selector", 0x090, 2},
    {"tr_attributes", 0x092, 2},
    {"tr_limit", 0x094, 4},
    {"tr_base", 0x098, 8},
    {"vmpl", 0x0ca, 1},
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
    {"spec_ctrl", 0x2e0, 4},
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
    {"x87_rip", 0x418, 8},
});

constexpr std::array<std::string_view, 22> kSevFeatureNames = {"SNPActive",
                                                               "vTOM",
                                                               "ReflectVC",
                                                               "RestrictedInjection",
                                                               "AlternateInjection",
                                                               "DebugSwap",
                                                               "PreventHostIBS",
                                                               "BTBIsolation",
                                                               "VmplSSS",
                                                               "SecureTSC",
                                                               "VmgexitParameter",
                                                               "",
                                                               "IbsVirt",
                                                               "",
                                                               "VmsaRegProt",
                                                               "SmtProtection",
                                                               "SecureAVIC",
                                                               "",
                                                               "",
                                                               "",
                                                               "",
                                                               "IbpbOnEntry"};

std::uint64_t load(const VmsaPage& page, std::size_t offset, std::size_t size) {
  std::uint64_t value = 0;
  for (std::size_t i = size; i > 0; --i) value = value << 8 | page[offset + i - 1];
  return value;
}

std::string reserved_name(std::size_t offset) { return "reserved_" + to_hex_number(offset); }

// Calls visit(name, offset, size) for every byte of the page, in order: named fields whole, what
// lies between them in pieces of at most eight bytes that do not cross a multiple of eight.
template <typename Visit>
void for_each_field(const Visit& visit) {
  std::size_t position = 0;
  const auto visit_gap = [&](std::size_t end) {
    while (position < end) {
      const std::size_t size = std::min(end, position / 8 * 8 + 8) - position;
      visit(reserved_name(position), position, size);
      position += size;
    }
  };
  for (const VmsaField& field : kFields) {
    visit_gap(field.offset);
    visit(std::string(field.name), field.offset, field.size);
    position = static_cast<std::size_t>(field.offset) + field.size;
  }
  visit_gap(kVmsaSize);
}

}  // namespace

std::span<const VmsaField> vmsa_fields() { return kFields; }

std::vector<VmsaFieldValue> nonzero_vmsa_fields(const VmsaPage& page) {
  std::vector<VmsaFieldValue> values;
  for_each_field([&](std::string name, std::size_t offset, std::size_t size) {
    const std::uint64_t value = load(page, offset, size);
    if (value == 0) return;
    values.push_back({std::move(name), static_cast<std::uint16_t>(offset),
                      static_cast<std::uint8_t>(size), value});
  });
  return values;
}

std::vector<VmsaFieldDifference> diff_vmsa(const VmsaPage& first, const VmsaPage& second) {
  std::vector<VmsaFieldDifference> differences;
  for_each_field([&](std::string name, std::size_t offset, std::size_t size) {
    const std::uint64_t a = load(first, offset, size);
    const std::uint64_t b = load(second, offset, size);
    if (a == b) return;
    differences.push_back({std::move(name), static_cast<std::uint16_t>(offset),
                           static_cast<std::uint8_t>(size), a, b});
  });
  return differences;
}

std::vector<std::string> sev_feature_names(std::uint64_t sev_features) {
  std::vector<std::string> names;
  for (std::size_t bit = 0; bit < 64; ++bit) {
    if ((sev_features >> bit & 1) == 0) continue;
    const bool named = bit < kSevFeatureNames.size() && !kSevFeatureNames[bit].empty();
    names.push_back(named ? std::string(kSevFeatureNames[bit]) : "bit " + std::to_string(bit));
  }
  return names;
}

}  // namespace sevproof
