// Each finding about a domain with the one thing that triggers it, its absence without, and what is
// refused with which status.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "domain_xml.h"
#include "known_sessions.h"
#include "sevproof/bytes.h"
#include "sevproof/sev/domain.h"
#include "test_errors.h"

namespace sevproof {
namespace {

using enum FindingCode;
using test::DomainXml;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

DomainCheck checked(const DomainXml& xml, const DomainContext& context = {}) {
  const auto domain = parse_domain(xml.text());
  EXPECT_TRUE(test::succeeds(domain));
  return domain ? check_domain(*domain, context) : DomainCheck();
}

std::vector<FindingCode> codes(const DomainCheck& check) {
  std::vector<FindingCode> all;
  for (const Finding& finding : check.findings) all.push_back(finding.code);
  return all;
}

int status(const DomainCheck& check) {
  return check.refusal ? exit_status(check.refusal->kind) : 0;
}

// What belongs to DomainXml().
DomainContext right_context() {
  DomainContext context;
  context.policy = Policy{7};
  context.vcpus = 2;
  context.cpu_signature = 0xa00f11;
  context.boot = GivenBoot{true, true, "quiet"};
  return context;
}

// One finding, which refuses with the status; 0 does not refuse.
void expect_only(const DomainXml& xml, FindingCode code, int expected_status,
                 const DomainContext& context = right_context()) {
  const DomainCheck check = checked(xml, context);
  EXPECT_THAT(codes(check), ElementsAre(code)) << finding_info(code).name;
  EXPECT_EQ(status(check), expected_status) << finding_info(code).name;
}

TEST(DomainCheck, NothingAboutAFaultlessDomain) {
  EXPECT_THAT(checked({}, right_context()).findings, IsEmpty());
  EXPECT_FALSE(checked({}, right_context()).refusal);
  EXPECT_THAT(checked({}).findings, IsEmpty());
}

TEST(DomainCheck, LaunchSecurity) {
  DomainXml xml;
  xml.security_type = "sev-snp";
  DomainCheck check = checked(xml);
  EXPECT_THAT(codes(check), Contains(kDomainNoSev));
  EXPECT_EQ(status(check), 4);
  EXPECT_THAT(check.refusal->message, HasSubstr("'sev-snp'"));
  EXPECT_EQ(status(check_domain(*parse_domain("<domain/>"))), 4);
  xml = DomainXml();
  xml.session += "</launchSecurity><launchSecurity type='sev'>";
  expect_only(xml, kDomainNoSev, 4);
}

TEST(DomainCheck, OwnersCertificateAndSession) {
  DomainXml xml;
  xml.dh_cert = "";
  expect_only(xml, kDomainNoDhCert, 4);
  xml.dh_cert = DomainXml().dh_cert + DomainXml().dh_cert;
  expect_only(xml, kDomainNoDhCert, 4);
  xml = DomainXml();
  xml.session = "";
  expect_only(xml, kDomainNoSession, 4);
  xml.session = DomainXml().session + DomainXml().session;
  expect_only(xml, kDomainNoSession, 4);
}

TEST(DomainCheck, CertificateAndSessionOfTheWrongSize) {
  DomainXml xml;
  for (const char* text : {"", "AAAA", "not base64"}) {
    xml = DomainXml();
    xml.dh_cert = std::string("<dhCert>") + text + "</dhCert>";
    expect_only(xml, kDomainDhCertMalformed, 0);
    xml = DomainXml();
    xml.session = std::string("<session>") + text + "</session>";
    expect_only(xml, kDomainSessionMalformed, 0);
  }
  EXPECT_THAT(checked(xml).findings[0].detail, HasSubstr("128 bytes"));
}

TEST(DomainCheck, CertificateAndSessionExchanged) {
  DomainXml xml;
  const auto blob = [](const std::string& name, std::size_t size) {
    return "<" + name + ">" + to_base64(Bytes(size, 0x5a)) + "</" + name + ">";
  };
  xml.dh_cert = blob("dhCert", 128);
  xml.session = blob("session", 2084);
  const DomainCheck both = checked(xml);
  ASSERT_EQ(both.findings.size(), 2U);
  EXPECT_EQ(both.findings[0].detail,
            "expected 2084 bytes, got 128: dhCert and session are swapped");
  EXPECT_EQ(both.findings[1].detail,
            "expected 128 bytes, got 2084: dhCert and session are swapped");
  // One of them alone is another mistake.
  xml.session = blob("session", 128);
  EXPECT_EQ(checked(xml).findings[0].detail, "expected 2084 bytes, got 128");
}

// The session that libvirt starts the guest with is held against the owner's own key.
TEST(DomainCheck, SessionIsTheKeysOwn) {
  const test::Json known = test::known_session("ordinary");
  const auto element = [&](const std::string& name, const char* file) {
    return "<" + name + ">" + to_base64(test::bytes_in(known, file)) + "</" + name + ">";
  };
  DomainXml xml;
  xml.session = element("session", "session");
  DomainContext context;
  context.policy = test::policy_of(known);
  const Tik own = test::tik_of(known);
  context.tik = &own;
  const auto session_codes = [&] {
    std::vector<FindingCode> found;
    for (const Finding& finding : checked(xml, context).findings) {
      const std::string_view name = finding_info(finding.code).name;
      if (name.starts_with("session-") || name == "domain-session-other") {
        found.push_back(finding.code);
      }
    }
    return found;
  };
  EXPECT_THAT(session_codes(), IsEmpty());
  context.policy->value ^= 2;
  EXPECT_THAT(session_codes(), ElementsAre(FindingCode::kSessionOtherPolicy));
  context.policy = test::policy_of(known);
  const Tik other = test::tik_of(test::known_session("es-no-send"));
  context.tik = &other;
  EXPECT_THAT(session_codes(), ElementsAre(FindingCode::kDomainSessionOther));
  context.tik = nullptr;
  EXPECT_THAT(session_codes(), IsEmpty());
}

TEST(DomainCheck, Varstore) {
  DomainXml xml;
  xml.nvram = "<varstore path='/var/lib/vars.json'/>";
  expect_only(xml, kDomainVarstore, 3);
  DomainContext context = right_context();
  context.insecure = true;
  expect_only(xml, kDomainVarstore, 0, context);
}

TEST(DomainCheck, Nvram) {
  DomainXml xml;
  xml.nvram = "<nvram>/var/lib/vars.fd</nvram>";
  expect_only(xml, kDomainNvram, 3);
  DomainContext context = right_context();
  context.insecure = true;
  expect_only(xml, kDomainNvram, 0, context);
}

TEST(DomainCheck, Loaders) {
  DomainXml xml;
  xml.loader = "";
  expect_only(xml, kDomainLoaderCount, 4);
  xml.loader = "<loader>/a</loader><loader>/b</loader>";
  expect_only(xml, kDomainLoaderCount, 4);
  xml.loader = "<loader type='disk'>/a</loader>";
  expect_only(xml, kDomainLoaderUnsuitable, 0);
  xml.loader = "<loader type='pflash' stateless='yes'>/a</loader>";
  expect_only(xml, kDomainLoaderUnsuitable, 0);
  xml.loader = "<loader type='pflash' readonly='yes' secure='yes' stateless='yes'>/a</loader>";
  expect_only(xml, kDomainLoaderUnsuitable, 0);
  xml.loader = "<loader type='pflash' readonly='yes'>/a</loader>";
  expect_only(xml, kDomainLoaderNotStateless, 0);
  xml.loader = "<loader type='pflash' readonly='yes' stateless='yes'>/a</loader>";
  EXPECT_THAT(checked(xml, right_context()).findings, IsEmpty());
}

TEST(DomainCheck, KernelWithoutKernelHashes) {
  for (const char* attribute : {"", " kernelHashes='no'", " kernelHashes='1'"}) {
    DomainXml xml;
    xml.security_attributes = attribute;
    DomainContext context = right_context();
    context.boot = GivenBoot{};
    expect_only(xml, kDomainKernelNotMeasured, 3, context);
    context.insecure = true;
    expect_only(xml, kDomainKernelNotMeasured, 0, context);
    xml.boot = "";
    EXPECT_THAT(checked(xml, context).findings, IsEmpty());
    xml.boot = "<cmdline>quiet</cmdline>";
    context.insecure = false;
    expect_only(xml, kDomainKernelNotMeasured, 3, context);
  }
}

TEST(DomainCheck, ShimThatNobodyHashes) {
  DomainXml xml;
  xml.boot += "<shim>/boot/shimx64.efi</shim>";
  DomainContext context = right_context();
  expect_only(xml, kDomainShim, 3, context);
  EXPECT_THAT(checked(xml, context).refusal->message, HasSubstr("'/boot/shimx64.efi'"));
  context.insecure = true;
  expect_only(xml, kDomainShim, 0, context);
  // Without hashes nothing is measured, which is said already.
  xml.security_attributes = "";
  context.boot = GivenBoot{};
  expect_only(xml, kDomainKernelNotMeasured, 0, context);
}

TEST(DomainCheck, ArgumentsForQemu) {
  const auto with = [](const std::string& prefix, const std::string& arguments) {
    DomainXml xml;
    xml.devices += "</devices><" + prefix + "commandline>" + arguments + "</" + prefix +
                   "commandline><devices>";
    return xml;
  };
  const DomainXml xml = with("qemu:", "<qemu:arg value='-cpu'/><qemu:arg value='host'/>");
  expect_only(xml, kDomainQemuArguments, 0);
  EXPECT_EQ(checked(xml, right_context()).findings.front().detail, "'-cpu', 'host'");
  expect_only(with("q:", "<q:arg value='-cpu'/>"), kDomainQemuArguments, 0);
  // Variables of the environment are no arguments.
  EXPECT_THAT(checked(with("qemu:", "<qemu:env name='A' value='1'/>"), right_context()).findings,
              IsEmpty());
  const DomainXml many = with("qemu:",
                              "<qemu:arg value='1'/><qemu:arg value='2'/><qemu:arg value='3'/>"
                              "<qemu:arg value='4'/><qemu:arg value='5'/>");
  EXPECT_THAT(checked(many, right_context()).findings.front().detail, HasSubstr("and 1 more"));
}

TEST(DomainCheck, DeviceTreeThatChangesTheKernelsHash) {
  DomainXml xml;
  xml.boot += "<dtb>/boot/guest.dtb</dtb>";
  expect_only(xml, kDomainDtb, 0);
  EXPECT_THAT(checked(xml, right_context()).findings.front().detail, HasSubstr("guest.dtb"));
}

// Also under --insecure, and before anything else about the kernel.
TEST(DomainCheck, KernelGivenWithoutKernelHashes) {
  DomainXml xml;
  xml.security_attributes = "";
  DomainContext context = right_context();
  EXPECT_EQ(status(checked(xml, context)), 2);
  context.insecure = true;
  EXPECT_EQ(status(checked(xml, context)), 2);
  xml.boot = "";
  expect_only(xml, kDomainKernelHashesOff, 2, context);
}

TEST(DomainCheck, KernelHashesWithoutKernel) {
  DomainXml xml;
  xml.boot = "";
  DomainContext context = right_context();
  context.boot = GivenBoot{};
  expect_only(xml, kDomainKernelMissing, 4, context);
}

TEST(DomainCheck, FilesThatOnlyTheHostHas) {
  DomainContext context = right_context();
  context.boot = GivenBoot{true, false, "quiet"};
  expect_only({}, kDomainBootFileNotGiven, 2, context);
  context.boot = GivenBoot{};
  const DomainCheck check = checked({}, context);
  EXPECT_THAT(codes(check), ElementsAre(kDomainBootFileNotGiven, kDomainBootFileNotGiven));
  EXPECT_THAT(check.refusal->message, HasSubstr("'/boot/vmlinuz'"));
  context.boot.reset();
  EXPECT_THAT(checked({}, context).findings, IsEmpty());
}

TEST(DomainCheck, BootOtherThanGiven) {
  DomainContext context = right_context();
  context.boot->cmdline = "quiet ";
  expect_only({}, kDomainBootDiffers, 0, context);
  // None given is the empty one, unless it is taken from the domain.
  context.boot->cmdline.reset();
  expect_only({}, kDomainBootDiffers, 0, context);
  context.insecure = true;
  EXPECT_THAT(checked({}, context).findings, IsEmpty());
  context.insecure = false;
  DomainXml xml;
  xml.boot = "<kernel>/a</kernel>";
  context.boot = GivenBoot{true, true, ""};
  expect_only(xml, kDomainBootDiffers, 0, context);
}

TEST(DomainCheck, LongCommandLinesAreShownWhereTheyPart) {
  DomainContext context = right_context();
  DomainXml xml;
  const std::string line = "console=ttyS0 " + std::string(150, 'x') + " root=LABEL=y ro";
  xml.boot = "<kernel>/a</kernel><initrd>/b</initrd><cmdline>" + line + " init=/bin/sh</cmdline>";
  context.boot->cmdline = line;
  const auto findings = checked(xml, context).findings;
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].detail,
            "command line: from byte 180 on, shown with the 20 bytes before it: domain "
            "'xxxx root=LABEL=y ro init=/bin/sh', given 'xxxx root=LABEL=y ro'");
}

TEST(DomainCheck, PolicyOtherThanGiven) {
  DomainContext context = right_context();
  context.policy = Policy{5};
  expect_only({}, kDomainPolicyDiffers, 0, context);
  EXPECT_EQ(checked({}, context).findings[0].detail, "domain 0x7, given 0x5");
  DomainXml xml;
  xml.policy = "";
  EXPECT_THAT(checked(xml, context).findings, IsEmpty());
}

TEST(DomainCheck, CpusOtherThanGiven) {
  DomainContext context = right_context();
  context.vcpus = 4;
  expect_only({}, kDomainVcpusDiffer, 0, context);
  context = right_context();
  context.cpu_signature = 0x830f10;
  expect_only({}, kDomainCpuDiffers, 0, context);
  EXPECT_THAT(checked({}, context).findings[0].detail, HasSubstr("EPYC-Rome"));
}

TEST(DomainCheck, CpuThatIsNotNamedIsQemu64) {
  for (const char* cpu : {"", "<cpu/>", "<cpu><topology sockets='1' cores='2' threads='1'/></cpu>",
                          "<cpu mode='custom'><model>qemu64</model></cpu>"}) {
    DomainXml xml;
    xml.cpu = cpu;
    expect_only(xml, kDomainCpuDiffers, 0);
    EXPECT_THAT(checked(xml, right_context()).findings[0].detail, HasSubstr("(qemu64)"));
  }
}

TEST(DomainCheck, CpuThatIsNotFixed) {
  for (const char* cpu :
       {"<cpu mode='host-passthrough'/>", "<cpu mode='host-model'/>", "<cpu mode='maximum'/>",
        "<cpu mode='custom'><model>Skylake-Server</model></cpu>"}) {
    DomainXml xml;
    xml.cpu = cpu;
    expect_only(xml, kDomainCpuNotFixed, 0);
    DomainContext plain = right_context();
    plain.policy = Policy{3};
    EXPECT_THAT(codes(checked(xml, plain)), Not(Contains(kDomainCpuNotFixed)));
  }
}

TEST(DomainCheck, MemoryAndDevices) {
  DomainXml xml;
  xml.memory = "";
  expect_only(xml, kDomainMemoryNotLocked, 0);
  xml.memory = "<memtune><hard_limit unit='KiB'>9437184</hard_limit></memtune>";
  EXPECT_THAT(checked(xml, right_context()).findings, IsEmpty());
  xml = DomainXml();
  xml.devices = "<rng model='virtio'/>";
  for (int i = 0; i < 6; ++i) xml.devices += "<interface><model type='virtio'/></interface>";
  expect_only(xml, kDomainVirtioNoIommu, 0);
  EXPECT_THAT(checked(xml).findings[0].detail, HasSubstr("and 2 more"));
}

// The order in which virt-qemu-sev-validate looks.
TEST(DomainCheck, TheFirstRefusalCounts) {
  DomainXml xml;
  xml.security_attributes = "";
  xml.loader = "";
  xml.nvram = "<nvram/>";
  xml.session = "";
  DomainContext context = right_context();
  context.boot = GivenBoot{};
  EXPECT_EQ(status(checked(xml, context)), 4);
  xml.session = DomainXml().session;
  EXPECT_EQ(status(checked(xml, context)), 3);
  xml.nvram = "";
  EXPECT_EQ(status(checked(xml, context)), 4);
  xml.loader = DomainXml().loader;
  EXPECT_EQ(status(checked(xml, context)), 3);
}

TEST(DomainCheck, TextsOfTheHostCannotDisturbATerminal) {
  DomainXml xml;
  xml.cpu = "<cpu mode='\xc2\x9b" + std::string(500, 'x') + "'/>";
  xml.devices = "<rng model='virtio' type='\xc2\x9b'/>";
  for (const Finding& finding : checked(xml).findings) {
    EXPECT_THAT(finding.detail, Not(HasSubstr("\xc2\x9b")));
    EXPECT_LT(finding.detail.size(), 300U);
  }
}

}  // namespace
}  // namespace sevproof
