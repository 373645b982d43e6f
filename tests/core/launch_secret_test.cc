#include <gtest/gtest.h>

#include "firmware_image.h"
#include "sevproof/sev/secret.h"
#include "test_bytes.h"
#include "test_errors.h"

namespace sevproof {
namespace {

using test::fails;
using test::succeeds;
using test::u32s;

constexpr std::string_view kTableGuid = "1e74f542-71dd-4d66-963e-ef4287ff173b";
constexpr std::string_view kLuksGuid = "736869e5-84f0-4973-92ec-06879ce3da0b";
constexpr std::string_view kOtherGuid = "00112233-4455-6677-8899-aabbccddeeff";

LaunchSecret secret(std::string_view guid, std::string_view data) {
  return {*Guid::parse(guid), SecretBytes(test::to_bytes(data))};
}

std::vector<LaunchSecret> one_secret(std::size_t size) {
  std::vector<LaunchSecret> secrets;
  secrets.push_back({*Guid::parse(kOtherGuid), SecretBytes(Bytes(size, 0xa5))});
  return secrets;
}

TEST(SecretName, GuidOrAlias) {
  ASSERT_TRUE(succeeds(parse_secret_name("luks-key")));
  EXPECT_EQ(parse_secret_name("luks-key")->to_string(), kLuksGuid);
  ASSERT_TRUE(succeeds(parse_secret_name(kOtherGuid)));
  EXPECT_EQ(parse_secret_name(kOtherGuid)->to_string(), kOtherGuid);
  for (const std::string_view name : {"", "luks", "luks-key ", "luks-key:x", "00112233"}) {
    EXPECT_TRUE(fails(parse_secret_name(name), ErrorKind::kInvalid)) << name;
  }
}

TEST(SecretName, AliasOfAGuid) {
  EXPECT_EQ(secret_alias(*Guid::parse(kLuksGuid)), "luks-key");
  EXPECT_EQ(secret_alias(*Guid::parse(kOtherGuid)), "");
}

TEST(SecretTable, ByteByByte) {
  std::vector<LaunchSecret> secrets;
  secrets.push_back(secret(kOtherGuid, "abc"));
  secrets.push_back(secret(kLuksGuid, ""));
  const Result<SecretBytes> table = build_secret_table(secrets);
  ASSERT_TRUE(succeeds(table));
  EXPECT_EQ(test::hex(table->view()),
            "42f5741edd71664d963eef4287ff173b"
            "3f000000"
            "33221100554477668899aabbccddeeff"
            "17000000"
            "616263"
            "e5696873f084734992ec06879ce3da0b"
            "14000000"
            "00");
}

TEST(SecretTable, PadsToTheNextMultipleOnly) {
  for (std::size_t size = 0; size <= 64; ++size) {
    const Result<SecretBytes> table = build_secret_table(one_secret(size));
    ASSERT_TRUE(succeeds(table));
    EXPECT_EQ(table->size(), (40 + size + 15) / 16 * 16) << size;
    EXPECT_EQ(load_le<std::uint32_t>(table->view().subspan(16)), 40 + size);
    EXPECT_EQ(load_le<std::uint32_t>(table->view().subspan(36)), 20 + size);
    for (const std::uint8_t byte : table->view().subspan(40 + size)) EXPECT_EQ(byte, 0);
  }
}

TEST(SecretTable, AtTheLimitOfThePacket) {
  const Result<SecretBytes> full = build_secret_table(one_secret(kMaxSecretPayload - 40));
  ASSERT_TRUE(succeeds(full));
  EXPECT_EQ(full->size(), kMaxSecretPayload);
  EXPECT_TRUE(fails(build_secret_table(one_secret(kMaxSecretPayload - 39)), ErrorKind::kInvalid,
                    {"16384"}));
  EXPECT_TRUE(fails(build_secret_table(one_secret(1 << 20)), ErrorKind::kInvalid));
}

// Many secrets that fit alone but not together.
TEST(SecretTable, ManySecretsTogether) {
  std::vector<LaunchSecret> secrets;
  for (int i = 0; i < 4; ++i) {
    Bytes guid(16, 0);
    guid[0] = static_cast<std::uint8_t>(i);
    secrets.push_back({Guid::from_bytes(guid), SecretBytes(Bytes(4071, 1))});
  }
  ASSERT_TRUE(succeeds(build_secret_table(secrets)));
  EXPECT_EQ(build_secret_table(secrets)->size(), kMaxSecretPayload);
  secrets[2].data = SecretBytes(Bytes(4072, 1));
  EXPECT_TRUE(fails(build_secret_table(secrets), ErrorKind::kInvalid));
}

TEST(SecretTable, RefusesNothingAndDuplicates) {
  EXPECT_TRUE(fails(build_secret_table({}), ErrorKind::kIncomplete));
  std::vector<LaunchSecret> secrets;
  secrets.push_back(secret(kLuksGuid, "a"));
  secrets.push_back(secret(kOtherGuid, "b"));
  EXPECT_TRUE(succeeds(build_secret_table(secrets)));
  secrets.push_back(secret(kLuksGuid, "c"));
  EXPECT_TRUE(fails(build_secret_table(secrets), ErrorKind::kInvalid));
  // Whichever two they are.
  std::swap(secrets[0], secrets[1]);
  EXPECT_TRUE(fails(build_secret_table(secrets), ErrorKind::kInvalid, {kLuksGuid}));
}

TEST(SecretTable, ReadsBackWhatItBuilds) {
  std::vector<LaunchSecret> secrets;
  secrets.push_back(secret(kOtherGuid, std::string_view("\0\xff\n", 3)));
  secrets.push_back(secret(kLuksGuid, ""));
  const Result<SecretBytes> table = build_secret_table(secrets);
  ASSERT_TRUE(succeeds(table));
  const Result<OpenedSecrets> back = parse_secret_table(table->view());
  ASSERT_TRUE(succeeds(back));
  EXPECT_TRUE(back->findings.empty());
  const std::vector<LaunchSecret>& read = back->secrets;
  ASSERT_EQ(read.size(), 2U);
  EXPECT_EQ(read[0].guid.to_string(), kOtherGuid);
  EXPECT_EQ(test::hex(read[0].data.view()), "00ff0a");
  EXPECT_EQ(read[1].guid.to_string(), kLuksGuid);
  EXPECT_EQ(read[1].data.size(), 0U);
}

Bytes raw_entry(std::string_view guid, std::uint32_t length, ByteView data) {
  return test::concat({test::guid_bytes(guid), u32s({length}), data});
}

TEST(SecretTable, TakesAnyZeroPadding) {
  for (const std::size_t padding : {0U, 1U, 3U, 16U, 19U, 100U}) {
    const Bytes table =
        test::concat({raw_entry(kTableGuid, 45, {}), raw_entry(kLuksGuid, 25, as_bytes("12345")),
                      Bytes(padding, 0)});
    const Result<OpenedSecrets> secrets = parse_secret_table(table);
    ASSERT_TRUE(succeeds(secrets)) << padding;
    EXPECT_TRUE(secrets->findings.empty()) << padding;
    ASSERT_EQ(secrets->secrets.size(), 1U);
    EXPECT_EQ(test::hex(secrets->secrets[0].data.view()), "3132333435");
  }
}

std::vector<FindingCode> codes_of(const Result<OpenedSecrets>& opened) {
  std::vector<FindingCode> codes;
  EXPECT_TRUE(succeeds(opened));
  if (!opened) return codes;
  for (const Finding& finding : opened->findings) codes.push_back(finding.code);
  return codes;
}

// `table_length` and `entry_length` as claimed, over one entry of five bytes and eleven bytes of
// padding.
Bytes hostile(std::uint32_t table_length, std::uint32_t entry_length) {
  return test::concat({raw_entry(kTableGuid, table_length, {}),
                       raw_entry(kLuksGuid, entry_length, as_bytes("12345")), Bytes(11, 0)});
}

// Linux's efi_secret and GRUB's efisecret go on while at least an entry's header is left.
TEST(SecretTable, ALengthMayCountLessPaddingThanAnEntryHeader) {
  for (const std::size_t padding : {1U, 11U, 19U}) {
    const auto length = static_cast<std::uint32_t>(45 + padding);
    const Bytes table =
        test::concat({raw_entry(kTableGuid, length, {}),
                      raw_entry(kLuksGuid, 25, as_bytes("12345")), Bytes(padding, 0)});
    const Result<OpenedSecrets> opened = parse_secret_table(table);
    EXPECT_EQ(codes_of(opened), std::vector{FindingCode::kPacketPaddingCounted}) << padding;
    ASSERT_EQ(opened->secrets.size(), 1U);
    EXPECT_EQ(test::hex(opened->secrets[0].data.view()), "3132333435");
  }
  const Bytes more = test::concat(
      {raw_entry(kTableGuid, 65, {}), raw_entry(kLuksGuid, 25, as_bytes("12345")), Bytes(20, 0)});
  EXPECT_TRUE(fails(parse_secret_table(more), ErrorKind::kInvalid,
                    {"expected an entry at offset 45", "20 zero bytes"}));
}

TEST(SecretTableHostile, TableLengths) {
  ASSERT_TRUE(succeeds(parse_secret_table(hostile(45, 25))));
  for (const std::uint32_t length :
       {0U, 1U, 19U, 57U, 64U, 0x7fffffffU, 0x80000000U, 0xffffffecU, 0xffffffffU}) {
    const Result<OpenedSecrets> secrets = parse_secret_table(hostile(length, 25));
    ASSERT_TRUE(fails(secrets, ErrorKind::kInvalid)) << length;
    EXPECT_TRUE(test::names_offset(secrets.error(), 0, 20)) << length;
  }
}

TEST(SecretTableHostile, EntryLengths) {
  for (const std::uint32_t length :
       {0U, 1U, 19U, 26U, 36U, 0x7fffffffU, 0x80000000U, 0xffffffecU, 0xffffffffU}) {
    const Result<OpenedSecrets> secrets = parse_secret_table(hostile(45, length));
    ASSERT_TRUE(fails(secrets, ErrorKind::kInvalid)) << length;
    EXPECT_TRUE(test::names_offset(secrets.error(), 20, 40)) << length;
  }
  // Leaves a rest that is too short for an entry: guests do not look at it.
  EXPECT_EQ(codes_of(parse_secret_table(hostile(45, 22))),
            std::vector{FindingCode::kPacketBytesIgnored});
}

TEST(SecretTableHostile, BytesBehindTheLastEntryAreTold) {
  for (const std::size_t at : {45U, 50U, 55U}) {
    Bytes table = hostile(45, 25);
    table[at] = 1;
    const Result<OpenedSecrets> opened = parse_secret_table(table);
    ASSERT_EQ(codes_of(opened), std::vector{FindingCode::kPacketBytesIgnored}) << at;
    EXPECT_EQ(opened->findings[0].detail, "11 bytes, not all zero, at offset 45");
    EXPECT_EQ(opened->secrets.size(), 1U);
  }
}

TEST(SecretTableHostile, AGuidThatIsThereTwice) {
  const Bytes table = test::concat(
      {raw_entry(kTableGuid, 20 + 25 + 20 + 22, {}), raw_entry(kLuksGuid, 25, as_bytes("12345")),
       raw_entry(kOtherGuid, 20, {}), raw_entry(kLuksGuid, 22, as_bytes("67"))});
  EXPECT_TRUE(fails(parse_secret_table(table), ErrorKind::kInvalid,
                    {kLuksGuid, "twice", "offsets 20 and 65"}));
  const Bytes later = test::concat(
      {raw_entry(kTableGuid, 20 + 25 + 20 + 22, {}), raw_entry(kOtherGuid, 25, as_bytes("12345")),
       raw_entry(kLuksGuid, 20, {}), raw_entry(kLuksGuid, 22, as_bytes("67"))});
  EXPECT_TRUE(fails(parse_secret_table(later), ErrorKind::kInvalid,
                    {kLuksGuid, "twice", "offsets 45 and 65"}));
}

TEST(SecretTableHostile, SaysWhatWasExpectedWhere) {
  EXPECT_TRUE(fails(parse_secret_table(Bytes(19, 1)), ErrorKind::kInvalid,
                    {"at least 20 bytes at offset 0, got 19"}));
  EXPECT_TRUE(fails(parse_secret_table(hostile(45, 26)), ErrorKind::kInvalid,
                    {"a length of 20 to 25 at offset 36, got 26"}));
}

// A length that is that of the entries alone.
TEST(SecretTableHostile, ALengthThatLeavesOutTheHeader) {
  const Bytes five = raw_entry(kLuksGuid, 25, as_bytes("12345"));
  for (const std::size_t padding : {0U, 19U, 20U, 40U}) {
    EXPECT_TRUE(fails(
        parse_secret_table(test::concat({raw_entry(kTableGuid, 25, {}), five, Bytes(padding, 0)})),
        ErrorKind::kInvalid, {"expected a length of 45 at offset 16, got 25"}))
        << padding;
  }
  EXPECT_TRUE(fails(parse_secret_table(test::concat(
                        {raw_entry(kTableGuid, 20, {}), raw_entry(kLuksGuid, 20, {})})),
                    ErrorKind::kInvalid, {"expected a length of 40 at offset 16, got 20"}));
  // The last entry is shorter than the header that is left out: a guest reads the others.
  const auto opened = parse_secret_table(
      test::concat({raw_entry(kTableGuid, 55, {}), five, raw_entry(kOtherGuid, 30, Bytes(10, 7))}));
  ASSERT_EQ(codes_of(opened), std::vector{FindingCode::kPacketBytesIgnored});
  EXPECT_EQ(opened->findings[0].detail,
            "30 bytes, not all zero, at offset 45; the table's length, 55, leaves out its 20-byte "
            "header");
  const auto first_alone =
      parse_secret_table(test::concat({raw_entry(kTableGuid, 40, {}), raw_entry(kLuksGuid, 20, {}),
                                       raw_entry(kOtherGuid, 20, {})}));
  ASSERT_EQ(codes_of(first_alone), std::vector{FindingCode::kPacketBytesIgnored});
  EXPECT_EQ(first_alone->secrets.size(), 1U);
  // Entries that do not fit are none, wherever reading them would stop.
  for (const std::uint32_t table_length : {20U, 25U}) {
    for (const std::uint32_t length : {19U, 26U}) {
      const auto other =
          parse_secret_table(test::concat({raw_entry(kTableGuid, table_length, {}),
                                           raw_entry(kLuksGuid, length, as_bytes("12345"))}));
      ASSERT_EQ(codes_of(other), std::vector{FindingCode::kPacketBytesIgnored}) << length;
      EXPECT_EQ(other->findings[0].detail, "25 bytes, not all zero, at offset 20");
    }
  }
}

TEST(SecretTableHostile, ForeignOrTruncated) {
  Bytes foreign = hostile(45, 25);
  foreign[3] ^= 1;
  EXPECT_TRUE(fails(parse_secret_table(foreign), ErrorKind::kInvalid));
  EXPECT_TRUE(fails(parse_secret_table({}), ErrorKind::kInvalid));
  const Bytes whole = hostile(45, 25);
  for (std::size_t size = 0; size < 45; ++size) {
    EXPECT_TRUE(fails(parse_secret_table(ByteView(whole).first(size)), ErrorKind::kInvalid))
        << size;
  }
}

// Every single bit: never a crash, always a Result.
TEST(SecretTableHostile, FlippedBits) {
  const Bytes whole = hostile(45, 25);
  for (std::size_t bit = 0; bit < 8 * whole.size(); ++bit) {
    Bytes table = whole;
    table[bit / 8] = static_cast<std::uint8_t>(table[bit / 8] ^ 1U << bit % 8);
    const Result<OpenedSecrets> secrets = parse_secret_table(table);
    if (!secrets) {
      EXPECT_TRUE(fails(secrets, ErrorKind::kInvalid)) << bit;
    }
  }
}

}  // namespace
}  // namespace sevproof
