#include "sevproof/snp/launch.h"

#include <algorithm>

#include "crypto/sha384_pages.h"
#include "sevproof/text.h"
#include "snp/firmware_pages.h"
#include "snp/recorder.h"
#include "snp/sections.h"

namespace sevproof::snp {
namespace {

using internal::Recorder;
using internal::Sections;

constexpr std::uint64_t kFourGib = 1ULL << 32;

tl::unexpected<Error> bad_firmware(std::string message, std::string hint = {}) {
  return tl::unexpected(
      about(Subject::kFirmware,
            Error(ErrorCode::kInvalidInput, "firmware: " + std::move(message), std::move(hint))));
}

// All of the image, below 4 GiB.
void add_image(Recorder& out, ByteView image) {
  std::vector<Sha384Digest> contents(image.size() / kPageSize);
  sevproof::internal::sha384_pages(image, contents);
  std::uint64_t gpa = kFourGib - image.size();
  for (const Sha384Digest& page : contents) {
    out.add(PageType::kNormal, gpa, page);
    gpa += kPageSize;
  }
}

Result<Sections> sections_of(const LaunchConfig& config) {
  if (!config.firmware) return internal::check_sections(config.sections(), config.hash_area(), 0);
  const Firmware& firmware = config.firmware->firmware;
  if (!firmware.sev_metadata_problem.empty()) {
    return bad_firmware("its SEV metadata cannot be read: " + firmware.sev_metadata_problem);
  }
  if (firmware.sev_metadata.empty()) {
    return bad_firmware("it has no SEV metadata, so no host starts a SEV-SNP guest with it",
                        "A build of OVMF since 2022 has them, a file of code alone often none: "
                        "`sevproof firmware show FILE` tells.");
  }
  return internal::check_sections(config.sections(), config.hash_area(),
                                  config.firmware->image.size());
}

Result<void> check(const LaunchConfig& config, std::span<const std::uint32_t> counts) {
  if (config.firmware.has_value() == config.firmware_digest.has_value()) {
    return fail(ErrorCode::kMissingInput, "either a firmware or its digest is needed");
  }
  if (config.firmware && config.firmware->image.size() % kPageSize != 0) {
    return bad_firmware("expected a multiple of 4096 bytes, got " +
                        std::to_string(config.firmware->image.size()));
  }
  return internal::check_counts(counts);
}

Recorder measure_firmware(const LaunchConfig& config, const Observer& observe) {
  if (config.firmware_digest) {
    return Recorder(LaunchDigest(config.firmware_digest->digest), observe);
  }
  Recorder out(LaunchDigest(), observe);
  add_image(out, config.firmware->image);
  return out;
}

internal::VcpuPages vcpu_pages(const MeasuredLaunch& measured, std::uint64_t gpa,
                               std::uint32_t count) {
  internal::VcpuPages pages(gpa);
  pages.add(measured.boot_vmsa);
  for (std::uint32_t i = 1; i < count; ++i) pages.add(*measured.ap_vmsa);
  return pages;
}

}  // namespace

bool has_digest(std::span<const CountedDigest> digests, const Sha384Digest& digest) {
  return std::any_of(digests.begin(), digests.end(),
                     [&](const CountedDigest& one) { return one.digest == digest; });
}

Sha384Digest internal::digest_of_image(ByteView image) {
  const Observer nobody;
  Recorder out(LaunchDigest(), nobody);
  add_image(out, image);
  return out.value();
}

std::optional<std::uint32_t> internal::usable_reset_address(
    const std::optional<std::uint32_t>& address) {
  return address.value_or(0) == 0 ? std::nullopt : address;
}

Result<MeasuredLaunch> measure(const LaunchConfig& config, std::span<const std::uint32_t> counts,
                               const Observer& observe) {
  if (auto checked = check(config, counts); !checked) return fail(checked.error());
  const auto sections = sections_of(config);
  if (!sections) return fail(sections.error());
  const auto runs = internal::pages_of(*sections, config.vmm, config.kernel_hashes);
  if (!runs) return fail(runs.error());
  const auto reset_address = internal::usable_reset_address(config.reset_address());
  const std::uint32_t most = *std::max_element(counts.begin(), counts.end());
  if (most > 1 && !reset_address) {
    return bad_firmware("it does not say where APs (application processors) start",
                        "Its table has no SEV-ES reset block: only one CPU can start.");
  }
  MeasuredLaunch measured;
  measured.boot_vmsa = build_boot_vmsa(config.vmm, config.vcpu);
  if (reset_address) measured.ap_vmsa = build_ap_vmsa(config.vmm, config.vcpu, *reset_address);
  Recorder out = measure_firmware(config, observe);
  measured.after_firmware = out.value();
  for (const internal::PageRun& run : *runs) internal::add_run(out, run);
  measured.after_metadata = out.value();
  measured.digests = vcpu_pages(measured, config.vmsa_gpa, most).measure(out, counts);
  return measured;
}

}  // namespace sevproof::snp
