// Why QEMU's launch digest of an IGVM file is not that in the order of the file.
#include <algorithm>
#include <string>
#include <vector>

#include "sevproof/formats/igvm_launch.h"
#include "sevproof/text.h"

namespace sevproof {
namespace {

bool is_context(const IgvmPages& pages) { return pages.what == IgvmMeasured::kContext; }

using Pages = std::vector<IgvmPages>;

// SEV-SNP alone measures the address of pages whose content is not measured.
Pages measured_pages(const IgvmLaunch& launch, IgvmPlatformType platform) {
  Pages pages;
  for (const IgvmPages& one : launch.pages) {
    if (platform == IgvmPlatformType::kSevSnp || one.what != IgvmMeasured::kNothing) {
      pages.push_back(one);
    }
  }
  return pages;
}

std::string page_difference(Pages file, const Pages& qemu) {
  std::erase_if(file, is_context);
  if (qemu.size() != file.size()) return "it measures shared pages like others";
  const auto [sent, stands] =
      std::mismatch(qemu.begin(), qemu.end(), file.begin(),
                    [](const IgvmPages& a, const IgvmPages& b) { return a.gpa == b.gpa; });
  if (sent == qemu.end()) return "";
  return "it hands over the page at " + to_hex_number(sent->gpa) + " before that at " +
         to_hex_number(stands->gpa);
}

bool has_pages_behind_contexts(const Pages& file) {
  const auto first = std::find_if(file.begin(), file.end(), is_context);
  return std::find_if_not(first, file.end(), is_context) != file.end();
}

// What KVM makes of the file's own VMSA pages.
bool changes_contexts(const IgvmLaunch& by_qemu, IgvmPlatformType platform) {
  const std::uint64_t features = igvm_sev_features(by_qemu).value_or(
      platform == IgvmPlatformType::kSevSnp ? kSevFeatureSnpActive : 0);
  return std::any_of(
      by_qemu.contexts.begin(), by_qemu.contexts.end(), [&](const IgvmVpContext& context) {
        const auto page = kvm_vmsa_of_context(context.data, features);
        return page &&
               !std::equal(page->begin(), page->end(), context.data.begin(), context.data.end());
      });
}

}  // namespace

std::string igvm_difference(const IgvmLaunch& in_order, const IgvmLaunch& by_qemu,
                            IgvmPlatformType platform, std::span<const std::uint32_t> counts) {
  const auto contexts = static_cast<std::uint32_t>(by_qemu.contexts.size());
  const auto has_others = [&](std::uint32_t count) { return count != contexts; };
  std::string text;
  const auto add = [&](const std::string& cause) {
    if (!cause.empty()) text += (text.empty() ? "" : "; ") + cause;
  };
  const Pages file = measured_pages(in_order, platform);
  add(page_difference(file, measured_pages(by_qemu, platform)));
  if (igvm_context_pages(in_order) != contexts) {
    add("of several VMSA pages of one CPU it takes the last");
  }
  if (has_pages_behind_contexts(file)) add("it hands over VMSA pages after all others");
  if (changes_contexts(by_qemu, platform)) add("KVM changes what stands in VMSA pages");
  if (std::any_of(counts.begin(), counts.end(), has_others)) {
    add("the file has VMSA pages for " + cpus_text(contexts) + ", and QEMU makes those of others");
  }
  return text;
}

}  // namespace sevproof
