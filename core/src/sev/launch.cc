#include "sevproof/sev/launch.h"

#include <string>
#include <string_view>

#include "sev/launch_digest.h"
#include "sev/launch_findings.h"
#include "sevproof/formats/cpu.h"
#include "sevproof/text.h"

namespace sevproof {
namespace {

KernelHashes hash_kernel_boot(const KernelBoot& boot) {
  return {hash_cmdline(boot.cmdline.value_or("")), boot.initrd ? boot.initrd->sha256 : sha256({}),
          boot.kernel.sha256};
}

Result<void> check_vcpus(std::uint32_t vcpus) {
  if (vcpus >= 1 && vcpus <= kMaxVcpus) return {};
  return fail(ErrorKind::kInvalid, "number of CPUs: expected 1 to " + std::to_string(kMaxVcpus) +
                                       ", got " + std::to_string(vcpus));
}

Result<MeasuredCpus> build_cpus(const VmsaSpec& spec, std::uint32_t vcpus,
                                const Firmware& firmware) {
  MeasuredCpus cpus{vcpus, false, build_boot_vmsa(spec), std::nullopt};
  if (vcpus == 1) return cpus;
  if (!has_reset_address(firmware)) {
    return fail(ErrorKind::kInvalid,
                "firmware: expected a SEV-ES reset block, which says where APs start, got an image "
                "without one",
                "Use an OVMF build with SEV-ES support, or give the VMSA pages as files.");
  }
  cpus.cpu1 = build_ap_vmsa(spec, *firmware.reset_address);
  return cpus;
}

Result<MeasuredCpus> take_cpus(const VmsaFiles& files, std::uint32_t vcpus) {
  MeasuredCpus cpus{vcpus, true, files.cpu0, std::nullopt};
  if (vcpus == 1) return cpus;
  if (!files.cpu1) {
    return fail(
        ErrorKind::kIncomplete,
        "the VMSA page of the APs is needed for a SEV-ES guest with " + std::to_string(vcpus) +
            " CPUs",
        "Give it together with the boot CPU's page, or give the CPU model instead of both.");
  }
  cpus.cpu1 = files.cpu1;
  return cpus;
}

Result<MeasuredCpus> measured_cpus(const LaunchConfig& config, const Firmware& firmware) {
  if (!config.vcpus) {
    return fail(ErrorKind::kIncomplete, "the number of CPUs is needed for a SEV-ES guest",
                "Every CPU's initial state is measured when policy bit 2 (ES) is set.");
  }
  if (const auto* spec = std::get_if<VmsaSpec>(&config.vmsa)) {
    return build_cpus(*spec, *config.vcpus, firmware);
  }
  if (const auto* files = std::get_if<VmsaFiles>(&config.vmsa)) {
    return take_cpus(*files, *config.vcpus);
  }
  return fail(ErrorKind::kIncomplete,
              "the CPU model or the boot CPU's VMSA page is needed for a SEV-ES guest",
              "Every CPU's initial state is measured when policy bit 2 (ES) is set.");
}

// Kernel hashes, then the CPUs: in the order in which QEMU has the firmware measure them.
void add_measured_parts(LaunchDigest& digest, const MeasuredLaunch& launch) {
  if (launch.kernel_hashes_table) digest.add_kernel_hashes(*launch.kernel_hashes_table);
  if (!launch.cpus) return;
  digest.add_vmsa(launch.cpus->cpu0);
  for (std::uint32_t cpu = 1; cpu < launch.cpus->vcpus; ++cpu) digest.add_vmsa(*launch.cpus->cpu1);
}

constexpr std::string_view kImageHint =
    "Give the image, or the launch digest itself: the launch digest is one SHA-256 over the "
    "firmware and everything after it, and cannot be computed from the firmware's own.";

Result<void> check_known(const LaunchConfig& config, bool es) {
  const auto refuse = [](const char* what, std::string_view hint) {
    return fail(ErrorKind::kInvalid, what, std::string(hint));
  };
  if (!config.firmware.bytes().empty()) {
    return refuse("expected a firmware image or a digest instead of it, got both",
                  "Give one of the two.");
  }
  if (config.known->of == KnownDigest::Of::kFirmware) {
    if (config.kernel) {
      return refuse("a launch with a kernel needs the firmware image, got its SHA-256 alone",
                    kImageHint);
    }
    if (es) {
      return refuse("a SEV-ES guest needs the firmware image, got its SHA-256 alone", kImageHint);
    }
    return {};
  }
  const bool has_cpus = config.vcpus || !std::holds_alternative<std::monostate>(config.vmsa);
  if (!config.kernel && !has_cpus) return {};
  return refuse("expected the launch digest alone, got a kernel or CPUs as well",
                "Leave them out, since the launch digest covers everything that is measured, or "
                "give the firmware image with them instead of the launch digest.");
}

// The digest that is given is the launch digest: nothing is measured after it.
Result<MeasuredLaunch> take_known(const LaunchConfig& config, bool es) {
  if (auto checked = check_known(config, es); !checked) return fail(checked.error());
  MeasuredLaunch launch;
  launch.es = es;
  launch.vcpus = config.vcpus;
  if (config.known->of == KnownDigest::Of::kFirmware) launch.firmware_sha256 = config.known->sha256;
  launch.launch_digest = config.known->sha256;
  launch.findings = internal::launch_findings(config, launch);
  return launch;
}

constexpr std::string_view kSnpDigestHint =
    "96 digits are a SHA-384. The launch digest of SEV-SNP is one; that of SEV and SEV-ES is not.";

std::string_view digest_hint(KnownDigest::Of of) {
  return of == KnownDigest::Of::kFirmware
             ? "`sha256sum FILE` prints it as the first word of its line."
             : "`sevproof measure` prints it from all parts of the launch. It is the SHA-256 of "
               "the firmware only where no kernel and no CPUs are measured.";
}

}  // namespace

Result<KnownDigest> parse_known_digest(KnownDigest::Of of, std::string_view what,
                                       std::string_view text) {
  constexpr std::size_t kDigits = 64;
  constexpr std::size_t kSha384Digits = 96;
  KnownDigest known{of, {}};
  const auto bytes = text.size() == kDigits ? from_hex(text) : Bytes();
  if (bytes && bytes->size() == known.sha256.size()) {
    put_bytes(known.sha256, *bytes);
    return known;
  }
  const bool is_snp = text.size() == kSha384Digits && from_hex(text);
  return fail(ErrorKind::kInvalid,
              std::string(what) + ": expected a SHA-256 of 64 hex digits, got " + quote(text),
              std::string(is_snp ? kSnpDigestHint : digest_hint(of)));
}

Result<MeasuredLaunch> measure_launch(const LaunchConfig& config, bool es) {
  if (config.vcpus) {
    if (auto checked = check_vcpus(*config.vcpus); !checked) return fail(checked.error());
  }
  if (config.known) return take_known(config, es);
  auto firmware = parse_firmware(config.firmware.bytes());
  if (!firmware) return fail(firmware.error());
  MeasuredLaunch launch;
  launch.es = es;
  launch.firmware_sha256 = config.firmware.hash().finish();
  firmware->code = config.firmware_code;
  LaunchDigest digest(config.firmware.hash());
  launch.kernel = config.kernel;
  launch.vcpus = config.vcpus;
  if (config.kernel) {
    // What checks the hashes is asked only where something depends on it: the look takes time.
    if (usable(firmware->hash_area, kKernelHashesTableSize)) {
      look_for_code(*firmware, config.firmware.bytes());
    }
    launch.kernel_hashes = hash_kernel_boot(*config.kernel);
    launch.kernel_hashes_table = build_kernel_hashes_table(*launch.kernel_hashes);
  }
  if (es) {
    auto cpus = measured_cpus(config, *firmware);
    if (!cpus) return fail(cpus.error());
    launch.cpus = std::move(*cpus);
  }
  launch.firmware = std::move(*firmware);
  add_measured_parts(digest, launch);
  launch.launch_digest = digest.value();
  launch.findings = internal::launch_findings(config, launch);
  return launch;
}

}  // namespace sevproof
