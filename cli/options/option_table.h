// The options of each command: one table from which the parser and the help are made.
#ifndef SEVPROOF_CLI_OPTIONS_OPTION_TABLE_H
#define SEVPROOF_CLI_OPTIONS_OPTION_TABLE_H

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "sevproof/sev/fields.h"

namespace sevproof::cli {

enum class Option {
  kHelp,
  kVersion,
  kLicences,
  kDebug,
  kQuiet,
  kJson,
  kMeasurement,
  kApiMajor,
  kApiMinor,
  kBuildId,
  kPolicy,
  kLaunchInfo,
  kNonce,
  kFirmware,
  kFirmwareSha256,
  kLaunchDigest,
  kKernel,
  kInitrd,
  kCmdline,
  kNumCpus,
  kVmsaCpu0,
  kVmsaCpu1,
  kCpu,
  kCpuFamily,
  kCpuModel,
  kCpuStepping,
  kVmsaLayout,
  kSevFeatures,
  kResetAddress,
  kTik,
  kTek,
  kTk,
  kConnect,
  kDomain,
  kInsecure,
  kIgnoreConfig,
  kDomainXml,
  kWait,
  kInjectSecret,
  kSecretHeader,
  kSecretPayload,
  kAlsoTry,
  kDiagnose,
  kOut,
  kOutCpu0,
  kOutCpu1,
  kRoot,
  kChipId,
  kReport,
  kPlatform,
  kSession,
  kGodh,
  kName,
  kKernelHashes,
  kUnverified,  // --insecure of session create
  kOvmfHash,
  kSection,
  kHashArea,
  kIgvm,
  kVmm,
  kGuestFeatures,
  kVmsaGpa,
  kGuestPolicy,  // --policy of SEV-SNP
  kIdKey,
  kAuthorKey,
  kIdBlock,
  kIdAuth,
  kFamilyId,
  kImageId,
  kGuestSvn,
  kIdKeyDigest,
  kAuthorKeyDigest,
  kCerts,
  kAt,
  kExpect,
  kGenuineIsEnough,
  kExpectMeasurement,
  kExpectReportData,
  kExpectVmpl,
  kExpectPolicy,
  kExpectPolicyRequires,
  kExpectPolicyForbids,
  kExpectAllowDebug,
  kExpectAllowMigration,
  kExpectMinTcb,
  kExpectTcbOf,
  kExpectMinFirmware,
  kExpectRefuseProvisional,
  kExpectHostData,
  kExpectFamilyId,
  kExpectImageId,
  kExpectMinGuestSvn,
  kExpectIdKeyDigest,
  kExpectAuthorKeyDigest,
  kExpectReportId,
  kExpectChipId,
  kExpectAllowMaskedChip,
  kExpectProvider,
  kExpectPlatformRequires,
  kExpectPlatformForbids,
  kExpectLaunchMitigations,
  kExpectCurrentMitigations,
};

// What the value of an option is. What the files of a command line must be to each other follows
// from it (file_options.h).
enum class OptionKind {
  kFlag,  // takes none
  kText,
  kNumber,
  kInputFile,
  kNamedInput,  // NAME:FILE
  kOutputFile,
  kOutputFolder,
};

struct OptionSpec {
  Option option;
  OptionKind kind;
  const char* name;      // without the leading dashes
  char short_name;       // 0 when there is none
  const char* argument;  // how the help names it; null for a flag
  const char* help;      // null where another spelling stands in the help
  // What of a request it gives.
  std::optional<Field> field = std::nullopt;
};

struct OptionGroup {
  std::string_view title;
  std::span<const OptionSpec> options;
};

// "--num-cpus"
std::string option_text(Option option);
// The same of the option that gives this field; empty where there is none.
std::string_view option_name(Field field);

// "--num-cpus N", as the command with these options has it.
std::string option_usage(Option option, std::span<const OptionGroup> groups);

// The groups of each command, in the order of its help.
std::span<const OptionGroup> validate_options();
std::span<const OptionGroup> measure_options();
std::span<const OptionGroup> secret_unpack_options();
std::span<const OptionGroup> show_options();  // firmware show, vmsa show, vmsa diff
std::span<const OptionGroup> vmsa_build_options();
std::span<const OptionGroup> platform_options();  // platform verify
std::span<const OptionGroup> attestation_options();
std::span<const OptionGroup> session_create_options();
std::span<const OptionGroup> session_check_options();
std::span<const OptionGroup> snp_measure_options();
std::span<const OptionGroup> snp_explain_options();
std::span<const OptionGroup> snp_verify_options();
std::span<const OptionGroup> id_block_create_options();
std::span<const OptionGroup> id_block_check_options();

}  // namespace sevproof::cli

#endif
