// Opening LAUNCH_SECRET packets that others made (tests/vectors/packets.py).
#include <gtest/gtest.h>

#include "sevproof/launch_secret.h"
#include "test_bytes.h"
#include "test_data.h"
#include "test_errors.h"

namespace sevproof {
namespace {

using test::fails;
using test::succeeds;

struct Case {
  std::string name;
  Bytes tik, tek, header, payload;
  Sha256Digest measurement{};
  test::Json secrets;

  TransportKeys keys() const {
    return {Tik{SecretArray<16>(ByteView(tik))}, Tek{SecretArray<16>(ByteView(tek))}};
  }
  Result<std::vector<LaunchSecret>> unpack() const {
    const Result<SecretPacket> packet = parse_secret_packet(header, payload);
    if (!packet) return fail(packet.error());
    return unpack_secret(*packet, keys(), measurement);
  }
};

std::vector<Case> cases() {
  std::vector<Case> all;
  for (const test::Json& item : test::load_list("vectors/secret_packets.json", "packets")) {
    const auto field = [&](const char* name) { return test::unhex(item[name].get<std::string>()); };
    all.push_back({item["name"].get<std::string>(), field("tik"), field("tek"), field("header"),
                   field("payload"), test::to_array<32>(field("measurement")), item["secrets"]});
  }
  return all;
}

TEST(SecretPacket, OpensWhatOthersPacked) {
  ASSERT_EQ(cases().size(), 6U);
  for (const Case& one : cases()) {
    const Result<std::vector<LaunchSecret>> secrets = one.unpack();
    ASSERT_TRUE(succeeds(secrets)) << one.name;
    ASSERT_EQ(secrets->size(), one.secrets.size());
    for (std::size_t i = 0; i < secrets->size(); ++i) {
      EXPECT_EQ((*secrets)[i].guid.to_string(), one.secrets[i]["guid"].get<std::string>());
      EXPECT_EQ(test::hex((*secrets)[i].data.view()), one.secrets[i]["data"].get<std::string>());
    }
  }
}

TEST(SecretPacket, EveryBitOfTheHeaderIsAuthenticated) {
  Case one = cases().front();
  for (std::size_t bit = 0; bit < 8 * one.header.size(); ++bit) {
    one.header[bit / 8] = static_cast<std::uint8_t>(one.header[bit / 8] ^ 1U << bit % 8);
    EXPECT_TRUE(fails(one.unpack(), ErrorKind::kInvalid)) << bit;
    one.header[bit / 8] = static_cast<std::uint8_t>(one.header[bit / 8] ^ 1U << bit % 8);
  }
  EXPECT_TRUE(succeeds(one.unpack()));
}

TEST(SecretPacket, EveryByteOfPayloadKeyAndMeasurementIsAuthenticated) {
  Case one = cases().front();
  for (std::uint8_t& byte : one.payload) {
    byte ^= 0x10;
    EXPECT_TRUE(fails(one.unpack(), ErrorKind::kInvalid));
    byte ^= 0x10;
  }
  for (std::uint8_t& byte : one.tik) {
    byte ^= 0x01;
    EXPECT_TRUE(fails(one.unpack(), ErrorKind::kInvalid));
    byte ^= 0x01;
  }
  for (std::uint8_t& byte : one.measurement) {
    byte ^= 0x80;
    EXPECT_TRUE(fails(one.unpack(), ErrorKind::kInvalid));
    byte ^= 0x80;
  }
  EXPECT_TRUE(succeeds(one.unpack()));
}

TEST(SecretPacket, LengthIsAuthenticated) {
  Case one = cases().front();
  one.payload.push_back(0);
  EXPECT_TRUE(fails(one.unpack(), ErrorKind::kInvalid));
  one.payload.pop_back();
  one.payload.pop_back();
  EXPECT_TRUE(fails(one.unpack(), ErrorKind::kInvalid));
}

// The MAC does not cover the TEK: what comes out is rubbish, and must be told as such.
TEST(SecretPacket, WrongTekGivesNoTable) {
  Case one = cases().front();
  one.tek[0] ^= 1;
  const Result<std::vector<LaunchSecret>> secrets = one.unpack();
  ASSERT_TRUE(fails(secrets, ErrorKind::kInvalid));
  Case other = cases().front();
  other.tik[0] ^= 1;
  // Two different mistakes have two different messages.
  EXPECT_NE(secrets.error().message, other.unpack().error().message);
}

TEST(SecretPacket, SwappedKeysAreRefused) {
  Case one = cases().front();
  std::swap(one.tik, one.tek);
  EXPECT_TRUE(fails(one.unpack(), ErrorKind::kInvalid));
}

TEST(SecretPacket, SizesAtTheEdges) {
  const Bytes header(52, 0);
  EXPECT_TRUE(succeeds(parse_secret_packet(header, Bytes(1, 0))));
  EXPECT_TRUE(succeeds(parse_secret_packet(header, Bytes(16384, 0))));
  EXPECT_TRUE(fails(parse_secret_packet(header, {}), ErrorKind::kInvalid));
  EXPECT_TRUE(
      fails(parse_secret_packet(header, Bytes(16385, 0)), ErrorKind::kInvalid, {"16385", "16384"}));
  for (const std::size_t size : {0U, 51U, 53U, 104U}) {
    EXPECT_TRUE(fails(parse_secret_packet(Bytes(size, 0), Bytes(16, 0)), ErrorKind::kInvalid,
                      {"52", std::to_string(size)}))
        << size;
  }
}

TEST(SecretPacket, KeepsHeaderAndPayload) {
  const Bytes header = test::counting_bytes(52);
  const Bytes payload = test::counting_bytes(33);
  const Result<SecretPacket> packet = parse_secret_packet(header, payload);
  ASSERT_TRUE(succeeds(packet));
  EXPECT_EQ(Bytes(packet->header.begin(), packet->header.end()), header);
  EXPECT_EQ(packet->payload, payload);
}

}  // namespace
}  // namespace sevproof
