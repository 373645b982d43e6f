#include "crypto/aes_ctr.h"

#include <gtest/gtest.h>

#include "test_bytes.h"
#include "test_data.h"

namespace sevproof {
namespace {

SecretArray<16> key_of(std::string_view hex) {
  return SecretArray<16>(test::to_array<16>(test::unhex(hex)));
}

void expect_agreement(std::string_view file) {
  const test::Json cases = test::load_json(file)["cases"];
  ASSERT_FALSE(cases.empty());
  for (const test::Json& item : cases) {
    const SecretArray<16> key = key_of(item["key"].get<std::string>());
    const AesIv iv = test::unhex_array<16>(item["iv"].get<std::string>());
    const Bytes plaintext = test::unhex(item["plaintext"].get<std::string>());
    Bytes data = plaintext;
    aes128_ctr(key, iv, data);
    EXPECT_EQ(test::hex(data), item["ciphertext"].get<std::string>()) << item["name"];
    aes128_ctr(key, iv, data);
    EXPECT_EQ(data, plaintext) << item["name"];
  }
}

TEST(AesCtr, AgreesWithSp80038a) { expect_agreement("vectors/aes_ctr_sp800_38a.json"); }

TEST(AesCtr, CountsAcrossEveryCarryAndEndsInsideBlocks) {
  expect_agreement("vectors/aes_ctr.json");
}

TEST(AesCtr, TakesNoBytes) {
  std::array<std::uint8_t, 0> nothing{};
  aes128_ctr(SecretArray<16>(), AesIv{}, nothing);
  aes128_ctr(SecretArray<16>(), AesIv{}, {});
}

TEST(AesCtr, LeavesNeighboursAlone) {
  Bytes data(40, 0x77);
  aes128_ctr(SecretArray<16>(), AesIv{}, std::span(data).subspan(4, 21));
  EXPECT_EQ(Bytes(data.begin(), data.begin() + 4), Bytes(4, 0x77));
  EXPECT_EQ(Bytes(data.begin() + 25, data.end()), Bytes(15, 0x77));
}

// The second block's key stream is the first one's of the next counter.
TEST(AesCtr, CounterIsBigEndian) {
  const SecretArray<16> key = key_of("2b7e151628aed2a6abf7158809cf4f3c");
  Bytes both(32, 0);
  aes128_ctr(key, test::unhex_array<16>("000000000000000000000000000000ff"), both);
  Bytes second(16, 0);
  aes128_ctr(key, test::unhex_array<16>("00000000000000000000000000000100"), second);
  EXPECT_EQ(Bytes(both.begin() + 16, both.end()), second);
}

}  // namespace
}  // namespace sevproof
