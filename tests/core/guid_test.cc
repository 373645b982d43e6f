#include "sevproof/guid.h"

#include <gtest/gtest.h>

#include "test_bytes.h"
#include "test_errors.h"

namespace sevproof {
namespace {

using test::fails;
using test::succeeds;

constexpr std::string_view kText = "736869e5-84f0-4973-92ec-06879ce3da0b";
constexpr std::string_view kStored = "e5696873f084734992ec06879ce3da0b";

TEST(Guid, StoresFirstThreeFieldsLittleEndian) {
  const Result<Guid> guid = Guid::parse(kText);
  ASSERT_TRUE(succeeds(guid));
  EXPECT_EQ(test::hex(guid->bytes()), kStored);
  EXPECT_EQ(guid->to_string(), kText);
}

TEST(Guid, LiteralIsTheParsedOne) {
  constexpr Guid kGuid = Guid::literal("736869e5-84f0-4973-92ec-06879ce3da0b");
  static_assert(kGuid.bytes()[0] == 0xe5 && kGuid.bytes()[15] == 0x0b);
  EXPECT_EQ(kGuid, *Guid::parse(kText));
  EXPECT_EQ(Guid::literal("00000000-0000-0000-0000-000000000000"), Guid());
}

TEST(Guid, ReadsBothCasesWritesLower) {
  const Result<Guid> guid = Guid::parse("ABCDEF01-2345-6789-aBcD-EF0123456789");
  ASSERT_TRUE(succeeds(guid));
  EXPECT_EQ(guid->to_string(), "abcdef01-2345-6789-abcd-ef0123456789");
}

TEST(Guid, ComesFromTableBytes) {
  const Bytes table = test::unhex(std::string(kStored) + "ffff");
  EXPECT_EQ(Guid::from_bytes(table).to_string(), kText);
}

TEST(Guid, RefusesOtherForms) {
  for (const std::string_view text :
       {"", "736869e5", "736869e584f0497392ec06879ce3da0b",
        "{736869e5-84f0-4973-92ec-06879ce3da0b}", "736869e5-84f0-4973-92ec-06879ce3da0",
        "736869e5-84f0-4973-92ec-06879ce3da0b0", "736869e5-84f0-4973-92ec-06879ce3da0g",
        "736869e5-84f0-4973-92ec_06879ce3da0b", "736869e58-4f0-4973-92ec-06879ce3da0b",
        " 736869e5-84f0-4973-92ec-06879ce3da0b", "736869e5-84f0-4973-92ec-06879ce3da0b\n",
        "736869e5-84f0-4973-92ec- 6879ce3da0b", "+36869e5-84f0-4973-92ec-06879ce3da0b",
        "------------------------------------"}) {
    EXPECT_TRUE(fails(Guid::parse(text), ErrorKind::kInvalid)) << text;
  }
}

TEST(Guid, ErrorShowsWhatCame) {
  EXPECT_TRUE(fails(Guid::parse("luks-kee"), ErrorKind::kInvalid, {"luks-kee"}));
}

TEST(Guid, Compares) {
  const Guid a = *Guid::parse("00000000-0000-0000-0000-000000000001");
  const Guid b = *Guid::parse("00000000-0000-0000-0000-000000000002");
  EXPECT_EQ(a, a);
  EXPECT_NE(a, b);
}

}  // namespace
}  // namespace sevproof
