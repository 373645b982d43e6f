// The launch digest of SEV and SEV-ES (AMD SEV API specification, sections 6.3 to 6.5, GCTX.LD):
// the SHA-256 of all that was measured into the guest, in QEMU's order: firmware, kernel-hashes
// table, one VMSA page per CPU. Copy it at any point to go on from there with different ends.
#ifndef SEVPROOF_SEV_LAUNCH_DIGEST_H
#define SEVPROOF_SEV_LAUNCH_DIGEST_H

#include <cstdint>

#include "sevproof/bytes.h"
#include "sevproof/formats/kernel_hashes.h"
#include "sevproof/formats/vmsa.h"
#include "sevproof/sha256.h"

namespace sevproof {

class LaunchDigest {
 public:
  // LAUNCH_UPDATE_DATA of the whole firmware image, which is what `firmware` has taken in.
  explicit LaunchDigest(const Sha256& firmware);

  // LAUNCH_UPDATE_DATA of the hash area, before any VMSA.
  void add_kernel_hashes(const KernelHashesTable& table);

  // LAUNCH_UPDATE_VMSA, once per CPU.
  void add_vmsa(const VmsaPage& page);

  // The digest of what was added so far; more may follow.
  Sha256Digest value() const;

 private:
  Sha256 sha_;
};

}  // namespace sevproof

#endif
