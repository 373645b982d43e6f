// The launch digest of a SEV-SNP guest that is started from an IGVM file.
//
//   auto igvm = parse_igvm(file);                                             // formats/igvm.h
//   auto launch = igvm_launch(*igvm, IgvmPlatformType::kSevSnp, IgvmLoader::kQemu);
//   auto measured = measure_igvm(*launch, {.counts = counts, .cpu_signature = signature});
#ifndef SEVPROOF_SNP_IGVM_H
#define SEVPROOF_SNP_IGVM_H

#include <optional>
#include <span>
#include <string>

#include "sevproof/finding.h"
#include "sevproof/formats/igvm_launch.h"
#include "sevproof/snp/id_block.h"
#include "sevproof/snp/launch.h"

namespace sevproof::snp {

// As the directives stand in the file, VMSA pages among them: what makers of such files print.
// `launch` is of IgvmLoader::kInOrder. Fails with kInvalidInput for a page that is there twice.
Result<Sha384Digest> measure_igvm_in_order(const IgvmLaunch& launch, const Observer& observe = {});

struct IgvmCpus {
  std::span<const std::uint32_t> counts;  // 1 to kMaxVcpus, in any order
  // Of the guest's CPU model: for those that have no VMSA page in the file.
  std::optional<std::uint32_t> cpu_signature;
};

// As QEMU starts it, for each number of CPUs. `launch` is of IgvmLoader::kQemu. Fails as
// igvm_vmsa_pages does, and with kInvalidInput for pages that are there twice, or not for SEV-SNP.
Result<std::vector<CountedDigest>> measure_igvm(const IgvmLaunch& launch, const IgvmCpus& cpus,
                                                const Observer& observe = {});

// The finding that these two, QEMU's and that in the order of the file, differ, and why
// (igvm_difference): none where one of `digests`, which measure_igvm gave, is `file_digest`.
std::optional<Finding> review_igvm_orders(const IgvmLaunch& in_order, const IgvmLaunch& by_qemu,
                                          const Sha384Digest& file_digest,
                                          std::span<const CountedDigest> digests);

// Its ID block with the file's policy, as firmware gets them; nothing where it has none.
std::optional<IdBlockReport> check_igvm_id_block(const IgvmLaunch& launch);

// Its policy, and whether its ID block is signed as firmware demands; whatever is measured.
std::vector<Finding> review_igvm_signing(const IgvmLaunch& launch);

// One about an ID block in the file, which firmware checks against the digest of what is started:
// one of `digests`, or where QEMU starts nothing and there is none, that of another host.
std::optional<Finding> review_igvm_id_block(const IgvmLaunch& launch,
                                            const Sha384Digest& file_digest,
                                            std::span<const CountedDigest> digests);

}  // namespace sevproof::snp

#endif
