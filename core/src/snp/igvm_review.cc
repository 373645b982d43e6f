// What is said of the launch digests of an IGVM file: why QEMU's is not that in the order of the
// file, and for which one its ID block is.
#include <algorithm>
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

bool is_context(const IgvmPages& pages) { return pages.what == IgvmMeasured::kContext; }

std::vector<IgvmPages> without_contexts(const IgvmLaunch& launch) {
  std::vector<IgvmPages> pages;
  for (const IgvmPages& one : launch.pages) {
    if (!is_context(one)) pages.push_back(one);
  }
  return pages;
}

std::string page_difference(const IgvmLaunch& in_order, const IgvmLaunch& by_qemu) {
  const auto file = without_contexts(in_order);
  const auto qemu = without_contexts(by_qemu);
  if (qemu.size() != file.size()) return "it measures shared pages like others";
  const auto [sent, stands] =
      std::mismatch(qemu.begin(), qemu.end(), file.begin(),
                    [](const IgvmPages& a, const IgvmPages& b) { return a.gpa == b.gpa; });
  if (sent == qemu.end()) return "";
  return "it hands over the page at " + to_hex_number(sent->gpa) + " before that at " +
         to_hex_number(stands->gpa);
}

bool has_pages_behind_contexts(const IgvmLaunch& in_order) {
  const auto first = std::find_if(in_order.pages.begin(), in_order.pages.end(), is_context);
  return std::find_if_not(first, in_order.pages.end(), is_context) != in_order.pages.end();
}

// What KVM makes of the file's own VMSA pages.
bool changes_contexts(const IgvmLaunch& by_qemu) {
  const std::uint64_t features = igvm_sev_features(by_qemu).value_or(kSevFeatureSnpActive);
  return std::any_of(
      by_qemu.contexts.begin(), by_qemu.contexts.end(), [&](const IgvmVpContext& context) {
        const auto page = kvm_vmsa_of_context(context.data, features);
        return page &&
               !std::equal(page->begin(), page->end(), context.data.begin(), context.data.end());
      });
}

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

std::vector<Finding> review_igvm_signing(const IgvmLaunch& launch) {
  std::vector<Finding> findings;
  if (launch.policy) findings = internal::numbered_policy_findings({*launch.policy});
  if (!launch.id_block) return findings;
  const IgvmSnpIdBlock& block = *launch.id_block;
  const IdBlockReport report =
      check_id_block(block_of(block, launch.policy.value_or(kDefaultPolicy)), auth_of(block), {});
  std::string fault = internal::pair_fault(report, block.author_key_enabled);
  if (!fault.empty()) findings.push_back({FindingCode::kIgvmIdBlockBroken, std::move(fault)});
  return findings;
}

std::string igvm_difference(const IgvmLaunch& in_order, const IgvmLaunch& by_qemu,
                            std::span<const std::uint32_t> counts) {
  const auto contexts = static_cast<std::uint32_t>(by_qemu.contexts.size());
  const auto has_others = [&](std::uint32_t count) { return count != contexts; };
  std::string text;
  const auto add = [&](const std::string& cause) {
    if (!cause.empty()) text += (text.empty() ? "" : "; ") + cause;
  };
  add(page_difference(in_order, by_qemu));
  if (igvm_context_pages(in_order) != contexts) {
    add("of several VMSA pages of one CPU it takes the last");
  }
  if (has_pages_behind_contexts(in_order)) add("it hands over VMSA pages after all others");
  if (changes_contexts(by_qemu)) add("KVM changes what stands in VMSA pages");
  if (std::any_of(counts.begin(), counts.end(), has_others)) {
    add("the file has VMSA pages for " + cpus_text(contexts) + ", and QEMU makes those of others");
  }
  return text;
}

std::optional<Finding> review_igvm_orders(const IgvmLaunch& in_order, const IgvmLaunch& by_qemu,
                                          const Sha384Digest& file_digest,
                                          std::span<const CountedDigest> digests) {
  if (has_digest(digests, file_digest)) return std::nullopt;
  std::vector<std::uint32_t> counts;
  for (const CountedDigest& one : digests) counts.push_back(one.vcpus);
  return Finding{FindingCode::kIgvmOrdersDiffer, igvm_difference(in_order, by_qemu, counts)};
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
