#include <string>

#include "command.h"
#include "file_options.h"
#include "load_config.h"
#include "output_files.h"
#include "sevproof/formats/cpu.h"
#include "sevproof/formats/firmware.h"
#include "sevproof/formats/vmsa.h"
#include "sevproof/report.h"
#include "sevproof/text.h"

namespace sevproof::cli {
namespace {

constexpr int kDifferentStatus = 1;

std::string padded(std::string text, std::size_t width) {
  text.resize(std::max(text.size(), width), ' ');
  return text;
}

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

Result<std::uint32_t> load_reset_address(const Arguments& arguments) {
  const auto address = arguments.value(Option::kResetAddress);
  const auto path = arguments.value(Option::kFirmware);
  if (address.has_value() == path.has_value()) {
    return fail(ErrorKind::kInvalid,
                "expected one of --firmware and --reset-address for --out-cpu1",
                "APs start where the firmware's SEV-ES reset block says.");
  }
  if (address) {
    const auto number = parse_number("--reset-address", *address, 0, 0xffffffff);
    if (!number) return fail(number.error());
    return static_cast<std::uint32_t>(*number);
  }
  const auto image = load_firmware(*path);
  if (!image) return fail(image.error());
  const auto firmware = parse_firmware(*image);
  if (!firmware) return fail(firmware.error());
  if (!has_reset_address(*firmware)) {
    return fail(ErrorKind::kInvalid,
                "firmware: expected a SEV-ES reset block, got an image without one");
  }
  return *firmware->reset_address;
}

struct BuiltPages {
  std::optional<VmsaPage> cpu0;
  std::optional<VmsaPage> cpu1;
};

Result<BuiltPages> build_pages(const Arguments& arguments) {
  if (auto checked = check_config_usage(arguments); !checked) return fail(checked.error());
  const auto spec = load_vmsa_spec(arguments);
  if (!spec) return fail(spec.error());
  BuiltPages pages;
  if (arguments.has(Option::kOutCpu0)) pages.cpu0 = build_boot_vmsa(*spec);
  const bool has_address = arguments.has(Option::kResetAddress) || arguments.has(Option::kFirmware);
  if (!arguments.has(Option::kOutCpu1) && !has_address) return pages;
  const auto reset_address = load_reset_address(arguments);
  if (!reset_address) return fail(reset_address.error());
  if (arguments.has(Option::kOutCpu1)) pages.cpu1 = build_ap_vmsa(*spec, *reset_address);
  return pages;
}

Result<void> write_pages(const Arguments& arguments, const BuiltPages& pages) {
  std::vector<OutputFile> files;
  if (pages.cpu0) {
    files.push_back({{"VMSA of boot CPU", *arguments.value(Option::kOutCpu0)}, *pages.cpu0});
  }
  if (pages.cpu1) {
    files.push_back({{"VMSA of APs", *arguments.value(Option::kOutCpu1)}, *pages.cpu1});
  }
  return write_outputs(files, input_paths(arguments));
}

}  // namespace

int run_vmsa_build(const Arguments& arguments, Console& console) {
  if (!arguments.has(Option::kOutCpu0) && !arguments.has(Option::kOutCpu1)) {
    return console.error({ErrorKind::kIncomplete, "--out-cpu0 or --out-cpu1 is needed",
                          "They name the files that the pages are written to."});
  }
  const auto pages = build_pages(arguments);
  if (!pages) return console.error(pages.error());
  if (auto written = write_pages(arguments, *pages); !written) {
    return console.error(written.error());
  }
  if (arguments.has(Option::kJson)) {
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

int run_vmsa_show(const Arguments& arguments, Console& console) {
  if (arguments.positionals().empty()) {
    return console.error(
        {ErrorKind::kIncomplete, "a VMSA page is needed", "Usage: sevproof vmsa show FILE"});
  }
  const auto page = load_vmsa("VMSA page", arguments.positionals().front());
  if (!page) return console.error(page.error());
  if (arguments.has(Option::kJson)) {
    console.document(vmsa_to_json(*page));
  } else {
    console.result(page_text(*page));
  }
  return 0;
}

int run_vmsa_diff(const Arguments& arguments, Console& console) {
  if (arguments.positionals().size() != 2) {
    return console.error({ErrorKind::kIncomplete, "two VMSA pages are needed",
                          "Usage: sevproof vmsa diff FILE FILE"});
  }
  const auto first = load_vmsa("VMSA page", arguments.positionals()[0]);
  if (!first) return console.error(first.error());
  const auto second = load_vmsa("VMSA page", arguments.positionals()[1]);
  if (!second) return console.error(second.error());
  if (arguments.has(Option::kJson)) {
    console.document(vmsa_diff_to_json(*first, *second));
  } else {
    console.result(differences_text(*first, *second));
  }
  return *first == *second ? 0 : kDifferentStatus;
}

}  // namespace sevproof::cli
