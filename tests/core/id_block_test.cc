// ID blocks: a pair that another tool made, pairs of our own, and every byte of them changed.
#include "sevproof/snp/id_block.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sevproof/snp/policy.h"
#include "test_bytes.h"
#include "test_data.h"
#include "test_errors.h"

namespace sevproof::snp {
namespace {

using test::fails;
using test::succeeds;

Bytes data(std::string_view name) {
  return test::read_data("vectors/snp/idblock/" + std::string(name));
}

struct Pair {
  IdBlockBytes block;
  IdAuthBytes auth;
};

Pair published() {
  return {test::to_array<kIdBlockSize>(data("id-block.bin")),
          test::to_array<kIdAuthSize>(data("id-auth.bin"))};
}

Result<SignedIdBlock> sign(const IdBlock& block, bool with_author) {
  const Bytes id_key = data("id_key_test.pem");
  const Bytes author = data("author_key_test.pem");
  return sign_id_block(block, {id_key, "ID key"},
                       with_author ? std::optional(KeyFile{author, "author key"}) : std::nullopt);
}

std::vector<std::string_view> failures(const IdBlockReport& report) {
  std::vector<std::string_view> names;
  for (const Check& check : report.checks) {
    if (check.outcome == CheckOutcome::kFail) names.push_back(check_info(check.code).name);
  }
  return names;
}

TEST(IdBlock, APairOfAnotherTool) {
  const Pair pair = published();
  const test::Json known = test::load_json("vectors/snp/idblock/expected.json");
  const IdBlockReport report = check_id_block(pair.block, pair.auth, {});
  EXPECT_TRUE(report.holds());
  EXPECT_EQ(to_base64(report.block.launch_digest), known["launchDigestBase64"]);
  EXPECT_EQ(report.block.policy, 0x30000U);
  EXPECT_EQ(to_base64(report.id_key_digest), known["idKeyDigestBase64"]);
  EXPECT_EQ(to_base64(*report.author_key_digest), known["authorKeyDigestBase64"]);
  EXPECT_EQ(to_base64(id_block_bytes(report.block)), known["idBlockBase64"]);
}

TEST(IdBlock, WhatIsSignedHolds) {
  IdBlock block;
  block.launch_digest = test::to_array<48>(test::counting_bytes(48));
  block.family_id = test::to_array<16>(test::counting_bytes(16));
  block.image_id.fill(0x5a);
  block.guest_svn = 0x01020304;
  block.policy = 0x123456789abcdef0;
  for (const bool with_author : {true, false}) {
    const auto made = sign(block, with_author);
    ASSERT_TRUE(succeeds(made));
    EXPECT_EQ(read_id_block(made->block), block);
    const IdBlockReport report = check_id_block(made->block, made->auth, {});
    EXPECT_TRUE(report.holds());
    EXPECT_EQ(report.block, block);
    EXPECT_EQ(report.id_key_digest, made->id_key_digest);
    EXPECT_EQ(report.author_key_digest, made->author_key_digest);
    EXPECT_EQ(made->author_key_digest.has_value(), with_author);
    EXPECT_NE(made->auth, sign(block, with_author)->auth);  // signatures are random
  }
}

TEST(IdBlock, OneKeyForBoth) {
  const Bytes key = data("id_key_test.pem");
  const auto codes = [&](const KeyFile& author) {
    const auto made = sign_id_block({.policy = kDefaultPolicy}, {key, "ID key"}, author);
    EXPECT_TRUE(succeeds(made));
    const IdBlockReport report = check_id_block(made->block, made->auth, {});
    EXPECT_TRUE(report.holds());
    std::vector<FindingCode> all;
    for (const Finding& finding : report.findings) all.push_back(finding.code);
    return all;
  };
  EXPECT_THAT(codes({key, "author key"}), testing::ElementsAre(FindingCode::kIdKeyIsAuthorKey));
  EXPECT_THAT(codes({data("author_key_test.pem"), "author key"}), testing::IsEmpty());
}

// Each byte of both, one bit changed; a tenth of the long runs of zeros will do.
TEST(IdBlock, NoByteCanBeChanged) {
  const Pair pair = published();
  for (std::size_t i = 0; i < kIdBlockSize; ++i) {
    Pair changed = pair;
    changed.block[i] ^= 0x80;
    EXPECT_FALSE(check_id_block(changed.block, changed.auth, {}).holds()) << i;
  }
  for (std::size_t i = 0; i < kIdAuthSize; i += pair.auth[i] == 0 ? 23U : 7U) {
    Pair changed = pair;
    changed.auth[i] ^= 0x01;
    EXPECT_FALSE(check_id_block(changed.block, changed.auth, {}).holds()) << i;
  }
}

TEST(IdBlock, PartsOfOtherPairs) {
  const Pair pair = published();
  IdBlock other = read_id_block(pair.block);
  other.guest_svn = 1;
  const auto made = sign(other, true);
  ASSERT_TRUE(succeeds(made));
  EXPECT_THAT(failures(check_id_block(made->block, pair.auth, {})),
              testing::ElementsAre("id-block-signed"));
  // The author's signature, taken from another pair with the same ID key, is as good.
  IdAuthBytes mixed = pair.auth;
  std::copy_n(made->auth.begin() + 0x680, 512, mixed.begin() + 0x680);
  EXPECT_TRUE(check_id_block(pair.block, mixed, {}).holds());
}

TEST(IdBlock, AnAuthorKeyThatIsTakenAwayIsNone) {
  const Pair pair = published();
  IdAuthBytes without = pair.auth;
  std::fill_n(without.begin() + 0x880, 1028, std::uint8_t{0});
  const IdBlockReport report = check_id_block(pair.block, without, {});
  EXPECT_TRUE(report.holds());
  EXPECT_FALSE(report.author_key_digest);
  ExpectedIdBlock expected;
  expected.author_key_digest = check_id_block(pair.block, pair.auth, {}).author_key_digest;
  EXPECT_THAT(failures(check_id_block(pair.block, without, expected)),
              testing::ElementsAre("author-key-digest"));
}

TEST(IdBlock, EachValueIsCompared) {
  const Pair pair = published();
  const IdBlockReport report = check_id_block(pair.block, pair.auth, {});
  ExpectedIdBlock right;
  right.launch_digest = report.block.launch_digest;
  right.policy = report.block.policy;
  right.family_id = report.block.family_id;
  right.image_id = report.block.image_id;
  right.guest_svn = report.block.guest_svn;
  right.id_key_digest = report.id_key_digest;
  right.author_key_digest = report.author_key_digest;
  EXPECT_TRUE(check_id_block(pair.block, pair.auth, right).holds());
  const auto wrong = [&](auto change) {
    ExpectedIdBlock expected = right;
    change(expected);
    return failures(check_id_block(pair.block, pair.auth, expected));
  };
  using testing::ElementsAre;
  EXPECT_THAT(wrong([](auto& e) { (*e.launch_digest)[47] ^= 1; }), ElementsAre("id-block-digest"));
  EXPECT_THAT(wrong([](auto& e) { *e.policy ^= 1ULL << 63; }), ElementsAre("id-block-policy"));
  EXPECT_THAT(wrong([](auto& e) { (*e.family_id)[0] ^= 1; }), ElementsAre("id-block-family"));
  EXPECT_THAT(wrong([](auto& e) { (*e.image_id)[15] ^= 1; }), ElementsAre("id-block-image"));
  EXPECT_THAT(wrong([](auto& e) { *e.guest_svn += 1; }), ElementsAre("id-block-svn"));
  EXPECT_THAT(wrong([](auto& e) { (*e.id_key_digest)[0] ^= 1; }), ElementsAre("id-key-digest"));
  EXPECT_THAT(wrong([](auto& e) { (*e.author_key_digest)[0] ^= 1; }),
              ElementsAre("author-key-digest"));
}

TEST(IdBlock, Files) {
  const Bytes raw = data("id-block.bin");
  const std::string text = " " + to_base64(raw) + "\n";
  EXPECT_EQ(*read_id_block_file(raw, "b"), *read_id_block_file(as_bytes(text), "b"));
  EXPECT_TRUE(fails(read_id_block_file(ByteView(raw).first(95), "b"), ErrorKind::kInvalid,
                    {"b: expected an ID block of 96 bytes", "got 95 bytes"}));
  EXPECT_TRUE(fails(read_id_auth_file(raw, "a"), ErrorKind::kInvalid, {"4096"}));
  EXPECT_TRUE(fails(read_id_block_file({}, "b"), ErrorKind::kInvalid, {"got 0 bytes"}));
}

TEST(IdBlock, OwnersIds) {
  EXPECT_EQ(to_hex(*parse_owners_id("i", "00112233445566778899AABBCCDDEEFF")),
            "00112233445566778899aabbccddeeff");
  EXPECT_EQ(to_hex(*parse_owners_id("i", "00112233-4455-6677-8899-aabbccddeeff")),
            "00112233445566778899aabbccddeeff");
  for (const char* const text :
       {"", "00", "0011223344556677-8899-aabbccddeeff----", "00112233445566778899aabbccddeeff00",
        "g0112233445566778899aabbccddeeff"}) {
    EXPECT_TRUE(fails(parse_owners_id("i", text), ErrorKind::kInvalid, {"32 hex digits"})) << text;
  }
}

TEST(IdBlock, KeysThatAreNone) {
  const Bytes good = data("id_key_test.pem");
  for (const Bytes& bad : {Bytes(), Bytes(200), test::to_bytes("-----BEGIN EC PRIVATE KEY-----\n"),
                           Bytes(good.begin(), good.begin() + 100)}) {
    EXPECT_TRUE(fails(sign_id_block({}, {bad, "the key"}, std::nullopt), ErrorKind::kInvalid,
                      {"the key: expected a private key on the curve P-384"}));
  }
}

TEST(SnpPolicy, Names) {
  EXPECT_EQ(policy_text({0x30000}), "0x30000 (SMT)");
  EXPECT_EQ(policy_text({0x3001f}), "0x3001f (SMT, ABI 0.31)");
  EXPECT_EQ(policy_text({0x20000}), "0x20000");
  EXPECT_THAT(policy_flag_names({0x7ff0000}),
              testing::ElementsAre("SMT", "MIGRATE_MA", "DEBUG", "SINGLE_SOCKET", "CXL_ALLOW",
                                   "MEM_AES_256_XTS", "RAPL_DIS", "CIPHERTEXT_HIDING",
                                   "PAGE_SWAP_DISABLE", "bit 26"));
}

std::vector<FindingCode> codes(std::uint64_t policy) {
  std::vector<FindingCode> codes;
  for (const Finding& finding : policy_findings({policy})) codes.push_back(finding.code);
  return codes;
}

TEST(SnpPolicy, NumbersOfAnotherBase) {
  EXPECT_EQ(policy_in_base_16({30000}), 0x30000U);
  EXPECT_EQ(policy_in_base_16({0x30000}), std::nullopt);  // 196608
  EXPECT_EQ(policy_in_base_16({0x10000}), std::nullopt);  // 65536: an ABI of 85.54
  EXPECT_EQ(policy_in_base_10({0x196608}), 0x30000U);
  EXPECT_EQ(policy_in_base_10({0x30000}), std::nullopt);
  EXPECT_EQ(policy_in_base_10({0x3000a}), std::nullopt);
  EXPECT_TRUE(succeeds(expect_startable({0x20000})));
  const auto decimal = expect_startable({30000});
  ASSERT_TRUE(fails(decimal, ErrorKind::kInvalid, {"0x7530", "bit 17 is 0"}));
  EXPECT_EQ(decimal.error().hint, "Did you mean 0x30000?");
  EXPECT_TRUE(fails(expect_startable({0}), ErrorKind::kInvalid, {"policy 0x0: bit 17 is 0"}));
}

TEST(SnpPolicy, Findings) {
  using enum FindingCode;
  using testing::ElementsAre;
  EXPECT_THAT(codes(0x30000), ElementsAre());
  EXPECT_THAT(codes(0x3ff0000 & ~0xc0000ULL), ElementsAre());
  EXPECT_THAT(codes(0xb0000), ElementsAre(kSnpPolicyDebugAllowed));
  EXPECT_THAT(codes(0x70000), ElementsAre(kSnpPolicyMigrationAllowed));
  EXPECT_THAT(codes(0x10000), ElementsAre(kSnpPolicyBitMissing));
  EXPECT_THAT(codes(0x4030000), ElementsAre(kSnpPolicyReservedBits));
  EXPECT_THAT(codes(0x8000000000030000), ElementsAre(kSnpPolicyReservedBits));
}

}  // namespace
}  // namespace sevproof::snp
