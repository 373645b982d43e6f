#include "commands/debug_output.h"

#include <string>

#include "sevproof/formats/vmsa.h"

namespace sevproof::cli {
namespace {

std::string file_text(const FileDigest& file) {
  return to_hex(file.sha256) + " (" + std::to_string(file.size) + " bytes)";
}

// All there is to a page: what is not named is zero.
std::string page_fields(const VmsaPage& page) {
  std::string text;
  for (const VmsaFieldValue& field : nonzero_vmsa_fields(page)) {
    if (!text.empty()) text += " ";
    text += field.name + "=" + to_hex_number(field.value);
  }
  return text;
}

void debug_page(const std::string& name, const VmsaPage& page, Console& console) {
  console.debug(name + " sha256", to_hex(sha256(page)));
  console.debug(name + " non-zero fields", page_fields(page));
}

void debug_kernel(const MeasuredLaunch& launch, Console& console) {
  console.debug("kernel sha256", file_text(launch.kernel->kernel));
  console.debug("initrd sha256", to_hex(launch.kernel_hashes->initrd) +
                                     (launch.kernel->initrd ? "" : " (none given: empty)"));
  console.debug("cmdline sha256 (with its NUL)", to_hex(launch.kernel_hashes->cmdline));
  console.debug("kernel-hashes table", to_hex(*launch.kernel_hashes_table));
}

}  // namespace

void debug_launch(const MeasuredLaunch& launch, Console& console) {
  if (!console.debugging()) return;
  console.debug("SHA-256 computed with", sha256_implementation());
  if (launch.firmware) {
    console.debug("firmware sha256", file_text({*launch.firmware_sha256, launch.firmware->size}));
    if (launch.firmware->reset_address) {
      console.debug("AP reset address", to_hex_number(*launch.firmware->reset_address));
    }
  }
  if (launch.kernel) debug_kernel(launch, console);
  if (launch.cpus) {
    console.debug("number of CPUs measured", std::to_string(launch.cpus->vcpus));
    debug_page("VMSA of boot CPU", launch.cpus->cpu0, console);
    if (launch.cpus->cpu1) debug_page("VMSA of APs", *launch.cpus->cpu1, console);
  }
  console.debug("launch digest", to_hex(launch.launch_digest));
}

void debug_report(const Report& report, Console& console) {
  debug_launch(report.launch, console);
  console.debug("measured message", to_hex(report.message));
  console.debug("nonce", to_hex(report.reported.nonce));
  console.debug("measurement expected", to_hex(report.expected));
  console.debug("measurement reported", to_hex(report.reported.measurement));
}

}  // namespace sevproof::cli
