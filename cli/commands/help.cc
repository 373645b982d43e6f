#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "commands/command.h"

namespace sevproof::cli {
namespace {

constexpr std::size_t kHelpColumn = 32;

// "  -f, --firmware FILE           firmware image (OVMF)"
std::string option_line(const OptionSpec& spec) {
  std::string line = "  ";
  line += spec.short_name != 0 ? std::string{'-', spec.short_name, ',', ' '} : std::string("    ");
  line += std::string("--") + spec.name;
  if (spec.argument != nullptr) line += std::string(" ") + spec.argument;
  line.resize(std::max(line.size() + 1, kHelpColumn), ' ');
  for (const char c : std::string_view(spec.help)) {
    line += c;
    if (c == '\n') line.append(kHelpColumn, ' ');
  }
  return line + "\n";
}

// "(--cpu NAME | --cpu-family N)", in parts between which a line may end.
std::vector<std::string> choice_parts(const Choice& choice, const Command& command) {
  const auto usage = [&](Option option) { return option_usage(option, command.options()); };
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < choice.count; ++i) {
    parts.push_back(usage(choice.options.at(i)));
    // One alone does not do.
    if (choice.options.at(i) == Option::kCpuFamily) {
      parts.back() += " " + usage(Option::kCpuModel) + " " + usage(Option::kCpuStepping);
    }
    if (choice.options.at(i) == Option::kIdBlock) {
      parts.back() += " " + usage(Option::kIdAuth);
    }
    if (i + 1 < choice.count) parts.back() += " |";
  }
  if (choice.count == 1) return parts;
  parts.front().insert(0, "(");
  parts.back() += ")";
  return parts;
}

std::string usage_text(const Command& command) {
  constexpr std::size_t kColumns = 80;
  constexpr std::size_t kIndent = 16;
  std::vector<std::string> parts;
  for (const Choice& choice : command.needed) {
    for (std::string& part : choice_parts(choice, command)) parts.push_back(std::move(part));
  }
  parts.emplace_back("[OPTIONS]");
  if (command.positionals == kAnyNumber) {
    parts.emplace_back("FILE...");
  } else {
    parts.insert(parts.end(), command.positionals, "FILE");
  }
  std::string text = "Usage: sevproof";
  if (!command.name.empty()) text += " " + std::string(command.name);
  std::size_t column = text.size();
  for (const std::string& part : parts) {
    const bool fits = column + 1 + part.size() <= kColumns;
    text += fits ? " " : "\n" + std::string(kIndent, ' ');
    text += part;
    column = (fits ? column + 1 : kIndent) + part.size();
  }
  return text;
}

constexpr std::string_view kValidateEpilog =
    "\n"
    "Numbers are decimal, or hexadecimal with 0x. '-' as FILE is standard input.\n"
    "Commands (each has --help): measure, secret unpack, firmware show,\n"
    "  vmsa build|show|diff, platform verify|show|attestation, session create|check,\n"
    "  igvm show, snp measure|explain|verify|show, snp id-block create|check\n"
    "Exit status: 0 match, 1 mismatch, 2 usage or input, 3 insecure usage,\n"
    "  4 the domain's configuration, 5 its state, 6 the host failed, or a bug\n";

constexpr std::string_view kPlatformEpilog =
    "\n"
    "FILE: certificates raw, in hex or in base64, one or many in any order, as sevctl\n"
    "exports them; the output of virsh nodesevinfo; QMP's query-sev-capabilities.\n"
    "'-' as FILE is standard input.\n";

constexpr std::string_view kVerifyEpilog =
    "\n"
    "FILE: certificates raw, in hex or in base64, one or many in any order, as sevctl\n"
    "exports them; the output of virsh nodesevinfo; QMP's query-sev-capabilities.\n"
    "'-' as FILE is standard input.\n"
    "Exit status: 0 vouched for, 1 not, 2 usage or input that cannot be read\n";

constexpr std::string_view kAttestationEpilog =
    "\n"
    "FILE: the platform's certificates, as platform verify takes them.\n"
    "The report proves less than the launch measurement does: see the manual page.\n"
    "Exit status: 0 signed by the PEK and as expected, 1 not, 2 usage or input\n";

constexpr std::string_view kShowEpilog = "\n'-' as FILE is standard input.\n";

using enum Option;

constexpr auto kMeasureNeeds =
    std::to_array<Choice>({{{kFirmware, kFirmwareSha256, kLaunchDigest, kIgvm}, 4}});
constexpr auto kAttestationNeeds = std::to_array<Choice>({{{kReport}, 1}});
constexpr auto kBuildNeeds = std::to_array<Choice>({{{kCpu, kCpuFamily}, 2}, {{kOutCpu0}, 1}});

constexpr auto kCreateNeeds =
    std::to_array<Choice>({{{kPlatform}, 1}, {{kPolicy}, 1}, {{kOut}, 1}});
constexpr auto kCheckNeeds = std::to_array<Choice>({{{kSession}, 1}, {{kTk, kTik}, 2}});
constexpr std::string_view kCreateEpilog =
    "\nFlags of a policy are nodbg, noks, es, nosend, domain and sev.\n"
    "Exit status: 0 made, 1 nobody vouches for the platform, 2 usage or input\n";
constexpr std::string_view kCheckEpilog =
    "\n'-' as FILE is standard input.\n"
    "Exit status: 0 it belongs together, 1 it does not, 2 usage or input\n";

constexpr auto kSnpNeeds = std::to_array<Choice>({{{kFirmware, kOvmfHash, kIgvm}, 3}});
constexpr std::string_view kSnpEpilog =
    "\nQEMU needs --num-cpus and --cpu, or a domain XML that has them; an IGVM file has\n"
    "its CPUs' state itself.\n"
    "Numbers are decimal, or hexadecimal with 0x. '-' as FILE is standard input.\n";

constexpr auto kExplainNeeds =
    std::to_array<Choice>({{{kMeasurement}, 1}, {{kFirmware, kOvmfHash, kIgvm}, 3}});
constexpr std::string_view kExplainEpilog =
    "\nQEMU needs --num-cpus and --cpu, or a domain XML that has them; an IGVM file has\n"
    "its CPUs' state itself.\n"
    "Numbers are decimal, or hexadecimal with 0x. '-' as FILE is standard input.\n"
    "Exit status: 0 the digest is that of the launch, 1 it is not, 2 usage or input\n";

constexpr auto kVerifyNeeds = std::to_array<Choice>({{{kReport}, 1}});
constexpr std::string_view kReportEpilog =
    "\nFor a match, give --report-data and the launch or --measurement; AMD's roots are\n"
    "built in. Lists: separated by commas, or the option again. Numbers are decimal, or\n"
    "hexadecimal with 0x. '-' as FILE is standard input.\n"
    "Exit status: 0 match, 1 not, 2 usage or input that cannot be read\n";
constexpr std::string_view kReportShowEpilog =
    "\nFILE: reports, certificates, certificate tables, revocation lists, as snp verify\n"
    "takes them. '-' as FILE is standard input.\n";

constexpr auto kIdCreateNeeds =
    std::to_array<Choice>({{{kLaunchDigest}, 1}, {{kIdKey}, 1}, {{kOut}, 1}});
constexpr auto kIdCheckNeeds = std::to_array<Choice>({{{kIdBlock, kDomainXml}, 2}});
constexpr std::string_view kIdCreateEpilog =
    "\nNumbers are decimal, or hexadecimal with 0x. '-' as FILE is standard input.\n";
constexpr std::string_view kIdCheckEpilog =
    "\nNumbers are decimal, or hexadecimal with 0x. '-' as FILE is standard input.\n"
    "Exit status: 0 they belong together and are as given, 1 not, 2 usage or input\n";

constexpr auto kCommands = std::to_array<Command>({
    {"",
     {},
     "Tells whether an AMD SEV or SEV-ES guest was started as you asked, from the\n"
     "measurement that its host reports, and packs secrets for it if it was.",
     kValidateEpilog,
     validate_options,
     0,
     run_validate},
    {"measure", kMeasureNeeds,
     "Prints the launch digest, without a verdict and without any key. Given a TIK,\n"
     "API version, policy and nonce, also prints the measurement of an honest host.",
     "\nWithout --policy the guest counts as SEV-ES if anything about CPUs is given.\n",
     measure_options, 0, run_measure},
    {"secret unpack",
     {},
     "Checks and opens a secret packet; lists GUID, size and SHA-256 of each secret.",
     "",
     secret_unpack_options,
     0,
     run_secret_unpack},
    {"firmware show",
     {},
     "Shows the GUIDed table of an OVMF image and what it says about SEV.",
     kShowEpilog,
     show_options,
     1,
     run_firmware_show},
    {"vmsa build", kBuildNeeds,
     "Builds the VMSA pages with which KVM and QEMU start a SEV-ES guest.", "", vmsa_build_options,
     0, run_vmsa_build},
    {"vmsa show",
     {},
     "Shows every field of a VMSA page that is not zero.",
     kShowEpilog,
     show_options,
     1,
     run_vmsa_show},
    {"vmsa diff",
     {},
     "Shows every field in which two VMSA pages differ.",
     "\n'-' as FILE is standard input.\nExit status: 0 identical, 1 different, 2 usage or input\n",
     show_options,
     2,
     run_vmsa_diff},
    {"platform verify",
     {},
     "Tells whether AMD vouches for a SEV platform: checks every link of its chain of\n"
     "certificates. Asks nobody, and trusts no root that comes with the files.",
     kVerifyEpilog,
     platform_options,
     kAnyNumber,
     run_platform_verify},
    {"platform show",
     {},
     "Shows what files of a platform, sessions and attestation reports hold.",
     kPlatformEpilog,
     show_options,
     kAnyNumber,
     run_platform_show},
    {"platform attestation", kAttestationNeeds,
     "Checks the attestation report of a running SEV guest against its platform's PEK.",
     kAttestationEpilog, attestation_options, kAnyNumber, run_platform_attestation},
    {"session create", kCreateNeeds,
     "Makes a launch session for a platform, once somebody vouches for the platform:\n"
     "the owner's two keys, and what the host needs to start the guest with them.",
     kCreateEpilog, session_create_options, 0, run_session_create},
    {"session check", kCheckNeeds,
     "Tells whether a launch session, its keys and its policy belong together, for\n"
     "which policy it was made, and what has been mixed up.",
     kCheckEpilog, session_check_options, 0, run_session_check},
    {"igvm show",
     {},
     "Shows what an IGVM file holds, for which platforms, and its launch digests: in\n"
     "the order of the file, and as QEMU starts a guest from it.",
     kShowEpilog,
     show_options,
     1,
     run_igvm_show},
    {"snp measure", kSnpNeeds,
     "Prints the launch digest of a SEV-SNP guest, which a report has as MEASUREMENT:\n"
     "for each number of CPUs, as QEMU, EC2 or GCE start it. Gives no verdict.",
     kSnpEpilog, snp_measure_options, 0, run_snp_measure},
    {"snp explain", kExplainNeeds,
     "Tells whether a digest is that of the launch you describe, and if not, in what the\n"
     "launch differs that has it. Whether a report is genuine it does not tell.",
     kExplainEpilog, snp_explain_options, 0, run_snp_explain},
    {"snp verify", kVerifyNeeds,
     "Tells whether a SEV-SNP guest's report is genuine, offline, and of the launch that\n"
     "you describe; says why where it is not.",
     kReportEpilog, snp_verify_options, 0, run_snp_verify},
    {"snp show",
     {},
     "Shows every field of SEV-SNP reports, and what is in their certificates. Nothing\n"
     "is verified.",
     kReportShowEpilog,
     show_options,
     kAnyNumber,
     run_snp_show},
    {"snp id-block create", kIdCreateNeeds,
     "Makes an ID block: with it a host can start a guest only with this launch digest\n"
     "and policy, and the guest's reports name the key that signed it.",
     kIdCreateEpilog, id_block_create_options, 0, run_id_block_create},
    {"snp id-block check", kIdCheckNeeds,
     "Tells whether an ID block and its authentication belong together, shows what is\n"
     "in them, and compares that with what is given.",
     kIdCheckEpilog, id_block_check_options, 0, run_id_block_check},
});

}  // namespace

std::span<const Command> commands() { return kCommands; }

std::string help_text(const Command& command) {
  std::string text = usage_text(command) + "\n\n" + std::string(command.summary) + "\n";
  for (const OptionGroup& group : command.options()) {
    text += "\n" + std::string(group.title) + ":\n";
    for (const OptionSpec& spec : group.options) {
      if (spec.help != nullptr) text += option_line(spec);
    }
  }
  return text + std::string(command.epilog);
}

}  // namespace sevproof::cli
