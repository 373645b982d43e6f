// What of an IGVM file is measured on one kind of platform, and in which order.
//
//   auto launch = igvm_launch(*igvm, IgvmPlatformType::kSevSnp, IgvmLoader::kQemu);
//   if (!launch) return fail(launch.error());
//   for (const IgvmPages& pages : launch->pages) ...
#ifndef SEVPROOF_FORMATS_IGVM_LAUNCH_H
#define SEVPROOF_FORMATS_IGVM_LAUNCH_H

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sevproof/formats/igvm.h"
#include "sevproof/formats/vmsa.h"

namespace sevproof {

enum class IgvmLoader : std::uint8_t {
  kInOrder,  // as the file's directives stand
  kQemu,     // as QEMU hands them to KVM (10.2, backends/igvm.c)
};

std::string_view igvm_loader_name(IgvmLoader loader);  // "file" or "qemu"

enum class IgvmMeasured : std::uint8_t {
  kContent,
  kNothing,  // on SEV-SNP, the address of a page that is not measured
  kSecrets,
  kCpuid,
  kContext,  // a VMSA page
};

// Pages beside each other.
struct IgvmPages {
  IgvmMeasured what = IgvmMeasured::kContent;
  std::uint64_t gpa = 0;
  std::uint64_t count = 1;  // of pages of 4096 bytes
  ByteView data;            // of one page; none: zeros
};

struct IgvmLaunch {
  std::vector<IgvmPages> pages;
  // For kQemu, which hands them over last: by their index, each once. For kInOrder none; they are
  // among the pages.
  std::vector<IgvmVpContext> contexts;
  std::optional<std::uint64_t> policy;
  std::optional<IgvmSnpIdBlock> id_block;
};

// The most pages of one launch: 4 GiB.
inline constexpr std::uint64_t kMaxIgvmPages = 1ULL << 20;

// Views point into the file. Fails with kInvalidInput about kIgvm where the file does not name the
// platform, or names it twice; where it can be moved in memory, which changes pages; for more than
// kMaxIgvmPages, a parameter area that is inserted twice, or two ID blocks; and, of kQemu, where
// QEMU does not start the guest.
Result<IgvmLaunch> igvm_launch(const Igvm& igvm, IgvmPlatformType platform, IgvmLoader loader);

// The VMSA page that KVM makes of the context that QEMU sets: what QEMU does not hand over or KVM
// sets by itself is not the file's (QEMU target/i386/sev.c; KVM sev_es_sync_vmsa). Fails with
// kInvalidInput about kIgvm, naming the field, for one that QEMU refuses.
Result<VmsaPage> kvm_vmsa_of_context(ByteView context, std::uint64_t sev_features);

// The pages of so many virtual CPUs, of a launch by QEMU. One without a context starts as after a
// reset, with `cpu_signature` in RDX: the guest's CPU model. All have the sev_features of the
// first, or, where that has no context, `features_without`. Fails as the above, with kInvalidInput
// for a context of a CPU beyond the last, and with kMissingInput about kCpu where the signature is
// needed.
Result<std::vector<VmsaPage>> igvm_vmsa_pages(const IgvmLaunch& launch, std::uint32_t vcpus,
                                              std::optional<std::uint32_t> cpu_signature,
                                              std::uint64_t features_without);

// Of a launch by QEMU: as many virtual CPUs as there must be for its contexts.
inline std::uint32_t igvm_cpus(const IgvmLaunch& launch) {
  return launch.contexts.empty() ? 0 : std::uint32_t{launch.contexts.back().index} + 1;
}

// Of a launch in the file's order: how many of its pages are VMSA pages.
std::uint32_t igvm_context_pages(const IgvmLaunch& launch);

// Of the first virtual CPU; nothing where it has no context.
std::optional<std::uint64_t> igvm_sev_features(const IgvmLaunch& launch);

// Why the launch digests of these two are not the same, in words about QEMU: "it hands over VMSA
// pages after all others". Empty where nothing differs. `counts` are numbers of CPUs that were
// measured; none of SEV, where no CPU is.
std::string igvm_difference(const IgvmLaunch& in_order, const IgvmLaunch& by_qemu,
                            IgvmPlatformType platform, std::span<const std::uint32_t> counts);

}  // namespace sevproof

#endif
