// The sections of SEV metadata as pages, in the order in which a VMM measures them.
#ifndef SEVPROOF_SNP_SECTIONS_H
#define SEVPROOF_SNP_SECTIONS_H

#include <cstdint>
#include <optional>
#include <vector>

#include "sevproof/bytes.h"
#include "sevproof/formats/firmware.h"
#include "sevproof/formats/kernel_hashes.h"
#include "sevproof/result.h"
#include "sevproof/snp/launch_digest.h"
#include "sevproof/snp/vmm.h"

namespace sevproof::snp::internal {

// Those of one image that hosts take, in the order of their table.
struct Sections {
  std::vector<SevMetadataSection> list;
  std::optional<MemoryArea> hash_area;
};

// Fails with kInvalidInput, naming the section, for one that is empty, not on page boundaries, of
// an unknown type, or over another one or the image, which ends at 4 GiB; and where all of them are
// larger than 4 GiB. Of an image that is not at hand the size is 0.
Result<Sections> check_sections(const std::vector<SevMetadataSection>& sections,
                                const std::optional<MemoryArea>& hash_area,
                                std::uint64_t image_size);

inline bool lies_before(const SevMetadataSection& a, const SevMetadataSection& b) {
  return a.gpa < b.gpa;
}

// Whether a section for kernel hashes holds the place where the firmware looks for them.
bool holds_hash_area(const std::vector<SevMetadataSection>& sections, const MemoryArea& area);

struct PageRun {
  PageType type;
  std::uint64_t gpa;
  std::uint32_t pages;
  Bytes content;  // of the first pages of a kNormal run; the others are zeros
};

// What a page of a run is measured with: LaunchDigest::add.
Sha384Digest content_of(const PageRun& run, std::size_t page);

// Every page of a run, into a LaunchDigest or a Recorder.
template <typename Out>
void add_run(Out& out, const PageRun& run) {
  for (std::uint32_t i = 0; i < run.pages; ++i) {
    out.add(run.type, run.gpa + std::uint64_t{i} * kPageSize, content_of(run, i));
  }
}

// Fails with kInvalidInput where there are kernel hashes and no place for them.
Result<std::vector<PageRun>> pages_of(const Sections& sections, Vmm vmm,
                                      const std::optional<KernelHashes>& hashes);

}  // namespace sevproof::snp::internal

#endif
