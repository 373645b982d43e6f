#include <algorithm>
#include <string>

#include "commands/command.h"
#include "commands/debug_output.h"
#include "load/load_files.h"
#include "load/load_keys.h"
#include "load/load_launch_info.h"
#include "load/load_snp.h"
#include "sevproof/report.h"
#include "sevproof/sev/igvm.h"
#include "sevproof/text.h"

namespace sevproof::cli {
namespace {

// What turns a launch digest into a measurement.
struct Signer {
  Tik tik;
  Nonce nonce{};
};

bool wants_blob(const Options& options) {
  return options.given.has(Field::kTk) || options.given.has(Field::kTik) || options.nonce;
}

// Of the fields that a verdict takes, those in `fields` that are not given.
std::string missing_among(const FieldSet& given, const FieldSet& fields) {
  std::string text;
  for (const FieldProblem& problem : missing_fields(given, {}, option_name)) {
    if (!fields.has(problem.field)) continue;
    text += (text.empty() ? "" : ", ") + problem.what;
  }
  return text;
}

constexpr FieldSet kApi = {Field::kApiMajor, Field::kApiMinor, Field::kBuildId};
constexpr FieldSet kSigned = {Field::kApiMajor, Field::kApiMinor, Field::kBuildId, Field::kPolicy,
                              Field::kTik};

Result<Signer> load_signer(Options& options, const FieldSet& given, Console& console) {
  std::string missing = missing_among(given, kSigned);
  if (!options.nonce) missing = "--nonce" + (missing.empty() ? "" : ", " + missing);
  if (!missing.empty()) {
    return fail(ErrorCode::kMissingInput, "a measurement also needs " + missing,
                "Leave out key and nonce to get only the launch digest.");
  }
  if (auto loaded = load_keys(options.keys, options.draft, console); !loaded) {
    return fail(loaded.error());
  }
  return Signer{std::move(*options.draft.tik), *options.nonce};
}

MeasurementBlob honest_blob(const Signer& signer, const MeasureReport& report, Console& console) {
  const MeasuredMessage message = build_measured_message(*report.api, *report.policy,
                                                         report.launch.launch_digest, signer.nonce);
  console.debug("measured message", to_hex(message));
  return {compute_measurement(signer.tik, message), signer.nonce};
}

// A policy and API version where they are given; a version wholly or not at all.
Result<FieldSet> load_state(Options& options, MeasureReport& report) {
  LaunchDraft& draft = options.draft;
  if (const auto& path = options.files.launch_info) {
    if (auto loaded = load_launch_info(*path, draft); !loaded) return fail(loaded.error());
  }
  report.policy = draft.policy;
  report.api = draft.api();
  const FieldSet given = options.given | given_fields(draft);
  const bool has_part = draft.api_major || draft.api_minor || draft.build_id;
  if (!has_part || report.api) return given;
  return fail(ErrorCode::kMissingInput,
              "the SEV API version of the host also needs " + missing_among(given, kApi),
              "`virsh domlaunchsecinfo DOMAIN` on the host shows it.");
}

bool looks_like_es(const FieldSet& given) {
  return given.has(Field::kNumCpus) || given.has(Field::kCpu) || given.has(Field::kVmsaCpu0);
}

// Before kernel and initrd are read, which takes time.
Result<void> check_given(const Options& options, bool es) {
  const auto problems = missing_fields(
      options.given, {.verdict = false, .es = es, .vcpus = options.draft.num_cpus}, option_name);
  if (problems.empty()) return {};
  return fail(joined(problems));
}

// What an IGVM file holds itself.
Result<void> check_igvm_alone(const FieldSet& given) {
  using enum Field;
  for (const Field field : {kFirmware, kFirmwareSha256, kLaunchDigest, kKernel, kInitrd, kCmdline,
                            kVmsaLayout, kSevFeatures, kVmsaCpu0, kVmsaCpu1}) {
    if (!given.has(field)) continue;
    return fail(ErrorCode::kContradictingInputs,
                option_text(Option::kIgvm) + " excludes " + std::string(option_name(field)),
                "An IGVM file holds all that the guest starts from, its CPUs' state too.");
  }
  return {};
}

bool is_for(const Igvm& igvm, IgvmPlatformType type) {
  return std::ranges::any_of(igvm.platforms,
                             [type](const IgvmPlatform& one) { return one.type == type; });
}

Result<void> measure_igvm_file(const std::string& path, const LaunchDraft& draft,
                               MeasureReport& report) {
  const auto file = load_igvm(path);
  if (!file) return fail(file.error());
  const auto igvm = parse_igvm(file->bytes());
  if (!igvm) return fail(igvm.error());
  MeasuredLaunch& launch = report.launch;
  launch.es = report.policy ? report.policy->es() : is_for(*igvm, IgvmPlatformType::kSevEs);
  auto measured = measure_igvm(*igvm, {launch.es, draft.num_cpus, draft.cpu});
  if (!measured) return fail(measured.error());
  launch.vcpus = measured->vcpus;
  launch.launch_digest = measured->launch_digest;
  launch.findings = std::move(measured->findings);
  report.igvm = {
      {file->hash().finish(), file->bytes().size()}, measured->in_order, measured->contexts};
  return {};
}

// Of an IGVM file, or of firmware, kernel and CPUs, which are read last.
Result<void> measure_start(Options& options, const FieldSet& given, MeasureReport& report,
                           Console& console) {
  LaunchDraft& draft = options.draft;
  if (const auto& path = options.snp.igvm) {
    if (auto checked = check_igvm_alone(given); !checked) return checked;
    return measure_igvm_file(*path, draft, report);
  }
  if (auto loaded = load_files(options.files, draft, console); !loaded) return loaded;
  auto launch = measure_launch(make_config(draft),
                               report.policy ? report.policy->es() : looks_like_es(given));
  if (!launch) return fail(launch.error());
  report.launch = *std::move(launch);
  return {};
}

Result<MeasureReport> measure(Options& options, Console& console) {
  MeasureReport report;
  const auto given = load_state(options, report);
  if (!given) return fail(given.error());
  if (!options.snp.igvm) {
    const bool es = report.policy ? report.policy->es() : looks_like_es(*given);
    if (auto checked = check_given(options, es); !checked) return fail(checked.error());
  }
  std::optional<Signer> signer;
  if (wants_blob(options)) {
    auto loaded = load_signer(options, *given, console);
    if (!loaded) return fail(loaded.error());
    signer = std::move(*loaded);
  }
  if (auto measured = measure_start(options, *given, report, console); !measured) {
    return fail(measured.error());
  }
  debug_launch(report.launch, console);
  if (report.policy) report.findings = policy_findings(*report.policy, report.api);
  report.findings.insert(report.findings.end(), report.launch.findings.begin(),
                         report.launch.findings.end());
  if (signer) report.blob = honest_blob(*signer, report, console);
  return report;
}

std::string guest_text(const MeasuredLaunch& launch) {
  const std::string cpus = launch.es && launch.vcpus ? ", " + cpus_text(*launch.vcpus) : "";
  if (!launch.firmware_sha256) return (launch.es ? "SEV-ES" : "SEV") + cpus;
  if (!launch.cpus) return "SEV";
  const VmsaSummary cpu0 = summarize_vmsa(launch.cpus->cpu0);
  return "SEV-ES, " + cpus_text(launch.cpus->vcpus) + ", VMSA layout " +
         (cpu0.layout ? std::string(layout_name(*cpu0.layout)) : "unknown");
}

// Most files give one digest in both ways.
std::string igvm_text(const MeasureReport& report) {
  if (!report.igvm) return "";
  const bool is_same = report.igvm->in_order == report.launch.launch_digest;
  const std::string pages =
      report.launch.es ? "VMSA pages in the file: " + std::to_string(report.igvm->contexts) + "\n"
                       : std::string();
  return pages + "launch digest, in the order of the file: " +
         (is_same ? "the same" : to_hex(report.igvm->in_order)) + "\n";
}

}  // namespace

int run_measure(Options& options, Console& console) {
  const auto report = measure(options, console);
  if (!report) return console.error(report.error());
  if (options.json) {
    console.document(to_json(*report));
    return 0;
  }
  console.result("guest: " + guest_text(report->launch) + "\n");
  console.result("launch digest: " + to_hex(report->launch.launch_digest) + "\n" +
                 igvm_text(*report));
  if (report->blob) console.result("measurement: " + report->blob->to_base64() + "\n");
  if (const auto hint = cmdline_hint(options.draft.cmdline)) console.hint(*hint);
  console.findings(report->findings);
  return 0;
}

}  // namespace sevproof::cli
