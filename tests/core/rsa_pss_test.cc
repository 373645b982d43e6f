#include "crypto/rsa_pss.h"

#include <gtest/gtest.h>

#include "platform_data.h"

namespace sevproof {
namespace {

using test::part;
using test::reversed;

struct Signed {
  std::optional<RsaPublicKey> key;
  PssHash hash = PssHash::kSha256;
  Bytes message;
  Bytes signature;
};

bool verifies(const Signed& given) {
  return given.key.value().verifies(given.hash, given.message, given.signature);
}

Signed signed_of(const test::Json& item) {
  return {RsaPublicKey::make(test::unhex(item["modulus"].get<std::string>()),
                             item["exponent"].get<std::uint32_t>()),
          item["hash"] == "sha256" ? PssHash::kSha256 : PssHash::kSha384,
          test::unhex(item["message"].get<std::string>()),
          test::unhex(item["signature"].get<std::string>())};
}

// AMD's format: what is signed, then the signature; the key's size decides the hash.
std::size_t size_of_key(ByteView certificate) {
  return load_le<std::uint32_t>(certificate.subspan(0x3c)) / 8;
}

std::optional<RsaPublicKey> key_of(ByteView certificate) {
  const std::size_t size = size_of_key(certificate);
  return RsaPublicKey::make(reversed(part(certificate, 0x40 + size, size)), 65537);
}

Signed amd_signed(ByteView certificate, ByteView signer) {
  const std::size_t size = size_of_key(signer);
  const std::size_t end = certificate.size() - size;
  const ByteView message = certificate.first(end);
  return {key_of(signer), size == 256 ? PssHash::kSha256 : PssHash::kSha384,
          Bytes(message.begin(), message.end()), reversed(certificate.subspan(end))};
}

// Slot 1 of a SEV certificate.
Signed cek_signed(ByteView cek, ByteView ask) {
  const std::size_t size = size_of_key(ask);
  const ByteView message = cek.first(0x414);
  return {key_of(ask), size == 256 ? PssHash::kSha256 : PssHash::kSha384,
          Bytes(message.begin(), message.end()), reversed(part(cek, 0x41c, size))};
}

void expect_no_bit_matters_not(const Signed& whole, std::size_t step) {
  ASSERT_TRUE(verifies(whole));
  Signed changed = whole;
  for (Bytes Signed::*const bytes : {&Signed::message, &Signed::signature}) {
    for (std::size_t i = 0; i < (changed.*bytes).size(); i += step) {
      std::uint8_t& byte = (changed.*bytes)[i];
      const auto bit = static_cast<std::uint8_t>(1U << i % 8);
      byte ^= bit;
      EXPECT_FALSE(verifies(changed)) << i;
      byte ^= bit;
    }
  }
}

TEST(RsaPss, AgreesWithVectors) {
  const test::Json cases = test::load_list("vectors/rsa_pss.json", "cases");
  EXPECT_EQ(cases.size(), 34U);
  for (const test::Json& item : cases) {
    EXPECT_EQ(verifies(signed_of(item)), item["verifies"].get<bool>()) << item["name"];
  }
}

TEST(RsaPss, AmdsRootsSignThemselvesAndTheirAsks) {
  for (const std::string generation : {"naples", "rome", "milan", "genoa", "turin"}) {
    const Bytes ark = test::platform_file("amd-roots/" + generation + "/ark.cert");
    const Bytes ask = test::platform_file("amd-roots/" + generation + "/ask.cert");
    EXPECT_TRUE(verifies(amd_signed(ark, ark))) << generation;
    EXPECT_TRUE(verifies(amd_signed(ask, ark))) << generation;
    EXPECT_FALSE(verifies(amd_signed(ask, ask))) << generation;
  }
}

TEST(RsaPss, NoArkSignsAnothersAsk) {
  const Bytes ask = test::platform_file("amd-roots/genoa/ask.cert");
  for (const std::string generation : {"rome", "milan", "turin"}) {
    const Bytes ark = test::platform_file("amd-roots/" + generation + "/ark.cert");
    EXPECT_FALSE(verifies(amd_signed(ask, ark))) << generation;
  }
}

TEST(RsaPss, AsksSignTheCeksOfTheirGeneration) {
  const Bytes naples = test::platform_file("chains/naples/cek.cert");
  const Bytes rome = test::platform_file("chains/rome/cek.cert");
  EXPECT_TRUE(verifies(cek_signed(naples, test::platform_file("amd-roots/naples/ask.cert"))));
  EXPECT_TRUE(verifies(cek_signed(rome, test::platform_file("amd-roots/rome/ask.cert"))));
  EXPECT_FALSE(verifies(cek_signed(rome, test::platform_file("amd-roots/naples/ask.cert"))));
  EXPECT_FALSE(verifies(cek_signed(naples, test::platform_file("amd-roots/rome/ask.cert"))));
  EXPECT_TRUE(verifies(cek_signed(test::platform_file("stand-in-a/cek.cert"),
                                  test::platform_file("stand-in-a/ask.cert"))));
}

TEST(RsaPss, EveryBitMatters) {
  const Bytes ark = test::platform_file("amd-roots/naples/ark.cert");
  expect_no_bit_matters_not(amd_signed(ark, ark), 1);
  const Bytes milan = test::platform_file("amd-roots/milan/ark.cert");
  expect_no_bit_matters_not(amd_signed(milan, milan), 7);
}

TEST(RsaPss, EveryBitOfTheKeyMatters) {
  const Bytes ark = test::platform_file("amd-roots/naples/ark.cert");
  Bytes modulus = reversed(part(ark, 0x140, 256));
  Signed given = amd_signed(ark, ark);
  for (std::size_t i = 0; i < modulus.size(); ++i) {
    modulus[i] ^= 4;
    given.key = RsaPublicKey::make(modulus, 65537);
    EXPECT_FALSE(verifies(given)) << i;
    modulus[i] ^= 4;
  }
  for (const std::uint32_t exponent : {3U, 65535U, 65539U}) {
    given.key = RsaPublicKey::make(modulus, exponent);
    EXPECT_FALSE(verifies(given)) << exponent;
  }
}

TEST(RsaPss, TheOtherHashVerifiesNothing) {
  const Bytes ark = test::platform_file("amd-roots/naples/ark.cert");
  Signed given = amd_signed(ark, ark);
  given.hash = PssHash::kSha384;
  EXPECT_FALSE(verifies(given));
}

TEST(RsaPss, SignaturesAreAsLongAsTheModulus) {
  const Bytes ark = test::platform_file("amd-roots/naples/ark.cert");
  const Signed whole = amd_signed(ark, ark);
  for (const std::size_t size : {0U, 1U, 255U, 257U, 512U}) {
    Signed given = whole;
    given.signature.resize(size);
    EXPECT_FALSE(verifies(given)) << size;
  }
  Signed given = whole;
  given.signature.insert(given.signature.begin(), 0);
  EXPECT_FALSE(verifies(given));
  // Shortened by a zero that it begins with.
  for (const test::Json& item : test::load_list("vectors/rsa_pss.json", "cases")) {
    if (item["name"] != "a signature that begins with 00") continue;
    given = signed_of(item);
    ASSERT_EQ(given.signature.front(), 0);
    given.signature.erase(given.signature.begin());
  }
  EXPECT_EQ(given.signature.size(), 255U);
  EXPECT_FALSE(verifies(given));
}

TEST(RsaPss, KeysHaveOneOfTwoSizes) {
  for (const std::size_t size : {256U, 512U}) {
    EXPECT_TRUE(RsaPublicKey::make(Bytes(size, 0xff), 65537)) << size;
    for (const std::size_t wrong : {size - 1, size + 1}) {
      EXPECT_FALSE(RsaPublicKey::make(Bytes(wrong, 0xff), 65537)) << wrong;
    }
  }
  for (const std::size_t size : {0U, 1U, 128U, 384U, 513U, 1024U}) {
    EXPECT_FALSE(RsaPublicKey::make(Bytes(size, 0xff), 65537)) << size;
  }
}

TEST(RsaPss, ModuliAreOddAndWhole) {
  Bytes modulus(256, 0);
  modulus.front() = 0x80;
  modulus.back() = 1;
  EXPECT_TRUE(RsaPublicKey::make(modulus, 65537));
  modulus.back() = 2;
  EXPECT_FALSE(RsaPublicKey::make(modulus, 65537));
  modulus.back() = 1;
  modulus.front() = 0x7f;
  EXPECT_FALSE(RsaPublicKey::make(modulus, 65537));
  EXPECT_FALSE(RsaPublicKey::make(Bytes(256, 0), 65537));
}

// What the key is encoded with changes its length where the exponent needs another byte.
TEST(RsaPss, ExponentsAreOddAndMoreThanOne) {
  const Bytes modulus(256, 0xff);
  for (const std::uint32_t exponent : {0U, 1U, 2U, 4U, 65536U, 0xfffffffeU}) {
    EXPECT_FALSE(RsaPublicKey::make(modulus, exponent)) << exponent;
  }
  for (const std::uint32_t exponent : {3U, 0x7fU, 0x81U, 0x7fffU, 0x8001U, 0x7fffffU, 0x800001U,
                                       0x7fffffffU, 0x80000001U, 0xffffffffU}) {
    const auto key = RsaPublicKey::make(modulus, exponent);
    ASSERT_TRUE(key) << exponent;
    EXPECT_FALSE(key->verifies(PssHash::kSha256, {}, Bytes(256, 0x11))) << exponent;
  }
}

}  // namespace
}  // namespace sevproof
