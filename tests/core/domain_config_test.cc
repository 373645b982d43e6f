// What is read from a libvirt domain's XML.
#include "sevproof/formats/domain_config.h"

#include <gtest/gtest.h>

#include "domain_xml.h"
#include "sevproof/formats/session_blob.h"
#include "sevproof/formats/sev_certificate.h"
#include "test_errors.h"

namespace sevproof {
namespace {

using test::DomainXml;
using test::fails;
using test::succeeds;

DomainConfig parsed(const DomainXml& xml) {
  auto domain = parse_domain(xml.text());
  EXPECT_TRUE(succeeds(domain));
  return domain ? *domain : DomainConfig();
}

TEST(DomainConfig, ReadsAllThatMatters) {
  const DomainConfig domain = parsed({});
  EXPECT_EQ(domain.name, "guest");
  EXPECT_EQ(domain.launch_security, "sev");
  EXPECT_EQ(domain.sev_count, 1U);
  ASSERT_TRUE(domain.policy);
  EXPECT_EQ(*domain.policy, 7U);
  EXPECT_EQ(domain.cbitpos, 47U);
  EXPECT_EQ(domain.reduced_phys_bits, 1U);
  EXPECT_EQ(domain.dh_cert.count, 1U);
  EXPECT_EQ(domain.dh_cert.size(), kSevCertificateSize);
  EXPECT_EQ(domain.session.size(), kSessionSize);
  EXPECT_TRUE(domain.kernel_hashes);
  ASSERT_EQ(domain.loaders.size(), 1U);
  EXPECT_EQ(domain.loaders[0].path, "/usr/share/OVMF.amdsev.fd");
  EXPECT_FALSE(domain.nvram);
  EXPECT_EQ(domain.kernel, "/boot/vmlinuz");
  EXPECT_EQ(domain.initrd, "/boot/initrd");
  EXPECT_EQ(domain.cmdline, "quiet");
  EXPECT_EQ(domain.vcpus, 2U);
  EXPECT_EQ(domain.max_vcpus, 4U);
  ASSERT_TRUE(domain.cpu);
  EXPECT_EQ(domain.cpu->mode, "custom");
  EXPECT_EQ(domain.cpu->model, "EPYC-Milan");
  EXPECT_TRUE(domain.memory_locked);
  ASSERT_EQ(domain.virtio.size(), 1U);
  EXPECT_EQ(domain.virtio[0].name, "disk vda");
  EXPECT_TRUE(domain.virtio[0].iommu);
}

TEST(DomainConfig, ADomainOfNothing) {
  const auto domain = parse_domain("<domain/>");
  ASSERT_TRUE(succeeds(domain));
  EXPECT_EQ(domain->sev_count, 0U);
  EXPECT_FALSE(domain->policy || domain->vcpus || domain->cpu || domain->kernel);
  EXPECT_TRUE(domain->loaders.empty());
}

// libvirt reads it in base 16 whether or not 0x stands there.
TEST(DomainConfig, PolicyIsHexadecimal) {
  for (const char* text : {"0x10", "10", " 0x0010\n", "0X10"}) {
    EXPECT_EQ(parsed({}).policy.value(), 7U);
    DomainXml xml;
    xml.policy = std::string("<policy>") + text + "</policy>";
    EXPECT_EQ(parsed(xml).policy.value(), 16U) << text;
  }
}

TEST(DomainConfig, LoaderAttributes) {
  DomainXml xml;
  xml.loader = "<loader readonly='yes' secure='no' type='pflash' stateless='yes'>\n/a\n</loader>";
  const DomainLoader flash = parsed(xml).loaders.at(0);
  EXPECT_EQ(flash.path, "/a");
  EXPECT_EQ(flash.type, "pflash");
  EXPECT_TRUE(flash.readonly && flash.stateless);
  EXPECT_FALSE(flash.secure);
  xml.loader = "<loader>/a</loader>";
  EXPECT_EQ(parsed(xml).loaders.at(0).type, "rom");
}

TEST(DomainConfig, CommandLineIsKeptAsItIs) {
  const auto cmdline = [](const std::string& text) {
    DomainXml xml;
    xml.boot = "<cmdline>" + text + "</cmdline>";
    return parsed(xml).cmdline.value_or("none");
  };
  EXPECT_EQ(cmdline(" a  b "), " a  b ");
  EXPECT_EQ(cmdline(" "), " ");
  EXPECT_EQ(cmdline(""), "");
  EXPECT_EQ(cmdline("a &lt;&amp;&#x41;&#66;&quot;"), "a <&AB\"");
  EXPECT_EQ(cmdline("a<![CDATA[ <b> & ]]>c<!-- d -->e"), "a <b> & ce");
  EXPECT_EQ(cmdline("\xc3\xa4"), "\xc3\xa4");
}

TEST(DomainConfig, BlobsMayHaveLineBreaks) {
  DomainXml xml;
  xml.session = "<session>\n  AAAA\n  AAAA\n</session>";
  EXPECT_EQ(parsed(xml).session.size(), 6U);
  xml.session = "<session>AA*A</session>";
  EXPECT_EQ(parsed(xml).session.size(), std::nullopt);
  EXPECT_EQ(parsed(xml).session.count, 1U);
}

TEST(DomainConfig, CpuModes) {
  DomainXml xml;
  xml.cpu = "<cpu mode='host-passthrough'/>";
  EXPECT_EQ(parsed(xml).cpu->mode, "host-passthrough");
  xml.cpu = "<cpu><model>EPYC</model></cpu>";
  EXPECT_EQ(parsed(xml).cpu->mode, "custom");
  xml.cpu = "";
  EXPECT_FALSE(parsed(xml).cpu);
}

TEST(DomainConfig, VirtioDevicesOfAllKinds) {
  DomainXml xml;
  xml.devices =
      "<disk><target dev='sda' bus='sata'/></disk><disk><target dev='vdb' bus='virtio'/></disk>"
      "<interface type='network'><model type='virtio'/></interface>"
      "<interface type='network'><model type='e1000e'/></interface>"
      "<controller type='virtio-serial'/><controller type='scsi' model='virtio-scsi'/>"
      "<memballoon model='virtio'><driver iommu='on'/></memballoon><memballoon model='none'/>"
      "<rng model='virtio'/><input type='tablet' bus='virtio'/><vsock model='virtio'/>"
      "<video><model type='virtio'/></video><video><model type='vga'/></video>"
      "<filesystem type='mount'/>";
  std::string names;
  for (const VirtioDevice& device : parsed(xml).virtio) {
    names += device.name + (device.iommu ? "+" : "") + ",";
  }
  EXPECT_EQ(names,
            "disk vdb,interface network,controller virtio-serial,controller scsi,memballoon+,rng,"
            "input tablet,vsock,video,filesystem mount,");
}

TEST(DomainConfig, NumbersOutOfRange) {
  const auto with = [](auto DomainXml::*part, const std::string& text) {
    DomainXml xml;
    xml.*part = text;
    return parse_domain(xml.text());
  };
  for (const char* text : {"", "x", "-1", "0x100000000", "3 3", "0x"}) {
    const std::string element = std::string("<policy>") + text + "</policy>";
    EXPECT_TRUE(fails(with(&DomainXml::policy, element), ErrorKind::kInvalid, {"<policy>"}));
  }
  for (const char* text :
       {"<vcpu>0</vcpu>", "<vcpu>4097</vcpu>", "<vcpu/>", "<vcpu current='3'>2</vcpu>",
        "<vcpu current='0'>2</vcpu>", "<vcpu>99999999999999999999</vcpu>"}) {
    EXPECT_TRUE(fails(with(&DomainXml::vcpu, text), ErrorKind::kInvalid, {"<vcpu>"})) << text;
  }
}

TEST(DomainConfig, OtherRoots) {
  for (const char* text : {"<domstatus><domain/></domstatus>", "<domainsnapshot/>", "<Domain/>",
                           "<html></html>", "<capabilities/>"}) {
    EXPECT_TRUE(fails(parse_domain(text), ErrorKind::kInvalid, {"expected the element 'domain'"}));
  }
}

}  // namespace
}  // namespace sevproof
