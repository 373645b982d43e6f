#include "crypto/p384.h"

#include <gtest/gtest.h>

#include "platform_data.h"

namespace sevproof {
namespace {

using test::number_at;

P384Number number_of(const test::Json& hex) {
  return test::unhex_array<48>(hex.get<std::string>());
}

test::Json vectors(const char* list) { return test::load_list("vectors/p384.json", list); }

std::optional<P384Point> point_of(const test::Json& item) {
  return P384Point::make(number_of(item["x"]), number_of(item["y"]));
}

Sha256Digest digest_of(std::string_view hex) { return test::unhex_array<32>(hex); }

struct Signed {
  std::optional<P384Point> key;
  Sha256Digest digest;
  P384Number r;
  P384Number s;

  bool verifies() const { return key.value().verifies(digest, r, s); }
};

std::optional<P384Point> key_of(ByteView certificate) {
  return P384Point::make(number_at(certificate, 0x14), number_at(certificate, 0x5c));
}

constexpr std::size_t kSlot1 = 0x41c;
constexpr std::size_t kSlot2 = 0x624;

Signed certificate_signed(ByteView certificate, std::size_t slot, ByteView signer) {
  return {key_of(signer), sha256(certificate.first(0x414)), number_at(certificate, slot),
          number_at(certificate, slot + 72)};
}

TEST(P384, AgreesWithRfc6979) {
  for (const test::Json& item : test::load_list("vectors/ecdsa_rfc6979.json", "cases")) {
    const auto key = P384PrivateKey::from_bytes(number_of(item["d"]));
    ASSERT_TRUE(key.has_value());
    EXPECT_EQ(key->public_point(), point_of(item));
    const std::string message = item["message"].get<std::string>();
    EXPECT_TRUE(key->public_point().verifies(sha256(as_bytes(message)), number_of(item["r"]),
                                             number_of(item["s"])));
    EXPECT_FALSE(key->public_point().verifies(sha256(as_bytes(message + " ")), number_of(item["r"]),
                                              number_of(item["s"])));
  }
}

TEST(P384, PointsAreOnTheCurve) {
  const test::Json points = vectors("points");
  EXPECT_EQ(points.size(), 14U);
  for (const test::Json& item : points) {
    const auto point = point_of(item);
    ASSERT_EQ(point.has_value(), item["onCurve"].get<bool>()) << item["name"];
    if (!point) continue;
    EXPECT_EQ(test::hex(point->x()), item["x"].get<std::string>());
    EXPECT_EQ(test::hex(point->y()), item["y"].get<std::string>());
  }
}

TEST(P384, EveryBitOfAPointMatters) {
  const Bytes pdh = test::platform_file("chains/rome/pdh.cert");
  const P384Number x = number_at(pdh, 0x14);
  const P384Number y = number_at(pdh, 0x5c);
  ASSERT_TRUE(P384Point::make(x, y));
  for (std::size_t i = 0; i < 48; ++i) {
    P384Number changed = y;
    changed[i] ^= static_cast<std::uint8_t>(1U << i % 8);
    EXPECT_FALSE(P384Point::make(x, changed)) << i;
  }
}

TEST(P384, SignaturesAgreeWithVectors) {
  const test::Json signatures = vectors("signatures");
  EXPECT_EQ(signatures.size(), 30U);
  for (const test::Json& item : signatures) {
    const Signed given = {point_of(item), digest_of(item["digest"].get<std::string>()),
                          number_of(item["r"]), number_of(item["s"])};
    ASSERT_TRUE(given.key.has_value()) << item["name"];
    EXPECT_EQ(given.verifies(), item["verifies"].get<bool>()) << item["name"];
  }
}

TEST(P384, ChainsOfPlatformsHold) {
  for (const std::string chain : {"chains/naples", "chains/rome", "stand-in-a"}) {
    const auto file = [&](const std::string& name) {
      return test::platform_file(chain + "/" + name + ".cert");
    };
    const Bytes pdh = file("pdh");
    const Bytes pek = file("pek");
    const Bytes oca = file("oca");
    const Bytes cek = file("cek");
    EXPECT_TRUE(certificate_signed(oca, kSlot1, oca).verifies()) << chain;
    EXPECT_TRUE(certificate_signed(pek, kSlot1, oca).verifies()) << chain;
    EXPECT_TRUE(certificate_signed(pek, kSlot2, cek).verifies()) << chain;
    EXPECT_TRUE(certificate_signed(pdh, kSlot1, pek).verifies()) << chain;
    EXPECT_FALSE(certificate_signed(pek, kSlot1, cek).verifies()) << chain;
    EXPECT_FALSE(certificate_signed(pek, kSlot2, oca).verifies()) << chain;
    EXPECT_FALSE(certificate_signed(pdh, kSlot1, cek).verifies()) << chain;
    EXPECT_FALSE(certificate_signed(pdh, kSlot2, pek).verifies()) << chain;
  }
}

TEST(P384, ChainsDoNotMix) {
  const Bytes pdh = test::platform_file("chains/naples/pdh.cert");
  const Bytes pek = test::platform_file("chains/rome/pek.cert");
  EXPECT_FALSE(certificate_signed(pdh, kSlot1, pek).verifies());
}

// Section 6.8: a PEK signs bytes 00 to 33 of a report.
TEST(P384, ReportsAreSigned) {
  const Bytes report = test::platform_file("stand-in-a/attestation_report.bin");
  Signed given = {key_of(test::platform_file("stand-in-a/pek.cert")),
                  sha256(ByteView(report).first(0x34)), number_at(report, 0x40),
                  number_at(report, 0x88)};
  EXPECT_TRUE(given.verifies());
  given.digest = sha256(ByteView(report).first(0x33));
  EXPECT_FALSE(given.verifies());
}

TEST(P384, EveryBitMatters) {
  const Bytes pek = test::platform_file("chains/rome/pek.cert");
  const Signed whole = certificate_signed(test::platform_file("chains/rome/pdh.cert"), kSlot1, pek);
  ASSERT_TRUE(whole.verifies());
  const auto flip = [](std::span<std::uint8_t> bytes, std::size_t i) {
    bytes[i] ^= static_cast<std::uint8_t>(1U << i % 8);
  };
  for (std::size_t i = 0; i < 48; ++i) {
    Signed of_r = whole;
    flip(of_r.r, i);
    EXPECT_FALSE(of_r.verifies()) << i;
    Signed of_s = whole;
    flip(of_s.s, i);
    EXPECT_FALSE(of_s.verifies()) << i;
    Signed of_digest = whole;
    if (i < of_digest.digest.size()) {
      flip(of_digest.digest, i);
      EXPECT_FALSE(of_digest.verifies()) << i;
    }
  }
}

TEST(P384PrivateKey, AgreesWithVectors) {
  for (const test::Json& item : vectors("agreements")) {
    const auto key = P384PrivateKey::from_bytes(number_of(item["d"]));
    ASSERT_TRUE(key.has_value());
    EXPECT_EQ(key->public_point(), point_of(item));
    const auto other = P384Point::make(number_of(item["otherX"]), number_of(item["otherY"]));
    const auto z = key->shared_secret(other.value());
    ASSERT_TRUE(z.has_value());
    EXPECT_EQ(test::hex(z->view()), item["z"].get<std::string>());
  }
}

TEST(P384PrivateKey, IsFromOneToBelowTheOrder) {
  const test::Json all = test::load_json("vectors/p384.json");
  P384Number order = number_of(all["order"]);
  const auto expect_refused = [](const P384Number& d) {
    const auto key = P384PrivateKey::from_bytes(d);
    ASSERT_FALSE(key.has_value());
    EXPECT_EQ(key.error().code, ErrorCode::kMalformedKey);
  };
  expect_refused(P384Number{});
  expect_refused(order);
  --order[47];
  EXPECT_TRUE(P384PrivateKey::from_bytes(order).has_value());
  order[47] += 2;
  expect_refused(order);
  P384Number number;
  number.fill(0xff);
  expect_refused(number);
  number.fill(0);
  number[47] = 1;
  EXPECT_TRUE(P384PrivateKey::from_bytes(number).has_value());
}

TEST(P384PrivateKey, GeneratedOnesAgreeAndDiffer) {
  const auto ours = P384PrivateKey::generate();
  const auto theirs = P384PrivateKey::generate();
  ASSERT_TRUE(ours.has_value() && theirs.has_value());
  EXPECT_NE(ours->public_point(), theirs->public_point());
  const P384Point& point = ours->public_point();
  EXPECT_EQ(P384Point::make(test::to_array<48>(point.x()), test::to_array<48>(point.y())), point);
  const auto z = ours->shared_secret(theirs->public_point());
  const auto same = theirs->shared_secret(ours->public_point());
  const auto another = ours->shared_secret(ours->public_point());
  ASSERT_TRUE(z.has_value() && same.has_value() && another.has_value());
  EXPECT_EQ(test::hex(z->view()), test::hex(same->view()));
  EXPECT_NE(test::hex(z->view()), test::hex(another->view()));
}

TEST(P384PrivateKey, MovesAndIsOneKeyStill) {
  auto first = P384PrivateKey::generate();
  auto second = P384PrivateKey::generate();
  ASSERT_TRUE(first.has_value() && second.has_value());
  const P384Point point = first->public_point();
  P384PrivateKey moved = std::move(*first);
  EXPECT_EQ(moved.public_point(), point);
  const auto z = second->shared_secret(point);
  *second = std::move(moved);
  EXPECT_EQ(second->public_point(), point);
  const auto same = second->shared_secret(moved.public_point());
  ASSERT_TRUE(z.has_value() && same.has_value());
  EXPECT_EQ(test::hex(z->view()), test::hex(same->view()));
}

// The library's store has room for few keys at a time.
TEST(P384PrivateKey, GivesItsPlaceBack) {
  for (int i = 0; i < 100; ++i) {
    P384Number d{};
    d[47] = static_cast<std::uint8_t>(i + 1);
    ASSERT_TRUE(P384PrivateKey::from_bytes(d).has_value());
  }
}

}  // namespace
}  // namespace sevproof
