// A session as files: sevctl's, and what libvirt and QEMU want to read of it.
#include <algorithm>
#include <utility>

#include "sevproof/bytes.h"
#include "sevproof/sev/session.h"
#include "sevproof/text.h"

namespace sevproof {
namespace {

constexpr std::size_t kLibvirtDigits = 4;

// Four digits at least, as libvirt prints it. With its --validate it takes no other digits than
// lower-case ones, and 0x must stand before them.
std::string libvirt_number(std::uint32_t value) {
  std::string digits = to_hex_number(value).substr(2);
  digits.insert(0, kLibvirtDigits - std::min(kLibvirtDigits, digits.size()), '0');
  return "0x" + digits;
}

std::string godh_text(const LaunchSession& session) { return to_base64(session.certificate.bytes); }

std::string session_text(const LaunchSession& session) {
  return to_base64(session_bytes(session.session));
}

SecretBytes content_of(ByteView bytes) { return SecretBytes(Bytes(bytes.begin(), bytes.end())); }

}  // namespace

std::string launch_security_xml(const LaunchSession& session, const LaunchSettings& settings) {
  std::string xml = "<launchSecurity type='sev'";
  xml += settings.kernel_hashes ? " kernelHashes='yes'>\n" : ">\n";
  if (const auto& bits = settings.bits) {
    xml += "  <cbitpos>" + std::to_string(bits->cbitpos) + "</cbitpos>\n  <reducedPhysBits>" +
           std::to_string(bits->reduced_phys_bits) + "</reducedPhysBits>\n";
  }
  return xml + "  <policy>" + libvirt_number(session.policy.value) + "</policy>\n  <dhCert>" +
         godh_text(session) + "</dhCert>\n  <session>" + session_text(session) +
         "</session>\n</launchSecurity>\n";
}

std::string qemu_options(const LaunchSession& session, std::string_view name,
                         const LaunchSettings& settings) {
  const auto number = [&](std::uint32_t EncryptionBits::*member, std::string_view placeholder) {
    const auto& bits = settings.bits;
    return bits ? std::to_string((*bits).*member) : std::string(placeholder);
  };
  return "-machine confidential-guest-support=sev0 -object sev-guest,id=sev0,cbitpos=" +
         number(&EncryptionBits::cbitpos, "CBITPOS") +
         ",reduced-phys-bits=" + number(&EncryptionBits::reduced_phys_bits, "REDUCED") +
         ",policy=" + to_hex_number(session.policy.value) + ",dh-cert-file=" + std::string(name) +
         "_godh.b64,session-file=" + std::string(name) + "_session.b64" +
         (settings.kernel_hashes ? ",kernel-hashes=on\n" : "\n");
}

Result<std::vector<SessionFile>> session_files(const LaunchSession& session, std::string_view name,
                                               const LaunchSettings& settings) {
  if (auto checked = check_output_name("name of the session", name); !checked)
    return fail(checked.error());
  std::vector<SessionFile> files;
  const auto add = [&](std::string_view role, std::string_view end, ByteView content,
                       bool is_secret = false) {
    files.push_back({std::string(name) + std::string(end), role, content_of(content), is_secret});
  };
  add("TIK", "_tik.bin", session.keys.tik.bytes().view(), true);
  add("TEK", "_tek.bin", session.keys.tek.bytes().view(), true);
  add("owner's certificate", "_godh.b64", as_bytes(godh_text(session)));
  add("session", "_session.b64", as_bytes(session_text(session)));
  add("libvirt's XML", "_launchsecurity.xml", as_bytes(launch_security_xml(session, settings)));
  add("QEMU's options", "_qemu.txt", as_bytes(qemu_options(session, name, settings)));
  return files;
}

}  // namespace sevproof
