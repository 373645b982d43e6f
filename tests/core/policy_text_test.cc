// Policies as people write them.
#include "sevproof/sev/policy_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "test_errors.h"

namespace sevproof {
namespace {

using test::fails;
using testing::HasSubstr;

std::uint32_t value_of(std::string_view text) {
  const auto given = parse_policy("--policy", text);
  EXPECT_TRUE(test::succeeds(given)) << text;
  return given ? given->policy.value : 0xdeadbeef;
}

TEST(PolicyText, Numbers) {
  EXPECT_EQ(value_of("0"), 0U);
  EXPECT_EQ(value_of("15"), 15U);
  EXPECT_EQ(value_of("0xf"), 15U);
  EXPECT_EQ(value_of("0X000F"), 15U);
  EXPECT_EQ(value_of("0x16000005"), 0x16000005U);
  EXPECT_EQ(value_of("4294967295"), 0xffffffffU);
}

TEST(PolicyText, Names) {
  EXPECT_EQ(value_of("nodbg,noks,es,nosend"), 0xfU);
  EXPECT_EQ(value_of("NODBG|NoKs"), 3U);
  EXPECT_EQ(value_of(" nodbg , domain |\tsev "), 0x31U);
  EXPECT_EQ(value_of("es"), 4U);
  EXPECT_EQ(value_of("es,es"), 4U);
  for (const PolicyFlag& flag : policy_flags()) EXPECT_EQ(value_of(flag.name), flag.mask);
}

TEST(PolicyText, Refusals) {
  for (const char* const text :
       {"", " ", ",", "nodbg,", ",es", "nodbg,,es", "nodbg noks", "es+noks", "no", "esx", "f", "x",
        "xf", "-1", "+3", "nodbg,3", "es\xc3\xa9"}) {
    EXPECT_TRUE(
        fails(parse_policy("--policy", text), ErrorKind::kInvalid, {"--policy", "expected"}))
        << text;
  }
  for (const char* const text :
       {"3,nodbg", "1 ", "0x", "0xg", "4294967296", "0x100000000", "1e3", "0b11", "3.0"}) {
    const auto given = parse_policy("--policy", text);
    EXPECT_TRUE(fails(given, ErrorKind::kInvalid, {"--policy", "whole number"})) << text;
    EXPECT_EQ(given.error().about, Subject::kPolicy);
  }
  const auto given = parse_policy("--policy", "debug");
  ASSERT_FALSE(given.has_value());
  EXPECT_EQ(given.error().about, Subject::kPolicy);
  EXPECT_THAT(given.error().hint, HasSubstr("nosend"));
}

// From 10 on, a number without 0x is another one in hex.
TEST(PolicyText, TwoMeanings) {
  for (const char* const text : {"0", "7", "9", "0xf", "0x10", "nodbg", "0x0000000f"}) {
    const auto given = parse_policy("policy", text);
    ASSERT_TRUE(given.has_value());
    EXPECT_FALSE(given->in_libvirt.has_value()) << text;
    EXPECT_FALSE(notation_finding(*given).has_value()) << text;
  }
  EXPECT_EQ(parse_policy("policy", "10")->in_libvirt, 0x10U);
  EXPECT_EQ(parse_policy("policy", "39")->in_libvirt, 0x39U);
  EXPECT_EQ(parse_policy("policy", "00000015")->in_libvirt, 0x15U);
  // Too large for a policy in hex: libvirt refuses it.
  EXPECT_FALSE(parse_policy("policy", "369098757")->in_libvirt.has_value() &&
               *parse_policy("policy", "369098757")->in_libvirt == 369098757U);
  EXPECT_FALSE(parse_policy("policy", "4294967295")->in_libvirt.has_value());
  const auto finding = notation_finding(*parse_policy("policy", "15"));
  ASSERT_TRUE(finding.has_value());
  EXPECT_EQ(finding->code, FindingCode::kPolicyNotation);
  EXPECT_EQ(finding->detail, "15 was taken as 0xf; libvirt takes <policy>15</policy> for 0x15");
}

TEST(PolicyText, ShowsBothNotations) {
  EXPECT_EQ(policy_text({0xf}), "0xf (15): NODBG NOKS ES NOSEND");
  EXPECT_EQ(policy_text({0}), "0x0 (0): no flags");
  EXPECT_EQ(policy_text({0x16000005}),
            "0x16000005 (369098757): NODBG ES, firmware API 0.22 or newer");
  EXPECT_EQ(policy_text({0x00010000}), "0x10000 (65536): no flags, firmware API 1.0 or newer");
}

}  // namespace
}  // namespace sevproof
