#include <gtest/gtest.h>

#include "domain_xml.h"
#include "sevproof/sev/domain.h"
#include "test_errors.h"

namespace sevproof {
namespace {

using test::DomainXml;

// CPUID leaf 1 EAX under `-cpu qemu64`, read from a stopped machine of QEMU 7.2, 10.0 and 11.1.
constexpr std::uint32_t kQemu64 = 0x60fb1;
constexpr std::uint32_t kMilan = 0xa00f11;

SaidLaunch said_by(const DomainXml& xml) {
  const auto domain = parse_domain(xml.text());
  EXPECT_TRUE(test::succeeds(domain));
  return said_by_domain(*domain, HostSource::kDomainXml);
}

TEST(SaidLaunch, HasWhatTheDomainHas) {
  const SaidLaunch said = said_by({});
  EXPECT_EQ(said.source, HostSource::kDomainXml);
  ASSERT_TRUE(said.policy && said.boot);
  EXPECT_EQ(said.policy->value, 7U);
  EXPECT_EQ(said.vcpus, 2U);
  EXPECT_EQ(said.cpu_signature, kMilan);
  EXPECT_FALSE(said.default_cpu);
  EXPECT_TRUE(said.boot->measured);
  EXPECT_TRUE(said.boot->initrd);
  EXPECT_EQ(said.boot->cmdline, "quiet");
  EXPECT_FALSE(said.reported_policy || said.reported_api);
}

TEST(SaidLaunch, WithoutAModelItIsQemusDefault) {
  for (const char* cpu : {"", "<cpu><topology sockets='1' cores='2' threads='1'/></cpu>",
                          "<cpu mode='custom'><model>qemu64</model></cpu>"}) {
    DomainXml xml;
    xml.cpu = cpu;
    EXPECT_EQ(said_by(xml).cpu_signature, kQemu64) << cpu;
    EXPECT_TRUE(said_by(xml).default_cpu) << cpu;
  }
}

TEST(SaidLaunch, SaysNothingOfACpuThatOnlyTheHostKnows) {
  for (const char* cpu : {"<cpu mode='host-passthrough'/>", "<cpu mode='maximum'/>",
                          "<cpu mode='custom'><model>NoSuchModel</model></cpu>"}) {
    DomainXml xml;
    xml.cpu = cpu;
    EXPECT_FALSE(said_by(xml).cpu_signature) << cpu;
    EXPECT_FALSE(said_by(xml).default_cpu) << cpu;
  }
}

TEST(SaidLaunch, OfSevSnpHasTheKernelHashesOfItsOwnElement) {
  DomainConfig domain;
  domain.kernel = "/boot/vmlinuz";
  domain.snp.emplace();
  EXPECT_FALSE(said_guest(domain, HostSource::kDomainXml).boot->measured);
  domain.snp->kernel_hashes = true;
  EXPECT_TRUE(said_guest(domain, HostSource::kDomainXml).boot->measured);
}

TEST(SaidLaunch, KernelsAreMeasuredWithKernelHashesOnly) {
  DomainXml xml;
  xml.security_attributes = "";
  EXPECT_FALSE(said_by(xml).boot->measured);
  xml.security_attributes = " kernelHashes='yes'";
  xml.boot = "<cmdline>quiet</cmdline>";
  EXPECT_FALSE(said_by(xml).boot->measured);
  xml.boot = "<kernel>/boot/vmlinuz</kernel>";
  EXPECT_TRUE(said_by(xml).boot->measured);
  EXPECT_FALSE(said_by(xml).boot->initrd);
  EXPECT_EQ(said_by(xml).boot->cmdline, "");
}

}  // namespace
}  // namespace sevproof
