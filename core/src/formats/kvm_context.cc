// A virtual CPU's context as KVM has it measured, after QEMU took it from an IGVM file.
#include <algorithm>
#include <array>
#include <string>

#include "formats/vmsa_offsets.h"
#include "sevproof/formats/igvm_launch.h"
#include "sevproof/text.h"

namespace sevproof {
namespace {

namespace at = vmsa_offset;

struct Part {
  std::size_t offset;
  std::size_t size;
};

constexpr std::size_t kSegmentSize = 16;
constexpr std::size_t kRegister = 8;

// What QEMU takes over.
constexpr auto kTaken = std::to_array<Part>({
    {at::kEs, 10 * kSegmentSize},  // all segments and tables, TR the last
    {at::kEfer, kRegister},
    {at::kCr4, 7 * kRegister},  // cr4, cr3, cr0, dr7, dr6, rflags, rip
    {0x1d8, kRegister},         // rsp
    {0x1f8, kRegister},         // rax
    {at::kGpat, kRegister},
    {0x308, 3 * kRegister},   // rcx, rdx, rbx
    {0x328, 11 * kRegister},  // rbp, rsi, rdi, r8 to r15
    {at::kXcr0, kRegister},
});
// What it does not, and does not mind.
constexpr auto kPassedOver = std::to_array<Part>({
    {at::kSevFeatures, kRegister},
    {at::kMxcsr, 4},
    {at::kX87Fcw, 2},
});

tl::unexpected<Error> refused(const std::string& field, std::string_view why) {
  return tl::unexpected(
      about(Subject::kIgvm, Error(ErrorCode::kInvalidInput,
                                  "IGVM file: a VMSA page has " + field + ", " + std::string(why),
                                  "QEMU does not start a guest from it, or starts it in another "
                                  "state than the file's.")));
}

std::string name_at(const VmsaPage& page) {
  const auto fields = nonzero_vmsa_fields(page);
  return fields.empty() ? "" : fields.front().name + " " + to_hex_number(fields.front().value);
}

class Context {
 public:
  explicit Context(ByteView context) { put_bytes(given_, context); }

  Result<VmsaPage> to_kvm(std::uint64_t sev_features) {
    if (auto checked = check(); !checked) return fail(checked.error());
    VmsaPage page = build_boot_vmsa({0, VmsaLayout::kInit2, sev_features});
    for (const Part& part : kTaken) copy(part, page);
    set(page, at::kEfer, get(at::kEfer) | kSvme);
    set(page, at::kCr4, get(at::kCr4) | kMce);
    set(page, at::kCr0, get(at::kCr0) & ~kNoCache);
    // A slip of QEMU's: TR begins where LDTR does.
    set(page, at::kTr + at::kSegmentBase, get(at::kLdtr + at::kSegmentBase));
    return page;
  }

 private:
  static constexpr std::uint64_t kSvme = 1U << 12;
  static constexpr std::uint64_t kMce = 1U << 6;
  static constexpr std::uint64_t kNoCache = 3U << 29;  // CD and NW

  Result<void> check() const {
    VmsaPage rest = given_;
    for (const Part& part : kTaken) clear(part, rest);
    for (const Part& part : kPassedOver) clear(part, rest);
    const std::string field = name_at(rest);
    if (!field.empty()) return refused(field, "which QEMU does not hand over");
    return {};
  }

  static void clear(const Part& part, VmsaPage& page) {
    std::fill_n(page.begin() + static_cast<std::ptrdiff_t>(part.offset), part.size,
                std::uint8_t{0});
  }

  void copy(const Part& part, VmsaPage& page) const {
    put_bytes(std::span<std::uint8_t>(page).subspan(part.offset),
              ByteView(given_).subspan(part.offset, part.size));
  }

  std::uint64_t get(std::size_t offset) const {
    return load_le<std::uint64_t>(ByteView(given_).subspan(offset));
  }

  static void set(VmsaPage& page, std::size_t offset, std::uint64_t value) {
    store_le<std::uint64_t>(std::span<std::uint8_t>(page).subspan(offset), value);
  }

  VmsaPage given_{};
};

}  // namespace

Result<VmsaPage> kvm_vmsa_of_context(ByteView context, std::uint64_t sev_features) {
  return Context(context).to_kvm(sev_features);
}

std::optional<std::uint64_t> igvm_sev_features(const IgvmLaunch& launch) {
  if (launch.contexts.empty() || launch.contexts.front().index != 0) return std::nullopt;
  return load_le<std::uint64_t>(launch.contexts.front().data.subspan(at::kSevFeatures));
}

Result<std::vector<VmsaPage>> igvm_vmsa_pages(const IgvmLaunch& launch, std::uint32_t vcpus,
                                              std::optional<std::uint32_t> cpu_signature,
                                              std::uint64_t features_without) {
  if (!launch.contexts.empty() && launch.contexts.back().index >= vcpus) {
    const std::uint32_t most = launch.contexts.back().index + 1U;
    return tl::unexpected(
        about(Subject::kVcpus, Error(ErrorCode::kInvalidInput,
                                     "the IGVM file has a VMSA page for virtual CPU number " +
                                         std::to_string(most) + ", got " + std::to_string(vcpus) +
                                         (vcpus == 1 ? " virtual CPU" : " virtual CPUs"),
                                     "QEMU does not start a guest of fewer CPUs from it.")));
  }
  if (launch.contexts.size() < vcpus && !cpu_signature) {
    return tl::unexpected(
        about(Subject::kCpu,
              Error(ErrorCode::kMissingInput,
                    "the IGVM file has VMSA pages for " + std::to_string(launch.contexts.size()) +
                        " of " + std::to_string(vcpus) +
                        " virtual CPUs: for the others the CPU model is needed too",
                    "QEMU starts these as after a reset, with the model's signature: `snp measure "
                    "--igvm FILE --cpu NAME`, of SEV-ES `measure --igvm FILE --cpu NAME`.")));
  }
  const std::uint64_t features = igvm_sev_features(launch).value_or(features_without);
  std::vector<VmsaPage> pages(
      vcpus, build_boot_vmsa({cpu_signature.value_or(0), VmsaLayout::kInit2, features}));
  for (const IgvmVpContext& context : launch.contexts) {
    auto page = kvm_vmsa_of_context(context.data, features);
    if (!page) return fail(page.error());
    pages[context.index] = *page;
  }
  return pages;
}

}  // namespace sevproof
