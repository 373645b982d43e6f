// The launch digest of a SEV-SNP guest, one page after the other: SEV Secure Nested Paging firmware
// ABI (56860), SNP_LAUNCH_UPDATE, table PAGE_INFO. A report has it as MEASUREMENT. There is no key
// and no total length in it, so the digest after some pages is a start for others.
#ifndef SEVPROOF_SNP_LAUNCH_DIGEST_H
#define SEVPROOF_SNP_LAUNCH_DIGEST_H

#include <cstdint>
#include <string_view>

#include "sevproof/sha384.h"

namespace sevproof::snp {

inline constexpr std::size_t kPageSize = 4096;

enum class PageType : std::uint8_t {
  kNormal = 1,  // its content is measured
  kVmsa = 2,    // the same: how a virtual CPU starts
  // Of these the address alone is.
  kZero = 3,
  kUnmeasured = 4,
  kSecrets = 5,
  kCpuid = 6,
};

std::string_view page_type_name(PageType type);  // "NORMAL" and so on

class LaunchDigest {
 public:
  // Before the first page: 48 zeros.
  LaunchDigest() = default;
  // After pages that somebody else measured.
  explicit LaunchDigest(const Sha384Digest& so_far) : value_(so_far) {}

  // One page at a guest-physical address. `contents` is the SHA-384 of its 4096 bytes for kNormal
  // and kVmsa; for the others, zeros.
  void add(PageType type, std::uint64_t gpa, const Sha384Digest& contents = {});

  const Sha384Digest& value() const { return value_; }

 private:
  Sha384Digest value_{};
};

}  // namespace sevproof::snp

#endif
