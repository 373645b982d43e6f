#include "sevproof/sev/launch.h"

#include <string>
#include <string_view>

#include "sev/launch_digest.h"
#include "sev/launch_findings.h"
#include "sevproof/formats/cpu.h"
#include "sevproof/sev/fields.h"
#include "sevproof/text.h"

namespace sevproof {
namespace {

Result<void> check_vcpus(std::uint32_t vcpus) {
  if (vcpus >= 1 && vcpus <= kMaxVcpus) return {};
  return fail(ErrorCode::kNumberOutOfRange, "number of CPUs: expected 1 to " +
                                                std::to_string(kMaxVcpus) + ", got " +
                                                std::to_string(vcpus));
}

Result<MeasuredCpus> build_cpus(const VmsaSpec& spec, std::uint32_t vcpus,
                                const Firmware& firmware) {
  MeasuredCpus cpus{vcpus, false, build_boot_vmsa(spec), std::nullopt};
  if (vcpus == 1) return cpus;
  if (!has_reset_address(firmware)) {
    return fail(ErrorCode::kMalformedFirmware,
                "firmware: expected a SEV-ES reset block, which says where APs start, got an image "
                "without one",
                "Use an OVMF build with SEV-ES support, or give the VMSA pages as files.");
  }
  cpus.cpu1 = build_ap_vmsa(spec, *firmware.reset_address);
  return cpus;
}

MeasuredCpus take_cpus(const VmsaFiles& files, std::uint32_t vcpus) {
  return {vcpus, true, files.cpu0, vcpus == 1 ? std::nullopt : files.cpu1};
}

// Of a config that check_config let pass.
Result<MeasuredCpus> measured_cpus(const LaunchConfig& config, const Firmware& firmware) {
  const std::uint32_t vcpus = config.vcpus.value();
  if (const auto* files = std::get_if<VmsaFiles>(&config.vmsa)) return take_cpus(*files, vcpus);
  return build_cpus(std::get<VmsaSpec>(config.vmsa), vcpus, firmware);
}

// Kernel hashes, then the CPUs: in the order in which QEMU has the firmware measure them.
void add_measured_parts(LaunchDigest& digest, const MeasuredLaunch& launch) {
  if (launch.kernel_hashes_table) digest.add_kernel_hashes(*launch.kernel_hashes_table);
  if (!launch.cpus) return;
  digest.add_vmsa(launch.cpus->cpu0);
  for (std::uint32_t cpu = 1; cpu < launch.cpus->vcpus; ++cpu) digest.add_vmsa(*launch.cpus->cpu1);
}

FieldSet given_fields(const LaunchConfig& config) {
  FieldSet given;
  const auto add = [&given](bool is_given, Field field) {
    if (is_given) given.add(field);
  };
  add(!config.firmware.bytes().empty(), Field::kFirmware);
  if (config.known) {
    given.add(config.known->of == KnownDigest::Of::kLaunch ? Field::kLaunchDigest
                                                           : Field::kFirmwareSha256);
  }
  add(config.kernel.has_value(), Field::kKernel);
  add(config.vcpus.has_value(), Field::kNumCpus);
  add(std::holds_alternative<VmsaSpec>(config.vmsa), Field::kCpu);
  if (const auto* files = std::get_if<VmsaFiles>(&config.vmsa)) {
    given.add(Field::kVmsaCpu0);
    add(files->cpu1.has_value(), Field::kVmsaCpu1);
  }
  return given;
}

Result<void> check_config(const LaunchConfig& config, bool es) {
  if (config.vcpus) {
    if (auto checked = check_vcpus(*config.vcpus); !checked) return checked;
  }
  const FieldSet given = given_fields(config);
  auto problems = contradictions(given);
  if (problems.empty()) {
    problems = missing_fields(given, {.verdict = false, .es = es, .vcpus = config.vcpus});
  }
  if (!problems.empty()) return fail(joined(problems));
  return {};
}

// The digest that is given is the launch digest: nothing is measured after it.
MeasuredLaunch take_known(const LaunchConfig& config, bool es) {
  MeasuredLaunch launch;
  launch.es = es;
  launch.vcpus = config.vcpus;
  if (config.known->of == KnownDigest::Of::kFirmware) launch.firmware_sha256 = config.known->sha256;
  launch.launch_digest = config.known->sha256;
  launch.findings = internal::launch_findings(config, launch);
  return launch;
}

constexpr std::string_view kSnpDigestHint =
    "96 digits are a SHA-384, as the launch digest of SEV-SNP is: `sevproof snp explain "
    "--measurement` takes it.";

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
  return fail(ErrorCode::kMalformedHex,
              std::string(what) + ": expected a SHA-256 of 64 hex digits, got " + quote(text),
              std::string(is_snp ? kSnpDigestHint : digest_hint(of)));
}

Result<MeasuredLaunch> measure_launch(const LaunchConfig& config, bool es) {
  if (auto checked = check_config(config, es); !checked) return fail(checked.error());
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
