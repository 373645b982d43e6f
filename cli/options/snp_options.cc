// The options of the commands about SEV-SNP.
#include "options/snp_options.h"

#include <array>

#include "options/option_table.h"
#include "sevproof/text.h"

namespace sevproof::cli {
namespace {

using enum Option;
using enum OptionKind;

constexpr auto kStart = std::to_array<OptionSpec>(
    {{kFirmware, kInputFile, "firmware", 'f', "FILE", "firmware image (OVMF)"},
     {kKernel, kInputFile, "kernel", 'k', "FILE", "kernel, if booted with kernel hashes"},
     {kInitrd, kInputFile, "initrd", 'r', "FILE", "initrd (default: empty)"},
     {kCmdline, kText, "cmdline", 'e', "STRING", "kernel command line (default: empty)"},
     {kIgvm, kInputFile, "igvm", 0, "FILE", "an IGVM file instead of all these"}});
constexpr auto kPublished = std::to_array<OptionSpec>(
    {{kOvmfHash, kText, "ovmf-hash", 0, "HEX", "the digest after the firmware's own pages"},
     {kSection, kText, "section", 0, "TYPE:GPA:SIZE",
      "a section of its SEV metadata; repeatable, in\ntheir order"},
     {kResetAddress, kNumber, "reset-address", 0, "N", "where its APs start"},
     {kHashArea, kNumber, "hash-area", 0, "N", "where its table of kernel hashes lies"}});
constexpr auto kCpus = std::to_array<OptionSpec>(
    {{kNumCpus, kText, "num-cpus", 'n', "LIST", "numbers of virtual CPUs, such as 4 or 1,2,4-64"},
     {kCpu, kText, "cpu", 0, "NAME", "QEMU CPU model, such as EPYC-Milan, or signature"},
     {kVmm, kText, "vmm", 0, "NAME", "qemu (default), ec2 or gce"},
     {kGuestFeatures, kNumber, "guest-features", 0, "N", "sev_features of the VMSA (default 0x1)"},
     {kVmsaGpa, kNumber, "vmsa-gpa", 0, "N", "where VMSA pages lie (default 0xfffffffff000)"}});
constexpr auto kDomainFile = std::to_array<OptionSpec>(
    {{kDomainXml, kInputFile, "domain-xml", 0, "FILE",
      "virsh dumpxml: is checked, and gives CPUs and\ncommand line if they are not given"}});

constexpr auto kReported = std::to_array<OptionSpec>(
    {{kMeasurement, kText, "measurement", 'm', "HEX", "MEASUREMENT of its report, hex or base64"}});
constexpr auto kReason =
    std::to_array<OptionSpec>({{kAlsoTry, kInputFile, "also-try", 0, "FILE",
                                "another file it may have been started with;\nrepeatable"},
                               {kDiagnose, kNumber, "diagnose", 0, "SECONDS",
                                "seconds to find the cause (default 2; 0: off)"}});

constexpr OptionSpec kDigestSpec = {
    kLaunchDigest, kText, "launch-digest", 0, "HEX", "launch digest, hex or base64"};
constexpr OptionSpec kFamilySpec = {kFamilyId, kText, "family-id",
                                    0,         "HEX", "16 bytes of the owner's choice"};
constexpr OptionSpec kImageSpec = {kImageId, kText, "image-id", 0, "HEX", "16 more"};
constexpr OptionSpec kSvnSpec = {kGuestSvn, kNumber, "guest-svn",
                                 0,         "N",     "security version of the guest"};

constexpr auto kBlock = std::to_array<OptionSpec>(
    {kDigestSpec,
     {kGuestPolicy, kNumber, "policy", 0, "N", "guest policy (default 0x30000)"},
     kFamilySpec,
     kImageSpec,
     kSvnSpec});
constexpr auto kUse = std::to_array<OptionSpec>(
    {{kKernelHashes, kFlag, "kernel-hashes", 0, nullptr,
      "the digest counts a kernel: libvirt and QEMU are\nasked for kernel hashes"}});
constexpr auto kSigners = std::to_array<OptionSpec>(
    {{kIdKey, kInputFile, "id-key", 0, "FILE", "private key of P-384, PEM or DER, that signs it"},
     {kAuthorKey, kInputFile, "author-key", 0, "FILE", "private key that signs the ID key"}});
constexpr auto kBlockOutput = std::to_array<OptionSpec>(
    {{kOut, kOutputFolder, "out", 0, "DIR", "the folder for its files; made if missing"},
     {kName, kText, "name", 0, "NAME", "how its files' names begin (default vm)"}});

constexpr auto kPair = std::to_array<OptionSpec>(
    {{kIdBlock, kInputFile, "id-block", 0, "FILE", "the ID block, raw or base64"},
     {kIdAuth, kInputFile, "id-auth", 0, "FILE", "its authentication, raw or base64"},
     {kDomainXml, kInputFile, "domain-xml", 0, "FILE", "both from virsh dumpxml instead"}});
constexpr auto kExpected = std::to_array<OptionSpec>(
    {kDigestSpec,
     {kGuestPolicy, kNumber, "policy", 0, "N", "the policy of the launch"},
     kFamilySpec,
     kImageSpec,
     kSvnSpec,
     {kIdKeyDigest, kText, "id-key-digest", 0, "HEX", "SHA-384 of the ID key, hex or base64"},
     {kAuthorKeyDigest, kText, "author-key-digest", 0, "HEX", "SHA-384 of the author key"}});

// Those that every command has.
OptionGroup common() { return show_options().back(); }

std::optional<snp::IdBlockField> block_field_of(Option option) {
  using Field = snp::IdBlockField;
  switch (option) {
    case kLaunchDigest:
      return Field::kLaunchDigest;
    case kGuestPolicy:
      return Field::kPolicy;
    case kFamilyId:
      return Field::kFamilyId;
    case kImageId:
      return Field::kImageId;
    case kGuestSvn:
      return Field::kGuestSvn;
    case kIdKeyDigest:
      return Field::kIdKeyDigest;
    case kAuthorKeyDigest:
      return Field::kAuthorKeyDigest;
    default:
      return std::nullopt;
  }
}

Result<void> read_value(snp::ExpectedIdBlock& values, Option option, const std::string& text) {
  const auto field = block_field_of(option);
  return field ? snp::read_text(values, *field, option_text(option), text) : Result<void>();
}

std::optional<snp::Field> field_of(Option option) {
  using Field = snp::Field;
  switch (option) {
    case kOvmfHash:
      return Field::kFirmwareDigest;
    case kSection:
      return Field::kSection;
    case kResetAddress:
      return Field::kResetAddress;
    case kHashArea:
      return Field::kHashArea;
    case kCmdline:
      return Field::kCmdline;
    case kNumCpus:
      return Field::kNumCpus;
    case kCpu:
      return Field::kCpu;
    case kVmm:
      return Field::kVmm;
    case kGuestFeatures:
      return Field::kGuestFeatures;
    case kVmsaGpa:
      return Field::kVmsaAddress;
    default:
      return std::nullopt;
  }
}

Result<void> read_text(snp::LaunchDraft& draft, Option option, const std::string& text) {
  const auto field = field_of(option);
  return field ? snp::read_text(draft, *field, option_text(option), text) : Result<void>();
}

}  // namespace

std::span<const OptionGroup> snp_measure_options() {
  static const auto kGroups = std::to_array<OptionGroup>({{"Start", kStart},
                                                          {"Firmware as published", kPublished},
                                                          {"CPUs", kCpus},
                                                          {"Libvirt", kDomainFile},
                                                          common()});
  return kGroups;
}

std::span<const OptionGroup> snp_explain_options() {
  static const auto kGroups = std::to_array<OptionGroup>({{"Reported", kReported},
                                                          {"Start", kStart},
                                                          {"Firmware as published", kPublished},
                                                          {"CPUs", kCpus},
                                                          {"Libvirt", kDomainFile},
                                                          {"If they differ", kReason},
                                                          common()});
  return kGroups;
}

std::span<const OptionGroup> id_block_create_options() {
  static const auto kGroups = std::to_array<OptionGroup>({{"ID block", kBlock},
                                                          {"Guest", kUse},
                                                          {"Keys", kSigners},
                                                          {"Output", kBlockOutput},
                                                          common()});
  return kGroups;
}

std::span<const OptionGroup> id_block_check_options() {
  static const auto kGroups =
      std::to_array<OptionGroup>({{"ID block", kPair}, {"What it must be", kExpected}, common()});
  return kGroups;
}

std::string_view snp_option_name(snp::Field field) {
  static const auto kNames = std::to_array<std::string>(
      {option_text(kFirmware), option_text(kOvmfHash), option_text(kSection),
       option_text(kResetAddress), option_text(kHashArea), option_text(kIgvm), option_text(kKernel),
       option_text(kInitrd), option_text(kCmdline), option_text(kNumCpus), option_text(kCpu),
       option_text(kVmm), option_text(kGuestFeatures), option_text(kVmsaGpa),
       option_text(kDomainXml)});
  return kNames.at(static_cast<std::size_t>(field));
}

Result<SnpOptions> read_snp_options(const Arguments& arguments) {
  SnpOptions options;
  options.igvm = arguments.value(kIgvm);
  IdBlockOptions& id_block = options.id_block;
  id_block.id_key = arguments.value(kIdKey);
  id_block.author_key = arguments.value(kAuthorKey);
  id_block.id_block = arguments.value(kIdBlock);
  id_block.id_auth = arguments.value(kIdAuth);
  for (const auto& [spec, text] : arguments.options()) {
    // What gives a field of SEV's is none of these.
    if (spec->field) continue;
    if (auto read = read_text(options.draft, spec->option, text); !read) return fail(read.error());
    if (spec->option == kMeasurement) {
      auto digest = snp::parse_sha384(option_text(kMeasurement), text);
      if (!digest) return fail(digest.error());
      options.measurement = *digest;
    }
    if (auto read = read_value(id_block.values, spec->option, text); !read) {
      return fail(read.error());
    }
  }
  return options;
}

}  // namespace sevproof::cli
