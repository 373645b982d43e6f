#include "sevproof/sha256.h"

#include <gtest/gtest.h>

#include "test_bytes.h"
#include "test_data.h"

namespace sevproof {
namespace {

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

TEST(Sha256, AgreesInMonteCarlo) {
  const test::Json vectors = test::load_json("vectors/sha256.json")["monteCarlo"];
  Sha256Digest seed = test::unhex_array<32>(vectors["seed"].get<std::string>());
  for (const test::Json& expected : vectors["digests"]) {
    std::array<Sha256Digest, 3> last{seed, seed, seed};
    for (int i = 0; i < 1000; ++i) {
      const Sha256Digest next = sha256(test::concat({last[0], last[1], last[2]}));
      last = {last[1], last[2], next};
    }
    seed = last[2];
    EXPECT_EQ(test::hex(seed), expected.get<std::string>());
  }
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
