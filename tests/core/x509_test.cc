// X.509 as AMD makes it: every published certificate and list, and whatever hostile DER does.
#include "sevproof/formats/x509.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "der_parts.h"
#include "sevproof/sha256.h"
#include "test_bytes.h"
#include "test_errors.h"

namespace sevproof {
namespace {

using test::CertificateParts;
using test::concat;
using test::der;
using test::der_children;
using test::der_of;
using test::fails;
using test::SignedParts;
using test::snp_data;
using test::succeeds;
using test::unhex;

Bytes milan() { return snp_data("reports/milan-v3.vcek.der"); }
Bytes ca(const std::string& name) {
  const Bytes file = snp_data("ca/" + name);
  return name.ends_with(".pem") ? test::unpem(file) : file;
}
Bytes real_crl() { return snp_data("crl/amd-genoa-2022.crl.der"); }

bool parses(ByteView der) { return parse_x509(der, "it").has_value(); }
bool parses_crl(ByteView der) { return parse_x509_crl(der, "it").has_value(); }

struct Ca {
  std::string file, subject, issuer, serial, from;
};

TEST(X509, AmdsCertificatesOfAuthorities) {
  const std::vector<Ca> all = {
      {"ark-milan.pem", "ARK-Milan", "ARK-Milan", "010000", "2020-10-22"},
      {"ask-milan.pem", "SEV-Milan", "ARK-Milan", "010001", "2020-10-22"},
      {"asvk-milan.der", "SEV-VLEK-Milan", "ARK-Milan", "010101", "2022-11-16"},
      {"ark-genoa.pem", "ARK-Genoa", "ARK-Genoa", "020000", "2022-01-26"},
      {"ask-genoa.pem", "SEV-Genoa", "ARK-Genoa", "020002", "2022-10-31"},
      {"ask-genoa-revoked.der", "SEV-Genoa", "ARK-Genoa", "020001", "2022-01-26"},
      {"asvk-genoa.der", "SEV-VLEK-Genoa", "ARK-Genoa", "020101", ""},
      {"ark-turin.pem", "ARK-Turin", "ARK-Turin", "030000", "2023-05-15"},
      {"ask-turin.pem", "SEV-Turin", "ARK-Turin", "030001", "2023-05-15"},
      {"asvk-turin.der", "SEV-VLEK-Turin", "ARK-Turin", "030101", ""},
  };
  for (const Ca& one : all) {
    const Bytes file = ca(one.file);
    const auto parsed = parse_x509(file, one.file);
    ASSERT_TRUE(succeeds(parsed)) << one.file;
    EXPECT_EQ(parsed->der, file);
    EXPECT_EQ(parsed->subject_cn, one.subject);
    EXPECT_EQ(parsed->issuer_cn, one.issuer);
    EXPECT_EQ(test::hex(parsed->serial), one.serial) << one.file;
    EXPECT_THAT(time_text(parsed->not_before), testing::StartsWith(one.from)) << one.file;
    EXPECT_EQ(parsed->rsa_modulus.size(), 512U);
    EXPECT_EQ(parsed->rsa_exponent, 65537U);
    EXPECT_FALSE(parsed->p384_key);
    EXPECT_TRUE(parsed->signature.is_pss_sha384);
    EXPECT_EQ(parsed->signature.value.size(), 512U);
    EXPECT_TRUE(is_certificate_authority(*parsed));
    EXPECT_TRUE(has_key_usage(*parsed, 5)) << one.file;
    EXPECT_EQ(has_key_usage(*parsed, 6), one.subject.starts_with("ARK")) << one.file;
    EXPECT_FALSE(has_key_usage(*parsed, 0));
    EXPECT_FALSE(has_key_usage(*parsed, 1000));
  }
}

TEST(X509, AmdsCertificatesOfChips) {
  for (const char* const name :
       {"milan-v3.vcek", "genoa-v3.vcek", "turin-v5.vcek", "milan-v3-vlek.vlek",
        "milan-v2-debug.vcek", "vcek-invalid-hwid-raw", "vcek-invalid-hwid-der"}) {
    const Bytes file = snp_data("reports/" + std::string(name) + ".der");
    const auto parsed = parse_x509(file, name);
    ASSERT_TRUE(succeeds(parsed)) << name;
    const bool is_vlek = std::string_view(name).ends_with("vlek");
    EXPECT_EQ(parsed->subject_cn, is_vlek ? "SEV-VLEK" : "SEV-VCEK");
    EXPECT_TRUE(parsed->serial.empty());
    EXPECT_TRUE(parsed->rsa_modulus.empty());
    ASSERT_TRUE(parsed->p384_key);
    EXPECT_TRUE(test::contains(file, *parsed->p384_key));
    EXPECT_TRUE(parsed->signature.is_pss_sha384);
    EXPECT_FALSE(is_certificate_authority(*parsed));
    EXPECT_FALSE(has_key_usage(*parsed, 5));
    EXPECT_TRUE(test::contains(file, parsed->signed_part));
    EXPECT_EQ(parsed->signed_part.front(), 0x30);
    EXPECT_EQ(parsed->issuer, der_children(parsed->signed_part)[3]);
    EXPECT_EQ(parsed->subject, der_children(parsed->signed_part)[5]);
  }
  const auto vlek = parse_x509(snp_data("reports/milan-v3-vlek.vlek.der"), "vlek");
  EXPECT_EQ(time_text(vlek->not_before), "2024-12-10T22:14:21Z");
  EXPECT_EQ(time_text(vlek->not_after), "2025-12-10T22:14:21Z");
}

TEST(X509, EveryMadeUpCertificateAndListParses) {
  for (const auto& item : test::load_json("vectors/snp/synthetic/cases.json")["cases"]) {
    for (const char* const key : {"vek", "ica", "ark"}) {
      EXPECT_TRUE(parses(snp_data("synthetic/" + item[key].get<std::string>()))) << item["id"];
    }
    if (!item["crl"].is_null()) {
      EXPECT_TRUE(parses_crl(snp_data("synthetic/" + item["crl"].get<std::string>())));
    }
  }
}

TEST(X509, AmdsList) {
  const auto crl = parse_x509_crl(real_crl(), "crl");
  ASSERT_TRUE(succeeds(crl));
  EXPECT_EQ(crl->issuer_cn, "ARK-Genoa");
  EXPECT_EQ(time_text(crl->this_update), "2022-10-31T13:34:46Z");
  ASSERT_TRUE(crl->next_update);
  EXPECT_EQ(time_text(*crl->next_update), "2023-10-31T23:00:00Z");
  EXPECT_EQ(crl->revoked, std::vector<Bytes>{unhex("020001")});
  EXPECT_FALSE(crl->has_unknown_critical);
  EXPECT_TRUE(crl->signature.is_pss_sha384);
}

TEST(X509, NothingCutParses) {
  for (const Bytes& whole : {milan(), ca("ark-milan.pem"), real_crl()}) {
    for (std::size_t size = 0; size < whole.size(); ++size) {
      const Bytes cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
      EXPECT_TRUE(fails(parse_x509(cut, "it"), ErrorKind::kInvalid)) << size;
      EXPECT_TRUE(fails(parse_x509_crl(cut, "it"), ErrorKind::kInvalid)) << size;
    }
    Bytes longer = whole;
    longer.push_back(0);
    EXPECT_FALSE(parses(longer) || parses_crl(longer));
  }
}

// Whatever a byte becomes, what parses is still the whole file.
TEST(X509, NoByteChangedBreaksAReader) {
  const Bytes whole = milan();
  for (std::size_t at = 0; at < whole.size(); ++at) {
    for (const int value : {0x00, 0x7f, 0x80, 0x84, 0xff}) {
      Bytes changed = whole;
      changed[at] = static_cast<std::uint8_t>(value);
      const auto parsed = parse_x509(changed, "it");
      EXPECT_TRUE(!parsed || parsed->der == changed);
      EXPECT_FALSE(parses_crl(changed));
    }
  }
}

TEST(X509, LengthsAreDefiniteAndShort) {
  const Bytes whole = milan();
  const ByteView content = ByteView(whole).subspan(4);
  const auto with = [&](std::string_view header) { return concat({unhex(header), content}); };
  ASSERT_EQ(whole, with("30820543"));
  EXPECT_FALSE(parses(with("3083000543")));
  EXPECT_FALSE(parses(with("308400000543")));
  EXPECT_FALSE(parses(with("3084ffffffff")));
  EXPECT_FALSE(parses(with("3088ffffffffffffffff")));
  EXPECT_FALSE(parses(with("30ff")));
  EXPECT_FALSE(parses(concat({unhex("3080"), content, unhex("0000")})));
  EXPECT_FALSE(parses(with("30820544")));
  EXPECT_FALSE(parses(with("30820542")));
  CertificateParts parts(whole);
  parts.tbs[test::kSerial] = unhex("02810100");
  EXPECT_FALSE(parses(parts.whole()));
  parts.tbs[test::kSerial] = concat({unhex("02817f"), Bytes(127, 1)});
  EXPECT_FALSE(parses(parts.whole()));
  parts.tbs[test::kSerial] = concat({unhex("028180"), Bytes(128, 1)});
  EXPECT_TRUE(parses(parts.whole()));
  parts.tbs[test::kSerial] = concat({unhex("028200ff"), Bytes(255, 1)});
  EXPECT_FALSE(parses(parts.whole()));
  parts.tbs[test::kSerial] = concat({unhex("02820100"), Bytes(256, 1)});
  EXPECT_TRUE(parses(parts.whole()));
}

TEST(X509, SizeIsBounded) {
  CertificateParts parts(milan());
  const auto with_serial = [&](std::size_t size) {
    parts.tbs[test::kSerial] = der(2, Bytes(size, 1));
    return parts.whole();
  };
  const std::size_t room = kMaxX509Size - with_serial(300).size() + 300;
  ASSERT_EQ(with_serial(room).size(), kMaxX509Size);
  EXPECT_TRUE(parses(with_serial(room)));
  EXPECT_FALSE(parses(with_serial(room + 1)));
}

TEST(X509, VersionIsThreeAndOfListsTwo) {
  CertificateParts parts(milan());
  for (const char* const bad : {"a003020101", "a003020100", "a003020103", "a00402020002",
                                "a003020202", "a006020102020102", "a000"}) {
    parts.tbs[test::kVersion] = unhex(bad);
    EXPECT_FALSE(parses(parts.whole())) << bad;
  }
  parts.tbs.erase(parts.tbs.begin());  // version 1 has none
  EXPECT_TRUE(fails(parse_x509(parts.whole(), "it"), ErrorKind::kInvalid, {"version"}));
  SignedParts list(real_crl());
  for (const char* const bad : {"020100", "020102"}) {
    list.tbs[0] = unhex(bad);
    EXPECT_FALSE(parses_crl(list.whole())) << bad;
  }
}

TEST(X509, NumbersAreShortAndNotNegative) {
  const auto serial = [](std::string_view element) {
    CertificateParts parts(milan());
    parts.tbs[test::kSerial] = unhex(element);
    const auto parsed = parse_x509(parts.whole(), "it");
    return parsed ? "got " + to_hex(parsed->serial) : std::string("refused");
  };
  EXPECT_EQ(serial("020100"), "got ");
  EXPECT_EQ(serial("02017f"), "got 7f");
  EXPECT_EQ(serial("02020080"), "got 80");
  EXPECT_EQ(serial("020200ff"), "got ff");
  EXPECT_EQ(serial("02020100"), "got 0100");
  for (const char* const bad :
       {"020180", "0201ff", "0202007f", "02020000", "0200", "020300ff80ff", "0202ff00"}) {
    EXPECT_EQ(serial(bad), "refused") << bad;
  }
}

TEST(X509, Times) {
  const auto until = [](std::uint8_t tag, std::string_view text) -> std::string {
    CertificateParts parts(milan());
    auto validity = der_children(parts.tbs[test::kValidity]);
    validity[1] = der(tag, as_bytes(text));
    parts.tbs[test::kValidity] = der_of(0x30, validity);
    const auto parsed = parse_x509(parts.whole(), "it");
    return parsed ? time_text(parsed->not_after) : "refused";
  };
  EXPECT_EQ(until(0x17, "491231235959Z"), "2049-12-31T23:59:59Z");
  EXPECT_EQ(until(0x17, "500101000000Z"), "1950-01-01T00:00:00Z");
  EXPECT_EQ(until(0x17, "240229120000Z"), "2024-02-29T12:00:00Z");
  EXPECT_EQ(until(0x18, "20500101000000Z"), "2050-01-01T00:00:00Z");
  EXPECT_EQ(until(0x18, "99991231235959Z"), "9999-12-31T23:59:59Z");
  for (const char* const bad :
       {"2402291200Z", "240229120000", "240229120000+0000", "240229120000.5Z", "230229120000Z",
        "240230000000Z", "241301000000Z", "240001000000Z", "240100000000Z", "240132000000Z",
        "240101240000Z", "240101006000Z", "240101000060Z", "24010100000 Z", "-40101000000Z",
        "20240101000000Z", "", "Z"}) {
    EXPECT_EQ(until(0x17, bad), "refused") << bad;
  }
  for (const char* const bad : {"205001010000Z", "20500101000000", "20500101000000.1Z",
                                "21000229000000Z", "500101000000Z", ""}) {
    EXPECT_EQ(until(0x18, bad), "refused") << bad;
  }
  EXPECT_EQ(until(0x16, "491231235959Z"), "refused");
}

TEST(X509, TimesOfPeople) {
  EXPECT_EQ(parse_time("at", "1970-01-01").value_or(-1), 0);
  EXPECT_EQ(parse_time("at", "2026-11-30").value_or(0), 1795996800);
  EXPECT_EQ(parse_time("at", "2026-11-30T23:59:59Z").value_or(0), 1795996800 + 86399);
  EXPECT_EQ(parse_time("at", "1969-12-31T23:59:59Z").value_or(0), -1);
  for (const char* const bad :
       {"", "2026-11-31", "2026-11-3", "2026-11-3T", "2026-1--30", "26-11-30",
        "2026-11-30T23:59:59", "2026-11-30T23:59Z", "2026-11-30 23:59:59Z", "2026-11-30T24:00:00Z",
        "2026-11-30T23:59:60Z", "2026/11/30", " 2026-11-30", "2026-11-30T23:59:59z",
        "+026-11-30"}) {
    const auto time = parse_time("at", bad);
    ASSERT_TRUE(fails(time, ErrorKind::kInvalid, {"at"})) << bad;
    EXPECT_EQ(time.error().code, ErrorCode::kInvalidInput);
  }
  for (UnixTime day = -30000; day < 90000; day += 13) {
    const std::string text = time_text(day * 86400 + 3661);
    EXPECT_EQ(parse_time("at", text).value_or(0), day * 86400 + 3661) << text;
  }
  EXPECT_FALSE(time_text(INT64_MAX).empty());
  EXPECT_FALSE(time_text(INT64_MIN).empty());
}

Bytes extension(std::string_view oid, std::string_view rest) {
  return der(0x30, concat({der(6, unhex(oid)), unhex(rest)}));
}

TEST(X509, Extensions) {
  CertificateParts parts(milan());
  const auto known = parts.extensions();
  const auto with = [&](const std::vector<Bytes>& list) {
    parts.set_extensions(list);
    return parse_x509(parts.whole(), "it");
  };
  EXPECT_TRUE(succeeds(with(known)));
  EXPECT_EQ(with(known)->extensions.size(), known.size());
  EXPECT_FALSE(with({known[0], known[1], known[0]}));
  EXPECT_FALSE(with({extension("551d0f", "04020500"), extension("551d0f", "0401ff")}));
  EXPECT_FALSE(with({}));
  const auto critical = with({extension("551d0f", "0101ff0400")});
  ASSERT_TRUE(succeeds(critical));
  EXPECT_TRUE(critical->extensions[0].critical);
  EXPECT_EQ(critical->find(unhex("551d0f")), critical->extensions.data());
  EXPECT_EQ(critical->find(unhex("551d10")), nullptr);
  for (const char* const bad : {"0101010400", "010101", "01000400", "0102ffff0400", "", "0500",
                                "0101ff", "04000400", "0101ff0101ff0400"}) {
    EXPECT_FALSE(with({extension("551d0f", bad)})) << bad;
  }
  for (const char* const oid : {"", "80", "5580", "558001", "55ff"}) {
    EXPECT_FALSE(with({extension(oid, "0400")})) << oid;
  }
  std::vector<Bytes> many;
  for (std::uint8_t i = 0; i < 64; ++i)
    many.push_back(extension("551d" + to_hex(ByteView(&i, 1)), "0400"));
  EXPECT_TRUE(succeeds(with(many)));
  many.push_back(extension("551d7f", "0400"));
  EXPECT_FALSE(with(many));
}

TEST(X509, WhatUsageAndConstraintsSay) {
  CertificateParts parts(milan());
  const auto with = [&](std::string_view oid, std::string_view value) {
    parts.set_extensions({der(0x30, concat({der(6, unhex(oid)), der(4, unhex(value))}))});
    return parse_x509(parts.whole(), "it").value_or(X509Certificate());
  };
  for (const auto& [value, is_set] :
       std::vector<std::pair<const char*, bool>>{{"03020204", true},
                                                 {"03020106", true},
                                                 {"030205a0", false},
                                                 {"0303070480", true},
                                                 {"03020004", true},
                                                 {"03020206", false},
                                                 {"03020804", false},
                                                 {"0302ff04", false},
                                                 {"030100", false},
                                                 {"0300", false},
                                                 {"0302020400", false},
                                                 {"04020204", false},
                                                 {"", false},
                                                 {"030204", false}}) {
    EXPECT_EQ(has_key_usage(with("551d0f", value), 5), is_set) << value;
  }
  EXPECT_TRUE(has_key_usage(with("551d0f", "0303070480"), 8));
  EXPECT_FALSE(has_key_usage(with("551d0f", "0303070480"), 16));
  for (const auto& [value, is_ca] :
       std::vector<std::pair<const char*, bool>>{{"30030101ff", true},
                                                 {"30060101ff020100", true},
                                                 {"3000", false},
                                                 {"3003010100", false},
                                                 {"3003010101", false},
                                                 {"30030101ff00", false},
                                                 {"30060101ff0201ff", false},
                                                 {"30050101ff0500", false},
                                                 {"3003020100", false},
                                                 {"", false}}) {
    EXPECT_EQ(is_certificate_authority(with("551d13", value)), is_ca) << value;
  }
}

Bytes name_of(const std::vector<std::string>& parts) {
  std::vector<Bytes> sets;
  for (const std::string& part : parts) sets.push_back(der(0x31, der(0x30, unhex(part))));
  return der_of(0x30, sets);
}

TEST(X509, Names) {
  CertificateParts parts(milan());
  const auto with = [&](const Bytes& name) {
    parts.tbs[test::kIssuer] = name;
    return parse_x509(parts.whole(), "it");
  };
  const std::string cn = "06035504030c024142";
  const std::string ou = "060355040b0c0143";
  EXPECT_EQ(with(name_of({ou, cn}))->issuer_cn, "AB");
  EXPECT_EQ(with(name_of({cn}))->issuer, name_of({cn}));
  EXPECT_EQ(with(name_of({ou}))->issuer_cn, "");
  EXPECT_EQ(with(name_of({cn, cn}))->issuer_cn, "");
  EXPECT_EQ(with(name_of({"06035504030c024100"}))->issuer_cn, "");
  EXPECT_EQ(with(name_of({"06035504031e020041"}))->issuer_cn, "");
  EXPECT_EQ(with(der(0x30, {}))->issuer_cn, "");
  EXPECT_TRUE(succeeds(with(name_of(std::vector<std::string>(16, ou)))));
  EXPECT_FALSE(with(name_of(std::vector<std::string>(17, ou))));
  EXPECT_FALSE(with(der(0x30, der(0x31, {}))));
  EXPECT_FALSE(with(name_of({""})));
  EXPECT_FALSE(with(name_of({"0603550403"})));
  EXPECT_FALSE(with(name_of({cn + "0500"})));
  EXPECT_FALSE(with(der(0x31, {})));
  // Several in one set, too.
  EXPECT_EQ(with(der(0x30, der_of(0x31, {der(0x30, unhex(ou)), der(0x30, unhex(cn))})))->issuer_cn,
            "AB");
  EXPECT_EQ(with(der(0x30, der_of(0x31, {der(0x30, unhex(cn)), der(0x30, unhex(cn))})))->issuer_cn,
            "");
}

TEST(X509, Keys) {
  CertificateParts parts(milan());
  const auto with = [&](const Bytes& key) {
    parts.tbs[test::kKey] = key;
    return parse_x509(parts.whole(), "it");
  };
  const auto known = der_children(CertificateParts(milan()).tbs[test::kKey]);
  const auto no_key = [&](const Bytes& key) {
    const auto parsed = with(key);
    return parsed && !parsed->p384_key && parsed->rsa_modulus.empty();
  };
  const auto point = [&](const Bytes& content) {
    return der_of(0x30, {known[0], der(3, content)});
  };
  EXPECT_TRUE(with(point(concat({unhex("0004"), Bytes(96, 1)})))->p384_key);
  EXPECT_TRUE(no_key(point(concat({unhex("0003"), Bytes(48, 1)}))));
  EXPECT_TRUE(no_key(point(concat({unhex("0004"), Bytes(95, 1)}))));
  EXPECT_TRUE(no_key(point(concat({unhex("0004"), Bytes(97, 1)}))));
  EXPECT_TRUE(no_key(point(concat({unhex("0006"), Bytes(96, 1)}))));
  EXPECT_FALSE(with(point(concat({unhex("0104"), Bytes(96, 1)}))));
  EXPECT_FALSE(with(point({})));
  // P-256 and Ed25519.
  EXPECT_TRUE(
      no_key(der_of(0x30, {unhex("301306072a8648ce3d020106082a8648ce3d030107"), known[1]})));
  EXPECT_TRUE(no_key(der_of(0x30, {unhex("300506032b6570"), der(3, Bytes(33, 0))})));
  const Bytes rsa = der_children(CertificateParts(ca("ark-milan.pem")).tbs[test::kKey])[0];
  const auto rsa_key = [&](const Bytes& modulus, const Bytes& exponent) {
    return der_of(
        0x30,
        {rsa, der(3, concat({unhex("00"), der_of(0x30, {der(2, modulus), der(2, exponent)})}))});
  };
  const Bytes modulus = concat({unhex("00"), Bytes(512, 0x81)});
  EXPECT_EQ(with(rsa_key(modulus, unhex("010001")))->rsa_modulus, Bytes(512, 0x81));
  EXPECT_EQ(with(rsa_key(modulus, unhex("03")))->rsa_exponent, 3U);
  EXPECT_TRUE(no_key(rsa_key(concat({unhex("00"), Bytes(256, 0x81)}), unhex("010001"))));
  EXPECT_TRUE(no_key(rsa_key(modulus, unhex("0100000000"))));
  EXPECT_FALSE(with(rsa_key(Bytes(512, 0x81), unhex("010001"))));
  EXPECT_FALSE(with(der_of(0x30, {rsa, known[1]})));
}

TEST(X509, OnlyAmdsParametersOfPss) {
  const Bytes plain = snp_data("synthetic/milan-v3.vek.der");
  const auto is_pss = [](const CertificateParts& parts) {
    const auto parsed = parse_x509(parts.whole(), "it");
    return parsed.has_value() && parsed->signature.is_pss_sha384;
  };
  CertificateParts parts(plain);
  ASSERT_TRUE(is_pss(parts));
  const Bytes without = CertificateParts(real_crl()).algorithm;
  const Bytes with = CertificateParts(ca("asvk-milan.der")).algorithm;
  ASSERT_NE(with, without);
  for (const Bytes& same : {with, without}) {
    parts.algorithm = parts.tbs[test::kAlgorithm] = same;
    EXPECT_TRUE(is_pss(parts));
  }
  parts.algorithm = with;
  EXPECT_FALSE(is_pss(parts)) << "inside and outside differ";
  // Every byte counts: hash, mask, salt, trailer.
  for (std::size_t at = 2; at < with.size(); ++at) {
    Bytes changed = with;
    changed[at] ^= 1;
    parts.algorithm = parts.tbs[test::kAlgorithm] = changed;
    EXPECT_FALSE(is_pss(parts)) << at;
  }
  parts.algorithm = parts.tbs[test::kAlgorithm] = unhex("300d06092a864886f70d01010c0500");
  const auto pkcs1 = parse_x509(parts.whole(), "it");
  ASSERT_TRUE(succeeds(pkcs1));
  EXPECT_FALSE(pkcs1->signature.is_pss_sha384);
}

TEST(X509, WhatListsHave) {
  SignedParts parts(real_crl());
  const auto entry = [](std::string_view serial, std::string_view more = "") {
    return der(0x30, concat({unhex(serial), der(0x17, as_bytes("221031133446Z")), unhex(more)}));
  };
  const auto with = [&](std::size_t at, const Bytes& element) {
    SignedParts changed = parts;
    changed.tbs.at(at) = element;
    return parse_x509_crl(changed.whole(), "it");
  };
  ASSERT_EQ(parts.tbs.size(), 7U);
  const auto two = with(5, der_of(0x30, {entry("0203020001"), entry("020100")}));
  ASSERT_TRUE(succeeds(two));
  EXPECT_EQ(two->revoked, (std::vector<Bytes>{unhex("020001"), {}}));
  EXPECT_FALSE(with(5, der_of(0x30, {entry("0201ff")})));
  EXPECT_FALSE(with(5, der_of(0x30, {entry("020101", "0500")})));
  // A reason, which changes nothing; one for whom another CA issued it, which does.
  const Bytes reason = entry("020101", "300c300a0603551d1504030a0101");
  const auto with_reason = with(5, der_of(0x30, {reason}));
  ASSERT_TRUE(succeeds(with_reason));
  EXPECT_FALSE(with_reason->has_unknown_critical);
  const auto other = with(5, der_of(0x30, {entry("020101", "300c300a0603551d1d0101ff0400")}));
  ASSERT_TRUE(succeeds(other));
  EXPECT_TRUE(other->has_unknown_critical);
  const auto distribution = with(6, unhex("a00e300c300a0603551d1c0101ff0400"));
  ASSERT_TRUE(succeeds(distribution));
  EXPECT_TRUE(distribution->has_unknown_critical);
  EXPECT_FALSE(with(6, unhex("a00b300930070603551d1c0400"))->has_unknown_critical);
  SignedParts short_list = parts;
  short_list.tbs.resize(4);
  const auto least = parse_x509_crl(short_list.whole(), "it");
  ASSERT_TRUE(succeeds(least));
  EXPECT_FALSE(least->next_update);
  EXPECT_TRUE(least->revoked.empty());
  EXPECT_FALSE(parses_crl(milan()));
  EXPECT_FALSE(parses(real_crl()));
}

TEST(X509, ErrorsNameTheFileAndThePlace) {
  CertificateParts parts(milan());
  parts.tbs[test::kSerial] = unhex("0500");
  const auto parsed = parse_x509(parts.whole(), "vcek.der");
  ASSERT_TRUE(fails(parsed, ErrorKind::kInvalid, {"vcek.der"}));
  EXPECT_EQ(parsed.error().code, ErrorCode::kMalformedCertificate);
}

}  // namespace
}  // namespace sevproof
