#include "formats/recognise_report.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string>

#include "base/ascii_text.h"
#include "formats/cut_off_report.h"
#include "formats/der.h"
#include "formats/strict_json.h"
#include "sevproof/formats/snp_certificates.h"
#include "sevproof/formats/snp_report.h"

namespace sevproof::internal {
namespace {

using enum FileRole;

constexpr std::size_t kReportSize = 1184;

// A report's version, as it is, in hex and in base64. Any other file may be a secret, of which no
// copies are to be made.
bool begins_as_report(std::string_view text) {
  constexpr std::array<std::string_view, 8> kBase64 = {"AgAAA", "AwAAA", "BAAAA", "BQAAA",
                                                       "BgAAA", "BwAAA", "SENMQ", "AAAAAKAEAA"};
  if (text.size() > 8 && text.substr(2, 6) == "000000" && text[0] == '0') return true;
  if (text.starts_with("48434c41") || text.starts_with("48434C41")) return true;
  return std::any_of(kBase64.begin(), kBase64.end(),
                     [&](std::string_view one) { return text.starts_with(one); });
}

bool may_be_report(ByteView content) {
  constexpr std::uint32_t kMostVersion = 64;
  if (content.size() < kReportSize) return false;
  const auto first = load_le<std::uint32_t>(content);
  if (content.size() == kReportSize && 1 < first && first < kMostVersion) return true;
  if (first == 0 && load_le<std::uint32_t>(content.subspan(4)) == kReportSize) return true;
  const std::string_view text = as_text(content);
  return text.starts_with("HCLA") || begins_as_report(trim(text));
}

std::optional<RecognisedFile> recognise_evidence(ByteView content) {
  // Its place says what is wrong with it.
  if (is_cut_off_report(content)) {
    return RecognisedFile{kReport, {}, "an attestation report that is cut off", true};
  }
  if (!may_be_report(content)) return std::nullopt;
  const auto evidence = parse_snp_evidence(content, "file");
  if (!evidence) return std::nullopt;
  return RecognisedFile{
      kReport,
      {},
      "an attestation report of version " + std::to_string(evidence->report.version),
      true};
}

bool may_be_certificates(ByteView content) {
  const std::string_view text = as_text(content);
  return text.find("-----BEGIN CERTIFICATE-----") != text.npos ||
         text.find("-----BEGIN X509 CRL-----") != text.npos || is_certificate_table(content) ||
         der_sequence(content, content.size()).has_value();
}

bool is_amds(std::string_view name) { return name.starts_with("SEV-") || name.starts_with("ARK-"); }

std::optional<RecognisedFile> recognise_certificates(ByteView content) {
  if (!may_be_certificates(content)) return std::nullopt;
  const auto found = parse_snp_certificates(content, "file");
  if (!found) return std::nullopt;
  std::string names;
  const auto add = [&](const std::string& name) {
    if (is_amds(name)) names += (names.empty() ? "" : ", ") + name;
  };
  for (const GivenCertificate& one : found->certificates) add(one.certificate.subject_cn);
  for (const GivenCrl& one : found->crls) add(one.crl.issuer_cn);
  if (names.empty()) return std::nullopt;
  return RecognisedFile{kCertificates, {}, "certificates of SEV-SNP: " + names, true};
}

// But for the case of its letters and for dashes: as somebody may write a key who remembers an
// option of the program, or another language's habits.
bool is_alike(std::string_view written, std::string_view key) {
  std::size_t at = 0;
  for (const char c : written) {
    if (c == '_' || c == '-') continue;
    if (at == key.size() || (c | 0x20) != (key[at] | 0x20)) return false;
    ++at;
  }
  return at == key.size();
}

// Some of its keys, of which none has a meaning in another file that is read here.
bool is_expectation(std::string_view word) {
  constexpr std::array<std::string_view, 21> kKeys = {"reportData",
                                                      "measurement",
                                                      "vmpl",
                                                      "minimumTcb",
                                                      "minTcb",
                                                      "policyRequires",
                                                      "policyForbids",
                                                      "hostData",
                                                      "idKeyDigest",
                                                      "authorKeyDigest",
                                                      "chipId",
                                                      "provider",
                                                      "platformRequires",
                                                      "platformForbids",
                                                      "allowDebug",
                                                      "allowMigration",
                                                      "minimumFirmware",
                                                      "refuseProvisional",
                                                      "allowMaskedChip",
                                                      "launchMitigations",
                                                      "currentMitigations"};
  return std::any_of(kKeys.begin(), kKeys.end(),
                     [&](std::string_view key) { return is_alike(word, key); });
}

// Whether one of them stands in quotes somewhere: before anything is copied.
bool names_expectation(std::string_view text) {
  while (true) {
    const std::size_t begin = text.find('"');
    if (begin == text.npos) return false;
    text.remove_prefix(begin + 1);
    const std::size_t end = text.find('"');
    if (end == text.npos) return false;
    if (is_expectation(text.substr(0, end))) return true;
    text.remove_prefix(end);
  }
}

std::optional<RecognisedFile> recognise_expectations(ByteView content) {
  const std::string_view text = trim(as_text(content));
  if (!text.starts_with('{') || !names_expectation(text)) return std::nullopt;
  const auto document = parse_strict_json(text).value;
  const auto has = [&](std::string_view key) { return document.contains(key); };
  if (!document.is_object() || has("kind") || has("generator")) return std::nullopt;
  for (const auto& [key, value] : document.items()) {
    if (!is_expectation(key)) continue;
    return RecognisedFile{kExpectations, {}, "what is expected of SEV-SNP reports", true};
  }
  return std::nullopt;
}

}  // namespace

std::optional<RecognisedFile> recognise_report(ByteView content) {
  if (auto report = recognise_evidence(content)) return report;
  if (auto certificates = recognise_certificates(content)) return certificates;
  return recognise_expectations(content);
}

}  // namespace sevproof::internal
