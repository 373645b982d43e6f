#include "sevproof/sha384.h"

#include <gtest/gtest.h>

#include "crypto/sha512_variant.h"
#include "nist_checks.h"
#include "test_bytes.h"
#include "test_data.h"

namespace sevproof {
namespace {

// sha384sum of 513 MiB of zeros.
constexpr const char* kZeros513MiB =
    "5c3e0232f9209da72383cab7f28fccf3e10353207ee162b7"
    "e39b466156066b08341c3b0157926001bc5c277f5b187f5f";

TEST(Sha384, AgreesWithFips180) {
  for (const test::Json& item : test::load_list("vectors/sha384_fips180.json", "cases")) {
    const std::string message = item["message"].get<std::string>();
    EXPECT_EQ(test::hex(sha384(as_bytes(message))), item["sha384"].get<std::string>()) << message;
  }
}

TEST(Sha384, AgreesAtBlockBoundaries) {
  for (const test::Json& item : test::load_list("vectors/sha384.json", "lengths")) {
    const Bytes message = test::counting_bytes(item["length"].get<std::size_t>());
    EXPECT_EQ(test::hex(sha384(message)), item["sha384"].get<std::string>()) << item;
  }
}

// What follows is run on every variant of the compression, and here on the whole of it.
TEST(Sha384, AgreesWithNist) { test::check_nist_messages("sha384", sha384); }

TEST(Sha384, AgreesInMonteCarlo) { test::check_monte_carlo("vectors/sha384_nist.json", sha384); }

TEST(Sha384, NamesItsImplementation) {
  EXPECT_EQ(sha384_implementation(), internal::sha512_variants().front().name);
}

// More than 2^29 bytes have a length in bits of more than 32 bits.
TEST(Sha384, CountsBeyond32Bits) {
  const Bytes piece(std::size_t{1} << 20, 0);
  Sha384 sha;
  for (int i = 0; i < 513; ++i) sha.update(piece);
  EXPECT_EQ(test::hex(sha.finish()), kZeros513MiB);
}

TEST(Sha384, DoesNotCareHowItIsCut) {
  const Bytes message = test::counting_bytes(600);
  const Sha384Digest whole = sha384(message);
  for (std::size_t cut = 0; cut <= message.size(); ++cut) {
    Sha384 sha;
    sha.update(ByteView(message).first(cut)).update({}).update(ByteView(message).subspan(cut));
    EXPECT_EQ(sha.finish(), whole) << cut;
  }
  Sha384 bytewise;
  for (const std::uint8_t& byte : message) bytewise.update({&byte, 1});
  EXPECT_EQ(bytewise.finish(), whole);
}

TEST(Sha384, GoesOnAfterFinish) {
  Sha384 sha;
  sha.update(as_bytes("ab"));
  EXPECT_EQ(sha.finish(), sha384(as_bytes("ab")));
  EXPECT_EQ(sha.finish(), sha384(as_bytes("ab")));
  Sha384 copy = sha;
  copy.update(as_bytes("c"));
  EXPECT_EQ(copy.finish(), sha384(as_bytes("abc")));
  EXPECT_EQ(sha.finish(), sha384(as_bytes("ab")));
}

}  // namespace
}  // namespace sevproof
