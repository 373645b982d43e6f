// What an IGVM file holds, as people read it: its directives in a few lines, and the launch digests
// of every platform of AMD's that it is for.
#ifndef SEVPROOF_IGVM_VIEW_H
#define SEVPROOF_IGVM_VIEW_H

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sevproof/finding.h"
#include "sevproof/formats/igvm.h"
#include "sevproof/sha256.h"

namespace sevproof {

// Directives of one kind beside each other.
struct IgvmLine {
  std::string_view what;  // "PAGE_DATA normal"
  std::uint32_t mask = 0;
  std::uint64_t gpa = 0;
  std::uint64_t pages = 0;  // 0 where it has no place in memory
  std::string detail;       // what else there is to say; may be empty
};

struct IgvmDigest {
  Bytes digest;         // 48 bytes of SEV-SNP, else 32
  std::string problem;  // why there is none; empty where there is
};

// Of one platform: SEV-SNP, SEV-ES or SEV.
struct IgvmDigests {
  IgvmPlatformType platform = IgvmPlatformType::kSevSnp;
  std::uint32_t vcpus = 0;  // as many as there are VMSA pages, at least 1; 0 of SEV
  IgvmDigest in_order;
  IgvmDigest qemu;
};

struct IgvmView {
  std::uint64_t size = 0;
  Sha256Digest sha256{};
  Igvm igvm;  // views of it point into the file
  std::vector<IgvmLine> lines;
  std::vector<IgvmDigests> digests;
  std::vector<Finding> findings;
};

// `file` must outlive it. Fails as parse_igvm does.
Result<IgvmView> view_igvm(const HashedBytes& file);

}  // namespace sevproof

#endif
