// What is said of the launch digests of an IGVM file: why QEMU's is not that in the order of the
// file, and for which one its ID block is.
#include <algorithm>
#include <string>
#include <vector>

#include "sevproof/snp/igvm.h"
#include "sevproof/text.h"

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

}  // namespace

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
