// A libvirt domain of SEV-SNP: what is read of it, each finding with the one thing that triggers
// it, and what a launch takes from it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "schema_check.h"
#include "sevproof/report.h"
#include "sevproof/snp/domain.h"
#include "sevproof/snp/launch_report.h"
#include "sevproof/snp/policy.h"
#include "test_data.h"
#include "test_errors.h"

namespace sevproof::snp {
namespace {

using enum FindingCode;
using test::fails;
using test::succeeds;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string element(const std::string& name, const std::string& text) {
  return "<" + name + ">" + text + "</" + name + ">";
}

std::string zeros(const std::string& name, std::size_t size) {
  return element(name, to_base64(Bytes(size, 0)));
}

Bytes published(const std::string& name) { return test::read_data("vectors/snp/idblock/" + name); }

// A domain that nothing is to be said about but a note; each part is the XML in its place.
struct SnpXml {
  std::string attributes = " kernelHashes='yes' authorKey='yes'";
  std::string policy = "<policy>0x00030000</policy>";
  std::string id_block = element("idBlock", to_base64(published("id-block.bin")));
  std::string id_auth = element("idAuth", to_base64(published("id-auth.bin")));
  std::string more = zeros("hostData", 32);
  std::string firmware;
  std::string loader = "<loader type='rom' stateless='yes'>/fw.fd</loader>";
  std::string boot = "<kernel>/k</kernel><initrd>/i</initrd><cmdline>quiet</cmdline>";
  std::string vcpu = "<vcpu current='2'>4</vcpu>";
  std::string cpu = "<cpu mode='custom'><model>EPYC-Milan</model></cpu>";
  std::string rest;

  std::string text() const {
    return "<domain><name>guest</name>" + vcpu + cpu + "<os" + firmware + ">" + loader + boot +
           "</os><launchSecurity type='sev-snp'" + attributes + "><cbitpos>51</cbitpos>" + policy +
           id_block + id_auth + more + "</launchSecurity>" + rest + "</domain>";
  }
};

DomainConfig parsed(const SnpXml& xml = {}) {
  auto domain = parse_domain(xml.text());
  EXPECT_TRUE(succeeds(domain));
  return domain ? *std::move(domain) : DomainConfig();
}

std::vector<FindingCode> codes(const std::vector<Finding>& findings) {
  std::vector<FindingCode> all;
  for (const Finding& finding : findings) {
    if (finding.code != kSnpPolicySmtAllowed) all.push_back(finding.code);
  }
  return all;
}

std::vector<FindingCode> said_of(const SnpXml& xml, const DomainContext& context = {}) {
  return codes(review_domain(parsed(xml), context));
}

std::string detail_of(const SnpXml& xml, FindingCode code, const DomainContext& context = {}) {
  for (const Finding& finding : review_domain(parsed(xml), context)) {
    if (finding.code == code) return finding.detail;
  }
  return "not there";
}

TEST(SnpDomain, IsRead) {
  SnpXml xml;
  xml.attributes += " vcek='no'";
  xml.more += zeros("guestVisibleWorkarounds", 16);
  const DomainConfig domain = parsed(xml);
  EXPECT_EQ(domain.launch_security, "sev-snp");
  EXPECT_EQ(domain.sev_count, 0U);
  EXPECT_EQ(domain.cbitpos, 51U);
  EXPECT_FALSE(domain.policy || domain.kernel_hashes);
  ASSERT_TRUE(domain.snp);
  EXPECT_EQ(domain.snp->policy, 0x30000U);
  EXPECT_TRUE(domain.snp->kernel_hashes);
  EXPECT_TRUE(domain.snp->author_key);
  EXPECT_FALSE(domain.snp->vcek);
  EXPECT_FALSE(domain.snp->has_session);
  EXPECT_EQ(domain.snp->id_block.size(), 96U);
  EXPECT_EQ(domain.snp->id_auth.size(), 4096U);
  EXPECT_EQ(domain.snp->host_data.size(), 32U);
  EXPECT_EQ(domain.snp->visible_workarounds.size(), 16U);
  xml.attributes = "";
  EXPECT_FALSE(parsed(xml).snp->kernel_hashes || parsed(xml).snp->author_key);
  EXPECT_TRUE(parsed(xml).snp->vcek);
}

TEST(SnpDomain, PolicyHas64BitsInBase16) {
  SnpXml xml;
  for (const auto& [text, value] : std::vector<std::pair<std::string, std::uint64_t>>{
           {"0x30000", 0x30000},
           {"30000", 0x30000},
           {"196608", 0x196608},
           {" 0X3001f\n", 0x3001f},
           {"0", 0},
           {"ffffffffffffffff", ~std::uint64_t{0}}}) {
    xml.policy = element("policy", text);
    EXPECT_EQ(parsed(xml).snp->policy, value) << text;
  }
  for (const std::string text : {"", "x", "-1", "0x10000000000000000", "3 3", "0x"}) {
    xml.policy = element("policy", text);
    EXPECT_TRUE(fails(parse_domain(xml.text()), ErrorKind::kInvalid, {"<policy>"})) << text;
  }
  xml.policy = SnpXml().policy + SnpXml().policy;
  EXPECT_TRUE(fails(parse_domain(xml.text()), ErrorKind::kInvalid, {"<policy>"}));
}

TEST(SnpDomain, AttributesAreYesOrNo) {
  SnpXml xml;
  for (const std::string name : {"kernelHashes", "authorKey", "vcek"}) {
    for (const std::string word : {"", "on", "YES", "true", "1", "yes "}) {
      xml.attributes = " " + name + "='" + word + "'";
      EXPECT_TRUE(fails(parse_domain(xml.text()), ErrorKind::kInvalid, {name, "yes or no"}));
    }
    xml.attributes = " " + name + "='no'";
    EXPECT_TRUE(succeeds(parse_domain(xml.text())));
  }
}

TEST(SnpDomain, NothingAboutAFaultlessDomain) {
  EXPECT_THAT(said_of({}), IsEmpty());
  SnpXml xml;
  xml.attributes = " kernelHashes='yes'";
  xml.id_block = xml.id_auth = xml.more = "";
  EXPECT_THAT(said_of(xml), IsEmpty());
  EXPECT_THAT(review_domain(*parse_domain("<domain/>")), IsEmpty());
}

TEST(SnpDomain, Kind) {
  EXPECT_TRUE(succeeds(expect_snp(parsed())));
  SnpXml twice;
  twice.rest = "<launchSecurity type='sev-snp'/>";
  EXPECT_TRUE(fails(expect_snp(parsed(twice)), ErrorKind::kDomainConfig, {"2 of them"}));
  const auto kind_of = [](const std::string& type) {
    return expect_snp(*parse_domain("<domain><launchSecurity type='" + type + "'/></domain>"));
  };
  const auto sev = kind_of("sev");
  ASSERT_TRUE(fails(sev, ErrorKind::kDomainConfig, {"'sev'"}));
  EXPECT_THAT(sev.error().hint, HasSubstr("`sevproof measure`"));
  EXPECT_TRUE(fails(kind_of("tdx"), ErrorKind::kDomainConfig, {"'tdx'"}));
  EXPECT_TRUE(fails(expect_snp(*parse_domain("<domain/>")), ErrorKind::kDomainConfig, {"none"}));
  SnpXml both;
  both.rest = "<launchSecurity type='sev'><policy>3</policy></launchSecurity>";
  EXPECT_TRUE(fails(expect_snp(parsed(both)), ErrorKind::kDomainConfig, {"'sev'"}));
}

TEST(SnpDomain, Policy) {
  SnpXml xml;
  xml.id_block = xml.id_auth = "";
  xml.attributes = " kernelHashes='yes'";
  const auto said = [&](const std::string& text) {
    xml.policy = text.empty() ? "" : element("policy", text);
    return said_of(xml);
  };
  EXPECT_THAT(said(""), ElementsAre(kSnpDomainNoPolicy));
  EXPECT_THAT(said("0x20000"), IsEmpty());
  EXPECT_THAT(said("0x3f30000"), ElementsAre());
  EXPECT_THAT(said("0x4030000"), ElementsAre(kSnpPolicyReservedBits));
  EXPECT_THAT(said("0xb0000"), ElementsAre(kSnpPolicyDebugAllowed));
  EXPECT_THAT(said("0x70000"), ElementsAre(kSnpPolicyMigrationAllowed));
  EXPECT_THAT(said("0x10000"), ElementsAre(kSnpPolicyBitMissing));
  // The default in decimal.
  EXPECT_THAT(said("196608"), ElementsAre(kSnpPolicyNotation));
  EXPECT_EQ(detail_of(xml, kSnpPolicyNotation), "for 196608 write 0x30000");
}

TEST(SnpDomain, SmtIsANote) {
  SnpXml xml;
  EXPECT_EQ(detail_of(xml, kSnpPolicySmtAllowed), "");
  xml.policy = element("policy", "0x20000");
  EXPECT_EQ(detail_of(xml, kSnpPolicySmtAllowed), "not there");
}

TEST(SnpDomain, ValuesOfTheWrongLength) {
  struct Value {
    std::string SnpXml::*place;
    std::string name;
    std::size_t size;
  };
  for (const Value& value : {Value{&SnpXml::more, "hostData", 32},
                             {&SnpXml::more, "guestVisibleWorkarounds", 16},
                             {&SnpXml::id_block, "idBlock", 96},
                             {&SnpXml::id_auth, "idAuth", 4096}}) {
    for (const std::size_t size : {std::size_t{0}, value.size - 1, value.size + 1}) {
      SnpXml xml;
      xml.*value.place = zeros(value.name, size);
      EXPECT_THAT(said_of(xml), ElementsAre(kSnpDomainValueMalformed)) << value.name << size;
      EXPECT_EQ(detail_of(xml, kSnpDomainValueMalformed),
                value.name + ": expected " + std::to_string(value.size) + " bytes in base64, got " +
                    std::to_string(size));
    }
    SnpXml xml;
    xml.*value.place = element(value.name, std::string(2 * value.size, '0'));
    EXPECT_EQ(detail_of(xml, kSnpDomainValueMalformed),
              value.name + ": expected " + std::to_string(value.size) +
                  " bytes in base64, got hex digits: in base64 they are " +
                  to_base64(Bytes(value.size)));
    xml.*value.place = element(value.name, "no base64!");
    EXPECT_THAT(detail_of(xml, kSnpDomainValueMalformed), HasSubstr("got other text"));
    xml.*value.place = zeros(value.name, value.size) + zeros(value.name, value.size);
    EXPECT_EQ(detail_of(xml, kSnpDomainValueMalformed), value.name + ": 2 of them");
  }
}

// QEMU's qbase64_decode skips line breaks and refuses all other white space.
TEST(SnpDomain, BlanksInAValue) {
  SnpXml xml;
  const std::string value = to_base64(Bytes(32, 0));
  xml.more = element("hostData", "\n" + value.substr(0, 20) + "\n" + value.substr(20) + "\n");
  EXPECT_THAT(said_of(xml), IsEmpty());
  for (const std::string blank : {" ", "\t", "&#13;"}) {
    xml.more = element("hostData", "\n" + blank + value);
    EXPECT_THAT(said_of(xml), ElementsAre(kSnpDomainValueMalformed));
    EXPECT_THAT(detail_of(xml, kSnpDomainValueMalformed), HasSubstr("hostData: blanks"));
  }
}

TEST(SnpDomain, OneHalfOfAnIdBlock) {
  SnpXml xml;
  xml.id_auth = "";
  EXPECT_THAT(said_of(xml), ElementsAre(kSnpDomainIdIncomplete, kSnpDomainAuthorKeyMissing));
  xml.attributes = " kernelHashes='yes'";
  EXPECT_THAT(said_of(xml), ElementsAre(kSnpDomainIdIncomplete));
  EXPECT_EQ(detail_of(xml, kSnpDomainIdIncomplete), "idBlock alone");
  xml = SnpXml();
  xml.id_block = "";
  EXPECT_THAT(said_of(xml), ElementsAre(kSnpDomainIdIncomplete));
  EXPECT_EQ(detail_of(xml, kSnpDomainIdIncomplete), "idAuth alone");
}

TEST(SnpDomain, AnIdBlockThatDoesNotHold) {
  const auto with_auth_changed_at = [](std::size_t offset) {
    SnpXml xml;
    Bytes auth = published("id-auth.bin");
    auth[offset] ^= 1;
    xml.id_auth = element("idAuth", to_base64(auth));
    return xml;
  };
  EXPECT_EQ(detail_of(with_auth_changed_at(0x40), kSnpDomainIdBroken),
            "the signature of the ID block");
  EXPECT_THAT(detail_of(with_auth_changed_at(8), kSnpDomainIdBroken), HasSubstr("reserved bytes"));
  SnpXml xml = with_auth_changed_at(0x680);
  EXPECT_EQ(detail_of(xml, kSnpDomainIdBroken), "the signature of the ID key");
  // Firmware looks at it with an author key only.
  xml.attributes = " kernelHashes='yes'";
  EXPECT_THAT(said_of(xml), ElementsAre(kSnpDomainAuthorKeyUnused));
}

TEST(SnpDomain, AnIdBlockForAnotherPolicy) {
  SnpXml xml;
  xml.policy = element("policy", "0x20000");
  EXPECT_THAT(said_of(xml), ElementsAre(kSnpDomainIdPolicyDiffers));
  EXPECT_EQ(detail_of(xml, kSnpDomainIdPolicyDiffers), "ID block 0x30000 (SMT), domain 0x20000");
}

TEST(SnpDomain, AnIdBlockForAnotherDigest) {
  const IdBlock block = read_id_block(*domain_id_block(*parsed().snp));
  std::vector<CountedDigest> digests = {{1, {}}, {2, block.launch_digest}};
  EXPECT_THAT(said_of({}, {nullptr, digests}), IsEmpty());
  digests[1].digest[47] ^= 1;
  EXPECT_THAT(said_of({}, {nullptr, digests}), ElementsAre(kSnpDomainIdDigestDiffers));
  EXPECT_THAT(detail_of({}, kSnpDomainIdDigestDiffers, {nullptr, digests}),
              HasSubstr(to_hex(block.launch_digest)));
}

TEST(SnpDomain, AuthorKeys) {
  SnpXml xml;
  xml.attributes = " kernelHashes='yes'";
  EXPECT_THAT(said_of(xml), ElementsAre(kSnpDomainAuthorKeyUnused));
  xml = SnpXml();
  xml.id_block = xml.id_auth = "";
  EXPECT_THAT(said_of(xml), ElementsAre(kSnpDomainAuthorKeyMissing));
  const Bytes key = published("id_key_test.pem");
  const auto alone = sign_id_block({}, {key, "ID key"}, std::nullopt);
  ASSERT_TRUE(succeeds(alone));
  xml.id_block = element("idBlock", to_base64(alone->block));
  xml.id_auth = element("idAuth", to_base64(alone->auth));
  EXPECT_THAT(said_of(xml), ElementsAre(kSnpDomainAuthorKeyMissing));
  xml.attributes = " kernelHashes='yes'";
  EXPECT_THAT(said_of(xml), IsEmpty());
}

TEST(SnpDomain, WhatStandsAroundAnIdBlock) {
  const auto said = [](const SnpXml& xml) { return codes(review_id_values(*parsed(xml).snp)); };
  SnpXml xml;
  EXPECT_THAT(said(xml), IsEmpty());
  xml.attributes = " kernelHashes='yes'";
  EXPECT_THAT(said(xml), ElementsAre(kSnpDomainAuthorKeyUnused));
  xml.id_block = element("idBlock", "AAAA");
  EXPECT_THAT(said(xml), ElementsAre(kSnpDomainValueMalformed, kSnpDomainAuthorKeyUnused));
  xml.id_auth = "";
  EXPECT_THAT(said(xml), ElementsAre(kSnpDomainValueMalformed));
}

TEST(SnpDomain, VcekAndSession) {
  SnpXml xml;
  xml.attributes += " vcek='no'";
  EXPECT_THAT(said_of(xml), ElementsAre(kSnpDomainVcekOff));
  for (const std::string name : {"dhCert", "session"}) {
    xml = SnpXml();
    xml.more += element(name, "");
    EXPECT_THAT(said_of(xml), ElementsAre(kSnpDomainSessionDropped));
  }
}

TEST(SnpDomain, Firmware) {
  SnpXml xml;
  const auto said = [&](const std::string& loader) {
    xml.loader = loader;
    return said_of(xml);
  };
  EXPECT_THAT(said("<loader>/fw</loader>"), IsEmpty());
  EXPECT_THAT(said("<loader type='pflash' readonly='yes' stateless='yes'>/fw</loader>"),
              ElementsAre(kSnpDomainLoader));
  EXPECT_THAT(said("<loader type='rom' secure='yes'>/fw</loader>"), ElementsAre(kSnpDomainLoader));
  EXPECT_THAT(said(""), ElementsAre(kDomainLoaderCount));
  EXPECT_THAT(said("<loader>/a</loader><loader>/b</loader>"), ElementsAre(kDomainLoaderCount));
  xml.firmware = " firmware='efi'";
  EXPECT_THAT(said(""), ElementsAre(kSnpDomainFirmwareChosen));
  xml = SnpXml();
  EXPECT_THAT(said(xml.loader + "<nvram>/vars.fd</nvram>"), ElementsAre(kSnpDomainNvram));
  EXPECT_THAT(said(SnpXml().loader + "<varstore path='/vars'/>"), ElementsAre(kDomainVarstore));
}

TEST(SnpDomain, KernelWithoutALaunch) {
  SnpXml xml;
  xml.attributes = " authorKey='yes'";
  EXPECT_THAT(said_of(xml), ElementsAre(kDomainKernelNotMeasured));
  EXPECT_EQ(detail_of(xml, kDomainKernelNotMeasured), "kernel, initrd, cmdline");
  xml.boot = "";
  EXPECT_THAT(said_of(xml), IsEmpty());
  xml.attributes += " kernelHashes='yes'";
  EXPECT_THAT(said_of(xml), ElementsAre(kDomainKernelMissing));
  xml.boot = "<initrd>/i</initrd>";
  EXPECT_EQ(detail_of(xml, kDomainKernelMissing), "initrd alone");
  xml.boot = "<kernel>/k</kernel><shim>/s</shim>";
  EXPECT_THAT(said_of(xml), ElementsAre(kDomainShim));
  xml.boot = "<kernel>/k</kernel><dtb>/d</dtb>";
  EXPECT_THAT(said_of(xml), ElementsAre(kDomainDtb));
}

TEST(SnpDomain, ArgumentsForQemu) {
  SnpXml xml;
  xml.rest =
      "<qemu:commandline><qemu:arg value='-cpu'/><qemu:arg value='host'/></qemu:commandline>";
  EXPECT_EQ(detail_of(xml, kDomainQemuArguments), "'-cpu', 'host'");
}

TEST(SnpDomain, CpuOfTheHost) {
  SnpXml xml;
  xml.cpu = "<cpu mode='host-passthrough'/>";
  EXPECT_THAT(said_of(xml), ElementsAre(kDomainCpuNotFixed));
  EXPECT_EQ(detail_of(xml, kDomainCpuNotFixed), "mode 'host-passthrough'");
}

// --- Beside a launch

LaunchDraft small_draft(bool with_kernel = true) {
  LaunchDraft draft;
  draft.firmware = test::read_data("vectors/snp/firmware/ovmf_AmdSev_suffix.bin");
  if (!with_kernel) return draft;
  draft.kernel = BootPart{{Sha256Digest{1}, 9000}};
  draft.initrd = BootPart{{Sha256Digest{2}, 100}};
  return draft;
}

Result<LaunchReport> measured(const SnpXml& xml, LaunchDraft draft) {
  if (auto taken = take_domain(parsed(xml), draft); !taken) return fail(taken.error());
  auto request = complete(std::move(draft));
  if (!request) return fail(request.error());
  return measure_request(*std::move(request));
}

std::string detail_in(const Result<LaunchReport>& report, FindingCode code) {
  if (!report) return report.error().message;
  for (const Finding& finding : report->findings) {
    if (finding.code == code) return finding.detail;
  }
  return "not there";
}

// A domain without an ID block, which would be for another digest.
SnpXml plain() {
  SnpXml xml;
  xml.attributes = " kernelHashes='yes'";
  xml.id_block = xml.id_auth = "";
  return xml;
}

TEST(SnpDomain, GivesWhatIsMissingAndSaysSo) {
  const auto taken = measured(plain(), small_draft());
  ASSERT_TRUE(succeeds(taken));
  EXPECT_EQ(detail_in(taken, kSnpDomainXmlTaken),
            "2 CPUs, the CPU signature of family 25, model 1, stepping 1 (EPYC-Milan), the kernel "
            "command line 'quiet'");
  LaunchDraft draft = small_draft();
  draft.counts = {2};
  draft.cpu = 0xa00f11;
  draft.cmdline = "quiet";
  const auto given = measured(plain(), draft);
  ASSERT_TRUE(succeeds(given));
  EXPECT_EQ(detail_in(given, kSnpDomainXmlTaken), "not there");
  EXPECT_EQ(taken->digests[0].digest, given->digests[0].digest);
}

TEST(SnpDomain, WhatIsGivenCounts) {
  LaunchDraft draft = small_draft();
  draft.counts = {1, 3};
  draft.cpu = 0x800f12;
  draft.cmdline = "quiet splash";
  const auto report = measured(plain(), draft);
  ASSERT_TRUE(succeeds(report));
  EXPECT_EQ(detail_in(report, kDomainVcpusDiffer), "domain 2, given 1, 3");
  EXPECT_THAT(detail_in(report, kDomainCpuDiffers), HasSubstr("stepping 1 (EPYC-Milan), given"));
  EXPECT_EQ(detail_in(report, kDomainBootDiffers),
            "command line: domain 'quiet', given 'quiet splash'");
  draft.counts = {1, 2, 3};
  EXPECT_EQ(detail_in(measured(plain(), draft), kDomainVcpusDiffer), "not there");
  SnpXml xml = plain();
  xml.boot = "<kernel>/k</kernel><cmdline>quiet splash</cmdline>";
  EXPECT_EQ(detail_in(measured(xml, draft), kDomainBootDiffers),
            "an initrd is given, the domain has none");
}

TEST(SnpDomain, KernelHashesThatTheDomainTurnsOff) {
  SnpXml xml = plain();
  xml.attributes = "";
  const auto report = measured(xml, small_draft());
  EXPECT_EQ(detail_in(report, kDomainKernelHashesOff), "");
  EXPECT_EQ(detail_in(report, kDomainKernelNotMeasured), "kernel, initrd, cmdline");
  const auto without = measured(xml, small_draft(false));
  EXPECT_EQ(detail_in(without, kDomainKernelHashesOff), "not there");
  EXPECT_EQ(detail_in(without, kDomainKernelNotMeasured), "kernel, initrd, cmdline");
}

TEST(SnpDomain, MeasuredFilesMustBeGiven) {
  EXPECT_TRUE(fails(measured(plain(), small_draft(false)), ErrorKind::kIncomplete,
                    {"did not give", "kernel '/k'"}));
  LaunchDraft draft = small_draft();
  draft.initrd.reset();
  const auto report = measured(plain(), draft);
  ASSERT_TRUE(fails(report, ErrorKind::kIncomplete, {"initrd '/i'"}));
  EXPECT_EQ(report.error().about, Subject::kInitrd);
}

TEST(SnpDomain, TheHostsCpuHasToBeGiven) {
  SnpXml xml = plain();
  xml.cpu = "<cpu mode='host-model'/>";
  const auto report = measured(xml, small_draft());
  ASSERT_TRUE(fails(report, ErrorKind::kIncomplete, {"the CPU model is needed"}));
  EXPECT_THAT(report.error().hint, HasSubstr("domain XML"));
}

TEST(SnpDomain, IsAGuestOfQemu) {
  LaunchDraft draft = small_draft();
  draft.vmm = Vmm::kGce;
  EXPECT_TRUE(fails(measured(plain(), draft), ErrorKind::kInvalid, {"'gce'"}));
  draft.vmm = Vmm::kQemu;
  EXPECT_TRUE(succeeds(measured(plain(), draft)));
  LaunchDraft igvm;
  igvm.igvm = test::read_data("vectors/igvm/snp-basic.igvm");
  EXPECT_TRUE(fails(measured(plain(), igvm), ErrorKind::kInvalid, {"excludes the domain XML"}));
}

TEST(SnpDomain, IdBlockIsHeldAgainstTheDigest) {
  SnpXml xml;
  EXPECT_THAT(detail_in(measured(xml, small_draft()), kSnpDomainIdDigestDiffers),
              HasSubstr("it is for "));
  IdBlock block;
  block.launch_digest = measured(xml, small_draft())->digests[0].digest;
  const Bytes key = published("id_key_test.pem");
  const auto made = sign_id_block(block, {key, "ID key"}, KeyFile{key, "author key"});
  ASSERT_TRUE(succeeds(made));
  xml.id_block = element("idBlock", to_base64(made->block));
  xml.id_auth = element("idAuth", to_base64(made->auth));
  const auto report = measured(xml, small_draft());
  ASSERT_TRUE(succeeds(report));
  EXPECT_THAT(codes(report->findings), testing::Contains(kSnpDomainXmlTaken));
  for (const Finding& finding : report->findings) {
    EXPECT_NE(finding_info(finding.code).severity, Severity::kError) << finding.detail;
  }
}

// --- As JSON

TEST(SnpDomain, LaunchDocumentSaysWhatIsFromTheXml) {
  const auto report = measured(SnpXml(), small_draft());
  ASSERT_TRUE(succeeds(report));
  const test::Json json = test::Json::parse(to_json(*report));
  EXPECT_TRUE(test::follows_schema("snp-measure", json));
  EXPECT_EQ(json["inputs"]["kernel"]["from"], "owner");
  for (const char* name : {"cmdline", "vcpus", "vmsa"}) {
    EXPECT_EQ(json["inputs"][name]["from"], "xml") << name;
  }
  EXPECT_EQ(json["domain"]["name"], "guest");
  EXPECT_EQ(json["domain"]["launchSecurity"]["policy"]["hex"], "0x30000");
  EXPECT_EQ(json["domain"]["launchSecurity"]["hostData"], std::string(64, '0'));
  for (const test::Json& finding : json["findings"]) {
    if (finding["code"] == "snp-policy-smt-allowed") {
      EXPECT_EQ(finding["about"], "/domain/launchSecurity/policy");
    }
    if (finding["code"] == "snp-domain-id-digest-differs") {
      EXPECT_EQ(finding["about"], "/domain/launchSecurity");
    }
  }
}

TEST(SnpDomain, DomainDocument) {
  const DomainConfig domain = parsed();
  const sevproof::DomainCheck refused = sevproof::check_domain(domain);
  ASSERT_TRUE(refused.refusal);
  EXPECT_EQ(refused.refusal->code, ErrorCode::kUnsuitableDomain);
  EXPECT_THAT(refused.refusal->hint, HasSubstr("`sevproof snp measure --domain-xml FILE`"));
  const test::Json json =
      test::Json::parse(domain_to_json(domain, Sha256Digest{}, {review_domain(domain), {}}));
  EXPECT_TRUE(test::follows_schema("domain", json));
  EXPECT_EQ(json["launchSecurity"]["type"], "sev-snp");
  EXPECT_TRUE(json["launchSecurity"]["policy"].is_null());
}

// Whatever stands in the XML, it is read without harm or refused.
TEST(SnpDomain, ChangedAnywhere) {
  SnpXml xml;
  xml.id_auth = "<idAuth>AAAA</idAuth>";
  const std::string text = xml.text();
  for (std::size_t at = 0; at < text.size(); ++at) {
    for (const char c : {'\0', '<', '>', '&', '\'', 'x', '\xff'}) {
      std::string changed = text;
      changed[at] = c;
      const auto domain = parse_domain(changed);
      if (!domain) continue;
      for (const Finding& finding : review_domain(*domain)) EXPECT_LT(finding.detail.size(), 400U);
    }
  }
}

}  // namespace
}  // namespace sevproof::snp
