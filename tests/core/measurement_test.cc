#include "sevproof/measurement.h"

#include <gtest/gtest.h>

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

TEST(MeasurementBlob, RefusesGarbage) {
  const std::string text = to_base64(test::counting_bytes(48));
  std::string inside = text;
  inside[30] = '*';
  std::string broken = text;
  broken.insert(32, "\n");
  for (const std::string& garbage :
       {std::string(), std::string(" "), inside, broken, text + "=", text + "AA==", text.substr(1),
        text + "\n" + text, test::hex(test::counting_bytes(48)), std::string(64, '=')}) {
    EXPECT_TRUE(fails(MeasurementBlob::parse(garbage), ErrorKind::kInvalid)) << garbage;
  }
}

TEST(Nonce, HexOrBase64) {
  const Bytes raw = test::unhex("00112233445566778899aabbccddeeff");
  for (const std::string& text :
       {test::hex(raw), std::string("00112233445566778899AABBCCDDEEFF"), to_base64(raw)}) {
    const Result<Nonce> nonce = parse_nonce(text);
    ASSERT_TRUE(succeeds(nonce)) << text;
    EXPECT_EQ(test::hex(*nonce), test::hex(raw)) << text;
  }
}

TEST(Nonce, RefusesEverythingElse) {
  for (const std::string& text :
       {std::string(), std::string("00"), std::string(30, '0'), std::string(31, '0'),
        std::string(33, '0'), std::string(34, '0'), std::string(32, 'g'),
        "0x" + std::string(32, '0'), to_base64(Bytes(15, 1)), to_base64(Bytes(17, 1)),
        to_base64(Bytes(24, 1)), std::string("AAAAAAAAAAAAAAAAAAAAAA")}) {
    EXPECT_TRUE(fails(parse_nonce(text), ErrorKind::kInvalid)) << text;
  }
}

}  // namespace
}  // namespace sevproof
