#include <gtest/gtest.h>

#include <array>
#include <set>
#include <string_view>

#include "sevproof/sev/measurement.h"

namespace sevproof {
namespace {

TEST(Policy, NamesTheBitsOfTheSpecification) {
  constexpr std::array<std::string_view, 6> kNames = {"NODBG",  "NOKS",   "ES",
                                                      "NOSEND", "DOMAIN", "SEV"};
  ASSERT_EQ(policy_flags().size(), kNames.size());
  for (std::size_t bit = 0; bit < kNames.size(); ++bit) {
    const PolicyFlag& flag = policy_flags()[bit];
    EXPECT_EQ(flag.mask, 1U << bit);
    EXPECT_EQ(flag.name, kNames[bit]);
    EXPECT_FALSE(flag.meaning.empty());
    EXPECT_NE(flag.meaning.back(), '.');
  }
}

TEST(Policy, ConstantsAreTheFlags) {
  EXPECT_EQ(Policy::kNoDebug, 0x1U);
  EXPECT_EQ(Policy::kNoKeySharing, 0x2U);
  EXPECT_EQ(Policy::kEs, 0x4U);
  EXPECT_EQ(Policy::kNoSend, 0x8U);
  EXPECT_EQ(Policy::kDomain, 0x10U);
  EXPECT_EQ(Policy::kSev, 0x20U);
}

TEST(Policy, ReadsFlags) {
  static_assert(Policy{4}.es());
  EXPECT_FALSE(Policy{0xfffffffb}.es());
  EXPECT_TRUE(Policy{0x21}.has(Policy::kNoDebug | Policy::kSev));
  EXPECT_FALSE(Policy{0x20}.has(Policy::kNoDebug | Policy::kSev));
  EXPECT_FALSE(Policy{}.has(Policy::kNoDebug));
}

TEST(Policy, FlagNamesHaveSpacesBetween) {
  EXPECT_EQ(policy_flag_names(Policy{}), "");
  EXPECT_EQ(policy_flag_names(Policy{0x4}), "ES");
  EXPECT_EQ(policy_flag_names(Policy{0x5}), "NODBG ES");
  EXPECT_EQ(policy_flag_names(Policy{0x3f}), "NODBG NOKS ES NOSEND DOMAIN SEV");
  EXPECT_EQ(policy_flag_names(Policy{0xffffffc0}), "");
}

TEST(Policy, ReservedBitsAre6To15) {
  EXPECT_EQ(Policy{0x0000003f}.reserved_bits(), 0U);
  EXPECT_EQ(Policy{0xffff0000}.reserved_bits(), 0U);
  EXPECT_EQ(Policy{0xffffffff}.reserved_bits(), 0xffc0U);
  EXPECT_EQ(Policy{0x40}.reserved_bits(), 0x40U);
  EXPECT_EQ(Policy{0x8000}.reserved_bits(), 0x8000U);
}

TEST(Policy, ReadsMinimumApi) {
  EXPECT_EQ(Policy{0x37010003}.min_api_major(), 1);
  EXPECT_EQ(Policy{0x37010003}.min_api_minor(), 0x37);
  EXPECT_EQ(Policy{0x00ff0000}.min_api_major(), 255);
  EXPECT_EQ(Policy{0x00ff0000}.min_api_minor(), 0);
}

}  // namespace
}  // namespace sevproof
