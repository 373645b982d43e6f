// SEV-SNP reports and the forms in which people have one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "der_parts.h"
#include "sevproof/formats/snp_report.h"
#include "test_bytes.h"
#include "test_errors.h"

namespace sevproof {
namespace {

using test::concat;
using test::fails;
using test::snp_data;
using test::succeeds;

Bytes milan() { return snp_data("reports/milan-v3.bin"); }
Bytes azure() { return snp_data("reports/azure-milan-v2.hcl.bin"); }

Result<SnpEvidence> parse(ByteView content) { return parse_snp_evidence(content, "report"); }
Result<SnpEvidence> parse(std::string_view text) { return parse(as_bytes(text)); }

std::string form(const Result<SnpEvidence>& parsed) {
  return parsed ? std::string(form_name(parsed->form)) : parsed.error().message;
}

Bytes device(ByteView report, std::size_t size = 4000) {
  Bytes out(size, 0);
  store_le<std::uint32_t>(std::span(out).subspan(4), 0x4a0);
  put_bytes(std::span(out).subspan(0x20), report);
  return out;
}

std::string firmware(const FirmwareVersion& one) {
  return std::to_string(one.major) + "." + std::to_string(one.minor) + " build " +
         std::to_string(one.build);
}

// Milan's and Genoa's order, or Turin's.
std::string tcb_hex(const test::Json& tcb) {
  TcbBytes bytes{};
  const auto at = [&](const char* key) { return tcb[key].get<std::uint8_t>(); };
  if (tcb.contains("fmc")) {
    bytes = {at("fmc"), at("bl"), at("tee"), at("snp"), 0, 0, 0, at("ucode")};
  } else {
    bytes = {at("bl"), at("tee"), 0, 0, 0, 0, at("snp"), at("ucode")};
  }
  return to_hex(bytes);
}

void expect_facts(const SnpReport& report, const test::Json& facts) {
  const auto text = [&](const char* key) { return facts[key].get<std::string>(); };
  const auto number = [&](const char* key) { return facts[key].get<std::uint32_t>(); };
  EXPECT_EQ(report.version, number("version"));
  EXPECT_EQ(report.guest_svn, number("guestSvn"));
  EXPECT_EQ(to_hex_number(report.policy), text("policy"));
  EXPECT_EQ(report.vmpl, number("vmpl"));
  EXPECT_EQ(report.signature_algorithm, 1U);
  EXPECT_EQ(to_hex_number(report.platform_info), text("platformInfo"));
  EXPECT_EQ(report.has_author_key(), number("authorKeyEn") == 1);
  EXPECT_EQ((report.key_info & SnpReport::kMaskChipKey) != 0, number("maskChipKey") == 1);
  EXPECT_EQ(report.signing_key(), number("signingKey"));
  EXPECT_EQ(to_hex(report.measurement), text("measurement"));
  EXPECT_EQ(to_hex(report.host_data), text("hostData"));
  EXPECT_EQ(to_hex(report.id_key_digest), text("idKeyDigest"));
  EXPECT_EQ(to_hex(report.chip_id), text("chipId"));
  EXPECT_EQ(to_hex(report.current_tcb), tcb_hex(facts["currentTcb"]));
  EXPECT_EQ(to_hex(report.reported_tcb), tcb_hex(facts["reportedTcb"]));
  EXPECT_EQ(to_hex(report.committed_tcb), tcb_hex(facts["committedTcb"]));
  EXPECT_EQ(to_hex(report.launch_tcb), tcb_hex(facts["launchTcb"]));
  EXPECT_EQ(firmware(report.current_firmware), text("currentVersion"));
  EXPECT_EQ(firmware(report.committed_firmware), text("committedVersion"));
  const std::vector<std::string> cpu = {to_hex_number(report.cpu_family),
                                        to_hex_number(report.cpu_model),
                                        to_hex_number(report.cpu_stepping)};
  EXPECT_EQ(cpu, facts["fms"].is_null() ? std::vector<std::string>(3, "0x0")
                                        : facts["fms"].get<std::vector<std::string>>());
  const bool has_mitigations = !facts["launchMitVector"].is_null();
  EXPECT_EQ(to_hex_number(report.launch_mitigations),
            has_mitigations ? text("launchMitVector") : "0x0");
  EXPECT_EQ(to_hex_number(report.current_mitigations),
            has_mitigations ? text("currentMitVector") : "0x0");
}

TEST(SnpEvidence, RealReports) {
  const auto reports = test::load_json("vectors/snp/reports/expected.json")["reports"];
  EXPECT_GE(reports.size(), 6U);
  for (const auto& [name, item] : reports.items()) {
    SCOPED_TRACE(name);
    const auto parsed = parse(snp_data("reports/" + item["report"].get<std::string>()));
    ASSERT_TRUE(succeeds(parsed));
    EXPECT_EQ(form(parsed), name.starts_with("azure") ? "azure" : "raw");
    expect_facts(parsed->report, item["facts"]);
    EXPECT_EQ(reserved_bytes_set(parsed->report), "");
  }
}

TEST(SnpEvidence, EveryMadeUpReportParses) {
  for (const auto& item : test::load_json("vectors/snp/synthetic/cases.json")["cases"]) {
    const Bytes file = snp_data("synthetic/" + item["report"].get<std::string>());
    const auto parsed = parse(file);
    ASSERT_TRUE(succeeds(parsed)) << item["id"];
    EXPECT_TRUE(same_bytes(parsed->report.bytes, file));
  }
}

TEST(SnpEvidence, Versions) {
  const auto version = [](std::uint32_t number) {
    Bytes bytes = snp_data("reports/turin-v5.bin");
    store_le<std::uint32_t>(bytes, number);
    return parse(bytes);
  };
  for (const std::uint32_t bad : {0U, 1U}) {
    const auto parsed = version(bad);
    ASSERT_TRUE(fails(parsed, ErrorKind::kInvalid, {"version", std::to_string(bad)}));
    EXPECT_EQ(parsed.error().code, ErrorCode::kMalformedAttestation);
  }
  EXPECT_EQ(version(2)->report.cpu_family, 0);
  EXPECT_EQ(version(2)->report.launch_mitigations, 0U);
  EXPECT_EQ(version(3)->report.cpu_family, 0x1a);
  EXPECT_EQ(version(3)->report.current_mitigations, 0U);
  EXPECT_EQ(version(4)->report.current_mitigations, 0U);
  for (const std::uint32_t known : {5U, 6U, 0xffffffffU}) {
    EXPECT_EQ(version(known)->report.version, known);
    EXPECT_EQ(version(known)->report.current_mitigations, 0x3fU);
  }
}

std::string reserved(std::uint32_t version, std::initializer_list<std::size_t> places,
                     std::uint8_t value = 1) {
  SnpReportBytes bytes{};
  store_le<std::uint32_t>(bytes, version);
  for (const std::size_t at : places) bytes.at(at) = value;
  return reserved_bytes_set(*parse_snp_report(bytes, "report"));
}

TEST(SnpEvidence, ReservedBytes) {
  for (const std::size_t at : {0x4cU, 0x4fU, 0x18bU, 0x19fU, 0x1ebU, 0x1efU, 0x208U, 0x29fU}) {
    for (const std::uint32_t version : {2U, 3U, 4U, 5U, 6U}) {
      EXPECT_EQ(reserved(version, {at}), to_hex_number(at)) << version;
    }
  }
  for (const std::size_t at : {0x188U, 0x18aU}) {
    EXPECT_EQ(reserved(2, {at}), to_hex_number(at));
    EXPECT_EQ(reserved(3, {at}), "");
  }
  for (const std::size_t at : {0x1f8U, 0x207U}) {
    EXPECT_EQ(reserved(4, {at}), to_hex_number(at));
    EXPECT_EQ(reserved(5, {at}), "");
  }
  // What lies behind the signed part is not reserved in this sense.
  for (const std::size_t at :
       {0x30U, 0x47U, 0x50U, 0x187U, 0x1a0U, 0x1eaU, 0x1f0U, 0x2a0U, 0x49fU}) {
    EXPECT_EQ(reserved(5, {at}), "") << at;
  }
  EXPECT_EQ(reserved(5, {0x48}, 0x1f), "");
  EXPECT_EQ(reserved(5, {0x48}, 0x20), "0x48");
  EXPECT_EQ(reserved(5, {0x49}), "0x49");
  EXPECT_EQ(reserved(5, {0x4c, 0x18c}), "0x4c, 0x18c");
  EXPECT_EQ(reserved(5, {0x210, 0x211, 0x212, 0x213, 0x214}), "0x210, 0x211, 0x212, 0x213");
}

TEST(SnpEvidence, Raw) {
  EXPECT_EQ(form(parse(milan())), "raw");
  Bytes other = milan();
  other.push_back(0);
  EXPECT_TRUE(fails(parse(other), ErrorKind::kInvalid, {"1184", "1185"}));
  other.resize(1183);
  EXPECT_TRUE(fails(parse(other), ErrorKind::kInvalid, {"1184", "1183"}));
}

TEST(SnpEvidence, HexAndBase64) {
  const Bytes report = milan();
  EXPECT_EQ(form(parse(to_hex(report))), "hex");
  EXPECT_EQ(form(parse("0x" + to_hex(report) + "\n")), "hex");
  EXPECT_EQ(form(parse(to_base64(report))), "base64");
  EXPECT_EQ(form(parse(" " + to_base64(report) + "\r\n")), "base64");
  EXPECT_EQ(parse(to_base64(report))->report.bytes, parse(report)->report.bytes);
  EXPECT_TRUE(fails(parse(to_hex(report).substr(1)), ErrorKind::kInvalid));
  EXPECT_TRUE(fails(parse(to_hex(report).substr(2)), ErrorKind::kInvalid, {"1184", "1183"}));
  // Text of the other forms is one of them.
  EXPECT_EQ(form(parse(to_hex(device(report)))), "guest-device");
  EXPECT_EQ(form(parse(to_base64(azure()))), "azure");
  EXPECT_TRUE(parse(to_base64(azure()))->claims);
}

TEST(SnpEvidence, EncodedTwiceIsRefused) {
  const auto parsed = parse(to_base64(as_bytes(to_hex(milan()))));
  ASSERT_TRUE(fails(parsed, ErrorKind::kInvalid, {"hex"}));
  EXPECT_FALSE(parsed.error().hint.empty());
  EXPECT_FALSE(parse(to_hex(as_bytes(to_hex(milan())))));
  EXPECT_FALSE(parse(to_base64(as_bytes(to_base64(milan())))));
}

TEST(SnpEvidence, GuestDevice) {
  for (const std::size_t size : {0x4c0U, 4000U, 0x4c1U, 4096U}) {
    const auto parsed = parse(device(milan(), size));
    EXPECT_EQ(form(parsed), "guest-device") << size;
    EXPECT_TRUE(parsed && same_bytes(parsed->report.bytes, milan()));
  }
  Bytes short_one = device(milan());
  short_one.resize(0x4bf);
  EXPECT_FALSE(parse(short_one));
  EXPECT_FALSE(parse(device(milan(), 4097)));
  Bytes dirty = device(milan());
  dirty.back() = 1;
  EXPECT_FALSE(parse(dirty));
  for (const std::uint32_t size : {0x49fU, 0x4a1U}) {
    Bytes other = device(milan());
    store_le<std::uint32_t>(std::span(other).subspan(4), size);
    EXPECT_FALSE(parse(other)) << size;
  }
  Bytes refused(4000, 0);
  refused[0] = 0x16;
  EXPECT_TRUE(fails(parse(refused), ErrorKind::kInvalid, {"status", "0x16"}));
  Bytes both = device(milan());
  both[0] = 0x27;
  EXPECT_TRUE(fails(parse(both), ErrorKind::kInvalid, {"status", "0x27"}));
}

TEST(SnpEvidence, Azure) {
  const auto parsed = parse(azure());
  ASSERT_TRUE(succeeds(parsed));
  ASSERT_TRUE(parsed->claims);
  EXPECT_EQ(parsed->claims->size, 0x456U);
  EXPECT_TRUE(same_bytes(parsed->claims->sha256, ByteView(parsed->report.report_data).first(32)));
  // Without the zeros behind it, and no shorter.
  Bytes exact = azure();
  exact.resize(0x4d4 + 0x456);
  EXPECT_EQ(form(parse(exact)), "azure");
  exact.pop_back();
  EXPECT_FALSE(parse(exact));
  for (const std::size_t size : {4U, 0x1fU, 0x20U, 0x4bfU, 0x4c0U, 0x4d3U}) {
    Bytes cut = azure();
    cut.resize(size);
    EXPECT_FALSE(parse(cut)) << size;
  }
  const auto changed = [](std::size_t at, std::uint32_t value) {
    Bytes blob = azure();
    store_le<std::uint32_t>(std::span(blob).subspan(at), value);
    return parse(blob);
  };
  EXPECT_TRUE(changed(4, 1));
  EXPECT_TRUE(changed(4, 2));  // OpenHCL's
  EXPECT_FALSE(changed(4, 0));
  EXPECT_FALSE(changed(4, 3));
  EXPECT_FALSE(changed(0x4c4, 9));
  EXPECT_FALSE(changed(0x4c8, 4));
  EXPECT_FALSE(changed(0x4cc, 2));
  for (const std::uint32_t size : {0x457U, 0xffffffffU, 0xffffffecU, 0xfffffb2cU}) {
    EXPECT_FALSE(changed(0x4d0, size)) << size;
    EXPECT_FALSE(changed(0x4c0, size)) << size;
  }
}

TEST(SnpEvidence, WhatIsSomethingElseIsNamed) {
  EXPECT_TRUE(fails(parse(std::string_view()), ErrorKind::kInvalid, {"empty"}));
  EXPECT_TRUE(fails(parse(Bytes(208, 3)), ErrorKind::kInvalid, {"208"}));
  EXPECT_TRUE(fails(parse(to_base64(Bytes(208, 3))), ErrorKind::kInvalid, {"208"}));
  EXPECT_TRUE(
      fails(parse(snp_data("reports/milan-v3.vcek.der")), ErrorKind::kInvalid, {"certificate"}));
  EXPECT_TRUE(fails(parse(snp_data("ca/ark-milan.pem")), ErrorKind::kInvalid, {"certificate"}));
  EXPECT_TRUE(fails(parse(Bytes(24, 0)), ErrorKind::kInvalid));
  EXPECT_TRUE(fails(parse("hello"), ErrorKind::kInvalid));
  const auto large = parse(Bytes(kMaxSnpReportFile + 1, 0));
  ASSERT_FALSE(large);
  EXPECT_EQ(large.error().code, ErrorCode::kFileTooLarge);
  const auto most = parse(Bytes(kMaxSnpReportFile, 0));
  ASSERT_FALSE(most);
  EXPECT_EQ(most.error().code, ErrorCode::kMalformedAttestation);
}

}  // namespace
}  // namespace sevproof
