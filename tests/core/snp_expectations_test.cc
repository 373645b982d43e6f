// What is expected of SEV-SNP reports, as text and as a file; and firmware versions.
#include <gtest/gtest.h>

#include "sevproof/report.h"
#include "sevproof/snp/tcb.h"
#include "snp_report_data.h"
#include "test_errors.h"

namespace sevproof {
namespace {

using enum snp::ReportField;
using test::fails;
using test::succeeds;

Result<snp::ExpectedReport> read(snp::ReportField field, std::string_view text) {
  snp::ExpectedReport expected;
  auto result = snp::read_text(expected, field, "it", text);
  if (!result) return fail(result.error());
  return expected;
}

TEST(SnpExpectations, FieldsAreInOrderAndHaveNames) {
  std::size_t at = 0;
  for (const snp::ReportFieldInfo& info : snp::report_fields()) {
    EXPECT_EQ(static_cast<std::size_t>(info.field), at++);
    EXPECT_EQ(snp::find_report_field(info.key), &info);
  }
  EXPECT_EQ(snp::find_report_field("nonce"), nullptr);
}

TEST(SnpExpectations, ReportDataMayBeShorter) {
  const auto nonce = read(kReportData, "0x" + std::string(32, 'a'));
  ASSERT_TRUE(succeeds(nonce));
  EXPECT_EQ((*nonce->report_data)[15], 0xaa);
  EXPECT_EQ((*nonce->report_data)[16], 0);
  EXPECT_TRUE(succeeds(read(kReportData, std::string(128, '1'))));
  EXPECT_TRUE(fails(read(kReportData, std::string(130, '1')), ErrorKind::kInvalid, {"64 bytes"}));
  EXPECT_TRUE(
      fails(read(kReportData, std::string(128, '0')), ErrorKind::kInvalid, {"not all zero"}));
  EXPECT_TRUE(fails(read(kReportData, ""), ErrorKind::kInvalid));
  EXPECT_TRUE(fails(read(kReportData, "nonsense!"), ErrorKind::kInvalid));
}

TEST(SnpExpectations, ListsTakeCommasAndBlanks) {
  const std::string one(96, '1');
  const std::string two(96, '2');
  const auto both = read(kMeasurement, one + ", " + two);
  ASSERT_TRUE(succeeds(both));
  EXPECT_EQ(both->measurements.size(), 2U);
  EXPECT_TRUE(fails(read(kMeasurement, one.substr(2)), ErrorKind::kInvalid, {"48 bytes"}));
  EXPECT_TRUE(fails(read(kMeasurement, std::string(96, '0')), ErrorKind::kInvalid));
  EXPECT_TRUE(fails(read(kMeasurement, " , "), ErrorKind::kInvalid));
  EXPECT_EQ(read(kVmpl, "0,1 3")->vmpls, (std::vector<std::uint32_t>{0, 1, 3}));
  EXPECT_TRUE(fails(read(kVmpl, "4"), ErrorKind::kInvalid));
}

TEST(SnpExpectations, BitsHaveNamesOrNumbers) {
  EXPECT_EQ(read(kPolicyRequires, "SINGLE_SOCKET,0x400000")->policy_bits.required, 0x500000U);
  EXPECT_EQ(read(kPolicyForbids, "SMT")->policy_bits.forbidden, 0x10000U);
  EXPECT_EQ(read(kPlatformRequires, "ALIAS_CHECK ECC")->platform.required, 0x24U);
  EXPECT_EQ(read(kPlatformForbids, "SMT,bit 6").has_value(), false);
  EXPECT_EQ(read(kPlatformForbids, "0x40")->platform.forbidden, 0x40U);
  EXPECT_TRUE(fails(read(kPlatformRequires, "SMTT"), ErrorKind::kInvalid));
  EXPECT_TRUE(fails(read(kPlatformRequires, "0"), ErrorKind::kInvalid));
}

TEST(SnpExpectations, MinimumTcb) {
  const auto given = read(kMinimumTcb, "blSPL=04&teeSPL=00&snpSPL=24&ucodeSPL=219");
  ASSERT_TRUE(succeeds(given));
  EXPECT_EQ(snp::tcb_text(*given->minimum_tcb.of_others), "bl 4, tee 0, snp 24, ucode 219");
  EXPECT_EQ(*read(kMinimumTcb, "ucode=219,bl=4,snp=24,tee=0"), *given);
  EXPECT_TRUE(fails(read(kMinimumTcb, "bl=256"), ErrorKind::kInvalid));
  EXPECT_TRUE(fails(read(kMinimumTcb, "bl=1,bl=1"), ErrorKind::kInvalid));
  EXPECT_TRUE(fails(read(kMinimumTcb, "bl"), ErrorKind::kInvalid));
  EXPECT_TRUE(fails(read(kMinimumTcb, "xx=1"), ErrorKind::kInvalid));
  EXPECT_TRUE(fails(read(kMinimumTcb, ""), ErrorKind::kInvalid));
}

TEST(SnpExpectations, MinimumTcbOfEachLine) {
  using enum AmdGeneration;
  const auto fleet = read(kMinimumTcb, " Milan: bl=4,snp=24 ;Turin:fmc=1,snp=4");
  ASSERT_TRUE(succeeds(fleet));
  EXPECT_EQ(snp::tcb_text(*fleet->minimum_tcb.find(kMilan)), "bl 4, snp 24");
  EXPECT_EQ(snp::tcb_text(*fleet->minimum_tcb.find(kTurin)), "fmc 1, snp 4");
  EXPECT_EQ(fleet->minimum_tcb.find(kGenoa), nullptr);
  const auto others = read(kMinimumTcb, "snp=23; Milan: snp=24");
  ASSERT_TRUE(succeeds(others));
  EXPECT_EQ(snp::tcb_text(*others->minimum_tcb.find(kGenoa)), "snp 23");
  EXPECT_EQ(snp::tcb_text(*others->minimum_tcb.find(kMilan)), "snp 24");
  for (const std::string_view text :
       {"Rome: snp=24", "Milan-B0: snp=24", "milan: snp=24", ": snp=24", "Milan:", "Milan: snp=24;",
        "Milan: snp=24; Milan: snp=25", "snp=1; snp=2", ";"}) {
    EXPECT_TRUE(fails(read(kMinimumTcb, text), ErrorKind::kInvalid)) << text;
  }
}

TEST(SnpExpectations, WhatNoReportCouldBe) {
  struct Contradiction {
    std::initializer_list<std::pair<snp::ReportField, std::string_view>> texts;
    std::string words;  // of the error; empty where there is none
  };
  const std::string chip(128, '5');
  for (const Contradiction& one : std::initializer_list<Contradiction>{
           {{{kTcbOf, "current"}}, "no minimum"},
           {{{kTcbOf, "current"}, {kMinimumTcb, "snp=24"}}, ""},
           {{{kPolicyRequires, "SMT"}, {kPolicyForbids, "SMT"}}, "0x10000 (SMT)"},
           {{{kPolicyRequires, "SMT"}, {kPolicyForbids, "SINGLE_SOCKET"}}, ""},
           {{{kPlatformRequires, "ECC,SMT"}, {kPlatformForbids, "ECC"}}, "0x4 (ECC)"},
           {{{kPlatformRequires, "ECC"}, {kPlatformForbids, "SMT"}}, ""},
           {{{kPolicy, "0x30000"}, {kPolicyForbids, "SMT"}}, "does not have so"},
           {{{kPolicy, "0x20000"}, {kPolicyRequires, "SMT"}}, "does not have so"},
           {{{kPolicy, "0x30000"}, {kPolicyRequires, "SMT"}}, ""},
           {{{kPolicy, "30000"}}, "bit 17"},
           {{{kPolicy, "0x40b0000"}, {kAllowDebug, "true"}}, "above 25"},
           {{{kPolicyRequires, "0x4000000"}}, "above 25"},
           {{{kPolicyForbids, "0x4000000"}}, ""},
           {{{kPolicyForbids, "0x20000"}}, "bit 17"},
           {{{kPolicy, "0xb0000"}}, "debugging (DEBUG)"},
           {{{kPolicy, "0xb0000"}, {kAllowDebug, "true"}}, ""},
           {{{kPolicyRequires, "DEBUG"}}, "debugging (DEBUG)"},
           {{{kPolicyForbids, "DEBUG"}}, ""},
           {{{kPolicyForbids, "DEBUG"}, {kAllowDebug, "true"}}, "accepted and forbidden"},
           {{{kPolicy, "0x70000"}}, "MIGRATE_MA"},
           {{{kPolicy, "0x70000"}, {kAllowMigration, "true"}}, ""},
           {{{kPolicyForbids, "MIGRATE_MA"}, {kAllowMigration, "true"}}, "accepted and forbidden"},
           {{{kChipId, chip}, {kAllowMaskedChip, "true"}}, "masked"},
           {{{kChipId, chip}, {kAllowMaskedChip, "false"}}, ""}}) {
    snp::ExpectedReport expected;
    for (const auto& [field, text] : one.texts) {
      ASSERT_TRUE(succeeds(snp::read_text(expected, field, "it", text))) << text;
    }
    const auto agree = snp::check_agreement(expected);
    if (one.words.empty()) {
      EXPECT_TRUE(succeeds(agree)) << (one.texts.end() - 1)->second;
    } else {
      EXPECT_TRUE(fails(agree, ErrorKind::kInvalid, {one.words})) << one.words;
    }
  }
}

TEST(SnpExpectations, OtherFields) {
  const auto firmware = read(kMinimumFirmware, "Milan: 1.55.29; Genoa: 1.55.40");
  ASSERT_TRUE(succeeds(firmware));
  EXPECT_EQ(*firmware->minimum_firmware.find(AmdGeneration::kGenoa), (FirmwareVersion{1, 55, 40}));
  EXPECT_EQ(firmware->minimum_firmware.find(AmdGeneration::kTurin), nullptr);
  EXPECT_EQ(firmware->minimum_firmware.find(std::nullopt), nullptr);
  EXPECT_EQ(read(kMinimumFirmware, "1.55.29")->minimum_firmware.of_others,
            (FirmwareVersion{1, 55, 29}));
  EXPECT_TRUE(fails(read(kMinimumFirmware, "1.55"), ErrorKind::kInvalid));
  EXPECT_TRUE(fails(read(kMinimumFirmware, "1.55.256"), ErrorKind::kInvalid));
  EXPECT_TRUE(fails(read(kMinimumFirmware, "1.55.29.1"), ErrorKind::kInvalid));
  EXPECT_EQ(read(kTcbOf, "current")->tcb_kinds, (snp::TcbKinds{false, false, false, true}));
  EXPECT_TRUE(fails(read(kTcbOf, "all"), ErrorKind::kInvalid));
  EXPECT_TRUE(read(kAllowDebug, "true")->allow_debug);
  EXPECT_FALSE(read(kAllowDebug, "false")->allow_debug);
  EXPECT_TRUE(fails(read(kAllowDebug, "yes"), ErrorKind::kInvalid));
  EXPECT_EQ(read(kChipId, std::string(16, '5'))->chip_ids.size(), 1U);
  EXPECT_TRUE(succeeds(read(kChipId, std::string(128, '5'))));
  EXPECT_EQ(read(kChipId, "0x59790fb1c39f35c1")->chip_ids.front()[7], 0xc1);
  EXPECT_EQ(read(kChipId, "WXkPscOfNcE=")->chip_ids.front()[8], 0);
  for (const std::string& wrong :
       {std::string(126, '5'), std::string(14, '5'), std::string(18, '5'),
        std::string("0x12345678901234"), std::string("AAAAAAAAAAAAAAAw"), std::string(16, '0')}) {
    EXPECT_TRUE(fails(read(kChipId, wrong), ErrorKind::kInvalid)) << wrong;
  }
  EXPECT_EQ(read(kProvider, "CN=a, O=b;CN=c")->providers,
            (std::vector<std::string>{"CN=a, O=b", "CN=c"}));
  EXPECT_TRUE(fails(read(kLaunchMitigations, "0"), ErrorKind::kInvalid));
  EXPECT_TRUE(fails(read(kCurrentMitigations, "0"), ErrorKind::kInvalid));
  EXPECT_TRUE(fails(read(kProvider, "a\x1b[2J"), ErrorKind::kInvalid));
  EXPECT_EQ(read(kHostData, std::string(64, '0'))->host_data, snp::Bytes32{});
}

TEST(SnpExpectations, FileInJson) {
  const auto texts = read_expectations(R"({
    "schemaVersion": 2,
    "measurement": [")" + std::string(96, '1') +
                                       R"("],
    "vmpl": [0, 1],
    "minimumTcb": {"blSPL": 4, "snpSPL": 24},
    "allowDebug": true,
    "minimumGuestSvn": 2
  })");
  ASSERT_TRUE(succeeds(texts));
  ASSERT_EQ(texts->size(), 5U);
  EXPECT_EQ((*texts)[1].text, "0,1");
  EXPECT_EQ((*texts)[2].text, "blSPL=4,snpSPL=24");
  EXPECT_EQ((*texts)[3].text, "true");
  EXPECT_TRUE(succeeds(read_expectations("{}")));
  const auto fleet =
      read_expectations(R"({"minimumTcb": {"Milan": {"bl": 4, "snp": 24}, "Genoa": {"snp": 23}}})");
  ASSERT_TRUE(succeeds(fleet));
  EXPECT_EQ(fleet->front().text, "Milan: bl=4,snp=24; Genoa: snp=23");
}

TEST(SnpExpectations, FilesThatAreNone) {
  for (const std::string_view text : {"",
                                      "[]",
                                      "{\"nonce\": 1}",
                                      "{\"vmpl\": 4}",
                                      "{\"vmpl\": true}",
                                      "{\"allowDebug\": \"true\"}",
                                      "{\"schemaVersion\": 1}",
                                      "{\"vmpl\": 0, \"vmpl\": 0}",
                                      "{\"reportData\": [\"11\"]}",
                                      "{\"vmpl\": -1}",
                                      "{\"vmpl\": 1.5}",
                                      "{\"minimumTcb\": {\"bl\": \"x\"}}",
                                      "{\"minimumTcb\": {\"Rome\": {\"bl\": 1}}}",
                                      "{\"minimumTcb\": {\"Milan\": {}}}",
                                      "{\"minimumTcb\": {\"Milan\": {\"bl\": {}}}}",
                                      "{\"minimumTcb\": {\"bl\": 1, \"Milan\": {\"bl\": 1}}}",
                                      "{\"minimumTcb\": {\"bl\": \"4\"}}",
                                      "{\"minimumTcb\": {\"bl\": \"0,snp=0\"}}",
                                      "{\"minimumTcb\": {\"Milan: bl\": 0}}",
                                      "{\"minimumTcb\": {\"Milan\": {\"spn\": 1}}}",
                                      "{\"minimumFirmware\": {\"Milan\": 1}}",
                                      "{\"minimumFirmware\": {\"Rome\": \"1.55.29\"}}",
                                      "{\"$schema\": 5}",
                                      "{\"vmpl\": [\"0,1\"]}",
                                      "{\"vmpl\": [\"0 1\"]}",
                                      "{\"provider\": [\"a;b\"]}",
                                      "{} {}"}) {
    EXPECT_TRUE(fails(read_expectations(text), ErrorKind::kInvalid)) << text;
  }
}

TEST(SnpExpectations, FaultsAreSaidWithTheirPlace) {
  const auto message = [](std::string_view text) {
    const auto read = read_expectations(text, "file");
    return read ? std::string() : read.error().message;
  };
  EXPECT_EQ(message("{\"vmpl\": 0,\n \"policy\": }\n"),
            "file: it is not JSON, at line 2, column 12");
  EXPECT_EQ(message(""), "file: it is not JSON, at line 1, column 1");
  EXPECT_EQ(message("{\n"), "file: it is not JSON, at line 2, column 1");
  EXPECT_EQ(message("{} {}"), "file: it is not JSON, at line 1, column 4");
  EXPECT_EQ(message("{\"a\": {\"b\": [1, 2, {}], \"b\": 1}}"), "file: key 'b' is there twice");
  EXPECT_EQ(message("{\"Report_Data\": \"11\"}"),
            "file: unknown key 'Report_Data', perhaps 'reportData'");
  EXPECT_EQ(message("{\"min-tcb\": \"bl=4\"}"),
            "file: unknown key 'min-tcb', perhaps 'minimumTcb'");
  EXPECT_EQ(message("{\"minimumTcb\": {\"Milan\": {\"snp\": 24.5}}}"),
            "file, minimumTcb, Milan, snp: expected a whole number, got '24.5'");
  EXPECT_EQ(message("{\"minimumTcb\": {\"milan\": {\"snp\": 24}}}"),
            "file, minimumTcb: expected Milan, Genoa or Turin, got 'milan'");
  EXPECT_EQ(message("{\"policy\": true}"), "file, policy: expected a text or a number, got 'true'");
  const std::string deep(100'000, '[');
  EXPECT_FALSE(message("{\"schemaVersion\": " + deep + std::string(100'000, ']') + "}").empty());
  EXPECT_FALSE(message("{\"vmpl\": " + std::string(63, '[') + std::string(63, ']') + "}").empty());
  EXPECT_EQ(read_expectations(R"({"provider": ["CN=a, O=b", "CN=c"]})")->front().text,
            "CN=a, O=b;CN=c");
  EXPECT_EQ(message("{\"vmpl\": \"4\"}"),
            "file, vmpl: expected a whole number from 0 to 3, got '4'");
}

TEST(SnpTcb, OrderDependsOnTheLine) {
  const TcbBytes bytes = {1, 2, 3, 4, 0, 0, 7, 81};
  EXPECT_EQ(snp::tcb_text(snp::read_tcb(AmdGeneration::kMilan, bytes)),
            "bl 1, tee 2, snp 7, ucode 81");
  EXPECT_EQ(snp::tcb_text(snp::read_tcb(AmdGeneration::kTurin, bytes)),
            "fmc 1, bl 2, tee 3, snp 4, ucode 81");
  EXPECT_FALSE(snp::has_zero_reserve(AmdGeneration::kMilan, bytes));
  EXPECT_FALSE(snp::has_zero_reserve(AmdGeneration::kTurin, bytes));
  EXPECT_TRUE(snp::has_zero_reserve(AmdGeneration::kMilan, {1, 2, 0, 0, 0, 0, 7, 81}));
  EXPECT_TRUE(snp::has_zero_reserve(AmdGeneration::kTurin, {1, 2, 3, 4, 0, 0, 0, 81}));
}

// As one number the second is larger, and still too old in one component.
TEST(SnpTcb, EveryComponentCounts) {
  const snp::MinimumTcb least{{}, 4, 0, 24, 219};
  EXPECT_TRUE(snp::reaches({{}, 4, 0, 24, 219}, least));
  EXPECT_FALSE(snp::reaches({{}, 3, 0, 24, 255}, least));
  EXPECT_FALSE(snp::reaches({{}, 4, 0, 23, 255}, least));
  EXPECT_FALSE(snp::reaches({{}, 255, 255, 255, 218}, least));
  EXPECT_FALSE(snp::reaches({{}, 4, 0, 24, 219}, {1, {}, {}, {}, {}}));
  EXPECT_TRUE(snp::reaches({1, 4, 0, 24, 219}, {1, {}, {}, {}, {}}));
}

TEST(SnpTcb, LinesByCpuAndByProduct) {
  using enum AmdGeneration;
  EXPECT_EQ(snp::line_of_cpu(0x19, 0x00), kMilan);
  EXPECT_EQ(snp::line_of_cpu(0x19, 0x0f), kMilan);
  EXPECT_EQ(snp::line_of_cpu(0x19, 0x10), kGenoa);
  EXPECT_EQ(snp::line_of_cpu(0x19, 0x1f), kGenoa);
  EXPECT_EQ(snp::line_of_cpu(0x19, 0x20), std::nullopt);
  EXPECT_EQ(snp::line_of_cpu(0x19, 0x9f), std::nullopt);
  EXPECT_EQ(snp::line_of_cpu(0x19, 0xa0), kGenoa);
  EXPECT_EQ(snp::line_of_cpu(0x19, 0xaf), kGenoa);
  EXPECT_EQ(snp::line_of_cpu(0x19, 0xb0), std::nullopt);
  EXPECT_EQ(snp::line_of_cpu(0x1a, 0x00), kTurin);
  EXPECT_EQ(snp::line_of_cpu(0x1a, 0x11), kTurin);
  EXPECT_EQ(snp::line_of_cpu(0x1a, 0x12), std::nullopt);
  EXPECT_EQ(snp::line_of_cpu(0x18, 0x00), std::nullopt);
  EXPECT_EQ(snp::line_of_product("Milan-B0"), kMilan);
  EXPECT_EQ(snp::line_of_product("Genoa"), kGenoa);
  EXPECT_EQ(snp::line_of_product("Turin-B1"), kTurin);
  EXPECT_EQ(snp::line_of_product("Milano"), std::nullopt);
  EXPECT_EQ(snp::line_of_product("Rome"), std::nullopt);
  EXPECT_EQ(snp::line_of_product(""), std::nullopt);
}

TEST(SnpTime, IsReadAndWritten) {
  for (const std::string_view text :
       {"1970-01-01T00:00:00Z", "2000-02-29T23:59:59Z", "2026-11-30T12:34:56Z",
        "2049-12-31T23:59:59Z", "9999-12-31T23:59:59Z"}) {
    const auto time = parse_time("at", text);
    ASSERT_TRUE(succeeds(time)) << text;
    EXPECT_EQ(time_text(*time), text);
  }
  EXPECT_EQ(*parse_time("at", "1970-01-02"), 86'400);
  for (const std::string_view text :
       {"", "2026", "2026-13-01", "2026-00-01", "2026-01-00", "2026-02-29", "2026-11-31",
        "2026-11-30T24:00:00Z", "2026-11-30T23:60:00Z", "2026-11-30T23:59:60Z",
        "2026-11-30T23:59:59", "2026-11-30 23:59:59Z", "2026/11/30", "+026-11-30"}) {
    EXPECT_TRUE(fails(parse_time("at", text), ErrorKind::kInvalid)) << text;
  }
}

}  // namespace
}  // namespace sevproof
