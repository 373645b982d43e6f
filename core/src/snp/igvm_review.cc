// What is said of a SEV-SNP launch of an IGVM file: that QEMU's digest is not that in the order of
// the file, its policy, and its ID block.
#include <string>
#include <vector>

#include "sevproof/snp/id_block.h"
#include "sevproof/snp/igvm.h"
#include "sevproof/snp/policy.h"
#include "sevproof/text.h"
#include "snp/id_auth.h"
#include "snp/id_block_review.h"
#include "snp/policy_review.h"

namespace sevproof::snp {
namespace {

IdBlockBytes block_of(const IgvmSnpIdBlock& block, std::uint64_t policy) {
  IdBlock written;
  written.launch_digest = block.launch_digest;
  written.family_id = block.family_id;
  written.image_id = block.image_id;
  written.version = block.version;
  written.guest_svn = block.guest_svn;
  written.policy = policy;
  return id_block_bytes(written);
}

void put_pair(std::span<std::uint8_t> out, ByteView first, ByteView second) {
  put_bytes(out, first);
  put_bytes(out.subspan(first.size()), second);
}

// As QEMU hands it to firmware.
IdAuthBytes auth_of(const IgvmSnpIdBlock& block) {
  IdAuthBytes auth{};
  const std::span<std::uint8_t> out(auth);
  const auto part = [&](const internal::IdAuthPart& one) {
    return out.subspan(one.offset, one.size);
  };
  store_le<std::uint32_t>(out, block.id_key_algorithm);
  put_pair(part(internal::kBlockSignature), block.id_signature.r, block.id_signature.s);
  store_le<std::uint32_t>(part(internal::kIdKey), block.id_key.curve);
  put_pair(part(internal::kIdKey).subspan(4), block.id_key.x, block.id_key.y);
  if (!block.author_key_enabled) return auth;
  store_le<std::uint32_t>(out.subspan(4), block.author_key_algorithm);
  put_pair(part(internal::kKeySignature), block.author_signature.r, block.author_signature.s);
  store_le<std::uint32_t>(part(internal::kAuthorKey), block.author_key.curve);
  put_pair(part(internal::kAuthorKey).subspan(4), block.author_key.x, block.author_key.y);
  return auth;
}

}  // namespace

std::optional<IdBlockReport> check_igvm_id_block(const IgvmLaunch& launch) {
  if (!launch.id_block) return std::nullopt;
  const std::uint64_t policy = launch.policy.value_or(kDefaultPolicy);
  return check_id_block(block_of(*launch.id_block, policy), auth_of(*launch.id_block), {});
}

std::vector<Finding> review_igvm_signing(const IgvmLaunch& launch) {
  std::vector<Finding> findings;
  if (launch.policy) findings = internal::numbered_policy_findings({*launch.policy});
  const auto id_block = check_igvm_id_block(launch);
  if (!id_block) return findings;
  std::string fault = internal::pair_fault(*id_block, launch.id_block->author_key_enabled);
  if (!fault.empty()) findings.push_back({FindingCode::kIgvmIdBlockBroken, std::move(fault)});
  return findings;
}

std::optional<Finding> review_igvm_orders(const IgvmLaunch& in_order, const IgvmLaunch& by_qemu,
                                          const Sha384Digest& file_digest,
                                          std::span<const CountedDigest> digests) {
  if (has_digest(digests, file_digest)) return std::nullopt;
  std::vector<std::uint32_t> counts;
  for (const CountedDigest& one : digests) counts.push_back(one.vcpus);
  return Finding{FindingCode::kIgvmOrdersDiffer,
                 igvm_difference(in_order, by_qemu, IgvmPlatformType::kSevSnp, counts)};
}

std::optional<Finding> review_igvm_id_block(const IgvmLaunch& launch,
                                            const Sha384Digest& file_digest,
                                            std::span<const CountedDigest> digests) {
  if (!launch.id_block) return std::nullopt;
  const Sha384Digest& wanted = launch.id_block->launch_digest;
  const bool is_it = digests.empty() ? wanted == file_digest : has_digest(digests, wanted);
  if (is_it) return std::nullopt;
  return Finding{FindingCode::kIgvmIdBlockDiffers, "it is for " + to_hex(wanted)};
}

}  // namespace sevproof::snp
