// Files of certificates in every shape, and what AMD writes into those of chips.
#include "sevproof/formats/snp_certificates.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "der_parts.h"
#include "test_bytes.h"
#include "test_errors.h"

namespace sevproof {
namespace {

using test::CertificateParts;
using test::concat;
using test::der;
using test::fails;
using test::pem_of;
using test::snp_data;
using test::succeeds;
using test::unhex;
using testing::HasSubstr;

Bytes vcek() { return snp_data("reports/milan-v3.vcek.der"); }
Bytes asvk() { return snp_data("ca/asvk-milan.der"); }
Bytes crl() { return snp_data("crl/amd-genoa-2022.crl.der"); }

Result<SnpCertificates> parse(ByteView content) { return parse_snp_certificates(content, "file"); }
Result<SnpCertificates> parse(std::string_view text) { return parse(as_bytes(text)); }

std::string said(const Result<SnpCertificates>& parsed) {
  if (!parsed) return parsed.error().message;
  std::string text;
  for (const auto& one : parsed->certificates)
    text += one.source + "=" + one.certificate.subject_cn + ";";
  for (const auto& one : parsed->crls) text += one.source + "=crl " + one.crl.issuer_cn + ";";
  return text;
}

TEST(SnpCertificates, Der) {
  EXPECT_EQ(said(parse(vcek())), "file=SEV-VCEK;");
  EXPECT_EQ(said(parse(crl())), "file=crl ARK-Genoa;");
  Bytes longer = vcek();
  longer.push_back(0);
  EXPECT_TRUE(fails(parse(longer), ErrorKind::kInvalid, {"file"}));
  // The error of what it is like.
  Bytes list = crl();
  list[11] ^= 1;
  EXPECT_TRUE(fails(parse(list), ErrorKind::kInvalid));
}

TEST(SnpCertificates, EveryFileOfAmds) {
  for (const char* const line : {"milan", "genoa", "turin"}) {
    for (const std::string& name :
         {"ark-" + std::string(line) + ".pem", "ask-" + std::string(line) + ".pem",
          "asvk-" + std::string(line) + ".der"}) {
      const auto parsed = parse(snp_data("ca/" + name));
      ASSERT_TRUE(succeeds(parsed)) << name;
      EXPECT_EQ(parsed->certificates.size(), 1U);
      EXPECT_EQ(parsed->certificates[0].source, "file");
      EXPECT_THAT(parsed->unread, testing::IsEmpty());
    }
  }
  const auto chain = parse(snp_data("reports/azure-milan-v2.vcek-chain.pem"));
  EXPECT_EQ(
      said(chain),
      "file, certificate 1=SEV-VCEK;file, certificate 2=SEV-Milan;file, certificate 3=ARK-Milan;");
}

TEST(SnpCertificates, PemInAnyOrderAndWithTextBetween) {
  const std::string text = "# the list\n" + pem_of(crl(), "X509 CRL") + "\nsubject=CN = x\n" +
                           pem_of(vcek()) + pem_of(asvk());
  const std::string expected =
      "file, certificate 1=SEV-VCEK;file, certificate 2=SEV-VLEK-Milan;file, CRL 1=crl ARK-Genoa;";
  EXPECT_EQ(said(parse(text)), expected);
  EXPECT_EQ(said(parse(text.substr(0, text.size() - 1))), expected);
  std::string crlf;
  for (const char c : text) crlf += c == '\n' ? std::string("\r\n") : std::string(1, c);
  EXPECT_EQ(said(parse(crlf)), expected);
  EXPECT_EQ(said(parse("\xef\xbb\xbf" + text)), expected);
}

TEST(SnpCertificates, PemInJson) {
  const std::string json = "{\"vcekCert\":\"" + pem_of(vcek(), "CERTIFICATE", "\\n") +
                           "\",\"certificateChain\":\"" + pem_of(asvk(), "CERTIFICATE", "\\r\\n") +
                           "\"}";
  EXPECT_EQ(said(parse(json)), "file, certificate 1=SEV-VCEK;file, certificate 2=SEV-VLEK-Milan;");
}

TEST(SnpCertificates, OtherBlocksDoNotSpoilIt) {
  const std::string good = pem_of(vcek());
  for (const std::string& other :
       {pem_of(vcek(), "TRUSTED CERTIFICATE"), pem_of(Bytes(40, 7), "EC PRIVATE KEY"),
        pem_of(Bytes(40, 7)),
        std::string("-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----\n"),
        std::string("-----BEGIN CERTIFICATE-----\nMIIB\n"),
        pem_of(unhex("3003020101"), "X509 CRL")}) {
    for (const std::string& text : {other + good, good + other}) {
      const auto parsed = parse(text);
      // A block without its end takes the next one's, so that neither is one.
      if (other.find("END") == other.npos && text.starts_with(other)) continue;
      ASSERT_TRUE(succeeds(parsed)) << other;
      EXPECT_EQ(parsed->certificates.size(), 1U) << other;
      ASSERT_EQ(parsed->unread.size(), 1U) << other;
      EXPECT_THAT(parsed->unread[0], HasSubstr("file"));
      EXPECT_THAT(parsed->unread[0], HasSubstr(": "));
    }
    EXPECT_TRUE(fails(parse(other), ErrorKind::kInvalid, {"file"})) << other;
  }
}

TEST(SnpCertificates, WhatIsSomethingElseIsNamed) {
  const auto key = parse(snp_data("idblock/id_key_test.pem"));
  ASSERT_TRUE(fails(key, ErrorKind::kInvalid, {"file"}));
  EXPECT_THAT(key.error().message, testing::ContainsRegex("[Kk][Ee][Yy]"));
  const auto empty = parse(std::string_view());
  ASSERT_TRUE(succeeds(empty));
  EXPECT_THAT(empty->unread, testing::ElementsAre(HasSubstr("file: it is empty")));
  EXPECT_TRUE(fails(parse(snp_data("reports/milan-v3.bin")), ErrorKind::kInvalid, {"report"}));
  EXPECT_TRUE(fails(parse("\x1f\x8b\x08 and so on"), ErrorKind::kInvalid, {"gzip"}));
  EXPECT_TRUE(fails(parse("<!doctype html><html></html>"), ErrorKind::kInvalid, {"HTML"}));
  EXPECT_TRUE(fails(parse(Bytes(1, 0)), ErrorKind::kInvalid));
  const auto large = parse(Bytes(kMaxSnpCertificateFile + 1, 0));
  ASSERT_FALSE(large);
  EXPECT_EQ(large.error().code, ErrorCode::kFileTooLarge);
  EXPECT_TRUE(succeeds(parse(Bytes(kMaxSnpCertificateFile, 0))));
}

TEST(SnpCertificates, BlocksAreBounded) {
  std::string text;
  for (int i = 0; i < 20000; ++i) text += "-----BEGIN CERTIFICATE-----\n";
  EXPECT_TRUE(fails(parse(text), ErrorKind::kInvalid));
  std::string many = pem_of(vcek());
  for (int i = 0; i < 5000; ++i) many += "-----BEGIN A-----\nAAAA\n-----END A-----\n";
  const auto parsed = parse(many);
  EXPECT_TRUE(!parsed || parsed->unread.size() < 1000U);
}

// Certificate tables.

struct Entry {
  std::string guid;
  Bytes content;
};
constexpr const char* kVcek = "63da758de6644564adc5f4b93be8accd";
constexpr const char* kAsk = "4ab7b379bbac4fe4a02f05aef327c782";
constexpr const char* kCrl = "92f81bc358114d3d97ffd19f88dc67ea";
constexpr const char* kGce = "9f4116cdc5034f5a8f6ffb68882f4ce2";
constexpr const char* kExtra = "ecae0c0f950243b1afa20ae2e0d565b6";
constexpr const char* kUnknown = "00112233445566778899aabbccddeeff";

Bytes row(std::string_view guid, std::uint32_t offset, std::uint32_t size) {
  Bytes out = unhex(guid);
  append_le(out, offset);
  append_le(out, size);
  return out;
}

Bytes table(const std::vector<Entry>& entries) {
  Bytes head;
  Bytes data;
  const std::size_t begin = 24 * (entries.size() + 1);
  for (const Entry& one : entries) {
    append(head, row(one.guid, static_cast<std::uint32_t>(begin + data.size()),
                     static_cast<std::uint32_t>(one.content.size())));
    append(data, one.content);
  }
  return concat({head, Bytes(24, 0), data});
}

TEST(SnpCertificates, Tables) {
  const auto parsed = parse(table({{kVcek, vcek()},
                                   {kAsk, test::to_bytes(pem_of(asvk()))},
                                   {kCrl, crl()},
                                   {kGce, Bytes(5, 1)},
                                   {kExtra, Bytes(8, 1)},
                                   {kUnknown, Bytes(3, 1)}}));
  EXPECT_EQ(said(parsed), "file, VCEK=SEV-VCEK;file, ASK=SEV-VLEK-Milan;file, CRL=crl ARK-Genoa;");
  ASSERT_EQ(parsed->others.size(), 3U);
  EXPECT_EQ(parsed->others[0].name, "GCE firmware endorsement");
  EXPECT_EQ(parsed->others[0].guid.to_string(), "9f4116cd-c503-4f5a-8f6f-fb68882f4ce2");
  EXPECT_EQ(parsed->others[0].size, 5U);
  EXPECT_FALSE(parsed->others[1].name.empty());
  EXPECT_TRUE(parsed->others[2].name.empty());
  EXPECT_EQ(parsed->others[2].guid.to_string(), "00112233-4455-6677-8899-aabbccddeeff");
}

TEST(SnpCertificates, EmptyTables) {
  for (const std::size_t size : {24U, 25U, 4096U, 8192U}) {
    const Bytes zeros(size, 0);
    EXPECT_TRUE(is_certificate_table(zeros));
    const auto parsed = parse(zeros);
    ASSERT_TRUE(succeeds(parsed)) << size;
    EXPECT_TRUE(parsed->certificates.empty() && parsed->crls.empty() && parsed->others.empty() &&
                parsed->unread.empty());
  }
  EXPECT_FALSE(is_certificate_table(Bytes(23, 0)));
  EXPECT_FALSE(parse(Bytes(23, 0)));
  EXPECT_FALSE(is_certificate_table({}));
  EXPECT_FALSE(is_certificate_table(vcek()));
  EXPECT_TRUE(is_certificate_table(table({{kUnknown, Bytes(3, 1)}})));
  EXPECT_FALSE(is_certificate_table(snp_data("reports/milan-v3.bin")));
}

TEST(SnpCertificates, HostileTables) {
  const Bytes data = vcek();
  const auto size = static_cast<std::uint32_t>(data.size());
  const auto with = [&](std::uint32_t offset, std::uint32_t length) {
    return parse(concat({row(kVcek, offset, length), Bytes(24, 0), data}));
  };
  EXPECT_EQ(said(with(48, size)), "file, VCEK=SEV-VCEK;");
  EXPECT_FALSE(with(48, size + 1));
  EXPECT_FALSE(with(49, size));
  EXPECT_FALSE(with(47, size));
  EXPECT_FALSE(with(0, size));
  EXPECT_FALSE(with(24, 24));
  // 48 + 0xffffffd0 is 0 in 32 bits; so is the other way round.
  EXPECT_FALSE(with(48, 0xffffffd0));
  EXPECT_FALSE(with(0xffffffd0, 48 + size));
  EXPECT_FALSE(with(0xffffffff, 0xffffffff));
  const auto no_end = parse(concat({row(kVcek, 24, size), data}));
  EXPECT_FALSE(no_end);
  EXPECT_FALSE(parse(row(kVcek, 24, 0)));
  EXPECT_FALSE(parse(concat({row(kVcek, 47, 0), Bytes(23, 0)})));
  EXPECT_EQ(said(parse(concat({row(kVcek, 0, 0), Bytes(24, 0)}))), "");
  const auto twice = parse(table({{kVcek, data}, {kVcek, data}}));
  EXPECT_TRUE(fails(twice, ErrorKind::kInvalid, {"63da758d-e664-4564-adc5-f4b93be8accd"}));
  EXPECT_FALSE(parse(table({{kVcek, data}, {kUnknown, {}}, {kUnknown, {}}})));
  std::vector<Entry> many;
  for (int i = 0; i < 4000; ++i) many.push_back({i == 0 ? kVcek : kAsk, {}});
  EXPECT_FALSE(parse(table(many)));
}

TEST(SnpCertificates, EntriesThatAreNoneDoNotSpoilATable) {
  const auto parsed =
      parse(table({{kVcek, Bytes(10, 1)}, {kAsk, asvk()}, {kCrl, Bytes(1, 7)}, {kUnknown, {}}}));
  EXPECT_EQ(said(parsed), "file, ASK=SEV-VLEK-Milan;");
  ASSERT_EQ(parsed->unread.size(), 2U);
  EXPECT_THAT(parsed->unread[0], HasSubstr("VCEK"));
  EXPECT_THAT(parsed->unread[1], HasSubstr("CRL"));
  EXPECT_TRUE(fails(parse(table({{kVcek, Bytes(10, 1)}})), ErrorKind::kInvalid, {"VCEK"}));
}

TEST(SnpCertificates, HexAndBase64) {
  const Bytes whole = table({{kVcek, vcek()}});
  EXPECT_EQ(said(parse(to_hex(vcek()))), "file=SEV-VCEK;");
  EXPECT_EQ(said(parse(to_base64(vcek()) + "\n")), "file=SEV-VCEK;");
  EXPECT_EQ(said(parse(to_base64(whole))), "file, VCEK=SEV-VCEK;");
  EXPECT_EQ(said(parse(to_hex(whole))), "file, VCEK=SEV-VCEK;");
  EXPECT_EQ(said(parse(to_base64(as_bytes(pem_of(vcek()))))), "file=SEV-VCEK;");
  EXPECT_FALSE(parse(to_base64(as_bytes(to_hex(vcek())))));
  EXPECT_FALSE(parse(to_hex(as_bytes(to_base64(vcek())))));
  EXPECT_FALSE(parse(to_hex(vcek()).substr(2)));
}

TEST(SnpCertificates, AddPutsThemBehind) {
  auto all = parse(vcek()).value_or(SnpCertificates());
  all.add(parse(crl()).value_or(SnpCertificates()));
  all.add(parse(asvk()).value_or(SnpCertificates()));
  EXPECT_EQ(said(all), "file=SEV-VCEK;file=SEV-VLEK-Milan;file=crl ARK-Genoa;");
}

// AMD's extensions.

VekExtensions vek(std::string_view name) {
  const auto certificate = parse_x509(snp_data(name), name);
  EXPECT_TRUE(succeeds(certificate)) << name;
  const auto parsed = parse_vek_extensions(*certificate, name);
  EXPECT_TRUE(succeeds(parsed)) << name;
  return parsed.value_or(VekExtensions());
}

TEST(VekExtensions, OfRealReports) {
  for (const auto& [name, item] :
       test::load_json("vectors/snp/reports/expected.json")["reports"].items()) {
    const auto file = item["vek"].get<std::string>();
    if (!file.ends_with(".der")) continue;
    const VekExtensions parsed = vek("reports/" + file);
    const auto& tcb = item["facts"]["reportedTcb"];
    EXPECT_EQ(*parsed.bl, tcb["bl"].get<int>()) << name;
    EXPECT_EQ(*parsed.tee, tcb["tee"].get<int>());
    EXPECT_EQ(*parsed.snp, tcb["snp"].get<int>());
    EXPECT_EQ(*parsed.ucode, tcb["ucode"].get<int>());
    EXPECT_EQ(parsed.fmc.has_value(), tcb.contains("fmc"));
    EXPECT_EQ(parsed.fmc.value_or(0), tcb.value("fmc", 0));
    EXPECT_EQ(parsed.hwid.has_value(), !parsed.csp_id.has_value());
    EXPECT_TRUE(item["facts"]["chipId"].get<std::string>().starts_with(
        to_hex(parsed.hwid.value_or(Bytes()))));
  }
  EXPECT_EQ(vek("reports/milan-v3.vcek.der").product_name, "Milan-B0");
  EXPECT_EQ(vek("reports/milan-v3-vlek.vlek.der").csp_id, "CN=cc-us-east-2.amazonaws.com");
  EXPECT_EQ(vek("reports/turin-v5.vcek.der").struct_version, 1U);
  EXPECT_EQ(vek("reports/turin-v5.vcek.der").hwid->size(), 8U);
  EXPECT_EQ(vek("reports/vcek-invalid-hwid-raw.der").hwid->size(), 64U);
  EXPECT_EQ(vek("reports/vcek-invalid-hwid-der.der").hwid->size(), 64U);
  EXPECT_EQ(test::hex(*vek("synthetic/milan-hwid-looks-der.vek.der").hwid).substr(0, 4), "043e");
  EXPECT_EQ(vek("synthetic/milan-hwid-der.vek.der").hwid->size(), 64U);
  EXPECT_EQ(vek("synthetic/turin-hwid-looks-der.vek.der").hwid->size(), 8U);
  const VekExtensions none = vek("ca/asvk-milan.der");
  EXPECT_FALSE(none.bl || none.hwid || none.csp_id);
}

Result<VekExtensions> with_extension(std::string_view behind, const Bytes& value) {
  X509Certificate certificate;
  certificate.extensions.push_back(
      {concat({unhex("2b060104019c7801"), unhex(behind)}), false, value});
  return parse_vek_extensions(certificate, "vek");
}

TEST(VekExtensions, Numbers) {
  for (const auto& [value, number] : std::vector<std::pair<const char*, int>>{
           {"020100", 0}, {"02017f", 127}, {"02020080", 128}, {"020200ff", 255}}) {
    EXPECT_EQ(with_extension("0301", unhex(value))->bl, number) << value;
    EXPECT_EQ(with_extension("0309", unhex(value))->fmc, number) << value;
  }
  for (const char* const bad :
       {"02020100", "0201ff", "020180", "0202007f", "0200", "", "020101ff", "0401ff", "0a0101"}) {
    for (const char* const oid :
         {"0301", "0302", "0303", "0304", "0305", "0306", "0307", "0308", "0309"}) {
      EXPECT_TRUE(fails(with_extension(oid, unhex(bad)), ErrorKind::kInvalid, {"vek"}))
          << oid << bad;
    }
  }
  EXPECT_EQ(with_extension("01", unhex("02020100"))->struct_version, 256U);
  EXPECT_EQ(with_extension("01", concat({unhex("020900"), Bytes(8, 0xff)}))->struct_version,
            UINT64_MAX);
  EXPECT_FALSE(with_extension("01", concat({unhex("0209"), Bytes(9, 1)})));
  // Others of AMD's are nobody's concern.
  EXPECT_TRUE(succeeds(with_extension("030a", {})));
  EXPECT_TRUE(succeeds(with_extension("0300", {})));
  EXPECT_TRUE(succeeds(with_extension("06", {})));
  EXPECT_TRUE(succeeds(with_extension("030101", {})));
}

TEST(VekExtensions, HwIdByItsLength) {
  for (const std::size_t size : {8U, 64U}) {
    const auto tag = static_cast<std::uint8_t>(size);
    for (const int first : {0x02, 0x04, 0x7f}) {
      Bytes bare(size, 0x11);
      bare[0] = static_cast<std::uint8_t>(first);
      bare[1] = static_cast<std::uint8_t>(size - 2);
      EXPECT_EQ(with_extension("04", bare)->hwid, bare);
      EXPECT_EQ(with_extension("04", der(4, bare))->hwid, bare);
    }
    EXPECT_FALSE(with_extension(
        "04", concat({Bytes{0x04, static_cast<std::uint8_t>(tag - 1)}, Bytes(size, 1)})));
    EXPECT_FALSE(with_extension("04", concat({Bytes{0x02, tag}, Bytes(size, 1)})));
    for (const std::size_t other : {size - 1, size + 1, size + 3}) {
      EXPECT_FALSE(with_extension("04", Bytes(other, 4))) << other;
    }
  }
  EXPECT_FALSE(with_extension("04", {}));
}

TEST(VekExtensions, Texts) {
  EXPECT_EQ(with_extension("02", der(0x16, as_bytes("Genoa")))->product_name, "Genoa");
  EXPECT_EQ(with_extension("05", der(0x16, as_bytes("CN=x")))->csp_id, "CN=x");
  for (const char* const oid : {"02", "05"}) {
    EXPECT_FALSE(with_extension(oid, der(0x16, unhex("4100"))));
    EXPECT_FALSE(with_extension(oid, der(0x16, unhex("41c3a4"))));
    EXPECT_FALSE(with_extension(oid, der(0x04, as_bytes("Genoa"))));
    EXPECT_FALSE(with_extension(oid, test::to_bytes("Genoa")));
    EXPECT_FALSE(with_extension(oid, concat({der(0x16, as_bytes("Genoa")), Bytes(1, 0)})));
  }
}

TEST(VekExtensions, Twice) {
  X509Certificate certificate;
  const X509Extension one{unhex("2b060104019c78010301"), false, unhex("020101")};
  certificate.extensions = {one, one};
  EXPECT_TRUE(fails(parse_vek_extensions(certificate, "vek"), ErrorKind::kInvalid, {"vek"}));
}

}  // namespace
}  // namespace sevproof
