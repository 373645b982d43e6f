#include <string>

#include "commands/columns.h"
#include "commands/command.h"
#include "load/load_files.h"
#include "os/output_files.h"
#include "sevproof/formats/cpu.h"
#include "sevproof/formats/firmware.h"
#include "sevproof/formats/vmsa.h"
#include "sevproof/report.h"
#include "sevproof/text.h"

namespace sevproof::cli {
namespace {

std::string features_text(std::uint64_t sev_features) {
  std::string text = to_hex_number(sev_features);
  for (const std::string& name : sev_feature_names(sev_features)) text += " " + name;
  return text;
}

std::string page_text(const VmsaPage& page) {
  const VmsaSummary summary = summarize_vmsa(page);
  std::string text = "sha256: " + to_hex(sha256(page)) + "\n";
  text +=
      "layout: " +
      (summary.layout ? std::string(layout_name(*summary.layout)) : "neither legacy nor init2") +
      "\n";
  text += "starts at: " + to_hex_number(summary.start_address) +
          (summary.start_address == kBootAddress ? " (boot CPU)" : "") + "\n";
  text += "CPU: " + describe_cpu_signature(static_cast<std::uint32_t>(summary.rdx)) + "\n";
  text += "sev_features: " + features_text(summary.sev_features) + "\n";
  text += "non-zero fields:\n";
  for (const VmsaFieldValue& field : nonzero_vmsa_fields(page)) {
    text += "  " + padded(to_hex_number(field.offset), 7) + padded(field.name, 20) +
            to_hex_number(field.value) + "\n";
  }
  return text;
}

std::string differences_text(const VmsaPage& first, const VmsaPage& second) {
  const auto differences = diff_vmsa(first, second);
  if (differences.empty()) return "the pages are identical\n";
  std::string text = padded("offset", 8) + padded("field", 20) + padded("first", 20) + "second\n";
  for (const VmsaFieldDifference& field : differences) {
    text += padded(to_hex_number(field.offset), 8) + padded(field.name, 20) +
            padded(to_hex_number(field.first), 20) + to_hex_number(field.second) + "\n";
  }
  return text;
}

Result<std::uint32_t> load_reset_address(const Options& options) {
  const Path& path = options.files.firmware;
  if (options.reset_address.has_value() == path.has_value()) {
    return fail(ErrorCode::kContradictingInputs,
                "expected one of --firmware and --reset-address for --out-cpu1",
                "APs start where the firmware's SEV-ES reset block says.");
  }
  if (options.reset_address) return *options.reset_address;
  const auto image = load_firmware(*path);
  if (!image) return fail(image.error());
  const auto firmware = parse_firmware(*image);
  if (!firmware) return fail(firmware.error());
  if (!has_reset_address(*firmware)) {
    return fail(ErrorCode::kMalformedFirmware,
                "firmware: expected a SEV-ES reset block, got an image without one");
  }
  return *firmware->reset_address;
}

struct BuiltPages {
  std::optional<VmsaPage> cpu0;
  std::optional<VmsaPage> cpu1;
};

Result<BuiltPages> build_pages(const Options& options) {
  const LaunchDraft& draft = options.draft;
  if (!draft.cpu) {
    return fail(ErrorCode::kMissingInput,
                "a CPU is needed: give --cpu, or --cpu-family, --cpu-model and --cpu-stepping");
  }
  const VmsaSpec spec{*draft.cpu, draft.vmsa_layout.value_or(VmsaLayout::kLegacy),
                      draft.sev_features.value_or(0)};
  BuiltPages pages;
  if (options.vmsa_outputs.cpu0) pages.cpu0 = build_boot_vmsa(spec);
  const bool has_address = options.reset_address || options.files.firmware;
  if (!options.vmsa_outputs.cpu1 && !has_address) return pages;
  const auto reset_address = load_reset_address(options);
  if (!reset_address) return fail(reset_address.error());
  if (options.vmsa_outputs.cpu1) pages.cpu1 = build_ap_vmsa(spec, *reset_address);
  return pages;
}

Result<void> write_pages(const Options& options, const BuiltPages& pages) {
  std::vector<OutputFile> files;
  const auto& [cpu0, cpu1] = options.vmsa_outputs;
  if (pages.cpu0) files.push_back({{"VMSA of boot CPU", *cpu0}, *pages.cpu0});
  if (pages.cpu1) files.push_back({{"VMSA of APs", *cpu1}, *pages.cpu1});
  return write_outputs(files, options.names.inputs);
}

}  // namespace

int run_vmsa_build(Options& options, Console& console) {
  if (!options.vmsa_outputs.cpu0 && !options.vmsa_outputs.cpu1) {
    return console.error({ErrorCode::kMissingInput, "--out-cpu0 or --out-cpu1 is needed",
                          "They name the files that the pages are written to."});
  }
  const auto pages = build_pages(options);
  if (!pages) return console.error(pages.error());
  if (auto written = write_pages(options, *pages); !written) {
    return console.error(written.error());
  }
  if (options.json) {
    console.document(vmsa_build_to_json(pages->cpu0, pages->cpu1));
    return 0;
  }
  if (pages->cpu0) {
    console.result("boot CPU sha256: " + to_hex(sha256(*pages->cpu0)) + "\n");
  }
  if (pages->cpu1) {
    console.result("APs sha256: " + to_hex(sha256(*pages->cpu1)) + "\n");
  }
  return 0;
}

int run_vmsa_show(Options& options, Console& console) {
  if (options.positionals.empty()) {
    return console.error(
        {ErrorCode::kMissingInput, "a VMSA page is needed", "Usage: sevproof vmsa show FILE"});
  }
  const auto page = load_vmsa("VMSA page", options.positionals.front());
  if (!page) return console.error(page.error());
  if (options.json) {
    console.document(vmsa_to_json(*page));
  } else {
    console.result(page_text(*page));
  }
  return 0;
}

int run_vmsa_diff(Options& options, Console& console) {
  if (options.positionals.size() != 2) {
    return console.error({ErrorCode::kMissingInput, "two VMSA pages are needed",
                          "Usage: sevproof vmsa diff FILE FILE"});
  }
  const auto first = load_vmsa("VMSA page", options.positionals[0]);
  if (!first) return console.error(first.error());
  const auto second = load_vmsa("VMSA page", options.positionals[1]);
  if (!second) return console.error(second.error());
  if (options.json) {
    console.document(vmsa_diff_to_json(*first, *second));
  } else {
    console.result(differences_text(*first, *second));
  }
  return *first == *second ? 0 : kAnswerIsNo;
}

}  // namespace sevproof::cli
