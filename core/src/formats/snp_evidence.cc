// The forms in which people have a report. The answer of /dev/sev-guest is MSG_REPORT_RSP of the
// firmware ABI (56860) in the kernel's struct snp_report_resp; Azure's blob is what OpenHCL calls
// an IGVM attestation request, as it stands in the guest's vTPM.
#include <array>
#include <string>

#include "base/byte_reader.h"
#include "base/utf8.h"
#include "formats/cut_off_report.h"
#include "formats/encoded_text.h"
#include "sevproof/formats/attestation_report.h"
#include "sevproof/formats/snp_certificates.h"
#include "sevproof/formats/snp_report.h"
#include "sevproof/recognise.h"

namespace sevproof {
namespace {

using internal::ByteReader;

constexpr std::size_t kReportAt = 0x20;
constexpr std::size_t kReportEnd = kReportAt + kSnpReportSize;
constexpr std::size_t kDeviceSize = 4000;
constexpr std::size_t kMaxDeviceSize = 4096;
constexpr std::string_view kAzureMark = "HCLA";
constexpr std::size_t kAzureJsonAt = kReportEnd + 20;

tl::unexpected<Error> misfit(std::string_view what, const std::string& fault,
                             std::string_view hint = {}) {
  return fail(ErrorCode::kMalformedAttestation, std::string(what) + ": " + fault,
              std::string(hint));
}

Result<SnpEvidence> report_at(ByteView content, std::size_t at, SnpReportForm form,
                              std::string_view what) {
  SnpReportBytes bytes{};
  put_bytes(bytes, content.subspan(at, kSnpReportSize));
  auto report = parse_snp_report(bytes, what);
  if (!report) return fail(report.error());
  return SnpEvidence{form, *report, std::nullopt};
}

// Of a failed request nothing but its size tells it: then the firmware writes no size of a report.
bool is_device_answer(ByteView content) {
  if (content.size() < 8 || content.size() > kMaxDeviceSize) return false;
  if (load_le<std::uint32_t>(content.subspan(4)) == kSnpReportSize) return true;
  const bool has_size = content.size() == kReportEnd || content.size() == kDeviceSize;
  return has_size && is_zero(content.subspan(1, 7)) && content[0] != 0;
}

Result<SnpEvidence> read_device_answer(ByteView content, std::string_view what) {
  const auto status = load_le<std::uint32_t>(content);
  if (status != 0) {
    return misfit(what, "expected status 0 of the guest device, got " + to_hex_number(status),
                  "The firmware refused the request: there is no report in the answer.");
  }
  if (content.size() < kReportEnd) {
    return misfit(what, "expected at least 1216 bytes of the guest device, got " +
                            std::to_string(content.size()));
  }
  if (!is_zero(content.subspan(kReportEnd))) {
    return misfit(what, "expected zeros behind the guest device's report, got other bytes");
  }
  return report_at(content, kReportAt, SnpReportForm::kGuestDevice, what);
}

// The parts that sizes and digests depend on.
std::string azure_fault(ByteView content) {
  const auto word = [&](std::size_t at) { return load_le<std::uint32_t>(content.subspan(at)); };
  if (content.size() < kAzureJsonAt) {
    return "expected at least 1236 bytes, got " + std::to_string(content.size());
  }
  struct Expected {
    std::size_t at;
    std::uint32_t value;
    std::string_view name;
  };
  // OpenHCL has raised it without a change of what is read here.
  if (const std::uint32_t version = word(0x04); version != 1 && version != 2) {
    return "version: expected 1 or 2, got " + std::to_string(version);
  }
  const std::uint64_t json_size = word(kReportEnd + 16);
  const std::uint64_t rest = content.size() - kAzureJsonAt;
  if (json_size > rest) {
    return "expected at most " + std::to_string(rest) + " bytes of JSON, got a size of " +
           std::to_string(json_size);
  }
  const auto size = static_cast<std::uint32_t>(json_size);
  for (const auto& [at, value, name] : std::to_array<Expected>({
           {0x08, static_cast<std::uint32_t>(kAzureJsonAt) + size, "size of the report"},
           {kReportEnd, 20 + size, "size of the claims"},
           {kReportEnd + 4, 1, "version of the claims"},
           {kReportEnd + 8, 2, "type of the report (SEV-SNP)"},
           {kReportEnd + 12, 1, "hash of the claims (SHA-256)"},
       })) {
    if (word(at) != value) {
      return std::string(name) + ": expected " + std::to_string(value) + ", got " +
             std::to_string(word(at));
    }
  }
  return {};
}

Result<SnpEvidence> read_azure(ByteView content, std::string_view what) {
  const std::string fault = azure_fault(content);
  if (!fault.empty()) return misfit(what, "Azure's blob: " + fault);
  auto evidence = report_at(content, kReportAt, SnpReportForm::kAzure, what);
  if (!evidence) return evidence;
  const std::size_t size = load_le<std::uint32_t>(content.subspan(kReportEnd + 16));
  evidence->claims = AzureClaims{sha256(content.subspan(kAzureJsonAt, size)), size};
  return evidence;
}

bool is_binary_form(ByteView content) {
  return content.size() == kSnpReportSize || internal::holds(content, 0, kAzureMark) ||
         is_device_answer(content);
}

Result<SnpEvidence> read_binary(ByteView content, std::string_view what) {
  if (content.size() == kSnpReportSize) return report_at(content, 0, SnpReportForm::kRaw, what);
  if (internal::holds(content, 0, kAzureMark)) return read_azure(content, what);
  return read_device_answer(content, what);
}

// What xxd and hexdump print: each line begins with an offset.
bool is_dump(std::string_view text) {
  constexpr std::size_t kMostDigits = 8;
  constexpr std::size_t kLeastDigits = 7;
  const std::size_t digits = text.find_first_not_of('0');
  if (digits < kLeastDigits || digits > kMostDigits || text.size() < digits + 2) return false;
  return (text[digits] == ':' && text[digits + 1] == ' ') || text[digits] == ' ';
}

// Of what is none of the forms.
tl::unexpected<Error> not_a_report(ByteView content, std::string_view what) {
  if (content.size() == kAttestationReportSize) {
    return misfit(what, "expected a report of SEV-SNP, 1184 bytes, got SEV's, 208 bytes",
                  "A SEV-SNP guest asks for its report itself, at /dev/sev-guest.");
  }
  if (is_dump(as_text(content))) {
    return misfit(what, "expected a report of SEV-SNP, got a listing of bytes with their offsets",
                  "Give the file itself, or its bytes alone in hex, as xxd -p prints them.");
  }
  std::string_view name = recognise(content, content.size()).name;
  if (is_certificate_table(content)) name = "a certificate table";
  if (name.empty() && internal::is_cut_off_report(content))
    name = "what begins as one and is cut off";
  const bool is_certificate = name.find("certificate") != name.npos;
  return misfit(
      what,
      "expected a report of SEV-SNP, 1184 bytes, got " +
          (name.empty() ? std::string() : std::string(name) + ", ") +
          std::to_string(content.size()) + " bytes",
      is_certificate ? "Certificates are given beside the report, and not in its place." : "");
}

}  // namespace

std::string_view form_name(SnpReportForm form) {
  constexpr auto kNames =
      std::to_array<std::string_view>({"raw", "hex", "base64", "guest-device", "azure"});
  return kNames[static_cast<std::size_t>(form)];
}

Result<SnpEvidence> parse_snp_evidence(ByteView content, std::string_view what) {
  if (content.size() > kMaxSnpReportFile) {
    return fail(ErrorCode::kFileTooLarge, std::string(what) +
                                              ": expected at most 65536 bytes of a report, got " +
                                              std::to_string(content.size()));
  }
  if (is_binary_form(content)) return read_binary(content, what);
  if (is_dump(as_text(content))) return not_a_report(content, what);
  const auto text = internal::decode_text(as_text(content));
  if (!text) return not_a_report(content, what);
  const ByteView bytes = text->bytes.view();
  if (!is_binary_form(bytes)) {
    if (internal::is_encoded_again(bytes, kSnpReportSize)) {
      return misfit(what, "expected a report encoded once, got one in hex or base64 twice",
                    "Decode it once, and give the result.");
    }
    return not_a_report(bytes, what);
  }
  auto evidence = read_binary(bytes, what);
  if (evidence && evidence->form == SnpReportForm::kRaw) {
    evidence->form = text->is_hex ? SnpReportForm::kHex : SnpReportForm::kBase64;
  }
  return evidence;
}

}  // namespace sevproof
