#include "snp/sections.h"

#include <algorithm>
#include <string>
#include <utility>

#include "sevproof/text.h"
#include "snp/page_ranges.h"

namespace sevproof::snp::internal {
namespace {

// edk2 OvmfPkg/ResetVector/X64/OvmfSevMetadata.asm.
enum SectionType : std::uint32_t {
  kSecMem = 1,
  kSnpSecrets = 2,
  kCpuidPage = 3,
  kSvsmCaa = 4,
  kKernelHashes = 0x10,
};

// An address of 32 bits reaches no further.
constexpr std::uint64_t kMostPages = (1ULL << 32) / kPageSize;

tl::unexpected<Error> bad(std::string message, std::string hint = {}) {
  return tl::unexpected(about(
      Subject::kFirmware,
      Error(ErrorCode::kInvalidInput, "SEV metadata: " + std::move(message), std::move(hint))));
}

std::string name_of(const SevMetadataSection& section, std::size_t index) {
  return "section " + std::to_string(index + 1) + " (type " + to_hex_number(section.type) +
         (section.type_name.empty() ? "" : " " + std::string(section.type_name)) + ", address " +
         to_hex_number(section.gpa) + ", size " + to_hex_number(section.size) + ")";
}

bool is_known(std::uint32_t type) {
  return (type >= kSecMem && type <= kSvsmCaa) || type == kKernelHashes;
}

Result<void> check_one(const SevMetadataSection& section, std::size_t index) {
  const std::string name = name_of(section, index);
  if (section.size == 0) {
    return bad(name + " is empty", "QEMU does not start a SEV-SNP guest with such firmware.");
  }
  if (section.gpa % kPageSize != 0 || section.size % kPageSize != 0) {
    return bad(name + " is not on boundaries of 4096 bytes",
               "KVM does not start a SEV-SNP guest with such firmware.");
  }
  if (!is_known(section.type)) {
    return bad(name + " has a type that is not known",
               "QEMU would add a ZERO page for it, which may not be what its maker meant.");
  }
  return {};
}

Result<void> check_overlaps(const std::vector<SevMetadataSection>& sections,
                            std::uint64_t image_size) {
  constexpr std::string_view kHint = "KVM does not start a SEV-SNP guest with such firmware.";
  const std::uint64_t image = (1ULL << 32) - image_size;
  std::vector<PageRange> ranges;
  for (std::size_t i = 0; i < sections.size(); ++i) {
    const std::uint64_t end = std::uint64_t{sections[i].gpa} + sections[i].size;
    if (end > image) {
      const std::string fault = image_size == 0 ? " ends above 4 GiB, where the firmware ends"
                                                : " overlaps the firmware, which lies at " +
                                                      to_hex_number(image) + " and above";
      return bad(name_of(sections[i], i) + fault, std::string(kHint));
    }
    ranges.push_back({sections[i].gpa / kPageSize, end / kPageSize - 1, i});
  }
  const auto found = find_overlap(std::move(ranges));
  if (!found) return {};
  const auto [one, other] = std::minmax(found->first.index, found->second.index);
  return bad(name_of(sections[other], other) + " overlaps " + name_of(sections[one], one),
             std::string(kHint));
}

PageType plain_type(std::uint32_t type, Vmm vmm) {
  switch (type) {
    case kSnpSecrets:
      return PageType::kSecrets;
    case kCpuidPage:
      return PageType::kCpuid;
    case kSecMem:
      return vmm == Vmm::kGce ? PageType::kUnmeasured : PageType::kZero;
    default:
      return PageType::kZero;
  }
}

// QEMU: the table at the area's offset in its page, zeros around it.
Result<PageRun> kernel_hashes_run(const SevMetadataSection& section, const MemoryArea& area,
                                  const KernelHashes& hashes) {
  const std::size_t offset = area.base % kPageSize;
  if (offset + kKernelHashesTableSize > section.size) {
    return bad("the table of kernel hashes at address " + to_hex_number(area.base) +
               " does not fit its section of " + to_hex_number(section.size) + " bytes");
  }
  PageRun run{PageType::kNormal, section.gpa, section.size / std::uint32_t{kPageSize},
              Bytes((offset + kKernelHashesTableSize + kPageSize - 1) / kPageSize * kPageSize)};
  put_bytes(std::span<std::uint8_t>(run.content).subspan(offset),
            build_kernel_hashes_table(hashes));
  return run;
}

// EC2 measures CPUID pages after all others.
void order_for_ec2(std::vector<SevMetadataSection>& list) {
  std::stable_partition(list.begin(), list.end(), [](const SevMetadataSection& section) {
    return section.type != kCpuidPage;
  });
}

Result<void> check_place(const Sections& sections) {
  const bool has_section =
      std::any_of(sections.list.begin(), sections.list.end(),
                  [](const SevMetadataSection& one) { return one.type == kKernelHashes; });
  if (!usable(sections.hash_area, kKernelHashesTableSize)) {
    return bad("the firmware has no area for kernel hashes, so no kernel can be measured",
               "Use a build with one, such as OVMF's AmdSev package, or no kernel.");
  }
  if (has_section) return {};
  return bad(
      "the firmware has an area for kernel hashes, but no section (type 0x10) for SEV-SNP to "
      "measure it",
      "Use a build of OVMF of 2023 or later, or no kernel.");
}

}  // namespace

Result<Sections> check_sections(const std::vector<SevMetadataSection>& sections,
                                const std::optional<MemoryArea>& hash_area,
                                std::uint64_t image_size) {
  std::uint64_t pages = 0;
  for (std::size_t i = 0; i < sections.size(); ++i) {
    if (auto checked = check_one(sections[i], i); !checked) return fail(checked.error());
    pages += sections[i].size / kPageSize;
  }
  if (pages > kMostPages) return bad("its sections are larger than 4 GiB together");
  if (auto checked = check_overlaps(sections, image_size); !checked) return fail(checked.error());
  return Sections{sections, hash_area};
}

bool holds_hash_area(const std::vector<SevMetadataSection>& sections, const MemoryArea& area) {
  return std::any_of(sections.begin(), sections.end(), [&](const SevMetadataSection& one) {
    return one.type == kKernelHashes && area.base >= one.gpa &&
           std::uint64_t{area.base} + kKernelHashesTableSize <= std::uint64_t{one.gpa} + one.size;
  });
}

Result<std::vector<PageRun>> pages_of(const Sections& sections, Vmm vmm,
                                      const std::optional<KernelHashes>& hashes) {
  if (hashes) {
    if (auto checked = check_place(sections); !checked) return fail(checked.error());
  }
  std::vector<SevMetadataSection> list = sections.list;
  if (vmm == Vmm::kEc2) order_for_ec2(list);
  std::vector<PageRun> runs;
  for (const SevMetadataSection& section : list) {
    if (hashes && section.type == kKernelHashes) {
      auto run = kernel_hashes_run(section, *sections.hash_area, *hashes);
      if (!run) return fail(run.error());
      runs.push_back(*std::move(run));
      continue;
    }
    runs.push_back(
        {plain_type(section.type, vmm), section.gpa, section.size / std::uint32_t{kPageSize}, {}});
  }
  return runs;
}

Sha384Digest content_of(const PageRun& run, std::size_t page) {
  static const Sha384Digest kZeros = sha384(Bytes(kPageSize));
  if (run.type != PageType::kNormal) return {};
  const std::size_t offset = page * kPageSize;
  if (offset >= run.content.size()) return kZeros;
  return sha384(ByteView(run.content).subspan(offset, kPageSize));
}

}  // namespace sevproof::snp::internal
