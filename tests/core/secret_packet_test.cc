// Opening LAUNCH_SECRET packets that others made (tests/vectors/packets.py).
#include "sev/secret_packet.h"

#include <gtest/gtest.h>

#include <set>

#include "crypto/hmac.h"
#include "sevproof/sev/secret.h"
#include "test_bytes.h"
#include "test_data.h"
#include "test_errors.h"

namespace sevproof {
namespace {

using test::fails;
using test::succeeds;

struct Case {
  std::string name;
  Bytes tik, tek, header, payload;
  Sha256Digest measurement{};
  test::Json secrets;
  test::Json findings;

  TransportKeys keys() const {
    return {Tik(test::to_array<16>(tik)), Tek(test::to_array<16>(tek))};
  }
  Result<OpenedSecrets> unpack() const {
    const Result<SecretPacket> packet = parse_secret_packet(header, payload);
    if (!packet) return fail(packet.error());
    return unpack_secret(*packet, keys(), measurement);
  }
};

Case case_of(const test::Json& item) {
  const auto field = [&](const char* name) { return test::unhex(item[name].get<std::string>()); };
  return {item["name"].get<std::string>(),
          field("tik"),
          field("tek"),
          field("header"),
          field("payload"),
          test::to_array<32>(field("measurement")),
          item["secrets"],
          item["findings"]};
}

std::vector<Case> cases() {
  std::vector<Case> all;
  for (const test::Json& item : test::load_list("vectors/secret_packets.json", "packets")) {
    all.push_back(case_of(item));
  }
  return all;
}

TEST(SecretPacket, OpensWhatOthersPacked) {
  ASSERT_EQ(cases().size(), 12U);
  for (const Case& one : cases()) {
    const Result<OpenedSecrets> secrets = one.unpack();
    ASSERT_TRUE(succeeds(secrets)) << one.name;
    const std::vector<LaunchSecret>& opened = secrets->secrets;
    ASSERT_EQ(opened.size(), one.secrets.size());
    for (std::size_t i = 0; i < opened.size(); ++i) {
      EXPECT_EQ(opened[i].guid.to_string(), one.secrets[i]["guid"].get<std::string>());
      EXPECT_EQ(test::hex(opened[i].data.view()), one.secrets[i]["data"].get<std::string>());
    }
    std::vector<std::string> codes;
    for (const Finding& finding : secrets->findings) {
      codes.emplace_back(finding_info(finding.code).name);
    }
    EXPECT_EQ(test::Json(codes), one.findings) << one.name;
  }
}

// What others packed and no guest finds, each with a sentence of its own.
TEST(SecretPacket, SaysWhyAPacketHoldsNoSecretForAGuest) {
  const auto refused = test::load_list("vectors/secret_packets.json", "refused");
  ASSERT_EQ(refused.size(), 13U);
  std::set<std::string> messages;
  for (const test::Json& item : refused) {
    const Case one = case_of(item);
    const auto opened = one.unpack();
    const auto words = item["words"].get<std::string>();
    ASSERT_TRUE(fails(opened, ErrorKind::kInvalid, {words})) << one.name;
    messages.insert(opened.error().message);
    // Nothing of what was packed: a message may go anywhere.
    for (const std::string_view secret : {"correct", "636f7272", "Y29ycm"}) {
      EXPECT_EQ(opened.error().message.find(secret), std::string::npos) << one.name;
    }
  }
  EXPECT_EQ(messages.size(), refused.size());
}

TEST(SecretPacket, SaysTheSameOfTheSameKind) {
  const auto refused = test::load_list("vectors/secret_packets.json", "also refused");
  ASSERT_EQ(refused.size(), 7U);
  for (const test::Json& item : refused) {
    const Case one = case_of(item);
    EXPECT_TRUE(fails(one.unpack(), ErrorKind::kInvalid, {item["words"].get<std::string>()}))
        << one.name;
  }
}

TEST(SecretPacket, EveryBitOfTheHeaderIsAuthenticated) {
  Case one = cases().front();
  for (std::size_t bit = 0; bit < 8 * one.header.size(); ++bit) {
    one.header[bit / 8] = static_cast<std::uint8_t>(one.header[bit / 8] ^ 1U << bit % 8);
    EXPECT_TRUE(fails(one.unpack(), ErrorKind::kInvalid)) << bit;
    one.header[bit / 8] = static_cast<std::uint8_t>(one.header[bit / 8] ^ 1U << bit % 8);
  }
  EXPECT_TRUE(succeeds(one.unpack()));
}

TEST(SecretPacket, EveryByteOfPayloadKeyAndMeasurementIsAuthenticated) {
  Case one = cases().front();
  for (std::uint8_t& byte : one.payload) {
    byte ^= 0x10;
    EXPECT_TRUE(fails(one.unpack(), ErrorKind::kInvalid));
    byte ^= 0x10;
  }
  for (std::uint8_t& byte : one.tik) {
    byte ^= 0x01;
    EXPECT_TRUE(fails(one.unpack(), ErrorKind::kInvalid));
    byte ^= 0x01;
  }
  for (std::uint8_t& byte : one.measurement) {
    byte ^= 0x80;
    EXPECT_TRUE(fails(one.unpack(), ErrorKind::kInvalid));
    byte ^= 0x80;
  }
  EXPECT_TRUE(succeeds(one.unpack()));
}

TEST(SecretPacket, LengthIsAuthenticated) {
  Case one = cases().front();
  one.payload.push_back(0);
  EXPECT_TRUE(fails(one.unpack(), ErrorKind::kInvalid));
  one.payload.pop_back();
  one.payload.pop_back();
  EXPECT_TRUE(fails(one.unpack(), ErrorKind::kInvalid));
}

// The MAC does not cover the TEK: what comes out is rubbish, and must be told as such.
TEST(SecretPacket, WrongTekGivesNoTable) {
  Case one = cases().front();
  one.tek[0] ^= 1;
  const Result<OpenedSecrets> secrets = one.unpack();
  ASSERT_TRUE(fails(secrets, ErrorKind::kInvalid));
  Case other = cases().front();
  other.tik[0] ^= 1;
  // Two different mistakes have two different messages.
  EXPECT_NE(secrets.error().message, other.unpack().error().message);
}

TEST(SecretPacket, SwappedKeysAreRefusedAndSaid) {
  Case one = cases().front();
  std::swap(one.tik, one.tek);
  EXPECT_TRUE(fails(one.unpack(), ErrorKind::kInvalid, {"MAC is valid under", "TEK"}));
}

const Case& some_case() {
  static const Case one = cases().front();
  return one;
}

// What unpacking says of a packet that holds `plaintext`, with a MAC that is valid.
std::string said_of(const Bytes& plaintext) {
  const Case& one = some_case();
  const TransportKeys keys = one.keys();
  const SecretPacket packet =
      internal::seal_packet(SecretBytes(Bytes(plaintext)), keys.tik, keys.tek, one.measurement, {});
  const auto opened = unpack_secret(packet, keys, one.measurement);
  return opened ? "it opens" : opened.error().message;
}

// The same of a packet that has it as its payload: encrypted once more, it is as it was.
std::string said_of_payload(const Bytes& payload) {
  const Case& one = some_case();
  const TransportKeys keys = one.keys();
  return said_of(
      internal::seal_packet(SecretBytes(Bytes(payload)), keys.tik, keys.tek, one.measurement, {})
          .payload);
}

// A key of 15 bytes may be all zeros, or all text, by chance.
TEST(SecretPacket, TellsTextZerosAndRubbishApart) {
  const auto is = [](const Bytes& plaintext, std::string_view words) {
    EXPECT_NE(said_of(plaintext).find(words), std::string::npos)
        << test::hex(plaintext) << ": " << said_of(plaintext);
  };
  constexpr std::string_view kRubbish = "with this TEK it does not open";
  is(Bytes(15, 0), kRubbish);
  is(Bytes(16, 0), "zero bytes only");
  is(Bytes(15, 'a'), kRubbish);
  is(Bytes(16, 'a'), "opens as text");
  const Bytes letters(16, 'a');
  for (const std::string_view end :
       {" ", "~", "\t", "\r", "\n", "\xc2\xa0", "\xc3\xa9", "\xf0\x9f\x94\x91"}) {
    is(test::concat({letters, as_bytes(end)}), "opens as text");
    is(test::concat({as_bytes(end), letters, Bytes(3, 0)}), "opens as text");
  }
  for (const std::string_view end :
       {"\x1f", "\x7f", "\b", "\v", "\x0e", "\xc2\x80", "\xc2\x9f", "\xc3", "\xff"}) {
    is(test::concat({letters, as_bytes(end)}), kRubbish);
  }
  is(test::concat({as_bytes("a"), Bytes(15, 0)}), "opens as text");
  is(test::concat({letters, Bytes(1, 0), letters}), kRubbish);
  is(test::concat({Bytes(1, 0), letters}), kRubbish);
}

// SEV API before 0.17: its MAC is that of no measurement, and its table is judged like any other.
TEST(SecretPacket, AnOldMacIsNoExcuseForATable) {
  const Case& one = some_case();
  const TransportKeys keys = one.keys();
  Bytes plaintext = test::unhex("42f5741edd71664d963eef4287ff173b");
  append_le<std::uint32_t>(plaintext, 99);
  plaintext.resize(48, 1);
  SecretPacket packet = internal::seal_packet(SecretBytes(std::move(plaintext)), keys.tik, keys.tek,
                                              one.measurement, {});
  Bytes lengths;
  append_le<std::uint32_t>(lengths, 48);
  append_le<std::uint32_t>(lengths, 48);
  const ByteView header = packet.header;
  put_bytes(
      std::span(packet.header).subspan(20),
      HmacSha256(one.tik).tag({test::unhex("01"), header.first(20), lengths, packet.payload}));
  EXPECT_TRUE(fails(unpack_secret(packet, keys, one.measurement), ErrorKind::kInvalid,
                    {"secret table", "got 99"}));
}

TEST(SecretPacket, TellsAnEntryWithoutATable) {
  constexpr std::string_view kEntry = "an entry without a secret table";
  const Bytes luks = test::unhex("e5696873f084734992ec06879ce3da0b");
  const Bytes luks_as_text = test::unhex("736869e584f0497392ec06879ce3da0b");
  const Bytes other(16, 0x81);
  const auto entry = [](const Bytes& guid, std::uint32_t length, std::size_t data) {
    Bytes whole = guid;
    append_le<std::uint32_t>(whole, length);
    whole.resize(whole.size() + data, 0x92);
    return whole;
  };
  const auto is_entry = [&](const Bytes& plaintext) {
    return said_of(plaintext).find(kEntry) != std::string::npos;
  };
  EXPECT_TRUE(is_entry(entry(luks, 7, 0)));
  EXPECT_TRUE(is_entry(entry(luks_as_text, 7, 0)));
  EXPECT_TRUE(is_entry(entry(other, 21, 1)));
  EXPECT_TRUE(is_entry(entry(other, 20, 0)));
  EXPECT_FALSE(is_entry(entry(other, 19, 0)));
  EXPECT_FALSE(is_entry(entry(other, 22, 1)));
  EXPECT_FALSE(is_entry(luks));
  Bytes padded = entry(other, 21, 1);
  padded.resize(32, 0);
  EXPECT_TRUE(is_entry(padded));
}

TEST(SecretPacket, SaysThatAPayloadIsNotEncrypted) {
  constexpr std::string_view kPlain = "neither encrypted nor a secret table";
  Bytes entry(16, 0x81);
  append_le<std::uint32_t>(entry, 20);
  for (const Bytes& payload :
       {Bytes(16, 0), Bytes(16, 'a'), entry, test::unhex("1e74f54271dd4d66963eef4287ff173b")}) {
    EXPECT_NE(said_of_payload(payload).find(kPlain), std::string::npos) << test::hex(payload);
  }
  EXPECT_EQ(said_of_payload(Bytes(16, 0x81)).find(kPlain), std::string::npos);
  // Nothing but a GUID is too short for the rest of a table.
  EXPECT_NE(said_of(test::unhex("1e74f54271dd4d66963eef4287ff173b")).find("order of its text"),
            std::string::npos);
  EXPECT_EQ(said_of(test::unhex("1e74f54271dd4d66963eef4287ff17")).find("order of its text"),
            std::string::npos);
}

// One header and payload, as files that hold it in every form.
TEST(SecretPacket, AFileOfItIsRawOrBase64WithAnyLines) {
  const Case one = cases().front();
  for (const Bytes& part : {one.header, one.payload}) {
    const std::string base64 = to_base64(part);
    EXPECT_EQ(*decode_packet_file(part), part);
    EXPECT_EQ(*decode_packet_file(as_bytes(base64)), part);
    for (const std::string end : {"\n", "\r\n", " "}) {
      std::string wrapped = end;
      for (std::size_t i = 0; i < base64.size(); i += 20) wrapped += base64.substr(i, 20) + end;
      const Result<Bytes> decoded = decode_packet_file(as_bytes(wrapped));
      ASSERT_TRUE(succeeds(decoded));
      EXPECT_EQ(*decoded, part);
    }
  }
  // One byte that text does not have makes all of it raw.
  for (const std::string_view raw : {"AAA\x7f", "AAA\x1f", "AAA\x80", "AAA\v"}) {
    ASSERT_TRUE(succeeds(decode_packet_file(as_bytes(raw))));
    EXPECT_EQ(*decode_packet_file(as_bytes(raw)), test::to_bytes(raw));
  }
  EXPECT_TRUE(fails(decode_packet_file(as_bytes("AAA~")), ErrorKind::kInvalid));
  EXPECT_EQ(*decode_packet_file(as_bytes("A\tA\nA\rA ")), Bytes(3, 0));
  // Text is never taken for raw bytes.
  for (const std::string_view text : {"AAA", "AA_-", "not base64!", "<html></html>"}) {
    EXPECT_TRUE(fails(decode_packet_file(as_bytes(text)), ErrorKind::kInvalid)) << text;
  }
}

TEST(SecretPacket, SizesAtTheEdges) {
  const Bytes header(52, 0);
  EXPECT_TRUE(succeeds(parse_secret_packet(header, Bytes(1, 0))));
  EXPECT_TRUE(succeeds(parse_secret_packet(header, Bytes(16384, 0))));
  EXPECT_TRUE(fails(parse_secret_packet(header, {}), ErrorKind::kInvalid));
  EXPECT_TRUE(
      fails(parse_secret_packet(header, Bytes(16385, 0)), ErrorKind::kInvalid, {"16385", "16384"}));
  for (const std::size_t size : {0U, 51U, 53U, 104U}) {
    EXPECT_TRUE(fails(parse_secret_packet(Bytes(size, 0), Bytes(16, 0)), ErrorKind::kInvalid,
                      {"52", std::to_string(size)}))
        << size;
  }
}

TEST(SecretPacket, ExchangedFilesAreSaid) {
  const auto hint = [](std::size_t header, std::size_t payload) {
    const auto packet = parse_secret_packet(Bytes(header, 0), Bytes(payload, 0));
    return packet ? std::string("taken") : packet.error().hint;
  };
  for (const std::size_t size : {0U, 48U, 51U, 53U, 16384U}) {
    EXPECT_NE(hint(size, 52).find("Swap"), std::string::npos) << size;
  }
  EXPECT_EQ(hint(52, 52), "taken");
  for (const std::size_t size : {48U, 51U, 53U}) EXPECT_EQ(hint(48, size), "") << size;
}

TEST(SecretPacket, KeepsHeaderAndPayload) {
  const Bytes header = test::counting_bytes(52);
  const Bytes payload = test::counting_bytes(33);
  const Result<SecretPacket> packet = parse_secret_packet(header, payload);
  ASSERT_TRUE(succeeds(packet));
  EXPECT_EQ(Bytes(packet->header.begin(), packet->header.end()), header);
  EXPECT_EQ(packet->payload, payload);
}

}  // namespace
}  // namespace sevproof
