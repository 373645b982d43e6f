// The sections of one firmware, as one VMM measures them, for many kernel-hashes tables.
#ifndef SEVPROOF_SNP_DIAGNOSIS_SECTION_DIGESTS_H
#define SEVPROOF_SNP_DIAGNOSIS_SECTION_DIGESTS_H

#include <optional>
#include <vector>

#include "sevproof/snp/launch_digest.h"
#include "snp/diagnosis/space.h"

namespace sevproof::snp::internal {

class SectionDigests {
 public:
  SectionDigests(const FirmwareOption& firmware, const VmmOption& vmm);

  const Sha384Digest& after_pages() const { return after_pages_; }

  // After all sections, without kernel hashes, and with these: nothing where they have no place.
  const Sha384Digest& without_hashes() const { return without_; }
  std::optional<Sha384Digest> with_hashes(const KernelHashes& hashes) const;

 private:
  void add_table_page(LaunchDigest& digest, const PageRun& run,
                      const KernelHashesTable& table) const;

  Sha384Digest after_pages_{};
  Sha384Digest without_{};
  // Before the first page with the table; that page and all behind it.
  LaunchDigest before_table_;
  std::vector<PageRun> rest_;
  std::size_t offset_ = 0;  // of the table in its page
  Sha384 page_start_;       // the zeros up to it
};

}  // namespace sevproof::snp::internal

#endif
