// JSON of a domain, for the page.
#include <gtest/gtest.h>

#include "domain_xml.h"
#include "schema_check.h"
#include "sevproof/report.h"
#include "test_errors.h"

namespace sevproof {
namespace {

using test::Json;

Json described(const std::string& xml) {
  const auto domain = parse_domain(xml);
  EXPECT_TRUE(test::succeeds(domain));
  if (!domain) return {};
  const std::string text = domain_to_json(*domain, Sha256Digest{0xab}, check_domain(*domain));
  Json json = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  EXPECT_TRUE(text.ends_with("\n}\n"));
  EXPECT_TRUE(test::follows_schema("domain", json)) << text;
  return json;
}

TEST(DomainJson, ShowsTheConfiguration) {
  const Json json = described(test::DomainXml().text());
  EXPECT_EQ(json["name"].get<std::string>(), "guest");
  EXPECT_EQ(json["launchSecurity"]["policy"]["value"].get<int>(), 7);
  EXPECT_EQ(json["launchSecurity"]["dhCert"]["size"].get<int>(), 2084);
  EXPECT_TRUE(json["launchSecurity"]["kernelHashes"].get<bool>());
  EXPECT_EQ(json["boot"]["cmdline"].get<std::string>(), "quiet");
  EXPECT_EQ(json["boot"]["loaders"][0]["type"].get<std::string>(), "rom");
  EXPECT_EQ(json["machine"]["vcpus"].get<int>(), 2);
  EXPECT_EQ(json["machine"]["maxVcpus"].get<int>(), 4);
  EXPECT_EQ(json["machine"]["cpu"]["model"].get<std::string>(), "EPYC-Milan");
  EXPECT_TRUE(json["findings"].empty());
  EXPECT_TRUE(json["refusal"].is_null());
}

TEST(DomainJson, ShowsWhatIsMissingAndRefused) {
  const Json json = described("<domain/>");
  EXPECT_TRUE(json["launchSecurity"]["type"].is_null());
  EXPECT_TRUE(json["boot"]["cmdline"].is_null());
  EXPECT_TRUE(json["machine"]["cpu"].is_null());
  EXPECT_EQ(json["findings"][0]["code"].get<std::string>(), "domain-no-sev");
  EXPECT_EQ(json["findings"][0]["about"].get<std::string>(), "/launchSecurity");
  EXPECT_EQ(json["refusal"]["status"].get<int>(), 4);
  EXPECT_EQ(json["refusal"]["code"].get<std::string>(), "unsuitable-domain");
  EXPECT_EQ(json["refusal"]["kind"].get<std::string>(), "domain-config");
  EXPECT_EQ(json["refusal"]["about"].get<std::string>(), "/launchSecurity");
}

}  // namespace
}  // namespace sevproof
