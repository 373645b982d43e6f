// Whether a session, its keys and its policy belong together, and what is wrong where they do not.
#include "sevproof/sev/session_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "known_sessions.h"
#include "test_errors.h"

namespace sevproof {
namespace {

using test::fails;
using test::Json;
using test::known_session;
using test::succeeds;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr std::uint32_t kGood = 0xf;  // a policy without any finding

SessionInput session_of(const Json& item, std::string name = "session") {
  return {std::move(name), test::bytes_in(item, "session")};
}

SessionInput godh_of(const Json& item, std::string name = "godh") {
  const auto seed = test::seed_of(item);
  const auto certificate = internal::owner_certificate(seed.owner.public_point());
  return {std::move(name), Bytes(certificate.bytes.begin(), certificate.bytes.end())};
}

SessionInput platforms(const std::string& name) {
  return {"godh", test::platform_file("stand-in-a/" + name + ".cert")};
}

SessionCheckRequest request_for(const Json& item) {
  return {.sessions = {session_of(item)}, .certificates = {}, .tik = test::tik_of(item)};
}

// A session with these keys for a policy without findings.
struct Made {
  SessionInput session;
  Tik tik;
  Tek tek;
};

Made made_for(std::uint32_t policy, const std::string& name = "ordinary") {
  const Json item = known_session(name);
  auto session =
      internal::build_session(test::stand_in_certificate("pdh"), {policy}, test::seed_of(item));
  const auto bytes = session_bytes(session->session);
  return {{"session", Bytes(bytes.begin(), bytes.end())}, test::tik_of(item), test::tek_of(item)};
}

SessionReport checked(const SessionCheckRequest& request) {
  auto report = check_session(request);
  EXPECT_TRUE(succeeds(report));
  return std::move(report.value());
}

std::vector<std::string> codes_of(const SessionReport& report) {
  std::vector<std::string> codes;
  for (const Finding& finding : report.findings) {
    codes.emplace_back(finding_info(finding.code).name);
  }
  return codes;
}

const Check& check_of(const SessionReport& report, std::string_view name) {
  for (const Check& check : report.checks) {
    if (check_info(check.code).name == name) return check;
  }
  ADD_FAILURE() << "no such check: " << name;
  return report.checks.front();
}

std::string outcomes(const SessionReport& report) {
  std::string text;
  for (const Check& check : report.checks) {
    text += check.outcome == CheckOutcome::kPass   ? '+'
            : check.outcome == CheckOutcome::kFail ? '-'
                                                   : '?';
  }
  return text;
}

TEST(SessionCheck, TheChecksAreTheseAlways) {
  const SessionReport report = checked(request_for(known_session("ordinary")));
  std::vector<std::string> names;
  for (const Check& check : report.checks) names.emplace_back(check_info(check.code).name);
  EXPECT_THAT(names, ElementsAre("session-shape", "session-policy", "session-godh", "session-fresh",
                                 "session-tek", "session-agreement"));
  for (const Check& check : report.checks) {
    EXPECT_EQ(check.outcome == CheckOutcome::kNotChecked, !check.why.empty());
  }
}

// Each known session with its own TIK: the policy is found.
TEST(SessionCheck, FindsThePolicy) {
  for (const Json& item : test::known_sessions()) {
    const SessionReport report = checked(request_for(item));
    EXPECT_EQ(report.verdict, Verdict::kMatch) << item["name"];
    ASSERT_TRUE(report.made_for.has_value());
    EXPECT_EQ(report.made_for->value, item["policy"].get<std::uint32_t>());
    EXPECT_EQ(outcomes(report), "++????") << item["name"];
  }
}

TEST(SessionCheck, FindsTheEndsOfTheSpace) {
  for (const std::uint32_t policy :
       {0x0U, 0x3fU, 0xff01003fU, 0xff010000U, 0x00010000U, 0xff00003fU}) {
    const Made made = made_for(policy);
    const SessionReport report =
        checked({.sessions = {made.session}, .certificates = {}, .tik = made.tik.clone()});
    ASSERT_TRUE(report.made_for.has_value()) << policy;
    EXPECT_EQ(report.made_for->value, policy);
  }
}

// What cannot be found by searching is taken where it is given.
TEST(SessionCheck, APolicyOutsideOfTheSpace) {
  const std::uint32_t policy = 0x0002000f;
  const Made made = made_for(policy);
  SessionCheckRequest request{
      .sessions = {made.session}, .certificates = {}, .tik = made.tik.clone()};
  EXPECT_EQ(checked(request).verdict, Verdict::kMismatch);
  request.policy = GivenPolicy{{policy}};
  EXPECT_EQ(checked(request).verdict, Verdict::kMatch);
}

TEST(SessionCheck, GivenPolicy) {
  const Made made = made_for(kGood);
  SessionCheckRequest request{
      .sessions = {made.session}, .certificates = {}, .tik = made.tik.clone()};
  request.policy = GivenPolicy{{kGood}};
  SessionReport report = checked(request);
  EXPECT_EQ(report.verdict, Verdict::kMatch);
  EXPECT_THAT(report.findings, IsEmpty());
  request.policy = GivenPolicy{{0x7}};
  report = checked(request);
  EXPECT_EQ(report.verdict, Verdict::kMismatch);
  EXPECT_THAT(codes_of(report), ElementsAre("session-other-policy"));
  EXPECT_EQ(report.findings.front().detail, "made for 0xf, given 0x7");
  EXPECT_EQ(report.policy->policy.value, 0x7U);
  EXPECT_EQ(check_of(report, "session-policy").expected, "0x7");
  EXPECT_EQ(check_of(report, "session-policy").got, "0xf");
}

// A library changes policies with a minimum API before it authenticates them.
TEST(SessionCheck, APolicyThatAToolChanged) {
  const Made made = made_for(0x01000005);
  SessionCheckRequest request{
      .sessions = {made.session}, .certificates = {}, .tik = made.tik.clone()};
  request.policy = GivenPolicy{{0x00010005}};
  SessionReport report = checked(request);
  EXPECT_EQ(report.verdict, Verdict::kMismatch);
  EXPECT_EQ(codes_of(report).front(), "session-policy-bytes");
  EXPECT_EQ(report.findings.front().detail, "made for 0x1000005 instead of 0x10005");
}

// Nobody starts a guest with such a policy: whoever made the session had another one in mind.
TEST(SessionCheck, BytesOfThePolicyInTheWrongOrder) {
  for (const auto& [written, meant] :
       {std::pair(0x00160005U, "0x16000005"), std::pair(0x00330005U, "0x33000005")}) {
    const Made made = made_for(written);
    const SessionReport report =
        checked({.sessions = {made.session}, .certificates = {}, .tik = made.tik.clone()});
    EXPECT_EQ(report.verdict, Verdict::kMismatch) << written;
    EXPECT_EQ(codes_of(report).front(), "session-policy-bytes") << written;
    EXPECT_EQ(check_of(report, "session-policy").expected, meant);
    EXPECT_EQ(report.made_for->value, written);
  }
}

// Then the session is the right one.
TEST(SessionCheck, BytesOfTheGivenPolicyAreExchanged) {
  const Made made = made_for(0x1700000f);
  SessionCheckRequest request{
      .sessions = {made.session}, .certificates = {}, .tik = made.tik.clone()};
  request.policy = GivenPolicy{{0x0017000f}};
  const SessionReport report = checked(request);
  EXPECT_EQ(report.verdict, Verdict::kMismatch);
  EXPECT_THAT(codes_of(report), ElementsAre("session-other-policy"));
  EXPECT_THAT(report.findings.front().detail, HasSubstr("are exchanged"));
}

// No firmware has an API of a major version above 1: whoever gave such a policy exchanged them.
TEST(SessionCheck, TheMajorVersionTellsWhoExchangedBytes) {
  const auto code = [](std::uint32_t made_policy, std::uint32_t given) {
    const Made made = made_for(made_policy);
    SessionCheckRequest request{
        .sessions = {made.session}, .certificates = {}, .tik = made.tik.clone()};
    request.policy = GivenPolicy{{given}};
    return codes_of(checked(request)).front();
  };
  EXPECT_EQ(code(0x0117000f, 0x1701000f), "session-policy-bytes");
  EXPECT_EQ(code(0x0217000f, 0x1702000f), "session-other-policy");
}

// The host's firmware is known by its PDH.
TEST(SessionCheck, APolicyThatThePlatformIsTooOldFor) {
  const Made made = made_for(0x4000000f);
  SessionCheckRequest request{
      .sessions = {made.session}, .certificates = {}, .tik = made.tik.clone()};
  EXPECT_THAT(codes_of(checked(request)), IsEmpty());
  request.platform = test::stand_in_chain();
  request.platform->pdh->api_major = 0;
  request.platform->pdh->api_minor = 22;
  EXPECT_THAT(codes_of(checked(request)), ElementsAre("policy-api-too-old"));
}

// The most significant first: a policy of its own, unless one knows which was meant.
TEST(SessionCheck, BytesOfTheGivenPolicyInTheWrongOrder) {
  const Made made = made_for(0x05000016);
  SessionCheckRequest request{
      .sessions = {made.session}, .certificates = {}, .tik = made.tik.clone()};
  EXPECT_EQ(checked(request).verdict, Verdict::kMatch);
  request.policy = GivenPolicy{{0x16000005}};
  const SessionReport report = checked(request);
  EXPECT_EQ(report.verdict, Verdict::kMismatch);
  EXPECT_EQ(codes_of(report).front(), "session-policy-bytes");
}

// For a policy with reserved bits. Such a one comes from another tool, since none is made here.
SessionCheckRequest request_for_reserved(std::uint32_t policy) {
  const Json item = known_session("ordinary");
  SessionInput session = session_of(item);
  const auto mac = internal::policy_mac(test::tik_of(item).bytes(), {policy});
  std::copy(mac.begin(), mac.end(), session.bytes.end() - 32);
  return {.sessions = {session}, .certificates = {}, .tik = test::tik_of(item)};
}

TEST(SessionCheck, ReservedBitsBelongTogetherWithNothing) {
  for (const std::uint32_t policy : {0x45U, 0xffffU}) {
    SessionCheckRequest request = request_for_reserved(policy);
    for (const bool is_given : {false, true}) {
      if (is_given) request.policy = GivenPolicy{{policy}};
      const SessionReport report = checked(request);
      EXPECT_EQ(report.verdict, Verdict::kMismatch);
      EXPECT_EQ(report.made_for->value, policy);
      EXPECT_THAT(codes_of(report), testing::Contains("policy-reserved-bits"));
      EXPECT_THAT(codes_of(report), Not(testing::Contains("session-policy-bytes")));
    }
  }
}

// With an API they are not searched for, and found where they are given.
TEST(SessionCheck, ReservedBitsWithAnApi) {
  SessionCheckRequest request = request_for_reserved(0x00010040);
  EXPECT_FALSE(checked(request).made_for.has_value());
  request = request_for_reserved(0x00170140);
  request.policy = GivenPolicy{{0x17000140}};
  EXPECT_THAT(codes_of(checked(request)), testing::Contains("session-policy-bytes"));
}

TEST(SessionCheck, OneKeyIsNotTwo) {
  const Made made = made_for(kGood);
  EXPECT_TRUE(fails(check_session({.sessions = {made.session},
                                   .certificates = {},
                                   .tik = made.tik.clone(),
                                   .tek = Tek(made.tik.bytes().view().first<16>())}),
                    ErrorKind::kInvalid, {"TIK and TEK are the same key"}));
}

TEST(SessionCheck, SaysWhatIsWeakInThePolicyOfTheSession) {
  const Made made = made_for(0x4);
  const SessionReport report =
      checked({.sessions = {made.session}, .certificates = {}, .tik = made.tik.clone()});
  EXPECT_EQ(report.verdict, Verdict::kMatch);
  EXPECT_THAT(codes_of(report), ElementsAre("policy-debug-allowed", "policy-key-sharing-allowed",
                                            "policy-migration-allowed"));
}

TEST(SessionCheck, ExchangedKeys) {
  const Made made = made_for(kGood);
  SessionCheckRequest request{.sessions = {made.session},
                              .certificates = {},
                              .tik = Tik(made.tek.bytes().view().first<16>()),
                              .tek = Tek(made.tik.bytes().view().first<16>())};
  SessionReport report = checked(request);
  EXPECT_EQ(report.verdict, Verdict::kMismatch);
  EXPECT_THAT(codes_of(report), ElementsAre("session-keys-exchanged"));
  EXPECT_EQ(report.made_for->value, kGood);
  request.keys_in_one_file = true;
  EXPECT_THAT(codes_of(checked(request)), ElementsAre("session-halves-exchanged"));
}

TEST(SessionCheck, AnotherSessionsKey) {
  const Json ordinary = known_session("ordinary");
  const Json other = known_session("es-no-send");
  SessionCheckRequest request{
      .sessions = {session_of(ordinary)}, .certificates = {}, .tik = test::tik_of(other)};
  SessionReport report = checked(request);
  EXPECT_EQ(report.verdict, Verdict::kMismatch);
  EXPECT_FALSE(report.made_for.has_value());
  EXPECT_THAT(codes_of(report), ElementsAre("session-other-key"));
  EXPECT_EQ(report.findings.front().detail,
            "session: no policy that was searched fits under the TIK");
  EXPECT_EQ(check_of(report, "session-policy").got,
            "no policy that was searched fits under the TIK");
  request.tek = test::tek_of(other);
  request.sessions.push_back(session_of(known_session("minimum-api-0.22"), "third"));
  request.sessions.push_back(session_of(other, "second"));
  report = checked(request);
  EXPECT_THAT(codes_of(report), ElementsAre("session-other-key"));
  EXPECT_EQ(report.findings.front().detail, "session: the TIK is that of second");
  EXPECT_EQ(check_of(report, "session-policy").got, "another session");
  EXPECT_EQ(outcomes(report), "+-?+??");
  request.sessions.erase(request.sessions.begin() + 1);
  EXPECT_EQ(checked(request).findings.front().detail, "session: the TIK is that of second");
}

TEST(SessionCheck, ChangedSessions) {
  const Json item = known_session("ordinary");
  for (const std::size_t at : {0x60U, 0x7fU}) {
    SessionCheckRequest request = request_for(item);
    request.sessions.front().bytes[at] ^= 1;
    EXPECT_EQ(checked(request).verdict, Verdict::kMismatch);
  }
}

TEST(SessionCheck, NoTekCanBeChecked) {
  SessionCheckRequest request = request_for(known_session("ordinary"));
  EXPECT_EQ(check_of(checked(request), "session-tek").why, "No TEK was given.");
  request.tek = test::tek_of(known_session("es-no-send"));
  const SessionReport report = checked(request);
  EXPECT_EQ(report.verdict, Verdict::kMatch);
  EXPECT_EQ(check_of(report, "session-tek").outcome, CheckOutcome::kNotChecked);
  EXPECT_THAT(std::string(check_of(report, "session-tek").why), HasSubstr("encrypted"));
}

TEST(SessionCheck, TheOwnersCertificate) {
  const Json item = known_session("ordinary");
  SessionCheckRequest request = request_for(item);
  request.certificates = {godh_of(item)};
  request.platform = test::stand_in_chain();
  SessionReport report = checked(request);
  EXPECT_EQ(report.verdict, Verdict::kMatch);
  EXPECT_EQ(outcomes(report), "+++???");
  request.certificates.front().bytes[0x14] ^= 1;
  report = checked(request);
  EXPECT_EQ(report.verdict, Verdict::kMismatch);
  EXPECT_THAT(check_of(report, "session-godh").got, HasSubstr("not on the curve"));
  EXPECT_THAT(codes_of(report), testing::Not(testing::Contains("session-godh-of-platform")));
  for (const std::size_t at : {0x0U, 0x8U, 0xcU, 0x10U, 0x5cU, 0xa4U, 0x400U}) {
    request.certificates = {godh_of(item)};
    request.certificates.front().bytes[at] ^= 0x40;
    EXPECT_EQ(checked(request).verdict, Verdict::kMismatch) << at;
  }
  request.certificates = {{"short", Bytes(2083, 1)}};
  EXPECT_EQ(check_of(checked(request), "session-godh").got, "short: expected 2084 bytes, got 2083");
}

TEST(SessionCheck, ThePlatformsCertificatesInItsPlace) {
  SessionCheckRequest request = request_for(known_session("es-no-send"));
  for (const std::string name : {"pek", "oca", "cek", "cek.unsigned"}) {
    request.certificates = {platforms(name)};
    const SessionReport report = checked(request);
    EXPECT_EQ(report.verdict, Verdict::kMismatch) << name;
    EXPECT_THAT(codes_of(report), testing::Contains("session-godh-of-platform")) << name;
  }
  // A PDH looks like an owner's certificate, but for the firmware's API and its signature.
  request.certificates = {platforms("pdh")};
  EXPECT_EQ(check_of(checked(request), "session-godh").outcome, CheckOutcome::kFail);
  EXPECT_THAT(codes_of(checked(request)), testing::Contains("session-godh-of-platform"));
  request.platform = test::stand_in_chain();
  const SessionReport report = checked(request);
  EXPECT_EQ(report.verdict, Verdict::kMismatch);
  EXPECT_THAT(codes_of(report), testing::Contains("session-godh-of-platform"));
  EXPECT_EQ(check_of(report, "session-godh").got, "godh: its key is the platform's PDH");
}

TEST(SessionCheck, AnApiVersionIsDoubtful) {
  const Json item = known_session("ordinary");
  for (const std::size_t at : {0x4U, 0x5U}) {
    SessionCheckRequest request = request_for(item);
    request.certificates = {godh_of(item)};
    EXPECT_THAT(codes_of(checked(request)),
                testing::Not(testing::Contains("session-godh-doubtful")));
    request.certificates.front().bytes[at] = 1;
    EXPECT_EQ(checked(request).verdict, Verdict::kMatch);
    EXPECT_THAT(codes_of(checked(request)), testing::Contains("session-godh-doubtful"));
  }
}

// The keys of the platform in an owner's certificate.
TEST(SessionCheck, ThePlatformsKeyInAnOwnersCertificate) {
  SessionCheckRequest request = request_for(known_session("ordinary"));
  request.platform = test::stand_in_chain();
  for (const std::string name : {"pdh", "pek", "oca", "cek"}) {
    const auto own = test::stand_in_certificate(name);
    const auto forged = internal::owner_certificate(*P384Point::make(own.x, own.y));
    request.certificates = {{"godh", Bytes(forged.bytes.begin(), forged.bytes.end())}};
    EXPECT_EQ(checked(request).verdict, Verdict::kMismatch) << name;
  }
}

TEST(SessionCheck, ExchangedFiles) {
  const Json item = known_session("ordinary");
  SessionCheckRequest request = request_for(item);
  request.sessions = {godh_of(item, "a")};
  request.certificates = {session_of(item, "b")};
  SessionReport report = checked(request);
  EXPECT_EQ(report.verdict, Verdict::kMismatch);
  EXPECT_THAT(codes_of(report), testing::Contains("session-files-exchanged"));
  EXPECT_EQ(outcomes(report), "-++???");  // the rest is judged as it should have been
  EXPECT_EQ(report.made_for->value, 3U);
  request.certificates.clear();
  report = checked(request);
  EXPECT_EQ(report.verdict, Verdict::kMismatch);
  EXPECT_EQ(outcomes(report), "-?????");
  EXPECT_THAT(codes_of(report), ElementsAre("session-files-exchanged"));
}

TEST(SessionCheck, ShapesThatAreNoSession) {
  SessionCheckRequest request = request_for(known_session("ordinary"));
  request.sessions = {{"zeros", Bytes(128, 0)}};
  SessionReport report = checked(request);
  EXPECT_EQ(outcomes(report), "-?????");
  EXPECT_THAT(check_of(report, "session-shape").got, HasSubstr("128 zero bytes"));
  request.sessions = {{"short", Bytes(127, 1)}};
  EXPECT_EQ(outcomes(checked(request)), "-?????");
  request = request_for(known_session("ordinary"));
  request.sessions.push_back({"second", Bytes(128, 0)});
  EXPECT_EQ(outcomes(checked(request)), "-+?+??");
}

TEST(SessionCheck, Reuse) {
  const Json ordinary = known_session("ordinary");
  const Json other = known_session("es-no-send");
  SessionCheckRequest request = request_for(ordinary);
  request.sessions.push_back(session_of(other, "other"));
  EXPECT_EQ(outcomes(checked(request)), "++?+??");
  // Each part of the first in the second: nonce, wrapped keys, IV, the MAC of the policy.
  const std::map<std::size_t, std::pair<std::size_t, std::string>> parts = {
      {0x00, {16, "nonce"}}, {0x10, {32, "wrapped keys"}}, {0x30, {16, "IV"}}, {0x60, {32, "TIK"}}};
  for (const auto& [at, part] : parts) {
    request.sessions[1] = session_of(other, "other");
    put_bytes(std::span(request.sessions[1].bytes).subspan(at),
              ByteView(request.sessions[0].bytes).subspan(at, part.first));
    const SessionReport report = checked(request);
    EXPECT_EQ(report.verdict, Verdict::kMismatch) << part.second;
    EXPECT_THAT(codes_of(report), testing::Contains("session-reused"));
    EXPECT_THAT(report.findings.front().detail, HasSubstr(part.second));
    EXPECT_THAT(report.findings.front().detail, HasSubstr("session and other"));
  }
  request.sessions[1] = session_of(ordinary, "again");
  EXPECT_EQ(checked(request).findings.front().detail, "session and again are the same session");
}

// Whatever the key was: the same policy under it has the same MAC.
TEST(SessionCheck, ReuseOfAKeyThatNobodyHas) {
  const Json item = known_session("ordinary");
  SessionCheckRequest request{
      .sessions = {session_of(item), session_of(known_session("es-no-send"), "b")},
      .certificates = {},
      .tik = Tik(std::array<std::uint8_t, 16>{1})};
  put_bytes(std::span(request.sessions[1].bytes).subspan(0x60),
            ByteView(request.sessions[0].bytes).subspan(0x60));
  EXPECT_THAT(codes_of(checked(request)), testing::Contains("session-reused"));
}

// Two policies under one TIK: no byte of the two sessions is the same.
TEST(SessionCheck, ReuseOfAKey) {
  const Made first = made_for(kGood);
  Json changed = known_session("es-no-send");
  changed["tik"] = known_session("ordinary")["tik"];
  const auto second =
      internal::build_session(test::stand_in_certificate("pdh"), {0xb}, test::seed_of(changed));
  const auto bytes = session_bytes(second->session);
  SessionCheckRequest request{
      .sessions = {first.session, {"second", Bytes(bytes.begin(), bytes.end())}},
      .certificates = {},
      .tik = first.tik.clone()};
  const SessionReport report = checked(request);
  EXPECT_THAT(codes_of(report), ElementsAre("session-reused"));
  EXPECT_EQ(report.findings.front().detail, "session and second have the same TIK");
}

TEST(SessionCheck, ReuseOfTheOwnersKey) {
  const Json item = known_session("ordinary");
  SessionCheckRequest request = request_for(item);
  request.certificates = {godh_of(item, "a"), godh_of(known_session("es-no-send"), "b")};
  EXPECT_EQ(outcomes(checked(request)), "++++??");
  request.certificates = {godh_of(item, "a"), godh_of(item, "b")};
  EXPECT_EQ(outcomes(checked(request)), "+++-??");
  request.certificates[1] = godh_of(known_session("es-no-send"), "b");
  request.certificates.push_back(godh_of(item, "c"));
  const SessionReport report = checked(request);
  EXPECT_EQ(outcomes(report), "+++-??");
  EXPECT_EQ(report.verdict, Verdict::kMismatch);
  EXPECT_EQ(report.findings.front().detail, "a and c have the same key of the owner");
  request.certificates.insert(request.certificates.begin(),
                              godh_of(known_session("minimum-api-0.22"), "first"));
  EXPECT_EQ(checked(request).findings.front().detail, "a and c have the same key of the owner");
}

TEST(SessionCheck, WhatIsNoCertificateHasNoKeyInCommon) {
  const Json item = known_session("ordinary");
  SessionCheckRequest request = request_for(item);
  const SessionInput none = {"none", Bytes(kSevCertificateSize, 1)};
  for (const auto& pair : {std::vector{godh_of(item, "a"), none}, std::vector{none, none}}) {
    request.certificates = pair;
    EXPECT_EQ(check_of(checked(request), "session-fresh").outcome, CheckOutcome::kPass);
  }
}

TEST(SessionCheck, Limits) {
  SessionCheckRequest request = request_for(known_session("ordinary"));
  request.sessions.clear();
  EXPECT_TRUE(fails(check_session(request), ErrorKind::kIncomplete, {"session"}));
  request.sessions.assign(kMaxSessions, {"s", Bytes(128, 1)});
  EXPECT_TRUE(succeeds(check_session(request)));
  request.sessions.assign(kMaxSessions + 1, {"s", Bytes(128, 1)});
  EXPECT_TRUE(fails(check_session(request), ErrorKind::kInvalid, {"at most 64"}));
}

TEST(SessionCheck, WarnsOfTwoMeanings) {
  SessionCheckRequest request = request_for(known_session("es-no-send"));
  request.policy = *parse_policy("policy", "13");
  const SessionReport report = checked(request);
  EXPECT_EQ(report.verdict, Verdict::kMatch);
  EXPECT_THAT(codes_of(report), testing::Contains("policy-notation"));
}

TEST(SessionInput, Shapes) {
  const Bytes raw = test::bytes_in(known_session("ordinary"), "session");
  const std::string text = to_base64(raw);
  const std::string lines = " " + text.substr(0, 60) + "\n    " + text.substr(60) + "\n";
  for (const std::string& content :
       {std::string(as_text(raw)), text, text + "\n", lines, test::hex(raw), "'" + text + "'"}) {
    const auto input = read_session_file(as_bytes(content), "session 'a'");
    ASSERT_TRUE(succeeds(input)) << content;
    EXPECT_EQ(input->bytes, raw);
    EXPECT_EQ(input->name, "session 'a'");
  }
  const Bytes certificate = test::platform_file("stand-in-a/pdh.cert");
  EXPECT_EQ(read_session_file(certificate, "x")->bytes, certificate);
  EXPECT_EQ(read_session_file(as_bytes(to_base64(certificate)), "x")->bytes, certificate);
}

TEST(SessionInput, Refusals) {
  const auto error = [](std::string_view content) {
    const auto input = read_session_file(as_bytes(content), "session 'a'");
    EXPECT_TRUE(fails(input, ErrorKind::kInvalid, {"session 'a'", "128 bytes"}));
    return input ? std::string() : input.error().message + " " + input.error().hint;
  };
  error("");
  error("/var/lib/libvirt/vm_session.b64");
  error(to_base64(Bytes(127, 1)));
  error(std::string(4000, '\xff'));
  const std::string twice = to_base64(as_bytes(to_base64(Bytes(128, 1))));
  EXPECT_THAT(error(twice), HasSubstr("encoded twice"));
  EXPECT_THAT(error("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"),
              HasSubstr("got a certificate as PEM text"));
  EXPECT_THAT(error("vm_session.b64"), HasSubstr("Give vm_session.b64"));
  EXPECT_THAT(error("vm_session.b64"), HasSubstr("got 14 bytes that are no base64"));
  const std::string element = "<launchSecurity type='sev'><session>AAAA</session></launchSecurity>";
  EXPECT_THAT(error(element), HasSubstr("got libvirt's element <launchSecurity>"));
  for (const std::string& xml : {element, "<domain type='kvm'>" + element + "</domain>"}) {
    EXPECT_THAT(error(xml), HasSubstr("Save the text of its <session> and that of its <dhCert>"));
  }
  EXPECT_THAT(error("{\"schemaVersion\": 2}"), Not(HasSubstr("download")));
}

}  // namespace
}  // namespace sevproof
