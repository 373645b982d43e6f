#include <algorithm>
#include <array>
#include <string>

#include "base/in_order.h"
#include "report/json_parts.h"

namespace sevproof::internal {
namespace {

struct Place {
  Subject subject;
  std::string_view in_report;
  std::string_view in_domain;
};

constexpr auto kPlaces = std::to_array<Place>({
    {Subject::kWhole, "", ""},
    {Subject::kFirmware, "/inputs/firmware", "/boot/loaders"},
    {Subject::kIgvm, "/inputs/igvm", ""},
    {Subject::kKernel, "/inputs/kernel", "/boot/kernel"},
    {Subject::kInitrd, "/inputs/initrd", "/boot/initrd"},
    {Subject::kCmdline, "/inputs/cmdline", "/boot/cmdline"},
    {Subject::kPolicy, "/inputs/policy", "/launchSecurity/policy"},
    {Subject::kApi, "/inputs/api", ""},
    {Subject::kApiMajor, "/inputs/api/value/major", ""},
    {Subject::kApiMinor, "/inputs/api/value/minor", ""},
    {Subject::kBuildId, "/inputs/api/value/build", ""},
    {Subject::kVcpus, "/inputs/vcpus", "/machine/vcpus"},
    {Subject::kVmsa, "/inputs/vmsa", ""},
    {Subject::kVmsaLayout, "/inputs/vmsa/value/layout", ""},
    {Subject::kSevFeatures, "/inputs/vmsa/value/sevFeatures", ""},
    {Subject::kCpu, "/inputs/vmsa/value/signature", "/machine/cpu"},
    {Subject::kCpu0Page, "/computed/vmsa/cpu0Sha256", ""},
    {Subject::kCpuNPage, "/computed/vmsa/cpuNSha256", ""},
    {Subject::kEvidence, "/evidence", ""},
    {Subject::kMeasurement, "/evidence/measurement", ""},
    {Subject::kNonce, "/evidence/nonce", ""},
    {Subject::kLaunchDigest, "/computed/launchDigest", ""},
    {Subject::kDomainSecurity, "/checks/1", "/launchSecurity"},
    {Subject::kDomainBoot, "/checks/1", "/boot"},
    {Subject::kDomainMachine, "/checks/1", "/machine"},
    {Subject::kGuestState, "/checks/2", ""},
    {Subject::kSecrets, "/delivery", ""},
    {Subject::kArk, "/inputs/ark", ""},
    {Subject::kAsk, "/inputs/ask", ""},
    {Subject::kCek, "/inputs/cek", ""},
    {Subject::kOca, "/inputs/oca", ""},
    {Subject::kPek, "/inputs/pek", ""},
    {Subject::kPdh, "/inputs/pdh", ""},
    {Subject::kSession, "/inputs/session", "/launchSecurity/session"},
    {Subject::kOwnerCertificate, "/inputs/godh", "/launchSecurity/dhCert"},
    {Subject::kReportChain, "/chain", ""},
    {Subject::kExpectations, "", ""},
});

static_assert(internal::is_in_order(kPlaces, &Place::subject));

std::string_view place_in_snp_launch(const Place& place) {
  switch (place.subject) {
    case Subject::kPolicy:
      return "/domain/launchSecurity/policy";
    case Subject::kDomainSecurity:
      return "/domain/launchSecurity";
    case Subject::kDomainBoot:
    case Subject::kDomainMachine:
      return "/domain";
    default:
      return place.in_report;
  }
}

std::string_view place_of(Subject subject, DocumentKind kind) {
  const Place& place = kPlaces[static_cast<std::size_t>(subject)];
  switch (kind) {
    case DocumentKind::kReport:
      return place.in_report;
    case DocumentKind::kSnpLaunch:
      return place_in_snp_launch(place);
    case DocumentKind::kDomain:
      return place.in_domain;
    case DocumentKind::kSecrets:
      return subject == Subject::kSecrets ? "/secrets" : "";
    case DocumentKind::kFile:
      return "";
  }
  return "";
}

std::string_view up_to_null(std::string_view pointer, const Json& document) {
  const Json* at = &document;
  std::size_t end = 0;
  while (end < pointer.size()) {
    const std::size_t next = std::min(pointer.find('/', end + 1), pointer.size());
    if (!at->is_object()) break;
    const auto found = at->find(std::string(pointer.substr(end + 1, next - end - 1)));
    if (found == at->end()) break;
    end = next;
    if (found->is_null()) return pointer.substr(0, end);
    at = &*found;
  }
  return pointer;
}

// A launch has other inputs than a platform: what is said of the one in a document of the other is
// about none of its parts.
bool lacks_input(std::string_view pointer, const Json& document) {
  constexpr std::string_view kInputs = "/inputs/";
  // Only reports of SEV-SNP have a chain of certificates.
  if (pointer == "/chain") return document.is_object() && !document.contains("chain");
  if (!pointer.starts_with(kInputs) || !document.is_object()) return false;
  const auto inputs = document.find("inputs");
  if (inputs == document.end() || !inputs->is_object()) return false;
  const std::string_view rest = pointer.substr(kInputs.size());
  return !inputs->contains(std::string(rest.substr(0, rest.find('/'))));
}

}  // namespace

Json json_about(Subject subject, DocumentKind kind, const Json& document) {
  const std::string_view pointer = place_of(subject, kind);
  if (pointer.empty() || lacks_input(pointer, document)) return nullptr;
  return up_to_null(pointer, document);
}

}  // namespace sevproof::internal
