// Sessions as JSON: as the schema says, true, and without any key.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "known_sessions.h"
#include "schema_check.h"
#include "sevproof/report.h"

namespace sevproof {
namespace {

using test::follows_schema;
using test::Json;
using testing::HasSubstr;
using testing::Not;

Json parsed(const std::string& text) { return Json::parse(text, nullptr, false); }

void expect_no_key(const std::string& text, const TransportKeys& keys) {
  for (const ByteView key : {keys.tik.bytes().view(), keys.tek.bytes().view()}) {
    EXPECT_THAT(text, Not(HasSubstr(test::hex(key))));
    EXPECT_THAT(text, Not(HasSubstr(to_base64(key).substr(0, 20))));
  }
}

TEST(SessionJson, OneThatWasMade) {
  const auto creation = make_session({test::stand_in_chain(), test::stand_in_root(), {{0xb}}});
  ASSERT_TRUE(creation.has_value() && creation->session);
  const std::string text = to_json(*creation);
  const Json said = parsed(text);
  EXPECT_TRUE(follows_schema("session", said));
  EXPECT_EQ(said["kind"], "session");
  EXPECT_EQ(said["verdict"], "match");
  EXPECT_EQ(said["inputs"]["policy"]["value"], 11);
  EXPECT_EQ(said["inputs"]["policy"]["hex"], "0xb");
  EXPECT_EQ(said["inputs"]["ark"]["from"], "owner");
  EXPECT_EQ(said["inputs"]["pdh"]["fingerprint"], fingerprint(test::stand_in_certificate("pdh")));
  EXPECT_EQ(said["computed"]["vouchedForBy"], "named-root");
  EXPECT_EQ(said["computed"]["policy"]["hex"], "0xb");
  EXPECT_EQ(said["computed"]["godh"]["fingerprint"], fingerprint(creation->session->certificate));
  EXPECT_EQ(said["computed"]["session"]["sha256"],
            test::hex(sha256(session_bytes(creation->session->session))));
  expect_no_key(text, creation->session->keys);
}

TEST(SessionJson, OneThatWasNotMade) {
  const auto creation = make_session({test::stand_in_chain(), std::nullopt, {{3}}});
  ASSERT_TRUE(creation.has_value());
  const Json said = parsed(to_json(*creation));
  EXPECT_TRUE(follows_schema("session", said));
  EXPECT_EQ(said["verdict"], "mismatch");
  EXPECT_TRUE(said["computed"]["session"].is_null());
  EXPECT_TRUE(said["computed"]["policy"].is_null());
}

// Made all the same: the verdict is that on the platform.
TEST(SessionJson, OneThatIsInsecure) {
  const auto creation = make_session({test::stand_in_chain(), std::nullopt, {{3}}, true});
  ASSERT_TRUE(creation.has_value() && creation->session);
  const Json said = parsed(to_json(*creation));
  EXPECT_TRUE(follows_schema("session", said));
  EXPECT_EQ(said["verdict"], "mismatch");
  EXPECT_FALSE(said["computed"]["session"].is_null());
  EXPECT_EQ(said["findings"].back()["code"], "session-unverified");
  EXPECT_EQ(said["findings"].back()["about"], "/inputs/pdh");
}

TEST(SessionJson, OneThatWasChecked) {
  const Json item = test::known_session("ordinary");
  const Bytes session = test::bytes_in(item, "session");
  SessionCheckRequest request{.sessions = {{"a", session}},
                              .certificates = {{"g", test::platform_file("stand-in-a/pek.cert")}},
                              .tik = test::tik_of(item),
                              .tek = test::tek_of(item),
                              .policy = GivenPolicy{{7}}};
  const std::string text = to_json(*check_session(request));
  Json said = parsed(text);
  EXPECT_TRUE(follows_schema("session", said));
  EXPECT_EQ(said["verdict"], "mismatch");
  EXPECT_EQ(said["inputs"]["session"]["sha256"], item["sessionSha256"]);
  EXPECT_EQ(said["computed"]["policy"]["value"], 3);
  EXPECT_EQ(said["findings"][0]["code"], "session-other-policy");
  EXPECT_EQ(said["findings"][0]["about"], "/inputs/policy");
  EXPECT_EQ(said["checks"][1]["expected"], "0x7");
  EXPECT_EQ(said["checks"][1]["got"], "0x3");
  expect_no_key(text, {test::tik_of(item), test::tek_of(item)});

  request.policy.reset();
  request.certificates.clear();
  request.sessions.push_back({"b", test::bytes_in(test::known_session("es-no-send"), "session")});
  request.platform = test::stand_in_chain();
  said = parsed(to_json(*check_session(request)));
  EXPECT_TRUE(follows_schema("session", said));
  EXPECT_EQ(said["verdict"], "match");
  EXPECT_TRUE(said["inputs"]["policy"].is_null());
  EXPECT_TRUE(said["inputs"]["godh"].is_null());
  EXPECT_EQ(said["inputs"]["otherSession"].size(), 1U);
  EXPECT_EQ(said["inputs"]["pdh"]["from"], "host");
}

}  // namespace
}  // namespace sevproof
