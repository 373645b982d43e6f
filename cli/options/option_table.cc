#include "options/option_table.h"

#include <array>

namespace sevproof::cli {
namespace {

using enum Option;
using enum OptionKind;

constexpr OptionSpec kHelpSpec = {kHelp, kFlag, "help", 'h', nullptr, "show this help"};
constexpr OptionSpec kVersionSpec = {kVersion, kFlag, "version", 0, nullptr, "show the version"};
constexpr OptionSpec kLicencesSpec = {
    kLicences, kFlag, "licences", 0, nullptr, "show its licence, and those of the code in it"};
constexpr OptionSpec kLicensesSpec = {kLicences, kFlag, "licenses", 0, nullptr, nullptr};
constexpr OptionSpec kQuietSpec = {kQuiet, kFlag,   "quiet",
                                   'q',    nullptr, "print nothing except what --json asks for"};
constexpr OptionSpec kDebugSpec = {kDebug, kFlag,   "debug",
                                   'd',    nullptr, "show every intermediate value, but no key"};
constexpr OptionSpec kJsonSpec = {kJson, kFlag,   "json",
                                  0,     nullptr, "print JSON on standard output"};

constexpr auto kCommon = std::to_array<OptionSpec>(
    {kHelpSpec, kVersionSpec, kLicencesSpec, kLicensesSpec, kDebugSpec, kQuietSpec, kJsonSpec});
constexpr OptionSpec kMeasurementSpec = {
    kMeasurement,       kText,
    "measurement",      'm',
    "BASE64",           "the value that the host reports, 48 bytes",
    Field::kMeasurement};
constexpr OptionSpec kLaunchInfoSpec = {kLaunchInfo,
                                        kInputFile,
                                        "launch-info",
                                        0,
                                        "FILE",
                                        "virsh domlaunchsecinfo text or QMP JSON",
                                        Field::kLaunchInfo};
constexpr OptionSpec kApiMajorSpec = {
    kApiMajor, kNumber, "api-major", 0, "N", "SEV API major version", Field::kApiMajor};
constexpr OptionSpec kApiMinorSpec = {
    kApiMinor, kNumber, "api-minor", 0, "N", "SEV API minor version", Field::kApiMinor};
constexpr OptionSpec kBuildIdSpec = {kBuildId, kNumber,        "build-id",     0,
                                     "N",      "SEV build ID", Field::kBuildId};
constexpr OptionSpec kPolicySpec = {
    kPolicy,       kNumber, "policy", 0, "N", "guest policy, such as 0xf; 0xb without SEV-ES",
    Field::kPolicy};

constexpr auto kState = std::to_array<OptionSpec>(
    {kMeasurementSpec,
     kApiMajorSpec,
     kApiMinorSpec,
     kBuildIdSpec,
     kPolicySpec,
     {kLaunchInfo, kInputFile, "launch-info", 0, "FILE",
      "the five above: virsh domlaunchsecinfo, QMP JSON", Field::kLaunchInfo}});
constexpr auto kMeasureStart = std::to_array<OptionSpec>(
    {{kIgvm, kInputFile, "igvm", 0, "FILE", "an IGVM file instead of all above but CPUs"}});
constexpr auto kMeasureState =
    std::to_array<OptionSpec>({kPolicySpec,
                               kApiMajorSpec,
                               kApiMinorSpec,
                               kBuildIdSpec,
                               kLaunchInfoSpec,
                               {kNonce, kText, "nonce", 0, "HEX", "16 bytes in hex or base64"}});

constexpr OptionSpec kFirmwareSpec = {
    kFirmware, kInputFile, "firmware", 'f', "FILE", "firmware image (OVMF)", Field::kFirmware};
constexpr OptionSpec kCpuSpec = {
    kCpu, kText, "cpu", 0, "NAME", "QEMU CPU model, such as EPYC-Milan", Field::kCpu};
constexpr OptionSpec kCpuFamilySpec = {
    kCpuFamily, kNumber, "cpu-family", 0, "N", "CPU family, with the next two instead of --cpu"};
constexpr OptionSpec kCpuModelSpec = {kCpuModel, kNumber, "cpu-model",
                                      0,         "N",     "CPU model, with family and stepping"};
constexpr OptionSpec kCpuSteppingSpec = {
    kCpuStepping, kNumber, "cpu-stepping", 0, "N", "CPU stepping, with family and model"};
constexpr OptionSpec kVmsaLayoutSpec = {kVmsaLayout,
                                        kText,
                                        "vmsa-layout",
                                        0,
                                        "NAME",
                                        "legacy (default); init2: legacy-vm-type=off",
                                        Field::kVmsaLayout};
constexpr OptionSpec kSevFeaturesSpec = {
    kSevFeatures,       kNumber, "sev-features", 0, "N", "sev_features of the VMSA (default 0)",
    Field::kSevFeatures};

constexpr auto kConfig = std::to_array<OptionSpec>(
    {kFirmwareSpec,
     {kFirmwareSha256, kText, "firmware-sha256", 0, "HEX",
      "its SHA-256 instead, for SEV without a kernel", Field::kFirmwareSha256},
     {kLaunchDigest, kText, "launch-digest", 0, "HEX", "launch digest instead of this whole group",
      Field::kLaunchDigest},
     {kKernel, kInputFile, "kernel", 'k', "FILE", "kernel, if booted with kernel hashes",
      Field::kKernel},
     {kInitrd, kInputFile, "initrd", 'r', "FILE", "initrd (default: empty)", Field::kInitrd},
     {kCmdline, kText, "cmdline", 'e', "STRING", "kernel command line (default: empty)",
      Field::kCmdline},
     {kNumCpus, kNumber, "num-cpus", 'n', "N", "number of virtual CPUs, for SEV-ES",
      Field::kNumCpus},
     kCpuSpec,
     kCpuFamilySpec,
     kCpuModelSpec,
     kCpuSteppingSpec,
     kVmsaLayoutSpec,
     kSevFeaturesSpec,
     {kVmsaCpu0, kInputFile, "vmsa-cpu0", '0', "FILE", "VMSA page of the boot CPU, not with --cpu",
      Field::kVmsaCpu0},
     {kVmsaCpu1, kInputFile, "vmsa-cpu1", '1', "FILE",
      "VMSA page of all APs (application processors)", Field::kVmsaCpu1}});

constexpr OptionSpec kTikSpec = {
    kTik, kInputFile, "tik", 0, "FILE", "transport integrity key, 16 bytes", Field::kTik};
constexpr OptionSpec kTekSpec = {
    kTek,       kInputFile, "tek", 0, "FILE", "transport encryption key, 16 bytes, for secrets",
    Field::kTek};
constexpr OptionSpec kTkSpec = {
    kTk, kInputFile, "tk", 0, "FILE", "TEK and TIK in one file, 32 bytes, TEK first", Field::kTk};
constexpr auto kKeys = std::to_array<OptionSpec>({kTkSpec, kTikSpec, kTekSpec});
constexpr auto kMeasureKeys = std::to_array<OptionSpec>({kTkSpec, kTikSpec});

constexpr auto kLibvirt = std::to_array<OptionSpec>(
    {{kConnect, kText, "connect", 'c', "URI", "the host (default qemu:///system)"},
     {kDomain, kText, "domain", 'o', "NAME", "id, UUID or name of a domain there"},
     {kDomainXml, kInputFile, "domain-xml", 0, "FILE",
      "offline instead: the output of virsh dumpxml"},
     {kWait, kNumber, "wait", 0, "SECONDS", "seconds to wait for each reply (default 60)"},
     {kInsecure, kFlag, "insecure", 'i', nullptr, "accept what is not secure; for tests only"},
     {kIgnoreConfig, kFlag, "ignore-config", 'g', nullptr,
      "do not check the domain's configuration"}});

constexpr auto kInjection = std::to_array<OptionSpec>(
    {{kInjectSecret, kNamedInput, "inject-secret", 's', "NAME:FILE",
      "luks-key (for GRUB with NUL) or GUID; repeatable", Field::kSecret},
     {kSecretHeader, kOutputFile, "secret-header", 0, "FILE", "where to write the packet's header"},
     {kSecretPayload, kOutputFile, "secret-payload", 0, "FILE",
      "where to write the packet's payload"}});

constexpr auto kMismatch =
    std::to_array<OptionSpec>({{kAlsoTry, kInputFile, "also-try", 0, "FILE",
                                "another file the guest may have been started\nwith; repeatable"},
                               {kDiagnose, kNumber, "diagnose", 0, "SECONDS",
                                "seconds to find the cause (default 2; 0: off)"}});

constexpr auto kPacket = std::to_array<OptionSpec>(
    {{kSecretHeader, kInputFile, "secret-header", 0, "FILE", "the packet's header, base64 or raw"},
     {kSecretPayload, kInputFile, "secret-payload", 0, "FILE",
      "the packet's payload, base64 or raw"},
     {kOut, kOutputFolder, "out", 0, "DIR", "write each secret to DIR/GUID"}});
constexpr auto kPacketLaunch = std::to_array<OptionSpec>({kMeasurementSpec, kLaunchInfoSpec});

constexpr auto kBuild = std::to_array<OptionSpec>(
    {kCpuSpec,
     kCpuFamilySpec,
     kCpuModelSpec,
     kCpuSteppingSpec,
     kVmsaLayoutSpec,
     kSevFeaturesSpec,
     {kFirmware, kInputFile, "firmware", 'f', "FILE", "firmware, for its AP reset address"},
     {kResetAddress, kNumber, "reset-address", 0, "N", "the AP reset address itself"}});
constexpr auto kBuildOutputs = std::to_array<OptionSpec>(
    {{kOutCpu0, kOutputFile, "out-cpu0", 0, "FILE", "where to write the boot CPU's page"},
     {kOutCpu1, kOutputFile, "out-cpu1", 0, "FILE", "where to write the APs' page"}});

constexpr OptionSpec kRootSpec = {kRoot, kInputFile, "root",
                                  0,     "FILE",     "trust this ARK instead of AMD's, and say so"};
constexpr OptionSpec kChipIdSpec = {kChipId, kText,      "chip-id",
                                    0,       "HEX|FILE", "the chip's id, to name where its CEK is"};
constexpr auto kTrust = std::to_array<OptionSpec>({kRootSpec, kChipIdSpec});
constexpr auto kAttestation = std::to_array<OptionSpec>(
    {{kReport, kInputFile, "report", 0, "FILE", "the report: QMP's answer, base64, hex or raw"},
     {kNonce, kText, "nonce", 0, "HEX", "the nonce that was asked with, hex or base64"},
     {kLaunchDigest, kText, "launch-digest", 0, "HEX", "the launch digest that it must have",
      Field::kLaunchDigest},
     {kPolicy, kText, "policy", 0, "N", "the policy that it must have, number or flags"}});

template <std::size_t N>
constexpr bool flags_alone_take_nothing(const std::array<OptionGroup, N>& groups) {
  for (const OptionGroup& group : groups) {
    for (const OptionSpec& spec : group.options) {
      if ((spec.kind == kFlag) != (spec.argument == nullptr)) return false;
    }
  }
  return true;
}

// The first row that is like this, of any command.
template <typename Is>
const OptionSpec* find_spec(Is is) {
  for (const auto groups :
       {validate_options, measure_options, secret_unpack_options, vmsa_build_options,
        platform_options, attestation_options, session_create_options, session_check_options,
        snp_measure_options, snp_explain_options, snp_verify_options, id_block_create_options,
        id_block_check_options}) {
    for (const OptionGroup& group : groups()) {
      for (const OptionSpec& spec : group.options) {
        if (is(spec)) return &spec;
      }
    }
  }
  return nullptr;
}

const OptionSpec* spec_of(Option option) {
  return find_spec([option](const OptionSpec& one) { return one.option == option; });
}

}  // namespace

std::string option_text(Option option) {
  const OptionSpec* spec = spec_of(option);
  return spec == nullptr ? std::string() : std::string("--") + spec->name;
}

std::string option_usage(Option option, std::span<const OptionGroup> groups) {
  for (const OptionGroup& group : groups) {
    for (const OptionSpec& spec : group.options) {
      if (spec.option != option) continue;
      return option_text(option) + (spec.argument ? std::string(" ") + spec.argument : "");
    }
  }
  return option_text(option);
}

std::string_view option_name(Field field) {
  static const auto kNames = [] {
    std::array<std::string, kFieldCount> names;
    for (const FieldInfo& info : field_catalogue()) {
      const OptionSpec* spec =
          find_spec([&](const OptionSpec& one) { return one.field == info.field; });
      if (spec == nullptr) continue;
      names.at(static_cast<std::size_t>(info.field)) = option_text(spec->option);
    }
    return names;
  }();
  return kNames.at(static_cast<std::size_t>(field));
}

std::span<const OptionGroup> validate_options() {
  static constexpr auto kGroups = std::to_array<OptionGroup>({{"Guest state", kState},
                                                              {"Guest config", kConfig},
                                                              {"Keys", kKeys},
                                                              {"Secret injection", kInjection},
                                                              {"On a mismatch", kMismatch},
                                                              {"Libvirt", kLibvirt},
                                                              {"Common", kCommon}});
  static_assert(flags_alone_take_nothing(kGroups));
  return kGroups;
}

std::span<const OptionGroup> measure_options() {
  static constexpr auto kGroups = std::to_array<OptionGroup>({{"Guest config", kConfig},
                                                              {"IGVM", kMeasureStart},
                                                              {"Guest state", kMeasureState},
                                                              {"Keys", kMeasureKeys},
                                                              {"Common", kCommon}});
  static_assert(flags_alone_take_nothing(kGroups));
  return kGroups;
}

std::span<const OptionGroup> secret_unpack_options() {
  static constexpr auto kGroups = std::to_array<OptionGroup>(
      {{"Packet", kPacket}, {"Launch", kPacketLaunch}, {"Keys", kKeys}, {"Common", kCommon}});
  static_assert(flags_alone_take_nothing(kGroups));
  return kGroups;
}

std::span<const OptionGroup> show_options() {
  static constexpr auto kGroups = std::to_array<OptionGroup>({{"Common", kCommon}});
  static_assert(flags_alone_take_nothing(kGroups));
  return kGroups;
}

std::span<const OptionGroup> vmsa_build_options() {
  static constexpr auto kGroups =
      std::to_array<OptionGroup>({{"CPU", kBuild}, {"Output", kBuildOutputs}, {"Common", kCommon}});
  static_assert(flags_alone_take_nothing(kGroups));
  return kGroups;
}

std::span<const OptionGroup> platform_options() {
  static constexpr auto kGroups =
      std::to_array<OptionGroup>({{"Trust", kTrust}, {"Common", kCommon}});
  static_assert(flags_alone_take_nothing(kGroups));
  return kGroups;
}

std::span<const OptionGroup> attestation_options() {
  static constexpr auto kGroups = std::to_array<OptionGroup>(
      {{"Report", kAttestation}, {"Trust", kTrust}, {"Common", kCommon}});
  static_assert(flags_alone_take_nothing(kGroups));
  return kGroups;
}

}  // namespace sevproof::cli
