#include <string>

#include "commands/command.h"
#include "commands/platform_text.h"
#include "load/load_platform.h"
#include "sevproof/formats/chip_id.h"
#include "sevproof/report.h"

namespace sevproof::cli {
namespace {

Error no_files(std::string_view usage) {
  return {ErrorCode::kMissingInput, "the files of a platform are needed",
          "Usage: sevproof platform " + std::string(usage)};
}

Result<GivenPlatform> load(const Options& options) {
  return load_platform_and_root(options.positionals, options.chip_id, options.root);
}

std::string session_text(const SessionBlob& session) {
  return "  launch session\n  nonce: " + to_hex(session.nonce) +
         "\n  IV of the wrapped keys: " + to_hex(session.iv) +
         "\n  MAC of the wrapped keys: " + to_hex(session.wrap_mac) +
         "\n  MAC of the policy: " + to_hex(session.policy_mac) + "\n";
}

std::string attestation_text(const AttestationReport& report) {
  return "  attestation report\n  nonce: " + to_hex(report.nonce) +
         "\n  launch digest: " + to_hex(report.launch_digest) +
         "\n  policy: " + policy_words({report.policy}) + "\n";
}

std::string sev_text(const SevCertificate& certificate) {
  std::string text = certificate_line(certificate);
  text += "    API " + api_text(certificate) + "\n";
  for (const std::string* const fault : {&certificate.fault, &certificate.key_fault}) {
    if (!fault->empty()) text += "    malformed: " + *fault + "\n";
  }
  return text;
}

std::string file_text(const PlatformFile& file) {
  std::string text;
  for (const SevCertificate& one : file.pieces.sev) text += sev_text(one);
  for (const AmdCertificate& one : file.pieces.amd) {
    text += certificate_line(one) + "    key id " + to_hex(one.key_id) + "\n";
    if (!one.fault.empty()) text += "    malformed: " + one.fault + "\n";
  }
  if (const auto& id = file.pieces.chip_id) {
    text +=
        "  chip id " + id->to_hex() + "\n  AMD has its signed CEK at " + id->cek_address() + "\n";
  }
  if (file.session) text += session_text(*file.session);
  if (file.attestation) text += attestation_text(*file.attestation);
  return text;
}

std::string names_of(std::span<const CheckCode> checks) {
  std::string names;
  for (const CheckCode code : checks) {
    names += (names.empty() ? "" : ", ") + std::string(check_info(code).name);
  }
  return names;
}

void say_attestation(const AttestationVerification& verification, Console& console) {
  if (!verification.holds()) {
    console.line("ERROR: The report does not hold: " + names_of(verification.broken));
  } else if (verification.platform.voucher == Voucher::kNobody) {
    console.result("SIGNED: This PEK signed the report, but nobody vouches for the PEK\n");
  } else {
    console.ok("The PEK signed this report");
  }
  console.result(attestation_text(verification.report) + "links:\n" +
                 checks_text(verification.checks));
  console.line(voucher_sentence(verification.platform));
  console.findings(verification.findings);
}

}  // namespace

int run_platform_verify(Options& options, Console& console) {
  if (options.positionals.empty()) return console.error(no_files("verify FILE..."));
  const auto given = load(options);
  if (!given) return console.error(given.error());
  const PlatformVerification verification = verify_platform(given->chain, given->root);
  const PlatformReport& report = verification.report;
  const int status = verification.platform ? 0 : kAnswerIsNo;
  if (options.json) {
    console.document(to_json(report));
    return status;
  }
  if (verification.platform) {
    console.ok(voucher_sentence(report));
  } else {
    console.line("ERROR: " + voucher_sentence(report));
  }
  say_platform(report, console);
  console.findings(report.findings);
  return status;
}

int run_platform_show(Options& options, Console& console) {
  if (options.positionals.empty()) return console.error(no_files("show FILE..."));
  std::vector<PlatformFile> files;
  for (const std::string& path : options.positionals) {
    auto file = load_any_platform_file(path);
    if (!file) return console.error(file.error());
    files.push_back(*std::move(file));
  }
  if (options.json) {
    console.document(platform_files_to_json(files));
    return 0;
  }
  for (std::size_t i = 0; i < files.size(); ++i) {
    console.result(options.positionals[i] + ":\n" + file_text(files[i]));
  }
  return 0;
}

int run_platform_attestation(Options& options, Console& console) {
  if (!options.attestation_report) {
    return console.error({ErrorCode::kMissingInput, "--report is needed",
                          "It names the attestation report, as QMP answers it or raw."});
  }
  if (options.positionals.empty()) {
    return console.error(no_files("attestation --report FILE FILE..."));
  }
  const auto report = load_attestation_report(*options.attestation_report);
  if (!report) return console.error(report.error());
  const auto given = load(options);
  if (!given) return console.error(given.error());
  ExpectedAttestation expected{options.nonce, options.draft.launch_digest, std::nullopt};
  if (const auto& policy = options.session.policy) expected.policy = policy->policy;
  const auto verification = verify_attestation(*report, given->chain, given->root, expected);
  if (!verification) return console.error(verification.error());
  if (options.json) {
    console.document(to_json(*verification));
  } else {
    say_attestation(*verification, console);
  }
  return verification->holds() ? 0 : kAnswerIsNo;
}

}  // namespace sevproof::cli
