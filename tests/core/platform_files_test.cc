// What files of a platform hold, in every shape in which people have them.
#include "sevproof/formats/platform_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform_data.h"
#include "sevproof/formats/attestation_report.h"
#include "sevproof/formats/session_blob.h"
#include "test_errors.h"

namespace sevproof {
namespace {

using test::concat;
using test::fails;
using test::platform_file;
using test::succeeds;
using test::to_bytes;
using testing::ElementsAre;

Result<PlatformPieces> parsed(ByteView content) { return parse_platform_file(content, "file"); }

// "PDH PEK OCA CEK ASK ARK" in the order in which they were found, SEV's first.
std::string names(ByteView content) {
  const auto pieces = parsed(content);
  EXPECT_TRUE(succeeds(pieces));
  if (!pieces) return {};
  std::string all;
  for (const SevCertificate& one : pieces->sev) all += describe(one).substr(0, 3) + " ";
  for (const AmdCertificate& one : pieces->amd) all += describe(one).substr(0, 3) + " ";
  return all + (pieces->chip_id ? "id" : "");
}

Bytes of_rome(std::string_view name) {
  return platform_file("chains/rome/" + std::string(name) + ".cert");
}

Bytes of_root(std::string_view generation, std::string_view name) {
  return platform_file("amd-roots/" + std::string(generation) + "/" + std::string(name) + ".cert");
}

Bytes host_chain() { return concat({of_rome("pek"), of_rome("oca"), of_rome("cek")}); }

TEST(PlatformFiles, EveryOrderOfWholeCertificates) {
  EXPECT_EQ(names(of_rome("pdh")), "PDH ");
  EXPECT_EQ(names(host_chain()), "PEK OCA CEK ");
  const Bytes exported = concat({of_rome("pdh"), host_chain()});
  EXPECT_EQ(exported.size(), 8336U);
  EXPECT_EQ(names(exported), "PDH PEK OCA CEK ");
  EXPECT_EQ(names(concat({exported, of_root("rome", "ask"), of_root("rome", "ark")})),
            "PDH PEK OCA CEK ASK ARK ");
  EXPECT_EQ(names(concat({of_root("rome", "ark"), of_rome("cek"), of_root("rome", "ask")})),
            "CEK ARK ASK ");
}

TEST(PlatformFiles, NaplesArkMayEndBeforeItsSignature) {
  const Bytes published = platform_file("amd-roots/naples/ask_ark_naples.published.cert");
  EXPECT_EQ(names(published), "ASK ARK ");
  const ByteView bare = ByteView(published).subspan(832);
  ASSERT_EQ(bare.size(), 576U);
  EXPECT_EQ(names(bare), "ARK ");
  EXPECT_EQ(names(concat({bare, of_rome("pdh")})), "PDH ARK ");
  EXPECT_EQ(names(concat({bare, of_root("naples", "ask")})), "ARK ASK ");
  EXPECT_EQ(names(concat({of_root("naples", "ark"), of_rome("pdh")})), "PDH ARK ");
  // 9744 bytes, as sevctl exports with AMD's file.
  EXPECT_EQ(names(concat({of_rome("pdh"), host_chain(), published})), "PDH PEK OCA CEK ASK ARK ");
}

TEST(PlatformFiles, TextOfThem) {
  // Of the size of a sevctl export, and not one.
  const std::string base64 = to_base64(host_chain());
  EXPECT_EQ(base64.size(), 8336U);
  EXPECT_EQ(names(as_bytes(base64)), "PEK OCA CEK ");
  EXPECT_EQ(names(as_bytes(to_hex(of_rome("pdh")))), "PDH ");
  EXPECT_EQ(names(platform_file("odd/cek.hex.txt")), "CEK ");
  std::string lines;
  for (std::size_t at = 0; at < base64.size(); at += 76) lines += base64.substr(at, 76) + "\r\n";
  EXPECT_EQ(names(as_bytes(lines)), "PEK OCA CEK ");
  const std::string two = to_base64(of_rome("pdh")) + "\n" + to_base64(of_rome("pek")) + "\n";
  EXPECT_EQ(names(as_bytes(two)), "PDH PEK ");
}

// As `base64 pdh.cert > f; base64 chain >> f` and the like leave them.
TEST(PlatformFiles, TextsOneAfterTheOther) {
  const auto wrapped = [](ByteView bytes) {
    const std::string text = to_base64(bytes);
    std::string lines;
    for (std::size_t at = 0; at < text.size(); at += 76) lines += text.substr(at, 76) + "\n";
    return lines;
  };
  const Bytes pdh = of_rome("pdh");
  const Bytes ask = of_root("rome", "ask");
  EXPECT_EQ(names(as_bytes(wrapped(pdh) + wrapped(host_chain()))), "PDH PEK OCA CEK ");
  EXPECT_EQ(names(as_bytes(wrapped(host_chain()) + wrapped(pdh))), "PEK OCA CEK PDH ");
  EXPECT_EQ(names(as_bytes(wrapped(ask) + wrapped(pdh) + wrapped(of_rome("cek")))), "PDH CEK ASK ");
  EXPECT_EQ(names(as_bytes(to_base64(pdh) + to_base64(of_rome("pek")))), "PDH PEK ");
  EXPECT_EQ(names(as_bytes(to_base64(ask) + to_base64(pdh) + "\r\n")), "PDH ASK ");
  EXPECT_EQ(names(as_bytes("'" + wrapped(pdh) + "'")), "PDH ");
  // Cut within its lines, of which each is base64.
  EXPECT_TRUE(fails(parsed(as_bytes(wrapped(pdh).substr(0, 1500))), ErrorKind::kInvalid,
                    {"file: expected base64 or hex"}));
}

TEST(PlatformFiles, WhatHostsPrint) {
  EXPECT_EQ(names(platform_file("stand-in-a/nodesevinfo.txt")), "PDH PEK OCA CEK id");
  EXPECT_EQ(names(platform_file("stand-in-a/query-sev-capabilities.json")), "PEK OCA CEK PDH id");
  const std::string pdh = to_base64(of_rome("pdh"));
  EXPECT_EQ(names(as_bytes("{\"pdh\": \"" + pdh + "\", \"certChain\": \"" +
                           to_base64(host_chain()) + "\"}")),
            "PDH PEK OCA CEK ");
  // Copied from a terminal that broke the line.
  EXPECT_EQ(names(as_bytes("$ virsh nodesevinfo\npdh               : " + pdh.substr(0, 100) + "\n" +
                           pdh.substr(100) + "\ncbitpos           : 51\n\n")),
            "PDH ");
  EXPECT_EQ(names(platform_file("stand-in-a/chip-id.txt")), "id");
}

TEST(PlatformFiles, RefusesWhatIsNoneByName) {
  const auto refuses = [](ByteView content, std::initializer_list<std::string_view> words) {
    return fails(parsed(content), ErrorKind::kInvalid, words);
  };
  EXPECT_TRUE(refuses(to_bytes(""), {"file"}));
  EXPECT_TRUE(refuses(to_bytes("hello"), {"file", "a text"}));
  EXPECT_TRUE(refuses(to_bytes(std::string(99, '!')), {"file", "line 1"}));
  EXPECT_TRUE(refuses(to_bytes("PK\x03\x04 and more"), {"a zip archive"}));
  EXPECT_TRUE(refuses(to_bytes("-----BEGIN CERTIFICATE-----\nMIIB\n"), {"PEM"}));
  EXPECT_TRUE(refuses(to_bytes("{\"return\": {}}"), {"file"}));
  EXPECT_TRUE(refuses(to_bytes("pdh : AQAAAAE*\n"), {"pdh", "*"}));
  EXPECT_TRUE(refuses(platform_file("stand-in-a/attestation_report.bin"), {"attestation"}));
  const Bytes whole = of_rome("pdh");
  EXPECT_TRUE(refuses(ByteView(whole).first(2083), {"2083"}));
  EXPECT_TRUE(refuses(concat({whole, Bytes(2084)}), {"2084"}));
  EXPECT_TRUE(fails(parsed(Bytes(kMaxPlatformFileSize + 1, 'A')), ErrorKind::kUnreadable,
                    {std::to_string(kMaxPlatformFileSize)}));
}

TEST(PlatformFiles, SaysHowManyBytesAreTooMany) {
  const Bytes whole = of_rome("pdh");
  const auto refuses = [](ByteView content, std::string_view words) {
    return fails(parsed(content), ErrorKind::kInvalid, {"file", words});
  };
  EXPECT_TRUE(refuses(concat({whole, to_bytes("\n")}), "1 byte too many at the end"));
  EXPECT_TRUE(refuses(concat({whole, ByteView(whole).first(1)}), "1 byte too many at the end"));
  EXPECT_TRUE(refuses(concat({whole, to_bytes("\r\n")}), "2 bytes too many at the end"));
  EXPECT_TRUE(refuses(concat({of_root("rome", "ask"), Bytes(575)}), "575 bytes too many"));
  EXPECT_TRUE(refuses(as_bytes(to_base64(concat({whole, Bytes(3)}))), "3 bytes too many"));
  // A piece of one is no surplus.
  EXPECT_TRUE(refuses(concat({whole, ByteView(whole).first(100)}), "got 100"));
}

TEST(PlatformFiles, NamesTheCauseOfTextWithoutAny) {
  const auto refuses = [](std::string_view text, std::initializer_list<std::string_view> words) {
    return fails(parsed(as_bytes(text)), ErrorKind::kInvalid, words);
  };
  for (const char* words : {"Not found\n", "Host not found: 404", "4 4"}) {
    EXPECT_TRUE(refuses(words, {"expected SEV certificates, got a text"}));
  }
  EXPECT_TRUE(refuses(R"({"error": {"class": "GenericError", "desc": "SEV is not enabled"}})",
                      {"QMP's error 'SEV is not enabled'"}));
  EXPECT_TRUE(refuses(R"({"error": {"class": "GenericError"}})", {"QMP's error", "GenericError"}));
  EXPECT_TRUE(refuses(R"({"return": {"cbitpos": 51}})", {"JSON without pdh and cert-chain"}));
  EXPECT_TRUE(refuses(R"({"generator": "sevproof 1", "inputs": {"pdh": {}}})",
                      {"got a report of sevproof"}));
  EXPECT_TRUE(refuses("error: Unable to get host SEV information\nerror: no SEV here\n",
                      {"an error of the host: 'Unable to get host SEV information; no SEV here'"}));
  for (const char* broken : {R"({"return": {"pdh": "AQ)", R"({"pdh": AQ})"}) {
    const auto error = parsed(as_bytes(broken)).error();
    EXPECT_THAT(error.message, testing::HasSubstr("JSON"));
    EXPECT_THAT(error.message, testing::Not(testing::HasSubstr("launch data")));
  }
}

TEST(PlatformFiles, RefusesValuesThatAreNoText) {
  for (const char* name : {"pdh", "cert-chain", "certChain", "cpu0-id", "cpu0Id"}) {
    for (const char* value : {"5", "null", "{}", "[\"AQAA\"]", "true"}) {
      const std::string text =
          "{\"return\": {\"" + std::string(name) + "\": " + std::string(value) + "}}";
      EXPECT_TRUE(fails(parsed(as_bytes(text)), ErrorKind::kInvalid,
                        {name, "expected base64, got " + std::string(value)}))
          << text;
    }
  }
}

TEST(PlatformFiles, SaysThatATextIsEncodedTwice) {
  const std::string twice = to_base64(as_bytes(to_base64(of_rome("pdh"))));
  const std::string line = "pdh : " + twice + "\n";
  for (const std::string& text : {twice, to_hex(as_bytes(to_base64(host_chain()))), line}) {
    EXPECT_TRUE(fails(parsed(as_bytes(text)), ErrorKind::kInvalid, {"encoded twice"}));
  }
}

// What `sevproof session create` writes, and is no certificate.
TEST(PlatformFiles, KnowsTheFilesOfASession) {
  const auto refused = [](ByteView content) {
    const auto file = parse_any_platform_file(content, "file");
    EXPECT_TRUE(fails(file, ErrorKind::kInvalid, {"file"}));
    return file ? std::string() : file.error().message + " " + file.error().hint;
  };
  for (const char* text : {"<launchSecurity type='sev'>\n</launchSecurity>\n",
                           "-machine confidential-guest-support=sev0 -object sev-guest\n"}) {
    EXPECT_THAT(refused(as_bytes(text)), testing::HasSubstr("_session.b64"));
  }
  EXPECT_THAT(refused(Bytes(16, 0xa5)), testing::HasSubstr("16 bytes, as a TIK"));
  EXPECT_THAT(refused(Bytes(32, 0xa5)), testing::HasSubstr("32 bytes, as a TIK"));
  EXPECT_THAT(refused(Bytes(33, 0xa5)), testing::HasSubstr("33 bytes that begin with none"));
  for (const char* xml : {"<domain type='kvm'/>", "<Error>AccessDenied</Error>"}) {
    EXPECT_THAT(refused(as_bytes(xml)), testing::Not(testing::HasSubstr("download")));
  }
}

TEST(SevCertificateFormat, SaysWhatIsWrong) {
  const Bytes whole = of_rome("pdh");
  const auto changed = [&](std::size_t at, std::uint8_t mask) {
    Bytes bytes = whole;
    bytes[at] ^= mask;
    return parse_sev_certificate(bytes);
  };
  EXPECT_TRUE(fails(changed(0x000, 2), ErrorKind::kInvalid, {"version", "3"}));
  EXPECT_TRUE(fails(changed(0x009, 0x10), ErrorKind::kInvalid, {"usage", "0x3"}));
  EXPECT_EQ(changed(0x006, 1)->fault, "its reserved bytes are not zero");
  EXPECT_EQ(changed(0x00c, 1)->key_fault, "its algorithm is 0x2, not 0x3");
  EXPECT_EQ(changed(0x010, 3)->key_fault, "its curve is 1, not 2 (P-384)");
  for (const std::size_t padding : {0x044UL, 0x05bUL, 0x08cUL, 0x0a3UL, 0x0a4UL, 0x413UL}) {
    EXPECT_EQ(changed(padding, 1)->key_fault, "the padding of its public key is not zero");
  }
  EXPECT_EQ(changed(0x014, 1)->key_fault, "its point is not on the curve P-384");
  EXPECT_EQ(changed(0x043, 1)->key_fault, "its point is not on the curve P-384");
  // The usage of AMD's server of 2019 stands in CEKs alone.
  EXPECT_EQ(changed(0x61d, 0x10)->fault, "a place for a signature is neither empty nor filled");
  EXPECT_EQ(changed(0x620, 1)->fault, "a place for a signature is neither empty nor filled");
  EXPECT_EQ(changed(0x823, 1)->fault, "a place for a signature is neither empty nor filled");
  EXPECT_EQ(changed(0x004, 1)->fault, "");
  EXPECT_EQ(changed(0x004, 1)->key_fault, "");
}

// AMD's server of 2019 wrote a usage of its own there.
TEST(SevCertificateFormat, EmptyPlaceOfACek) {
  const Bytes whole = of_rome("cek");
  const auto fault = [&](std::uint8_t usage, std::uint8_t rest) {
    Bytes bytes = whole;
    bytes[0x61c] = usage;
    bytes[0x61d] = 0x00;
    bytes[0x823] = rest;
    return parse_sev_certificate(bytes)->fault;
  };
  EXPECT_EQ(fault(0x10, 0), "");
  EXPECT_EQ(fault(0x10, 1), "a place for a signature is neither empty nor filled");
  EXPECT_EQ(fault(0x11, 0), "a place for a signature is neither empty nor filled");
}

TEST(SevCertificateFormat, NumbersOfASignature) {
  const Bytes order = test::unhex(
      "7329c5cc6a19ecec7aa7b048b20d1a58df2d37f4814d63c7"
      "ffffffffffffffffffffffffffffffffffffffffffffffff");
  Bytes signature(512);
  signature[0] = 1;
  signature[72] = 1;
  EXPECT_TRUE(succeeds(parse_ecdsa(signature)));
  for (const std::size_t number : {0U, 72U}) {
    Bytes wrong = signature;
    wrong[number] = 0;
    EXPECT_TRUE(
        fails(parse_ecdsa(wrong), ErrorKind::kInvalid, {number == 0 ? "r is 0" : "s is 0"}));
    wrong = signature;
    std::copy(order.begin(), order.end(), wrong.begin() + static_cast<std::ptrdiff_t>(number));
    EXPECT_TRUE(fails(parse_ecdsa(wrong), ErrorKind::kInvalid, {"order"}));
    wrong[number] -= 1;
    EXPECT_TRUE(succeeds(parse_ecdsa(wrong)));
  }
  for (const std::size_t padding : {48U, 71U, 120U, 143U, 144U, 511U}) {
    Bytes wrong = signature;
    wrong[padding] = 1;
    EXPECT_TRUE(fails(parse_ecdsa(wrong), ErrorKind::kInvalid, {"padding"})) << padding;
  }
  EXPECT_TRUE(succeeds(parse_ecdsa(ByteView(signature).first(144))));
  EXPECT_TRUE(fails(parse_ecdsa(ByteView(signature).first(143)), ErrorKind::kInvalid,
                    {"two numbers of 72 bytes"}));
}

TEST(SevCertificateFormat, FingerprintsAsSevctlPrintsThem) {
  const auto pdh = parse_sev_certificate(of_rome("pdh"));
  ASSERT_TRUE(succeeds(pdh));
  EXPECT_EQ(describe(*pdh), "PDH EP384 D256");
  EXPECT_EQ(fingerprint(*pdh), to_hex(sha256(ByteView(of_rome("pdh")).first(1044))));
  const auto ask = parse_amd_certificate(of_root("naples", "ask"));
  ASSERT_TRUE(succeeds(ask));
  EXPECT_EQ(describe(*ask), "ASK R2048 R256");
  EXPECT_EQ(fingerprint(*ask), "5dff2a2a4dd59dc095d73a26af28be523192ade830bdd35bacdd81ee75584c45");
  const auto ark = parse_amd_certificate(of_root("milan", "ark"));
  ASSERT_TRUE(succeeds(ark));
  EXPECT_EQ(describe(*ark), "ARK R4096 R384");
  EXPECT_EQ(fingerprint(*ark).size(), 96U);
}

TEST(AmdCertificateFormat, SaysWhatIsWrong) {
  const Bytes whole = of_root("milan", "ask");
  const auto changed = [&](std::size_t at, std::uint8_t mask) {
    Bytes bytes = whole;
    bytes[at] ^= mask;
    return parse_amd_certificate(bytes);
  };
  EXPECT_TRUE(fails(changed(0x00, 2), ErrorKind::kInvalid, {"version", "3"}));
  EXPECT_TRUE(fails(changed(0x38, 1), ErrorKind::kInvalid, {"4097"}));
  EXPECT_TRUE(fails(changed(0x3d, 0x18), ErrorKind::kInvalid, {"2048"}));
  EXPECT_EQ(changed(0x28, 1)->fault, "its reserved bytes are not zero");
  EXPECT_EQ(changed(0x40, 2)->fault, "its exponent is not 65537");
  EXPECT_EQ(changed(0x44, 1)->fault, "its exponent is not 65537");
  EXPECT_EQ(changed(0x23f, 1)->fault, "its exponent is not 65537");
  EXPECT_EQ(changed(0x43f, 0x80)->fault, "its modulus is shorter than its key size says");
  EXPECT_EQ(changed(0x43f, whole[0x43f] ^ 0x80)->fault, "");
  EXPECT_TRUE(fails(parse_amd_certificate(ByteView(whole).first(1599)), ErrorKind::kInvalid,
                    {"expected 1600 bytes for a key of 4096 bits, got 1599"}));
}

TEST(AmdCertificateFormat, EndsBeforeItsHeaderDoes) {
  const Bytes whole = of_root("milan", "ask");
  const ByteView cut = ByteView(whole).first(63);
  EXPECT_TRUE(fails(parse_amd_certificate(cut, "ask"), ErrorKind::kInvalid,
                    {"ask: bits of the modulus: expected 4 bytes"}));
  EXPECT_TRUE(fails(amd_certificate_size(cut), ErrorKind::kInvalid, {"bits of the modulus"}));
}

// All but the ARK of Naples have one.
TEST(AmdCertificateFormat, EndsBeforeItsSignature) {
  const Bytes published = platform_file("amd-roots/naples/ask_ark_naples.published.cert");
  EXPECT_TRUE(succeeds(parse_amd_certificate(ByteView(published).subspan(832))));
  EXPECT_TRUE(fails(parse_amd_certificate(ByteView(of_root("naples", "ask")).first(576)),
                    ErrorKind::kInvalid, {"expected 832 bytes", "2048 bits"}));
  EXPECT_TRUE(fails(parse_amd_certificate(ByteView(of_root("milan", "ark")).first(1088)),
                    ErrorKind::kInvalid, {"expected 1600 bytes"}));
}

TEST(ChipIdFormat, IsAPointOfItsCurve) {
  const Bytes text = platform_file("stand-in-a/chip-id.txt");
  const auto id = ChipId::parse(text);
  ASSERT_TRUE(succeeds(id));
  Bytes raw = test::unhex(trim(as_text(text)));
  EXPECT_EQ(ChipId::parse(raw)->to_hex(), id->to_hex());
  EXPECT_EQ(ChipId::parse(as_bytes(to_base64(raw)))->to_hex(), id->to_hex());
  for (std::size_t at = 0; at < raw.size(); at += 9) {
    Bytes wrong = raw;
    wrong[at] ^= 1;
    EXPECT_TRUE(fails(ChipId::parse(wrong), ErrorKind::kInvalid, {"secp256k1"})) << at;
  }
  EXPECT_TRUE(fails(ChipId::parse(test::reversed(raw)), ErrorKind::kInvalid, {"secp256k1"}));
  EXPECT_TRUE(
      fails(ChipId::parse(as_bytes(to_hex(ByteView(raw).first(63)))), ErrorKind::kInvalid, {"63"}));
  EXPECT_TRUE(fails(ChipId::parse(as_bytes(to_hex(raw).substr(1))), ErrorKind::kInvalid,
                    {"expected 128 hex digits, got 127"}));
  EXPECT_TRUE(fails(ChipId::parse(Bytes(64)), ErrorKind::kInvalid, {"secp256k1"}));
}

TEST(AttestationReportFormat, FieldByField) {
  const Bytes raw = platform_file("stand-in-a/attestation_report.bin");
  const auto report = parse_attestation_report(raw);
  ASSERT_TRUE(succeeds(report));
  EXPECT_EQ(to_hex(report->nonce), "0d441ff26387615a7b6b1039d28a2ef1");
  EXPECT_EQ(to_hex(report->launch_digest),
            "7538c689e4a11f6fe34aba15419ba5ba42a455b2b0db2139c37fbe168575b132");
  EXPECT_EQ(report->policy, 5U);
  const Bytes answer = platform_file("stand-in-a/query-sev-attestation-report.json");
  for (const Bytes& text : {answer, to_bytes(to_base64(raw)), to_bytes(to_hex(raw))}) {
    const auto same = parse_attestation_report(text);
    ASSERT_TRUE(succeeds(same));
    EXPECT_EQ(to_hex(same->signed_bytes), to_hex(report->signed_bytes));
  }
  for (const auto& [at, word] : {std::pair(0x34UL, "usage"), std::pair(0x38UL, "algorithm"),
                                 std::pair(0x3cUL, "reserved"), std::pair(0x70UL, "padding")}) {
    Bytes wrong = raw;
    wrong[at] ^= 1;
    EXPECT_TRUE(fails(parse_attestation_report(wrong), ErrorKind::kInvalid, {word})) << at;
  }
  EXPECT_TRUE(fails(parse_attestation_report(ByteView(raw).first(207)), ErrorKind::kInvalid));
  EXPECT_TRUE(
      fails(parse_attestation_report(to_bytes("{\"return\": {}}")), ErrorKind::kInvalid, {"data"}));
  EXPECT_TRUE(fails(parse_attestation_report(
                        to_bytes(R"({"error": {"class": "GenericError", "desc": "not enabled"}})")),
                    ErrorKind::kInvalid, {"QMP's error 'not enabled'"}));
}

TEST(AttestationReportFormat, ShapesOfQmpsAnswer) {
  const Bytes raw = platform_file("stand-in-a/attestation_report.bin");
  const std::string data = "\"data\": \"" + to_base64(raw) + "\"}";
  for (const std::string& text : {"{" + data, "{\"return\": {" + data + "}",
                                  "{\"return\": null, " + data, "answer: {" + data}) {
    const auto report = parse_attestation_report(as_bytes(text));
    ASSERT_TRUE(succeeds(report)) << text;
    EXPECT_EQ(to_hex(report->signed_bytes), to_hex(ByteView(raw).first(0x34)));
  }
  const auto refuses = [](std::string_view text, std::string_view words) {
    return fails(parse_attestation_report(as_bytes(text)), ErrorKind::kInvalid, {words});
  };
  EXPECT_TRUE(refuses("{\"return\": {" + data, "JSON ends before it is complete"));
  EXPECT_TRUE(refuses("{\"return\": x}", "malformed JSON"));
  for (const std::size_t size : {207U, 209U}) {
    EXPECT_TRUE(
        refuses(to_base64(Bytes(size, 1)), "expected 208 bytes, got " + std::to_string(size)));
  }
}

TEST(SessionBlobFormat, FieldByField) {
  Bytes raw(kSessionSize);
  for (std::size_t i = 0; i < raw.size(); ++i) raw[i] = static_cast<std::uint8_t>(i);
  const auto session = parse_session(raw);
  ASSERT_TRUE(succeeds(session));
  EXPECT_EQ(session->nonce[0], 0x00);
  EXPECT_EQ(session->wrapped_keys[0], 0x10);
  EXPECT_EQ(session->iv[0], 0x30);
  EXPECT_EQ(session->wrap_mac[0], 0x40);
  EXPECT_EQ(session->policy_mac[31], 0x7f);
  EXPECT_EQ(to_hex(session_bytes(*session)), to_hex(raw));
  EXPECT_TRUE(fails(parse_session(Bytes(128)), ErrorKind::kInvalid, {"zero"}));
  EXPECT_TRUE(fails(parse_session(ByteView(raw).first(127)), ErrorKind::kInvalid, {"127"}));
  EXPECT_TRUE(fails(parse_session(of_rome("pdh")), ErrorKind::kInvalid, {"2084"}));
}

}  // namespace
}  // namespace sevproof
