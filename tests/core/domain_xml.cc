#include "domain_xml.h"

#include "sevproof/bytes.h"

namespace sevproof::test {
namespace {

// Sizes as the AMD SEV API specification has them, not as the core says.
std::string blob(const std::string& name, std::size_t size) {
  return "<" + name + ">" + to_base64(Bytes(size, 0x5a)) + "</" + name + ">";
}

}  // namespace

DomainXml::DomainXml() : dh_cert(blob("dhCert", 2084)), session(blob("session", 128)) {}

std::string DomainXml::text() const {
  return "<domain type='kvm' id='1'>\n  <name>guest</name>\n  " + memory + vcpu + cpu +
         "\n  <os>\n    <type arch='x86_64'>hvm</type>\n    " + loader + nvram + boot +
         "\n  </os>\n  <devices>" + devices + "</devices>\n  <launchSecurity type='" +
         security_type + "'" + security_attributes +
         ">\n    <cbitpos>47</cbitpos><reducedPhysBits>1</reducedPhysBits>" + policy + dh_cert +
         session + "\n  </launchSecurity>\n</domain>\n";
}

}  // namespace sevproof::test
