#include "snp/diagnosis/start_files.h"

#include <algorithm>

#include "sevproof/snp/igvm.h"
#include "snp/diagnosis/space.h"
#include "snp/firmware_pages.h"

namespace sevproof::snp::internal {
namespace {

std::vector<VmsaPage> pages_of_igvm(const IgvmLaunch& launch,
                                    std::optional<std::uint32_t> signature) {
  const std::uint64_t features = igvm_sev_features(launch).value_or(kSevFeatureSnpActive);
  for (const std::uint32_t most : {kMostVcpus, igvm_cpus(launch)}) {
    auto pages = igvm_vmsa_pages(launch, most, signature, features);
    if (pages) return *std::move(pages);
  }
  return {};
}

std::vector<VmsaPage> pages_of_reset(const ResetCpus& cpus,
                                     std::optional<std::uint32_t> signature) {
  if (!signature) return {};
  const VcpuSpec spec = {signature, kSevFeatureSnpActive};
  std::vector<VmsaPage> pages = {build_boot_vmsa(Vmm::kQemu, spec)};
  if (cpus.address) pages.resize(kMostVcpus, build_ap_vmsa(Vmm::kQemu, spec, *cpus.address));
  return pages;
}

}  // namespace

std::optional<Footer> read_footer(ByteView end) {
  const auto firmware = parse_firmware(end);
  if (!firmware || firmware->sev_metadata.empty()) return std::nullopt;
  auto sections = check_sections(firmware->sev_metadata, firmware->hash_area, 0);
  if (!sections) return std::nullopt;
  return Footer{*std::move(sections), usable_reset_address(firmware->reset_address)};
}

StartFile read_igvm_start(ByteView file) {
  StartFile start;
  const auto igvm = parse_igvm(file);
  if (!igvm) return start;
  if (const auto in_order = igvm_launch(*igvm, IgvmPlatformType::kSevSnp, IgvmLoader::kInOrder)) {
    if (const auto digest = measure_igvm_in_order(*in_order)) start.in_order = *digest;
  }
  const auto by_qemu = igvm_launch(*igvm, IgvmPlatformType::kSevSnp, IgvmLoader::kQemu);
  if (!by_qemu) return start;
  const auto before_cpus = measure_igvm_in_order(*by_qemu);
  if (!before_cpus) return start;
  start.before_cpus = *before_cpus;
  start.least_vcpus = std::max(igvm_cpus(*by_qemu), 1U);
  start.cpus = *by_qemu;
  return start;
}

StartFile read_firmware_start(ByteView image) {
  StartFile start;
  if (image.size() % kPageSize != 0) return start;
  const auto footer = read_footer(image);
  if (!footer) return start;
  const auto runs = pages_of(footer->sections, Vmm::kQemu, std::nullopt);
  if (!runs) return start;
  LaunchDigest digest(digest_of_image(image));
  for (const PageRun& run : *runs) add_run(digest, run);
  start.before_cpus = digest.value();
  start.cpus = ResetCpus{footer->reset_address};
  return start;
}

std::vector<VmsaPage> vmsa_pages(const StartFile& file, std::optional<std::uint32_t> signature) {
  if (const auto* launch = std::get_if<IgvmLaunch>(&file.cpus)) {
    return pages_of_igvm(*launch, signature);
  }
  if (const auto* reset = std::get_if<ResetCpus>(&file.cpus)) {
    return pages_of_reset(*reset, signature);
  }
  return {};
}

}  // namespace sevproof::snp::internal
