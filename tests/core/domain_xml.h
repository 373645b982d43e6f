// Domain XML for tests: a domain that nothing is to be said about, as a start for single changes.
#ifndef SEVPROOF_TESTS_CORE_DOMAIN_XML_H
#define SEVPROOF_TESTS_CORE_DOMAIN_XML_H

#include <string>

namespace sevproof::test {

// Each part is the XML that stands in its place.
struct DomainXml {
  std::string security_type = "sev";
  std::string security_attributes = " kernelHashes='yes'";
  std::string policy = "<policy>0x0007</policy>";
  std::string dh_cert;  // with right sizes from the start
  std::string session;
  std::string loader = "<loader type='rom'>/usr/share/OVMF.amdsev.fd</loader>";
  std::string nvram;
  std::string boot =
      "<kernel>/boot/vmlinuz</kernel><initrd>/boot/initrd</initrd><cmdline>quiet</cmdline>";
  std::string vcpu = "<vcpu placement='static' current='2'>4</vcpu>";
  std::string cpu = "<cpu mode='custom' match='exact'><model>EPYC-Milan</model></cpu>";
  std::string memory = "<memoryBacking><locked/></memoryBacking>";
  std::string devices =
      "<disk type='file'><driver name='qemu' iommu='on'/><target dev='vda' bus='virtio'/></disk>";

  DomainXml();
  std::string text() const;
};

}  // namespace sevproof::test

#endif
