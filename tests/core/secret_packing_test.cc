#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "crypto/hmac.h"
#include "launch_vectors.h"
#include "sevproof/sev/secret.h"
#include "test_bytes.h"
#include "test_errors.h"

namespace sevproof {
namespace {

using enum FindingCode;
using test::fails;
using test::LaunchVector;
using test::succeeds;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr std::string_view kLuks = "luks-key";
constexpr std::string_view kOther = "00112233-4455-6677-8899-aabbccddeeff";

std::vector<LaunchSecret> secrets_of(
    std::initializer_list<std::pair<std::string_view, std::string_view>> pairs) {
  std::vector<LaunchSecret> secrets;
  for (const auto& [name, data] : pairs) {
    secrets.push_back({*parse_secret_name(name), SecretBytes(test::to_bytes(data))});
  }
  return secrets;
}

std::vector<LaunchSecret> secret_of_size(std::size_t size) {
  std::vector<LaunchSecret> secrets;
  secrets.push_back({*parse_secret_name(kOther), SecretBytes(Bytes(size, 0x5a))});
  return secrets;
}

class SecretPacking : public ::testing::Test {
 protected:
  SecretPacking()
      : vector_(test::launch_vector(test::kEsVector)), validation_(validate(vector_.request())) {}

  const ValidatedLaunch& launch() const { return *validation_->launch; }
  Tek tek() const { return Tek(test::to_array<16>(vector_.tek)); }
  TransportKeys keys() const { return {Tik(test::to_array<16>(vector_.tik)), tek()}; }

  LaunchVector vector_;
  Result<Validation> validation_;
};

TEST_F(SecretPacking, RoundTrip) {
  const std::vector<LaunchSecret> secrets = secrets_of({
      {kOther, "abc\n"},
      {kLuks, ""},
  });
  const Result<SecretPacket> packet = pack_secret(launch(), tek(), secrets);
  ASSERT_TRUE(succeeds(packet));
  const Result<OpenedSecrets> opened = unpack_secret(*packet, keys(), vector_.reported.measurement);
  ASSERT_TRUE(succeeds(opened));
  EXPECT_THAT(opened->findings, IsEmpty());
  const std::vector<LaunchSecret>& back = opened->secrets;
  ASSERT_EQ(back.size(), 2U);
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(back[i].guid, secrets[i].guid);
    EXPECT_TRUE(constant_time_equal(back[i].data.view(), secrets[i].data.view()));
  }
}

// A host that says itself what it started can name anything that matches.
TEST_F(SecretPacking, NothingForALaunchThatItsHostDescribed) {
  using enum HostValue;
  LaunchRequest request = vector_.request();
  for (const HostValue value : {kFirmware, kKernel, kInitrd, kCmdline, kVcpus, kCpu}) {
    request.from_host = {kMeasurement, kPolicy, value};
    const Result<Validation> validation = validate(request);
    EXPECT_EQ(validation->report.from_host, request.from_host);
    EXPECT_TRUE(fails(pack_secret(*validation->launch, tek(), secret_of_size(3)),
                      ErrorKind::kInsecure, {described_by_host({&value, 1})}));
    EXPECT_TRUE(
        succeeds(pack_secret(*validation->launch, tek(), secret_of_size(3), HostWord::kAccepted)));
  }
  request.from_host = {kMeasurement, kApi, kPolicy};
  EXPECT_TRUE(succeeds(pack_secret(*validate(request)->launch, tek(), secret_of_size(3))));
}

// The header is written out here once more: flags 0, IV, and the MAC over everything (section 6.6).
TEST_F(SecretPacking, HeaderIsThatOfTheSpecification) {
  const Result<SecretPacket> packet = pack_secret(launch(), tek(), secret_of_size(100));
  ASSERT_TRUE(succeeds(packet));
  const ByteView header = packet->header;
  EXPECT_EQ(packet->payload.size(), 144U);
  EXPECT_EQ(test::hex(header.first(4)), "00000000");
  Bytes lengths;
  append_le<std::uint32_t>(lengths, 144);
  append_le<std::uint32_t>(lengths, 144);
  const Bytes message = test::concat({test::unhex("01"), header.first(20), lengths, packet->payload,
                                      vector_.reported.measurement});
  EXPECT_EQ(test::hex(header.subspan(20)), test::hex(HmacSha256(vector_.tik).tag({message})));
}

// The same key stream twice would give the secrets away.
TEST_F(SecretPacking, EveryPacketHasItsOwnIv) {
  const Result<SecretPacket> first = pack_secret(launch(), tek(), secret_of_size(32));
  const Result<SecretPacket> second = pack_secret(launch(), tek(), secret_of_size(32));
  ASSERT_TRUE(succeeds(first));
  ASSERT_TRUE(succeeds(second));
  const auto iv = [](const SecretPacket& packet) {
    return test::hex(ByteView(packet.header).subspan(4, 16));
  };
  EXPECT_NE(iv(*first), iv(*second));
  EXPECT_NE(first->payload, second->payload);
  EXPECT_NE(iv(*first), std::string(32, '0'));
}

TEST_F(SecretPacking, PacketHidesTheSecret) {
  const std::string secret = "correct horse battery staple";
  const Result<SecretPacket> packet = pack_secret(launch(), tek(), secrets_of({{kLuks, secret}}));
  ASSERT_TRUE(succeeds(packet));
  EXPECT_FALSE(test::contains(packet->payload, as_bytes(secret.substr(0, 8))));
}

TEST_F(SecretPacking, PacketIsForThisLaunchOnly) {
  const Result<SecretPacket> packet = pack_secret(launch(), tek(), secret_of_size(3));
  ASSERT_TRUE(succeeds(packet));
  Sha256Digest other = vector_.reported.measurement;
  other[0] ^= 1;
  EXPECT_TRUE(fails(unpack_secret(*packet, keys(), other), ErrorKind::kInvalid));
}

TEST_F(SecretPacking, RefusesWhatNoTableCanHold) {
  EXPECT_TRUE(fails(pack_secret(launch(), tek(), {}), ErrorKind::kIncomplete));
  EXPECT_TRUE(fails(pack_secret(launch(), tek(), secrets_of({{kLuks, "a"}, {kLuks, "b"}})),
                    ErrorKind::kInvalid));
  EXPECT_TRUE(succeeds(pack_secret(launch(), tek(), secret_of_size(kMaxSecretPayload - 40))));
  EXPECT_TRUE(fails(pack_secret(launch(), tek(), secret_of_size(kMaxSecretPayload - 39)),
                    ErrorKind::kInvalid));
}

Firmware firmware_with(std::optional<MemoryArea> area) {
  Firmware firmware;
  firmware.has_table = true;
  firmware.secret_area = area;
  return firmware;
}

std::vector<FindingCode> check(const std::vector<LaunchSecret>& secrets,
                               std::optional<MemoryArea> area = MemoryArea{0x810000, 0xc00}) {
  const Result<std::vector<Finding>> findings = check_secrets(secrets, firmware_with(area));
  EXPECT_TRUE(succeeds(findings));
  std::vector<FindingCode> codes;
  if (!findings) return codes;
  for (const Finding& finding : *findings) {
    codes.push_back(finding.code);
    EXPECT_EQ(finding.detail.find("secret text"), std::string::npos) << "shows the secret";
  }
  return codes;
}

using namespace std::string_view_literals;

TEST(CheckSecrets, NothingAboutGoodSecrets) {
  EXPECT_THAT(check(secrets_of({{kLuks, "secret text\0"sv}})), IsEmpty());
  EXPECT_THAT(check(secrets_of({{kLuks, "secret text\n \0"sv}, {kOther, "\r"}})), IsEmpty());
}

// GRUB's module efisecret takes no other passphrase; it looks for no other GUID.
TEST(CheckSecrets, PassphraseWithoutNul) {
  EXPECT_THAT(check(secrets_of({{kLuks, "secret text"}})), ElementsAre(kSecretNotTerminated));
  EXPECT_THAT(check(secrets_of({{kLuks, "\0secret"sv}})), ElementsAre(kSecretNotTerminated));
  EXPECT_THAT(check(secrets_of({{kOther, "secret text"}})), IsEmpty());
}

TEST(CheckSecrets, TrailingNewline) {
  EXPECT_THAT(check(secrets_of({{kOther, "secret text\n"}})), ElementsAre(kSecretTrailingNewline));
  EXPECT_THAT(check(secrets_of({{kOther, "secret text\r\n"}})),
              ElementsAre(kSecretTrailingNewline));
  EXPECT_THAT(check(secrets_of({{kOther, "x"}, {kLuks, "\n"}})),
              ElementsAre(kSecretTrailingNewline, kSecretNotTerminated));
  // A NUL appended to a file with a newline: it ends the passphrase for GRUB, and is a byte like
  // any other elsewhere.
  EXPECT_THAT(check(secrets_of({{kLuks, "secret text\n\0"sv}})),
              ElementsAre(kSecretTrailingNewline));
  EXPECT_THAT(check(secrets_of({{kLuks, "\n\0\0"sv}})), ElementsAre(kSecretTrailingNewline));
  EXPECT_THAT(check(secrets_of({{kOther, "secret text\n\0"sv}})), IsEmpty());
}

TEST(CheckSecrets, ByteOrderMark) {
  EXPECT_THAT(check(secrets_of({{kOther, "\xef\xbb\xbfsecret text"}})),
              ElementsAre(kSecretByteOrderMark));
  EXPECT_THAT(check(secrets_of({{kOther, "\xef\xbb\xbf"}})), ElementsAre(kSecretByteOrderMark));
  // A key of random bytes may begin so.
  EXPECT_THAT(check(secrets_of({{kOther, "\xff\xfe\x81\x17\x03\xc4"}})), IsEmpty());
  EXPECT_THAT(check(secrets_of({{kOther, "\xef\xbb"}})), IsEmpty());
  EXPECT_THAT(check(secrets_of({{kOther, "x\xef\xbb\xbf"}})), IsEmpty());
}

TEST(CheckSecrets, Utf16) {
  EXPECT_THAT(check(secrets_of({{kOther, "k\0e\0"sv}})), ElementsAre(kSecretUtf16));
  EXPECT_THAT(check(secrets_of({{kOther, "\0k\0e"sv}})), ElementsAre(kSecretUtf16));
  EXPECT_THAT(check(secrets_of({{kOther, "k\0"sv}})), IsEmpty());
  EXPECT_THAT(check(secrets_of({{kOther, "k\0e\0y"sv}})), IsEmpty());
  EXPECT_THAT(check(secrets_of({{kOther, "\0\0\0\0"sv}})), IsEmpty());
  EXPECT_THAT(check(secrets_of({{kOther, "k\0\x01\0"sv}})), IsEmpty());
  EXPECT_THAT(check(secrets_of({{kOther, "k\0\xa0\0"sv}})), ElementsAre(kSecretUtf16));
  EXPECT_THAT(check(secrets_of({{kOther, "k\0\x9f\0"sv}})), IsEmpty());
}

// Its own hint: without the mark alone it would be UTF-16 still.
TEST(CheckSecrets, Utf16WithAByteOrderMark) {
  EXPECT_THAT(check(secrets_of({{kOther, "\xff\xfek\0e\0y\0"sv}})), ElementsAre(kSecretUtf16));
  EXPECT_THAT(check(secrets_of({{kOther, "\xfe\xff\0k\0e\0y"sv}})), ElementsAre(kSecretUtf16));
  EXPECT_THAT(check(secrets_of({{kOther, "\xff\xfek\0"sv}})), IsEmpty());
}

TEST(CheckSecrets, Utf16WithAClosingNul) {
  for (const std::string_view text : {"k\0e\0\0"sv, "k\0e\0\0\0"sv, "\0k\0e\0"sv, "\0k\0e\0\0"sv,
                                      "\xff\xfek\0e\0\0"sv, "\xfe\xff\0k\0e\0"sv}) {
    EXPECT_THAT(check(secrets_of({{kLuks, text}})), ElementsAre(kSecretUtf16));
  }
  EXPECT_THAT(check(secrets_of({{kLuks, "k\0e\0\n\0"sv}})),
              ElementsAre(kSecretUtf16, kSecretTrailingNewline));
}

TEST(CheckSecrets, Empty) {
  EXPECT_THAT(check(secrets_of({{kLuks, ""}})), ElementsAre(kSecretEmpty));
  EXPECT_THAT(check(secrets_of({{kLuks, "\0"sv}})), ElementsAre(kSecretEmpty));
  EXPECT_THAT(check(secrets_of({{kOther, "\0"sv}})), IsEmpty());
  EXPECT_THAT(check(secrets_of({{kLuks, ""}, {kOther, "a\n"}})),
              UnorderedElementsAre(kSecretEmpty, kSecretTrailingNewline));
}

TEST(CheckSecrets, AreaAbsent) {
  const std::vector<LaunchSecret> secrets = secrets_of({{kOther, "x"}});
  EXPECT_THAT(check(secrets, std::nullopt), ElementsAre(kSecretAreaAbsent));
  EXPECT_THAT(check(secrets, MemoryArea{0, 0}), ElementsAre(kSecretAreaAbsent));
  EXPECT_THAT(check(secrets, MemoryArea{0, 0xc00}), ElementsAre(kSecretAreaAbsent));
}

// It is the padded table that is copied: 48 bytes fit an area of 48 and no smaller one.
TEST(CheckSecrets, ExceedsArea) {
  EXPECT_THAT(check(secret_of_size(8), MemoryArea{0x1000, 48}), IsEmpty());
  EXPECT_THAT(check(secret_of_size(8), MemoryArea{0x1000, 47}), ElementsAre(kSecretExceedsArea));
  EXPECT_THAT(check(secret_of_size(9), MemoryArea{0x1000, 63}), ElementsAre(kSecretExceedsArea));
  EXPECT_THAT(check(secret_of_size(9), MemoryArea{0x1000, 64}), IsEmpty());
  EXPECT_THAT(check(secret_of_size(0xc00 - 40)), IsEmpty());
  EXPECT_THAT(check(secret_of_size(0xc00 - 39)), ElementsAre(kSecretExceedsArea));
}

// A table of 48 bytes at 0x1000 beside a hash area of 0x400: whichever begins first.
TEST(CheckSecrets, OverlapsTheHashArea) {
  const auto beside = [](std::uint32_t hashes) {
    Firmware firmware = firmware_with(MemoryArea{0x1000, 0xc00});
    firmware.hash_area = MemoryArea{hashes, 0x400};
    const auto findings = check_secrets(secret_of_size(8), firmware);
    EXPECT_TRUE(succeeds(findings));
    return findings && !findings->empty();
  };
  EXPECT_FALSE(beside(0x1030));
  EXPECT_TRUE(beside(0x102f));
  EXPECT_TRUE(beside(0x1000));
  EXPECT_TRUE(beside(0xfff));
  EXPECT_TRUE(beside(0xc01));
  EXPECT_FALSE(beside(0xc00));
  EXPECT_FALSE(beside(0xfffffc00));
}

// Nobody looked, which is neither good nor bad.
TEST(CheckSecrets, AreaNotChecked) {
  const auto findings = check_secrets(secrets_of({{kOther, "x\n"}}), std::nullopt);
  ASSERT_TRUE(succeeds(findings));
  ASSERT_EQ(findings->size(), 2U);
  EXPECT_EQ((*findings)[0].code, kSecretTrailingNewline);
  EXPECT_EQ((*findings)[1].code, kSecretAreaNotChecked);
}

TEST(CheckSecrets, FailsAsPackingDoes) {
  const Firmware firmware = firmware_with(MemoryArea{0x810000, 0xc00});
  EXPECT_TRUE(fails(check_secrets({}, firmware), ErrorKind::kIncomplete));
  EXPECT_TRUE(fails(check_secrets(secrets_of({{kLuks, "a"}, {kLuks, "a"}}), firmware),
                    ErrorKind::kInvalid));
  EXPECT_TRUE(fails(check_secrets(secret_of_size(20000), firmware), ErrorKind::kInvalid));
}

}  // namespace
}  // namespace sevproof
