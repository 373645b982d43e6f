#include "sevproof/secret_bytes.h"

#include <gtest/gtest.h>

#include <memory>
#include <type_traits>

#include "test_bytes.h"

namespace sevproof {
namespace {

const Bytes kSecret = test::unhex("000102030405060708090a0b0c0d0e0f");
const Bytes kZeros(16, 0);

static_assert(!std::is_copy_constructible_v<SecretBytes>);
static_assert(!std::is_copy_assignable_v<SecretBytes>);
static_assert(!std::is_copy_constructible_v<SecretArray<16>>);
static_assert(!std::is_copy_assignable_v<SecretArray<16>>);
static_assert(!std::is_convertible_v<Bytes&&, SecretBytes>);
static_assert(std::is_nothrow_move_constructible_v<SecretBytes>);

template <typename T>
concept Comparable = requires(const T& a, const T& b) {
  a == b;
};
static_assert(!Comparable<SecretBytes>);
static_assert(!Comparable<SecretArray<16>>);

TEST(Wipe, OverwritesEveryByteAndNoOther) {
  Bytes memory(64, 0xa5);
  wipe(std::span(memory).subspan(8, 48));
  EXPECT_EQ(Bytes(memory.begin(), memory.begin() + 8), Bytes(8, 0xa5));
  EXPECT_EQ(Bytes(memory.begin() + 8, memory.end() - 8), Bytes(48, 0));
  EXPECT_EQ(Bytes(memory.end() - 8, memory.end()), Bytes(8, 0xa5));
  wipe({});
}

TEST(ConstantTimeEqual, ComparesWholeValues) {
  EXPECT_TRUE(constant_time_equal({}, {}));
  EXPECT_TRUE(constant_time_equal(kSecret, Bytes(kSecret)));
  for (std::size_t bit = 0; bit < 8 * kSecret.size(); ++bit) {
    Bytes other = kSecret;
    other[bit / 8] = static_cast<std::uint8_t>(other[bit / 8] ^ (1U << bit % 8));
    EXPECT_FALSE(constant_time_equal(kSecret, other)) << bit;
  }
}

TEST(ConstantTimeEqual, DifferentLengthsAreUnequal) {
  const ByteView whole = kSecret;
  EXPECT_FALSE(constant_time_equal(whole, whole.first(15)));
  EXPECT_FALSE(constant_time_equal(whole.first(15), whole));
  EXPECT_FALSE(constant_time_equal(whole, {}));
  EXPECT_FALSE(constant_time_equal({}, whole));
}

// Differences that cancel out under XOR or addition must not pass.
TEST(ConstantTimeEqual, DifferencesDoNotCancel) {
  EXPECT_FALSE(constant_time_equal(test::unhex("0100"), test::unhex("0001")));
  EXPECT_FALSE(constant_time_equal(test::unhex("0101"), test::unhex("0000")));
  EXPECT_FALSE(constant_time_equal(test::unhex("ff01"), test::unhex("0000")));
  EXPECT_FALSE(constant_time_equal(test::unhex("80808080"), test::unhex("00000000")));
}

TEST(SecretBytes, TakesBytesOver) {
  Bytes source = kSecret;
  const std::uint8_t* memory = source.data();
  const SecretBytes secret(std::move(source));
  EXPECT_TRUE(source.empty());  // NOLINT(bugprone-use-after-move): the header promises it
  EXPECT_EQ(secret.view().data(), memory);
  EXPECT_EQ(secret.size(), 16U);
  EXPECT_TRUE(constant_time_equal(secret.view(), kSecret));
  EXPECT_EQ(SecretBytes().size(), 0U);
}

TEST(SecretBytes, MoveLeavesSourceEmpty) {
  SecretBytes first{Bytes(kSecret)};
  const SecretBytes second(std::move(first));
  EXPECT_EQ(first.size(), 0U);  // NOLINT(bugprone-use-after-move)
  EXPECT_TRUE(constant_time_equal(second.view(), kSecret));
}

TEST(SecretBytes, MoveAssignmentTakesTheValue) {
  SecretBytes first{Bytes(kSecret)};
  SecretBytes second{Bytes(3, 0xee)};
  second = std::move(first);
  EXPECT_TRUE(constant_time_equal(second.view(), kSecret));
  // NOLINTNEXTLINE(bugprone-use-after-move)
  EXPECT_FALSE(constant_time_equal(first.view(), kSecret));
}

TEST(SecretBytes, IsWritable) {
  SecretBytes secret{Bytes(4, 0)};
  secret.writable()[3] = 9;
  EXPECT_EQ(secret.view()[3], 9);
}

TEST(SecretArray, HoldsAndClones) {
  const SecretArray<16> secret(ByteView(kSecret).first<16>());
  const SecretArray<16> twin = secret.clone();
  EXPECT_TRUE(constant_time_equal(secret.view(), kSecret));
  EXPECT_TRUE(constant_time_equal(twin.view(), kSecret));
  EXPECT_NE(secret.view().data(), twin.view().data());
  EXPECT_TRUE(constant_time_equal(SecretArray<16>().view(), kZeros));
}

TEST(SecretArray, MoveWipesSource) {
  SecretArray<16> first(ByteView(kSecret).first<16>());
  const ByteView still_alive = first.view();
  const SecretArray<16> second(std::move(first));
  EXPECT_EQ(Bytes(still_alive.begin(), still_alive.end()), kZeros);
  EXPECT_TRUE(constant_time_equal(second.view(), kSecret));
}

TEST(SecretArray, MoveAssignmentTakesTheValue) {
  SecretArray<16> first(ByteView(kSecret).first<16>());
  SecretArray<16> second;
  second = std::move(first);
  EXPECT_TRUE(constant_time_equal(second.view(), kSecret));
  // NOLINTNEXTLINE(bugprone-use-after-move)
  EXPECT_FALSE(constant_time_equal(first.view(), kSecret));
}

}  // namespace
}  // namespace sevproof
