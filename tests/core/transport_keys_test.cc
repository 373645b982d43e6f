#include "sevproof/formats/transport_keys.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "sevproof/sha256.h"
#include "test_bytes.h"
#include "test_errors.h"

namespace sevproof {
namespace {

using test::fails;
using test::succeeds;
using ::testing::HasSubstr;
using ::testing::Not;
using namespace std::string_literals;

const std::string kHex = "8f14e45fceea167a5a36dedd4bea2543";
const std::string kHex32 = kHex + "c81e728d9d4c2f636f067f89cc14862c";
const Bytes kKey = test::unhex(kHex);
const Bytes kBothKeys = test::unhex(kHex32);

// What a guest is measured under that was started without session data.
TEST(TransportKeys, ZerosAreNoKey) {
  const Bytes zeros(16, 0);
  for (const std::size_t at : {0U, 15U}) {
    Bytes key = zeros;
    key[at] = 1;
    EXPECT_TRUE(succeeds(parse_tik(key)));
    EXPECT_TRUE(succeeds(parse_tek(key)));
  }
  const Result<Tik> tik = parse_tik(zeros, "TIK 'f'");
  ASSERT_TRUE(fails(tik, ErrorKind::kInvalid, {"TIK 'f'", "16 zero bytes"}));
  EXPECT_THAT(tik.error().hint, HasSubstr("without session data"));
  EXPECT_TRUE(fails(parse_tek(zeros), ErrorKind::kInvalid, {"TEK", "16 zero bytes"}));
  EXPECT_TRUE(fails(parse_tk(test::concat({kKey, zeros})), ErrorKind::kInvalid,
                    {"16 zero bytes", "as the TIK", "second half"}));
  EXPECT_TRUE(fails(parse_tk(test::concat({zeros, kKey})), ErrorKind::kInvalid,
                    {"16 zero bytes", "as the TEK", "first half"}));
  EXPECT_TRUE(fails(parse_tk(test::concat({zeros, zeros})), ErrorKind::kInvalid, {"TIK"}));
}

TEST(TransportKeys, SixteenBytesAreAKey) {
  const Result<Tik> tik = parse_tik(kKey);
  ASSERT_TRUE(succeeds(tik));
  EXPECT_EQ(test::hex(tik->bytes().view()), kHex);
  const Result<Tek> tek = parse_tek(kKey);
  ASSERT_TRUE(succeeds(tek));
  EXPECT_EQ(test::hex(tek->bytes().view()), kHex);
}

// sevctl's session files: TEK before TIK.
TEST(TransportKeys, CombinedFileHasTekFirst) {
  const Result<TransportKeys> keys = parse_tk(kBothKeys);
  ASSERT_TRUE(succeeds(keys));
  EXPECT_EQ(test::hex(keys->tek.bytes().view()), kHex);
  EXPECT_EQ(test::hex(keys->tik.bytes().view()), "c81e728d9d4c2f636f067f89cc14862c");
}

TEST(TransportKeys, OtherLengthsAreRefused) {
  for (const std::size_t size : {0U, 1U, 15U, 17U, 24U, 31U, 32U, 33U, 4096U, 4097U}) {
    const Bytes content(size, 0xa7);
    const std::string got = std::to_string(size);
    EXPECT_TRUE(fails(parse_tik(content), ErrorKind::kInvalid, {"TIK", "16", got})) << size;
    EXPECT_TRUE(fails(parse_tek(content), ErrorKind::kInvalid, {"TEK", "16", got})) << size;
    if (size == 32) continue;
    EXPECT_TRUE(fails(parse_tk(content), ErrorKind::kInvalid, {"32", got})) << size;
  }
  EXPECT_TRUE(fails(parse_tk(kKey), ErrorKind::kInvalid));
}

TEST(TransportKeys, HintRecognisesHex) {
  for (const std::string& text :
       {kHex, kHex + "\n", kHex + "\r\n", "8F14E45FCEEA167A5A36DEDD4BEA2543"s}) {
    const Result<Tik> tik = parse_tik(as_bytes(text));
    ASSERT_TRUE(fails(tik, ErrorKind::kInvalid));
    EXPECT_THAT(tik.error().hint, HasSubstr("hex")) << text;
    EXPECT_THAT(parse_tek(as_bytes(text)).error().hint, HasSubstr("hex"));
  }
  EXPECT_THAT(parse_tk(as_bytes(kHex32 + "\n")).error().hint, HasSubstr("hex"));
  // As long as a TK: no raw key is all hex digits.
  const auto tk = parse_tk(as_bytes(kHex));
  ASSERT_TRUE(fails(tk, ErrorKind::kInvalid, {"32 hex digits"}));
  EXPECT_THAT(tk.error().hint, HasSubstr("hex text of one key"));
  EXPECT_TRUE(
      fails(parse_tk(as_bytes(std::string(32, '0'))), ErrorKind::kInvalid, {"32 hex digits"}));
  EXPECT_TRUE(succeeds(parse_tk(as_bytes("TEK:0123456789abTIK:cdefghijklmn"))));
}

TEST(TransportKeys, HintRecognisesBase64) {
  for (const std::string& text : {to_base64(kKey), to_base64(kKey) + "\n"}) {
    EXPECT_THAT(parse_tik(as_bytes(text)).error().hint, HasSubstr("base64")) << text;
    EXPECT_THAT(parse_tek(as_bytes(text)).error().hint, HasSubstr("base64")) << text;
  }
  EXPECT_THAT(parse_tk(as_bytes(to_base64(kBothKeys) + "\n")).error().hint, HasSubstr("base64"));
}

struct KeyShape {
  std::string content;
  std::string_view hint;
};

TEST(TransportKeys, HintNamesWhatTheFileIs) {
  const std::string base64 = to_base64(kKey);
  const std::vector<KeyShape> shapes = {
      {"0x" + kHex + "\n", "hex text of a key"},
      {kHex.substr(0, 2) + ":" + kHex.substr(2), "hex text of a key"},
      {base64.substr(0, 22), "base64 text of a key"},
      {"\"" + base64 + "\"\n", "base64 text of a key"},
      {kHex32 + "\n", "hex text of both keys"},
      {to_base64(kBothKeys), "base64 text of both keys"},
      {to_base64(as_bytes(to_base64(kBothKeys))), "encoded twice"},
      {to_base64(Bytes(128, 7)), "session"},
      {to_base64(Bytes(2084, 7)) + "\n", "godh"},
      {std::string(128, '\x07'), "session"},
      {std::string(2084, '\x07'), "certificate of SEV"},
      {"-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n", "certificate as PEM"},
      {"-----BEGIN EC PRIVATE KEY-----\nMHcC\n", "key as PEM"},
      {"<html><body>404</body></html>", "HTML page"},
      {"\x1f\x8b\x08 and so on", "gzip"},
      {"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "Git LFS pointer"},
  };
  for (const KeyShape& shape : shapes) {
    for (const Error& error :
         {parse_tik(as_bytes(shape.content)).error(), parse_tek(as_bytes(shape.content)).error(),
          parse_tk(as_bytes(shape.content)).error()}) {
      EXPECT_THAT(error.hint, HasSubstr(std::string(shape.hint))) << shape.content;
    }
  }
}

// The whole hint: another one may have a word of it too.
TEST(TransportKeys, HintSaysWhatToDo) {
  constexpr std::string_view kRaw = "Key files are raw binary, as `sevctl session` writes them.";
  const std::string raw_key(16, '\xa7');
  const std::string raw_keys(32, '\xa7');
  const auto tik_hint = [](std::string_view content) {
    return parse_tik(as_bytes(content)).error().hint;
  };
  const auto tk_hint = [](std::string_view content) {
    return parse_tk(as_bytes(content)).error().hint;
  };
  EXPECT_EQ(tik_hint(kHex), "The file is hex text of a key: convert it with `xxd -r -p`.");
  EXPECT_EQ(tik_hint(to_base64(kKey)),
            "The file is base64 text of a key: convert it with `base64 -d`.");
  EXPECT_EQ(tik_hint(to_base64(Bytes(128, 7))),
            "The file is a session, for the host, and the keys are in other files, such as "
            "vm_tik.bin.");
  EXPECT_EQ(tik_hint(std::string(128, '\x07')), "A file of 128 bytes is a session, for the host.");
  for (const std::string& newline : {raw_key + "\n", raw_keys + "\n"}) {
    const auto hint = newline.size() == 17 ? tik_hint(newline) : tk_hint(newline);
    EXPECT_EQ(hint, "Remove the last byte of the file: it is a newline after the key.");
  }
  EXPECT_EQ(tik_hint(raw_keys),
            "A file of 32 bytes usually holds both keys, TEK first: that is a TK file.");
  EXPECT_EQ(tk_hint(raw_key), "A file of 16 bytes holds one key: that is a TIK or a TEK file.");
  for (const std::string& unknown :
       {""s, "a line of text\n"s, raw_key.substr(1), raw_key + "\xa7", raw_key + "\xa7\n",
        raw_keys + "\xa7", raw_key.substr(1) + "\n" + "\xa7\xa7"}) {
    EXPECT_EQ(tik_hint(unknown), kRaw) << unknown;
    EXPECT_EQ(tk_hint(unknown), kRaw) << unknown;
  }
}

TEST(TransportKeys, HintDoesNotGuessWrongly) {
  // Hex and base64 of keys of another length, and rubbish.
  for (const std::string& text : {kHex + "00", kHex.substr(2), to_base64(Bytes(17, 1)), "x"s}) {
    const std::string hint = parse_tik(as_bytes(text)).error().hint;
    EXPECT_THAT(hint, Not(HasSubstr("hex text"))) << text;
    EXPECT_THAT(hint, Not(HasSubstr("base64"))) << text;
  }
}

TEST(TransportKeys, ErrorsDoNotShowTheKey) {
  for (const std::string& text : {kHex + "\n", to_base64(kKey), kHex32 + "00"}) {
    for (const Error& error : {parse_tik(as_bytes(text)).error(), parse_tek(as_bytes(text)).error(),
                               parse_tk(as_bytes(text + "\n")).error()}) {
      const std::string shown = error.message + error.hint;
      EXPECT_THAT(shown, Not(HasSubstr(kHex.substr(0, 8))));
      EXPECT_THAT(shown, Not(HasSubstr(to_base64(kKey).substr(0, 8))));
    }
  }
}

TEST(TransportKeys, FingerprintIsAPrefixOfAHashOfItsOwn) {
  const SecretArray<16> key(ByteView(kKey).first<16>());
  Bytes hashed = test::to_bytes("sevproof key fingerprint:");
  hashed.insert(hashed.end(), kKey.begin(), kKey.end());
  EXPECT_EQ(key_fingerprint(key), test::hex(sha256(hashed)).substr(0, 8));
}

}  // namespace
}  // namespace sevproof
