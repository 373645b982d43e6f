#include "sevproof/sha256.h"

#include <gtest/gtest.h>

#include <cctype>

#include "crypto/sha256_variant.h"
#include "nist_checks.h"
#include "test_bytes.h"
#include "test_data.h"

namespace sevproof {
namespace {

// sha256sum of 513 MiB of zeros.
constexpr const char* kZeros513MiB =
    "a3e2acbb469e4e59dde406f912e754c933c1ac0fb0092a3634d61d5073309c0c";

TEST(Sha256, AgreesWithFips180) {
  for (const test::Json& item : test::load_list("vectors/sha256_fips180.json", "messages")) {
    const std::string text = item["text"].get<std::string>();
    const int repeat = item["repeat"].get<int>();
    Sha256 sha;
    for (int i = 0; i < repeat; ++i) sha.update(as_bytes(text));
    EXPECT_EQ(test::hex(sha.finish()), item["sha256"].get<std::string>()) << text;
  }
}

TEST(Sha256, AgreesAtBlockBoundaries) {
  for (const test::Json& item : test::load_list("vectors/sha256.json", "lengths")) {
    const auto length = item["length"].get<std::size_t>();
    EXPECT_EQ(test::hex(sha256(test::counting_bytes(length))), item["sha256"].get<std::string>())
        << length;
  }
}

// What follows is run on every variant of the compression, and here on the whole of it.
TEST(Sha256, AgreesWithNist) { test::check_nist_messages("sha256", sha256); }

TEST(Sha256, AgreesInMonteCarlo) {
  for (const char* file : {"vectors/sha256_nist.json", "vectors/sha256.json"}) {
    test::check_monte_carlo(file, sha256);
  }
}

TEST(Sha256, NamesItsImplementation) {
#if defined(__wasm__)
  EXPECT_EQ(sha256_implementation(), "WebAssembly SIMD");
#elif defined(__x86_64__) || defined(__i386__)
  EXPECT_EQ(sha256_implementation(), internal::sha256_variants().front().name);
#else
  EXPECT_TRUE(sha256_implementation() == "Mbed TLS" || sha256_implementation() == "portable C++");
#endif
}

// More than 2^29 bytes have a length in bits of more than 32 bits.
TEST(Sha256, CountsBeyond32Bits) {
  const Bytes piece(std::size_t{1} << 20, 0);
  Sha256 sha;
  for (int i = 0; i < 513; ++i) sha.update(piece);
  EXPECT_EQ(test::hex(sha.finish()), kZeros513MiB);
}

TEST(Sha256, HashedBytesKeepTheirHash) {
  const Bytes message = test::counting_bytes(1000);
  EXPECT_EQ(HashedBytes(message).hash().finish(), sha256(message));
  HashedBytes copy;
  EXPECT_EQ(copy.hash().finish(), sha256({}));
  copy = HashedBytes(message);
  EXPECT_TRUE(same_bytes(copy.bytes(), message));
  EXPECT_EQ(copy.hash().finish(), sha256(message));
  const auto owner = std::make_shared<const Bytes>(message);
  const HashedBytes shared(owner, *owner);
  EXPECT_EQ(shared.bytes().data(), owner->data());
  EXPECT_EQ(shared.hash().finish(), sha256(message));
}

TEST(Sha256, ABufferHashesWhatItIsFilledWith) {
  const auto owner = std::make_shared<const Bytes>(test::counting_bytes(1000));
  HashingBuffer buffer(owner, *owner);
  EXPECT_EQ(buffer.finish().hash().finish(), sha256({}));
  buffer.add(0);
  buffer.add(1);
  buffer.add(998);
  EXPECT_EQ(buffer.finish().bytes().size(), 999U);
  EXPECT_EQ(buffer.finish().hash().finish(), sha256(ByteView(*owner).first(999)));
  buffer.add(2);  // more than is left
  EXPECT_EQ(buffer.finish().bytes().size(), 1000U);
  EXPECT_EQ(buffer.finish().hash().finish(), sha256(*owner));
}

TEST(Sha256, DoesNotCareHowItIsCut) {
  const Bytes message = test::counting_bytes(300);
  const Sha256Digest whole = sha256(message);
  for (std::size_t cut = 0; cut <= message.size(); ++cut) {
    Sha256 sha;
    sha.update(ByteView(message).first(cut)).update({}).update(ByteView(message).subspan(cut));
    EXPECT_EQ(sha.finish(), whole) << cut;
  }
  Sha256 bytewise;
  for (const std::uint8_t& byte : message) bytewise.update({&byte, 1});
  EXPECT_EQ(bytewise.finish(), whole);
}

TEST(Sha256, GoesOnAfterFinish) {
  Sha256 sha;
  sha.update(as_bytes("ab"));
  EXPECT_EQ(sha.finish(), sha256(as_bytes("ab")));
  EXPECT_EQ(sha.finish(), sha256(as_bytes("ab")));
  sha.update(as_bytes("c"));
  EXPECT_EQ(sha.finish(), sha256(as_bytes("abc")));
}

TEST(Sha256, CopiesAreIndependent) {
  for (const std::size_t common : {0U, 1U, 63U, 64U, 65U, 200U}) {
    const Bytes beginning = test::counting_bytes(common);
    Sha256 first;
    first.update(beginning);
    Sha256 second = first;
    Sha256 third;
    third.update(as_bytes("forgotten"));
    third = first;
    first.update(as_bytes("one"));
    second.update(as_bytes("two"));
    EXPECT_EQ(first.finish(), sha256(test::concat({beginning, as_bytes("one")})));
    EXPECT_EQ(second.finish(), sha256(test::concat({beginning, as_bytes("two")})));
    EXPECT_EQ(third.finish(), sha256(beginning));
  }
}

TEST(Sha256, AssignsToItself) {
  Sha256 sha;
  sha.update(as_bytes("abc"));
  const Sha256& same = sha;
  sha = same;
  EXPECT_EQ(sha.finish(), sha256(as_bytes("abc")));
}

}  // namespace
}  // namespace sevproof
