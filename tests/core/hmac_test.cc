#include "crypto/hmac.h"

#include <gtest/gtest.h>

#include "test_bytes.h"
#include "test_data.h"

namespace sevproof {
namespace {

TEST(Hmac, AgreesWithRfc4231) {
  const test::Json cases = test::load_list("vectors/hmac_rfc4231.json", "cases");
  EXPECT_EQ(cases.size(), 7U);
  for (const test::Json& item : cases) {
    const std::string expected = item["tag"].get<std::string>();
    const HmacSha256 hmac(test::unhex(item["key"].get<std::string>()));
    const Bytes data = test::unhex(item["data"].get<std::string>());
    // One of the published tags is truncated.
    EXPECT_EQ(test::hex(hmac.tag({data})).substr(0, expected.size()), expected) << item["name"];
  }
}

TEST(Hmac, AgreesAtKeyAndBlockBoundaries) {
  for (const test::Json& item : test::load_list("vectors/hmac.json", "cases")) {
    const HmacSha256 hmac(test::counting_bytes(item["keyLength"].get<std::size_t>()));
    const Bytes data = test::counting_bytes(item["length"].get<std::size_t>());
    EXPECT_EQ(test::hex(hmac.tag({data})), item["tag"].get<std::string>()) << item;
  }
}

TEST(Hmac, PartsAreConcatenated) {
  const HmacSha256 hmac(as_bytes("key"));
  const Bytes message = test::counting_bytes(150);
  const ByteView view = message;
  const Sha256Digest whole = hmac.tag({message});
  EXPECT_EQ(hmac.tag({view.first(1), {}, view.subspan(1, 63), view.subspan(64)}), whole);
  EXPECT_EQ(hmac.tag({}), hmac.tag({ByteView()}));
}

TEST(Hmac, KeyStateServesManyMessages) {
  const HmacSha256 hmac(as_bytes("key"));
  const Sha256Digest first = hmac.tag({as_bytes("one")});
  const Sha256Digest second = hmac.tag({as_bytes("two")});
  EXPECT_NE(first, second);
  EXPECT_EQ(hmac.tag({as_bytes("one")}), first);
  const HmacSha256 copy = hmac;  // NOLINT(performance-unnecessary-copy-initialization)
  EXPECT_EQ(copy.tag({as_bytes("two")}), second);
}

// RFC 2104 pads short keys with zeros: a known property, not a fault.
TEST(Hmac, ShortKeysArePaddedWithZeros) {
  const HmacSha256 bare(test::unhex("0102"));
  const HmacSha256 padded(test::unhex("010200"));
  EXPECT_EQ(bare.tag({as_bytes("m")}), padded.tag({as_bytes("m")}));
}

}  // namespace
}  // namespace sevproof
