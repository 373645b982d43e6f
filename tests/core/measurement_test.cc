#include "sevproof/sev/measurement.h"

#include <gtest/gtest.h>

#include <vector>

#include "sev/keyed_message.h"
#include "test_bytes.h"
#include "test_data.h"
#include "test_errors.h"

namespace sevproof {
namespace {

using test::fails;
using test::succeeds;

TEST(Measurement, MessageByteByByte) {
  Sha256Digest digest{};
  digest.fill(0xdd);
  Nonce nonce{};
  nonce.fill(0xee);
  EXPECT_EQ(test::hex(build_measured_message({1, 0x37, 0xfe}, Policy{0x04030201}, digest, nonce)),
            "04"
            "01"
            "37"
            "fe"
            "01020304" +
                test::hex(digest) + test::hex(nonce));
}

TEST(Measurement, AgreesWithKnownAnswers) {
  const test::Json launches = test::load_list("vectors/launches.json", "launches");
  ASSERT_FALSE(launches.empty());
  for (const test::Json& item : launches) {
    const test::Json& request = item["request"];
    const test::Json& expected = item["expected"];
    const auto byte = [&](const char* name) { return request[name].get<std::uint8_t>(); };
    const MeasuredMessage message =
        build_measured_message({byte("apiMajor"), byte("apiMinor"), byte("buildId")},
                               Policy{request["policy"].get<std::uint32_t>()},
                               test::unhex_array<32>(expected["launchDigest"].get<std::string>()),
                               test::unhex_array<16>(request["nonce"].get<std::string>()));
    EXPECT_EQ(test::hex(message), expected["message"].get<std::string>()) << item["name"];
    const HmacSha256 tik(test::unhex(request["tik"].get<std::string>()));
    EXPECT_EQ(test::hex(compute_measurement(tik, message)),
              expected["measurement"].get<std::string>())
        << item["name"];
  }
}

// keyed_message.h: policy | launch digest | nonce, and 04 before it.
TEST(Measurement, OldMessagesLeaveOutTheApi) {
  const Sha256Digest digest = test::to_array<32>(test::counting_bytes(32));
  const Nonce nonce = test::to_array<16>(Bytes(16, 0xee));
  const MeasuredMessage message =
      build_measured_message({1, 2, 3}, Policy{0x04030201}, digest, nonce);
  const Bytes bare = test::concat({test::unhex("01020304"), digest, nonce});
  const HmacSha256 tik(as_bytes("a key of 16 byte"));
  EXPECT_EQ(compute_old_measurement(tik, message, OldMessage::kBare), tik.tag({bare}));
  EXPECT_EQ(compute_old_measurement(tik, message, OldMessage::kWithContext),
            tik.tag({test::concat({test::unhex("04"), bare})}));
}

TEST(Measurement, ApiText) { EXPECT_EQ(api_text({1, 55, 21}), "1.55 build 21"); }

TEST(MeasurementBlob, IsMeasurementThenNonce) {
  const Bytes raw = test::counting_bytes(48);
  const std::string text = to_base64(raw);
  ASSERT_EQ(text.size(), 64U);
  const Result<MeasurementBlob> blob = MeasurementBlob::parse(text);
  ASSERT_TRUE(succeeds(blob));
  EXPECT_EQ(test::concat({blob->measurement, blob->nonce}), raw);
  EXPECT_EQ(blob->to_base64(), text);
}

TEST(MeasurementBlob, IgnoresWhiteSpaceAround) {
  const std::string text = to_base64(test::counting_bytes(48));
  for (const std::string& variant :
       {text + "\n", text + "\r\n", "  " + text + " ", "\t\n" + text}) {
    ASSERT_TRUE(succeeds(MeasurementBlob::parse(variant))) << variant;
    EXPECT_EQ(MeasurementBlob::parse(variant)->to_base64(), text);
  }
}

TEST(MeasurementBlob, TakesWhatIsExactlyEquivalent) {
  // Both of the characters in which the two alphabets differ.
  Bytes raw = test::counting_bytes(48);
  raw[0] = 0xfb;
  raw[1] = 0xff;
  const std::string text = to_base64(raw);
  ASSERT_NE(text.find('/'), std::string::npos);
  std::string url = text;
  for (char& c : url) c = c == '+' ? '-' : c == '/' ? '_' : c;
  std::string wrapped = text;
  wrapped.insert(32, "\r\n   ");
  for (const std::string& variant :
       {url, wrapped, "\"" + text + "\"", "'" + text + "'", "`" + text + "`", "\"" + text + "\",\n",
        text + ",", text + ";", "b'" + text + "'", "\xe2\x80\x9c" + text + "\xe2\x80\x9d",
        "\xc2\xa0" + text, "\xef\xbb\xbf" + text, "\x1b[1m" + text + "\x1b[0m"}) {
    const auto blob = MeasurementBlob::parse(variant);
    ASSERT_TRUE(succeeds(blob)) << variant;
    EXPECT_EQ(blob->to_base64(), text) << variant;
  }
}

struct OtherShape {
  std::string text;
  std::string_view said;
};

// Hex digits are base64 too: 64 of them are 48 bytes, and would become a verdict.
TEST(MeasurementBlob, NamesOtherShapes) {
  const std::string hex = test::hex(test::counting_bytes(32));
  const std::string hex48 = test::hex(test::counting_bytes(48));
  const std::string text = to_base64(test::counting_bytes(48));
  std::string colons;
  std::string upper = hex;
  for (char& c : upper) c = c >= 'a' ? static_cast<char>(c - 'a' + 'A') : c;
  for (std::size_t i = 0; i < hex.size(); i += 2) colons += (i == 0 ? "" : ":") + hex.substr(i, 2);
  std::string mixed = text;
  mixed[3] = '-';
  mixed[4] = '/';
  const std::vector<OtherShape> shapes = {
      {hex, "without its nonce"},
      {upper, "without its nonce"},
      {"0x" + hex, "without its nonce"},
      {colons, "without its nonce"},
      {to_base64(test::counting_bytes(32)), "without its nonce"},
      {to_base64(test::counting_bytes(32)).substr(0, 43), "without its nonce"},
      {hex48, "48 bytes in hex"},
      {"0X" + hex48, "48 bytes in hex"},
      {hex48.substr(1), "in base64 (measurement and nonce), got an odd number of hex digits"},
      {test::hex(test::counting_bytes(16)), "nonce or a key"},
      {to_base64(as_bytes(text)), "encoded twice"},
      {to_base64(as_bytes(text + "\n")), "encoded twice"},
      {test::hex(as_bytes(text)), "encoded twice"},
      {"sev-measurement: " + text, "the value alone"},
      {"MEASUREMENT=" + text, "the value alone"},
      {"{\"data\": \"" + text + "\"}", "the value alone"},
      {"<data>" + text + "</data>", "the value alone"},
      {mixed, "both"},
      {text.substr(0, 8) + "%2B" + text.substr(9), "'%'"},
      {text.substr(0, 8) + "\\/" + text.substr(9), "'\\'"},
      {to_base64(Bytes(128, 7)), "session"},
  };
  for (const OtherShape& shape : shapes) {
    EXPECT_TRUE(fails(MeasurementBlob::parse(shape.text), ErrorKind::kInvalid, {shape.said}))
        << shape.text;
  }
}

TEST(MeasurementBlob, RefusesOtherSizes) {
  for (const std::size_t size : {0U, 1U, 16U, 32U, 47U, 49U, 96U}) {
    const Result<MeasurementBlob> blob =
        MeasurementBlob::parse(to_base64(test::counting_bytes(size)));
    EXPECT_TRUE(fails(blob, ErrorKind::kInvalid)) << size;
    if (size > 0) {
      EXPECT_TRUE(fails(blob, ErrorKind::kInvalid, {"48", std::to_string(size)})) << size;
    }
  }
}

std::string hint_of(std::string_view text) { return MeasurementBlob::parse(text).error().hint; }

// The whole hint: it says what to do, and another one may have a word of it too.
TEST(MeasurementBlob, HintSaysWhatToDo) {
  constexpr std::string_view kField =
      "It is the field sev-measurement of `virsh domlaunchsecinfo DOMAIN`, 64 base64 characters.";
  for (const std::size_t size : {0U, 1U, 15U, 17U, 31U, 33U, 47U, 49U, 127U, 129U}) {
    EXPECT_EQ(hint_of(to_base64(test::counting_bytes(size))), kField) << size;
  }
  EXPECT_EQ(hint_of(to_base64(test::counting_bytes(16))),
            "The measurement and its nonce are one value of 48 bytes, 64 base64 characters.");
  EXPECT_EQ(hint_of(to_base64(test::counting_bytes(128))),
            "The session goes to the host; the measurement comes from the host.");
  const std::string text = to_base64(test::counting_bytes(48));
  EXPECT_EQ(hint_of(to_base64(as_bytes(text))), "Decode it once, for example with `base64 -d`.");
  for (const std::string_view part : {"%2B", "%2b", "%aF", "%0A", "%A0"}) {
    EXPECT_EQ(hint_of(std::string(part) + text), "The text is URL-encoded: decode it first.");
    EXPECT_EQ(hint_of("AAAA" + std::string(part)), "The text is URL-encoded: decode it first.");
  }
  for (const std::string_view part : {"%", "%2", "%g0", "%0g", "*"}) {
    EXPECT_EQ(hint_of("AAAA" + std::string(part)), kField) << part;
  }
  EXPECT_EQ(hint_of("AAAA\\n"),
            "The text has escapes of JSON or of a shell: give the value without them.");
  EXPECT_EQ(hint_of("data=AAAA"),
            "Give nothing but the value. The host's whole text is launch info: give it as such.");
  // Padding at the end assigns nothing.
  EXPECT_EQ(hint_of("AA*A="), kField);
  EXPECT_EQ(hint_of("=="), kField);
}

TEST(MeasurementBlob, QuotesTheValueAlone) {
  EXPECT_TRUE(fails(MeasurementBlob::parse(" \tAAAA\r\n"), ErrorKind::kInvalid, {"('AAAA')"}));
}

TEST(MeasurementBlob, RefusesGarbage) {
  const std::string text = to_base64(test::counting_bytes(48));
  std::string inside = text;
  inside[30] = '*';
  for (const std::string& garbage :
       {std::string(), std::string(" "), inside, text + "=", text + "AA==", text.substr(1),
        text + "\n" + text, test::hex(test::counting_bytes(48)), std::string(64, '=')}) {
    EXPECT_TRUE(fails(MeasurementBlob::parse(garbage), ErrorKind::kInvalid)) << garbage;
  }
}

TEST(Nonce, HexOrBase64) {
  const Bytes raw = test::unhex("00112233445566778899aabbccddeeff");
  for (const std::string& text :
       {test::hex(raw), std::string("00112233445566778899AABBCCDDEEFF"), to_base64(raw),
        to_base64(raw).substr(0, 22), "0x" + test::hex(raw), "0X" + test::hex(raw),
        std::string("00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff"),
        std::string("00 11 22 33 44 55 66 77  88 99 aa bb cc dd ee ff"),
        std::string("0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, 0x99, 0xaa, 0xbb, "
                    "0xcc, 0xdd, 0xee, 0xff"),
        std::string("\\x00\\x11\\x22\\x33\\x44\\x55\\x66\\x77\\x88\\x99\\xaa\\xbb\\xcc\\xdd"
                    "\\xee\\xff"),
        "\"" + to_base64(raw) + "\"", to_base64(raw) + "\r\n"}) {
    const Result<Nonce> nonce = parse_nonce(text);
    ASSERT_TRUE(succeeds(nonce)) << text;
    EXPECT_EQ(test::hex(*nonce), test::hex(raw)) << text;
  }
}

TEST(Nonce, SaysWhereItStandsInAMeasurement) {
  EXPECT_EQ(parse_nonce(to_base64(Bytes(48, 1))).error().hint,
            "That is a measurement: its nonce is the last 16 of its 48 bytes.");
  for (const std::size_t size : {0U, 15U, 17U, 47U, 49U}) {
    EXPECT_EQ(parse_nonce(to_base64(Bytes(size, 1))).error().hint, "") << size;
  }
  EXPECT_EQ(parse_nonce("*").error().hint, "");
}

TEST(Nonce, RefusesEverythingElse) {
  for (const std::string& text :
       {std::string(), std::string("00"), std::string(30, '0'), std::string(31, '0'),
        std::string(33, '0'), std::string(34, '0'), std::string(32, 'g'),
        "0x" + std::string(30, '0'), to_base64(Bytes(48, 1)), to_base64(Bytes(15, 1)),
        to_base64(Bytes(17, 1)), to_base64(Bytes(24, 1)), std::string("AAAAAAAAAAAAAAAAAAAAAA")}) {
    EXPECT_TRUE(fails(parse_nonce(text), ErrorKind::kInvalid)) << text;
  }
}

}  // namespace
}  // namespace sevproof
