// Making sessions: known answers byte for byte, who may have one, and its files.
#include "sevproof/sev/session.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "crypto/hmac.h"
#include "crypto/kdf.h"
#include "known_sessions.h"
#include "test_errors.h"

namespace sevproof {
namespace {

using test::fails;
using test::Json;
using test::succeeds;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

LaunchSession made(const Json& item) {
  auto session = internal::build_session(test::stand_in_certificate("pdh"), test::policy_of(item),
                                         test::seed_of(item));
  EXPECT_TRUE(succeeds(session));
  return std::move(session.value());
}

std::set<FindingCode> codes_of(const std::vector<Finding>& findings) {
  std::set<FindingCode> codes;
  for (const Finding& finding : findings) codes.insert(finding.code);
  return codes;
}

TEST(Session, KnownAnswers) {
  const Json cases = test::known_sessions();
  EXPECT_EQ(cases.size(), 5U);
  for (const Json& item : cases) {
    const std::string name = item["name"].get<std::string>();
    const LaunchSession session = made(item);
    EXPECT_EQ(test::hex(session_bytes(session.session)), item["session"].get<std::string>())
        << name;
    EXPECT_EQ(test::hex(sha256(session_bytes(session.session))),
              item["sessionSha256"].get<std::string>())
        << name;
    EXPECT_EQ(test::hex(sha256(session.certificate.bytes)), item["godhSha256"].get<std::string>())
        << name;
    EXPECT_EQ(test::hex(session.keys.tik.bytes().view()), item["tik"].get<std::string>());
    EXPECT_EQ(test::hex(session.keys.tek.bytes().view()), item["tek"].get<std::string>());
    EXPECT_EQ(session.policy.value, item["policy"].get<std::uint32_t>());
  }
}

// The first bytes that every GODH has, and all that is not zero in it.
TEST(Session, TheOwnersCertificate) {
  const LaunchSession session = made(test::known_session("ordinary"));
  const ByteView bytes = session.certificate.bytes;
  EXPECT_THAT(to_base64(bytes), StartsWith("AQAAAAAAAAADEAAAAwAAAAIAAA"));
  EXPECT_EQ(to_base64(bytes).size(), 2780U);
  EXPECT_EQ(session.certificate.usage, SevKeyUsage::kPdh);
  EXPECT_TRUE(session.certificate.fault.empty());
  EXPECT_TRUE(session.certificate.key_fault.empty());
  for (const SevSignature& signature : session.certificate.signatures) {
    EXPECT_TRUE(signature.is_empty());
  }
}

// As the platform's firmware opens it, with its private key.
TEST(Session, ThePlatformOpensANewOne) {
  const auto pdh = test::stand_in_certificate("pdh");
  const auto session = create_unverified_session(pdh, {0xf});
  ASSERT_TRUE(succeeds(session));
  const auto platform = P384PrivateKey::from_bytes(
      test::to_array<48>(test::bytes_in(test::known_session("ordinary"), "pdhPrivate")));
  const auto owner = P384Point::make(session->certificate.x, session->certificate.y);
  ASSERT_TRUE(platform.has_value() && owner.has_value());
  const auto z = platform->shared_secret(*owner);
  ASSERT_TRUE(z.has_value());
  const SessionBlob& blob = session->session;
  const auto master = kdf_hmac_sha256(z->view(), "sev-master-secret", blob.nonce);
  const auto kik = kdf_hmac_sha256(master.view(), "sev-kik", {});
  EXPECT_EQ(HmacSha256(kik.view()).tag({blob.wrapped_keys}), blob.wrap_mac);
  auto keys = blob.wrapped_keys;
  aes128_ctr(kdf_hmac_sha256(master.view(), "sev-kek", {}), blob.iv, keys);
  EXPECT_TRUE(same_bytes(ByteView(keys).first(16), session->keys.tek.bytes().view()));
  EXPECT_TRUE(same_bytes(ByteView(keys).subspan(16), session->keys.tik.bytes().view()));
  const Bytes policy = {0xf, 0, 0, 0};
  EXPECT_EQ(HmacSha256(session->keys.tik.bytes().view()).tag({policy}), blob.policy_mac);
}

TEST(Session, NothingIsTheSameTwice) {
  const auto pdh = test::stand_in_certificate("pdh");
  std::set<std::string> seen;
  constexpr std::size_t kTimes = 8;
  for (std::size_t i = 0; i < kTimes; ++i) {
    const auto session = create_unverified_session(pdh, {3});
    ASSERT_TRUE(succeeds(session));
    const SessionBlob& blob = session->session;
    for (const ByteView part :
         {ByteView(blob.nonce), ByteView(blob.iv), session->keys.tik.bytes().view(),
          session->keys.tek.bytes().view(), ByteView(session->certificate.x)}) {
      seen.insert(test::hex(part));
    }
  }
  EXPECT_EQ(seen.size(), 5 * kTimes);
}

TEST(Session, ReservedBitsOfThePolicyAreRefused) {
  const auto pdh = test::stand_in_certificate("pdh");
  for (unsigned bit = 6; bit < 16; ++bit) {
    const auto session = create_unverified_session(pdh, {3U | 1U << bit});
    EXPECT_TRUE(fails(session, ErrorKind::kInvalid, {"bits 6 to 15"})) << bit;
    EXPECT_EQ(session.error().about, Subject::kPolicy);
  }
  EXPECT_TRUE(succeeds(create_unverified_session(pdh, {0xffff003f})));
}

TEST(Session, APdhThatCannotBeUsed) {
  for (const char* const name : {"pek", "oca", "cek"}) {
    EXPECT_TRUE(fails(create_unverified_session(test::stand_in_certificate(name), {3}),
                      ErrorKind::kInvalid, {"expected a PDH"}));
  }
  Bytes bytes = test::platform_file("stand-in-a/pdh.cert");
  bytes[0x14] ^= 1;
  const auto session = create_unverified_session(parse_sev_certificate(bytes).value(), {3});
  EXPECT_TRUE(fails(session, ErrorKind::kInvalid, {"not on the curve"}));
  EXPECT_EQ(session.error().about, Subject::kPdh);
  bytes[0x14] ^= 1;
  bytes[0x14 + 48] ^= 1;
  EXPECT_TRUE(fails(create_unverified_session(parse_sev_certificate(bytes).value(), {3}),
                    ErrorKind::kInvalid, {"the padding of its public key"}));
  // What only wears the usage of a PDH.
  SevCertificate forged = test::stand_in_certificate("pdh");
  forged.x[47] ^= 1;
  EXPECT_TRUE(
      fails(create_unverified_session(forged, {3}), ErrorKind::kInvalid, {"not on the curve"}));
}

TEST(MakeSession, ForAPlatformUnderANamedRoot) {
  const auto creation = make_session({test::stand_in_chain(), test::stand_in_root(), {{0xf}}});
  ASSERT_TRUE(succeeds(creation));
  ASSERT_TRUE(creation->session.has_value());
  EXPECT_EQ(creation->session->policy.value, 0xfU);
  EXPECT_EQ(creation->platform.voucher, Voucher::kNamedRoot);
  EXPECT_THAT(codes_of(creation->findings), ElementsAre(FindingCode::kPlatformRootNamed));
}

TEST(MakeSession, NotForOneThatNobodyVouchesFor) {
  const auto creation = make_session({test::stand_in_chain(), std::nullopt, {{0xf}}});
  ASSERT_TRUE(succeeds(creation));
  EXPECT_FALSE(creation->session.has_value());
  EXPECT_EQ(creation->platform.voucher, Voucher::kNobody);
  EXPECT_FALSE(creation->platform.checks.empty());
  PlatformChain broken = test::stand_in_chain();
  broken.pdh->signatures[0].bytes[0] ^= 1;
  EXPECT_FALSE(make_session({broken, test::stand_in_root(), {{0xf}}})->session.has_value());
}

TEST(MakeSession, InsecureSaysSo) {
  const auto creation = make_session({test::stand_in_chain(), std::nullopt, {{0xf}}, true});
  ASSERT_TRUE(succeeds(creation));
  ASSERT_TRUE(creation->session.has_value());
  EXPECT_TRUE(codes_of(creation->findings).contains(FindingCode::kSessionUnverified));
  const auto secure = make_session({test::stand_in_chain(), test::stand_in_root(), {{0xf}}, true});
  EXPECT_FALSE(codes_of(secure->findings).contains(FindingCode::kSessionUnverified));
}

TEST(MakeSession, WithoutAPdh) {
  PlatformChain chain = test::stand_in_chain();
  chain.pdh.reset();
  const auto creation = make_session({chain, test::stand_in_root(), {{0xf}}, true});
  EXPECT_TRUE(fails(creation, ErrorKind::kIncomplete, {"PDH"}));
  EXPECT_EQ(creation.error().about, Subject::kPdh);
}

TEST(MakeSession, WarnsOfPolicies) {
  const auto findings = [](std::string_view policy) {
    return codes_of(make_session({test::stand_in_chain(), test::stand_in_root(),
                                  *parse_policy("policy", policy)})
                        ->findings);
  };
  EXPECT_TRUE(findings("0").contains(FindingCode::kPolicyDebugAllowed));
  EXPECT_TRUE(findings("0xd").contains(FindingCode::kPolicyKeySharingAllowed));
  EXPECT_TRUE(findings("7").contains(FindingCode::kPolicyMigrationAllowed));
  EXPECT_TRUE(findings("0xb").contains(FindingCode::kPolicyNoEs));
  EXPECT_TRUE(findings("15").contains(FindingCode::kPolicyNotation));
  // The stand-in's firmware is 1.55.
  EXPECT_TRUE(findings("0x3801000f").contains(FindingCode::kPolicyApiTooOld));
  EXPECT_FALSE(findings("0x3701000f").contains(FindingCode::kPolicyApiTooOld));
}

// Each weakness of a policy names the better value.
// SEV-ES came with Rome.
TEST(MakeSession, NaplesHasNoEs) {
  std::vector<PlatformPieces> pieces;
  for (const char* const name : {"pdh", "pek", "oca", "cek"}) {
    const std::string file = std::string("chains/naples/") + name + ".cert";
    pieces.push_back(parse_platform_file(test::platform_file(file), file).value());
  }
  const auto platform = collect_platform(pieces).value();
  for (const auto& [policy, is_warned] : {std::pair(0xfU, true), std::pair(0xbU, false)}) {
    const auto creation = make_session({platform, {}, {{policy}}});
    ASSERT_TRUE(succeeds(creation));
    const bool has_finding =
        std::any_of(creation->findings.begin(), creation->findings.end(),
                    [](const Finding& one) { return one.code == FindingCode::kPolicyEsOnNaples; });
    EXPECT_EQ(has_finding, is_warned) << policy;
  }
}

TEST(MakeSession, NamesTheBetterPolicy) {
  for (const FindingCode code :
       {FindingCode::kPolicyDebugAllowed, FindingCode::kPolicyKeySharingAllowed,
        FindingCode::kPolicyMigrationAllowed}) {
    EXPECT_THAT(std::string(finding_info(code).hint), HasSubstr("0xb"));
    EXPECT_THAT(std::string(finding_info(code).hint), HasSubstr("0xf"));
  }
}

std::vector<std::string> names_of(const std::vector<SessionFile>& files) {
  std::vector<std::string> names;
  for (const SessionFile& file : files) names.push_back(file.name);
  return names;
}

TEST(SessionFiles, AsSevctlNamesThem) {
  const LaunchSession session = made(test::known_session("ordinary"));
  const auto files = session_files(session);
  ASSERT_TRUE(succeeds(files));
  EXPECT_THAT(names_of(*files),
              ElementsAre("vm_tik.bin", "vm_tek.bin", "vm_godh.b64", "vm_session.b64",
                          "vm_launchsecurity.xml", "vm_qemu.txt"));
  EXPECT_EQ(test::hex((*files)[0].content.view()), "7d9feccd41e7014ceedcf753ef664e1a");
  EXPECT_EQ(test::hex((*files)[1].content.view()), "c6ad8c1db9f0b281e975d23c16e94a04");
  EXPECT_EQ((*files)[2].content.size(), 2780U);
  EXPECT_EQ((*files)[3].content.size(), 172U);
  EXPECT_EQ(as_text((*files)[2].content.view()), to_base64(session.certificate.bytes));
  EXPECT_EQ(as_text((*files)[3].content.view()), to_base64(session_bytes(session.session)));
  for (const SessionFile& file : *files) {
    EXPECT_EQ(file.is_secret, file.name.ends_with(".bin")) << file.name;
    const bool has_key =
        as_text(file.content.view()).find(as_text((*files)[0].content.view())) != std::string::npos;
    EXPECT_EQ(has_key, file.name == "vm_tik.bin");
  }
}

TEST(SessionFiles, Names) {
  const LaunchSession session = made(test::known_session("ordinary"));
  EXPECT_EQ(session_files(session, "web-1.a_B")->front().name, "web-1.a_B_tik.bin");
  EXPECT_TRUE(succeeds(session_files(session, std::string(100, 'a'))));
  EXPECT_TRUE(succeeds(session_files(session, "azAZ09_-.")));
  // Those beside the letters and digits.
  for (const char c : {'`', '{', '@', '[', '/', ':'}) {
    EXPECT_FALSE(session_files(session, std::string("a") + c).has_value()) << c;
  }
  for (const std::string& name :
       {std::string(), std::string("."), std::string("..x"), std::string("-x"), std::string("a/b"),
        std::string("a,b"), std::string("a b"), std::string("a\\b"), std::string("\xc3\xa9"),
        std::string(1, '\0'), std::string(101, 'a')}) {
    EXPECT_TRUE(fails(session_files(session, name), ErrorKind::kInvalid, {"name of the session"}));
  }
}

TEST(SessionFiles, Libvirt) {
  const LaunchSession session = made(test::known_session("ordinary"));
  const std::string xml = launch_security_xml(session);
  EXPECT_EQ(xml, "<launchSecurity type='sev'>\n  <policy>0x0003</policy>\n  <dhCert>" +
                     to_base64(session.certificate.bytes) + "</dhCert>\n  <session>" +
                     to_base64(session_bytes(session.session)) + "</session>\n</launchSecurity>\n");
  EXPECT_THAT(launch_security_xml(session, {EncryptionBits{51, 1}}),
              StartsWith("<launchSecurity type='sev'>\n  <cbitpos>51</cbitpos>\n  "
                         "<reducedPhysBits>1</reducedPhysBits>\n  <policy>0x0003</policy>\n"));
  const LaunchSession other = made(test::known_session("minimum-api-0.22"));
  EXPECT_THAT(launch_security_xml(other), HasSubstr("<policy>0x16000005</policy>"));
}

TEST(SessionFiles, Qemu) {
  const LaunchSession session = made(test::known_session("es-no-send"));
  EXPECT_EQ(qemu_options(session, "web", {EncryptionBits{51, 1}}),
            "-machine confidential-guest-support=sev0 "
            "-object sev-guest,id=sev0,cbitpos=51,reduced-phys-bits=1,policy=0xd,"
            "dh-cert-file=web_godh.b64,session-file=web_session.b64\n");
  EXPECT_THAT(qemu_options(session, "web"),
              HasSubstr(",cbitpos=CBITPOS,reduced-phys-bits=REDUCED,"));
  const auto files = session_files(session, "web", {EncryptionBits{47, 5}});
  ASSERT_TRUE(succeeds(files));
  EXPECT_THAT(std::string(as_text(files->back().content.view())), HasSubstr("cbitpos=47"));
}

// Whoever replaces the element of a domain that has them must not lose them.
TEST(SessionFiles, KernelHashesOnlyWhereAskedFor) {
  const LaunchSession session = made(test::known_session("ordinary"));
  const LaunchSettings with{EncryptionBits{51, 1}, true};
  EXPECT_THAT(launch_security_xml(session, with),
              StartsWith("<launchSecurity type='sev' kernelHashes='yes'>\n  <cbitpos>51<"));
  EXPECT_THAT(qemu_options(session, "vm", with), EndsWith("vm_session.b64,kernel-hashes=on\n"));
  const auto files = session_files(session, "vm", {std::nullopt, true});
  ASSERT_TRUE(succeeds(files));
  for (const SessionFile& file : *files) {
    const std::string text(as_text(file.content.view()));
    EXPECT_EQ(text.find("kernelHashes='yes'") != text.npos, file.name == "vm_launchsecurity.xml");
    EXPECT_EQ(text.find("kernel-hashes=on") != text.npos, file.name == "vm_qemu.txt");
  }
}

}  // namespace
}  // namespace sevproof
