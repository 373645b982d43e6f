// The owner's certificate that goes with a session.
#include <algorithm>
#include <array>

#include "sev/session_parts.h"
#include "sevproof/text.h"

namespace sevproof::internal {
namespace {

using enum CheckOutcome;

struct Fault {
  std::string text;
  bool of_platform = false;
};

// Owners' tools write 0.0, firmware its own.
bool is_by_firmware(const SevCertificate& godh) {
  return godh.api_major != 0 || godh.api_minor != 0;
}

// Its key is that of a certificate of the platform; the name of which.
std::string same_key(const SevCertificate& godh, const PlatformChain& platform) {
  for (const auto* one :
       {&platform.pdh, &platform.pek, &platform.oca, &platform.cek, &platform.exported_cek}) {
    if (*one && same_bytes((*one)->public_key(), godh.public_key())) {
      return std::string(sev_usage_name((*one)->usage));
    }
  }
  return {};
}

std::optional<Fault> find_fault(const SevCertificate& godh, const PlatformChain& platform) {
  if (godh.usage != SevKeyUsage::kPdh) {
    return Fault{"its usage is that of a " + std::string(sev_usage_name(godh.usage)), true};
  }
  if (const auto name = same_key(godh, platform); !name.empty()) {
    return Fault{"its key is the platform's " + name, true};
  }
  // Nobody signs an owner's, and firmware signs its own.
  if (!godh.is_unsigned() && is_by_firmware(godh)) {
    return Fault{"it is signed and names a firmware's API, as a platform's PDH does", true};
  }
  for (const std::string* fault : {&godh.key_fault, &godh.fault}) {
    if (!fault->empty()) return Fault{*fault};
  }
  return std::nullopt;
}

}  // namespace

Check check_certificates(const SessionReport& report, std::vector<Finding>& findings) {
  constexpr auto kCode = CheckCode::kSessionGodh;
  if (report.certificates.empty()) {
    return not_checked(kCode, "No owner's certificate was given.");
  }
  const PlatformChain platform = report.platform.value_or(PlatformChain{});
  std::string wrong;
  for (const SessionInput& input : report.certificates) {
    const auto godh = parse_sev_certificate(input.bytes, input.name);
    if (!godh) {
      if (wrong.empty()) wrong = godh.error().message;
      continue;
    }
    if (const auto fault = find_fault(*godh, platform)) {
      const std::string text = input.name + ": " + fault->text;
      if (fault->of_platform) findings.push_back({FindingCode::kSessionGodhOfPlatform, text});
      if (wrong.empty()) wrong = text;
    } else if (is_by_firmware(*godh)) {
      findings.push_back(
          {FindingCode::kSessionGodhDoubtful, input.name + ": API " + api_text(*godh)});
    }
  }
  if (wrong.empty()) return {kCode, kPass, {}, "by its shape; see session-agreement"};
  return {kCode, kFail, {}, std::move(wrong)};
}

}  // namespace sevproof::internal
