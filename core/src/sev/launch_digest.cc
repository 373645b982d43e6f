#include "sev/launch_digest.h"

namespace sevproof {

LaunchDigest::LaunchDigest(const Sha256& firmware) : sha_(firmware) {}

void LaunchDigest::add_kernel_hashes(const KernelHashesTable& table) { sha_.update(table); }

void LaunchDigest::add_vmsa(const VmsaPage& page) { sha_.update(page); }

Sha256Digest LaunchDigest::value() const { return sha_.finish(); }

}  // namespace sevproof
