#include <string>

#include "commands/command.h"
#include "load/load_files.h"
#include "sevproof/report.h"

namespace sevproof::cli {
namespace {

std::string_view image_text(FirmwareImageKind kind) {
  switch (kind) {
    case FirmwareImageKind::kCombined:
      return "variable store and code in one file";
    case FirmwareImageKind::kCodeOnly:
      return "CODE part only; its variable store is a separate file, which is not measured";
    case FirmwareImageKind::kVarsOnly:
      return "variable store only (VARS); there is no code to start";
    case FirmwareImageKind::kOther:
      return "does not begin with an EFI firmware volume";
  }
  return "";
}

std::string area_text(const std::optional<MemoryArea>& area) {
  if (!area) return "none";
  return "base " + to_hex_number(area->base) + ", size " + to_hex_number(area->size) +
         (usable(area) ? "" : " (declared, but empty)");
}

std::string table_text(const Firmware& firmware) {
  if (!firmware.has_table && firmware.reset_address) {
    return "table: none, but the SEV-ES reset block of a 2020 build\n";
  }
  if (!firmware.has_table) return "table: none, so the image declares no support for SEV\n";
  std::string text = "table:\n";
  for (const FirmwareTableEntry& entry : firmware.entries) {
    text += "  " + entry.guid.to_string() + "  offset " + to_hex_number(entry.offset) + "  " +
            (entry.data.empty() ? "no data" : to_hex(entry.data)) + "  " +
            (entry.name.empty() ? "unknown" : std::string(entry.name)) + "\n";
  }
  return text;
}

std::string metadata_text(const Firmware& firmware) {
  if (!firmware.sev_metadata_problem.empty()) {
    return "SEV metadata: unreadable: " + firmware.sev_metadata_problem + "\n";
  }
  if (firmware.sev_metadata.empty()) return "";
  std::string text = "SEV metadata (for SEV-SNP):\n";
  for (const SevMetadataSection& section : firmware.sev_metadata) {
    text += "  gpa " + to_hex_number(section.gpa) + "  size " + to_hex_number(section.size) +
            "  type " + to_hex_number(section.type) + " " +
            (section.type_name.empty() ? "unknown" : std::string(section.type_name)) + "\n";
  }
  return text;
}

std::string code_text(CodePresence presence, const FirmwareCode& code, bool has_code) {
  if (!has_code) return "no: there is no code";
  if (presence == CodePresence::kUnknown) return "not known: " + code.problem;
  return presence == CodePresence::kPresent ? "yes" : "no";
}

// What is declared, and what there is code for.
std::string use_text(const FirmwareCode& code, FirmwareImageKind kind) {
  const bool has_code = kind != FirmwareImageKind::kVarsOnly;
  const std::string any = has_code && code.hash_check == CodePresence::kAbsent
                              ? ": with this firmware the host can start any kernel"
                              : "";
  return "checks kernel hashes: " + code_text(code.hash_check, code, has_code) + any +
         "\npasses secrets on to the guest: " + code_text(code.secret_table, code, has_code) + "\n";
}

std::string firmware_text(const Firmware& firmware, const Sha256Digest& digest) {
  std::string text = "size: " + std::to_string(firmware.size) + " bytes\n";
  text += "sha256: " + to_hex(digest) + "\n";
  text += "image: " + std::string(image_text(firmware.kind)) + "\n";
  text += "SEV-ES reset address: " +
          (firmware.reset_address ? to_hex_number(*firmware.reset_address) : "none") + "\n";
  text += "secret area: " + area_text(firmware.secret_area) + "\n";
  text += "kernel-hashes area: " + area_text(firmware.hash_area) + "\n";
  if (firmware.code) text += use_text(*firmware.code, firmware.kind);
  return text + table_text(firmware) + metadata_text(firmware);
}

}  // namespace

int run_firmware_show(Options& options, Console& console) {
  if (options.positionals.empty()) {
    return console.error({ErrorCode::kMissingInput, "a firmware image is needed",
                          "Usage: sevproof firmware show FILE"});
  }
  const auto image = load_firmware(options.positionals.front());
  if (!image) return console.error(image.error());
  auto firmware = parse_firmware(*image);
  if (!firmware) return console.error(firmware.error());
  look_for_code(*firmware, *image);
  const Sha256Digest digest = sha256(*image);
  if (options.json) {
    console.document(to_json(*firmware, digest));
  } else {
    console.result(firmware_text(*firmware, digest));
  }
  return 0;
}

}  // namespace sevproof::cli
