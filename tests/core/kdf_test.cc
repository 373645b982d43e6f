#include "crypto/kdf.h"

#include <gtest/gtest.h>

#include "crypto/p384.h"
#include "platform_data.h"

namespace sevproof {
namespace {

std::string derived(ByteView key, std::string_view label, ByteView context = {}) {
  return test::hex(kdf_hmac_sha256(key, label, context).view());
}

test::Json sessions() {
  return test::load_list("vectors/platform/stand-in-a/session-known-answers.json", "cases");
}

P384PrivateKey private_key(const test::Json& hex) {
  auto key = P384PrivateKey::from_bytes(test::unhex_array<48>(hex.get<std::string>()));
  return std::move(key.value());
}

// From both ends, and from the two private keys to the last value.
TEST(Kdf, AgreesWithKnownSessions) {
  const test::Json cases = sessions();
  EXPECT_EQ(cases.size(), 5U);
  for (const test::Json& item : cases) {
    const P384PrivateKey owner = private_key(item["godhPrivate"]);
    const P384PrivateKey platform = private_key(item["pdhPrivate"]);
    const auto z = owner.shared_secret(platform.public_point());
    const auto platforms = platform.shared_secret(owner.public_point());
    ASSERT_TRUE(z.has_value() && platforms.has_value());
    EXPECT_EQ(test::hex(z->view()), item["z"].get<std::string>()) << item["name"];
    EXPECT_EQ(test::hex(platforms->view()), item["z"].get<std::string>()) << item["name"];
    EXPECT_EQ(test::hex(owner.public_point().x()), item["godhPublicX"].get<std::string>());
    const Bytes nonce = test::unhex(item["nonce"].get<std::string>());
    const SecretArray<16> master = kdf_hmac_sha256(z->view(), "sev-master-secret", nonce);
    EXPECT_EQ(test::hex(master.view()), item["masterSecret"].get<std::string>()) << item["name"];
    EXPECT_EQ(derived(master.view(), "sev-kek"), item["kek"].get<std::string>()) << item["name"];
    EXPECT_EQ(derived(master.view(), "sev-kik"), item["kik"].get<std::string>()) << item["name"];
  }
}

TEST(Kdf, ThePlatformsKeyIsItsCertificates) {
  const Bytes pdh = test::platform_file("stand-in-a/pdh.cert");
  const P384PrivateKey platform = private_key(sessions()[0]["pdhPrivate"]);
  EXPECT_EQ(test::hex(platform.public_point().x()), test::hex(test::number_at(pdh, 0x14)));
  EXPECT_EQ(test::hex(platform.public_point().y()), test::hex(test::number_at(pdh, 0x5c)));
}

TEST(Kdf, LeadingZerosOfZBelongToIt) {
  for (const test::Json& item : sessions()) {
    if (item["name"] != "shared-secret-starts-with-zero") continue;
    const Bytes z = test::unhex(item["z"].get<std::string>());
    ASSERT_EQ(z.front(), 0);
    const Bytes nonce = test::unhex(item["nonce"].get<std::string>());
    EXPECT_EQ(derived(z, "sev-master-secret", nonce), item["masterSecret"].get<std::string>());
    EXPECT_NE(derived(ByteView(z).subspan(1), "sev-master-secret", nonce),
              item["masterSecret"].get<std::string>());
    return;
  }
  FAIL() << "no such case";
}

TEST(Kdf, EveryPartMatters) {
  const Bytes key(48, 1);
  const Bytes context(16, 2);
  const std::string whole = derived(key, "label", context);
  EXPECT_NE(derived(Bytes(48, 2), "label", context), whole);
  EXPECT_NE(derived(key, "Label", context), whole);
  EXPECT_NE(derived(key, "labe", context), whole);
  EXPECT_NE(derived(key, "label", ByteView(context).first(15)), whole);
  EXPECT_NE(derived(key, "label"), whole);
  // The byte between them keeps label and context apart.
  EXPECT_NE(derived(key, "labelx", as_bytes("y")), derived(key, "label", as_bytes("xy")));
}

}  // namespace
}  // namespace sevproof
