// What verifiers of SEV-SNP reports are known to get wrong, by their public issues: a test for
// each. That the page checks what the program checks, tests/wasm/report.test.mjs holds: their
// documents are equal byte for byte.
#include <gtest/gtest.h>

#include "sevproof/formats/cpu.h"
#include "sevproof/formats/firmware.h"
#include "sevproof/snp/launch.h"
#include "snp/issuers.h"
#include "snp/verify_with.h"
#include "snp_report_data.h"
#include "test_bytes.h"
#include "test_errors.h"

namespace sevproof {
namespace {

using enum CheckOutcome;
using snp::ReportVerdict;
using test::fails;
using test::find_check;
using test::succeeds;

constexpr std::string_view kAskGuid = "4ab7b379bbac4fe4a02f05aef327c782";

// A synthetic case: its report, and the files that are named.
snp::ReportInput made(const std::string& id, const std::string& ica) {
  snp::ReportInput input;
  input.evidence = test::evidence_of(test::snp_file("synthetic/" + id + ".report.bin"));
  input.certificates = test::certificates_of({"synthetic/" + id + ".vek.der", "synthetic/" + ica});
  input.at = test::time_of("2026-11-01");
  input.at_is_given = true;
  return input;
}

snp::ReportVerification of_milan(const snp::ReportInput& input) {
  static const test::OwnRoot root("synthetic/ark-milan.der");
  return snp::internal::verify_with(root.anchors, input);
}

snp::ReportVerification of_milan(const std::string& id, const std::string& ica = "ask-milan.der") {
  return of_milan(made(id, ica));
}

snp::ReportVerification of_turin(const std::string& id) {
  static const test::OwnRoot root("synthetic/ark-turin.der");
  return snp::internal::verify_with(root.anchors, made(id, "ask-turin.der"));
}

snp::ReportVerification real(const std::string& report, const std::string& vek) {
  snp::ReportInput input;
  input.evidence = test::evidence_of(test::snp_file("reports/" + report));
  input.certificates = test::certificates_of({"reports/" + vek});
  input.at = test::time_of("2026-11-01");
  return *snp::verify_report(std::move(input));
}

CheckOutcome outcome_of(const snp::ReportVerification& result, std::string_view name) {
  const Check* const check = find_check(result, name);
  EXPECT_NE(check, nullptr) << name;
  return check == nullptr ? kNotChecked : check->outcome;
}

TEST(SnpKnownFaults, TheRootIsNotTakenFromTheDownload) {
  snp::ReportInput input = made("milan-v3", "ask-milan.der");
  input.certificates.add(test::certificates_of({"synthetic/ark-milan.der"}));
  EXPECT_FALSE(snp::verify_report(input)->is_genuine());
  EXPECT_TRUE(of_milan(input).is_genuine());
}

TEST(SnpKnownFaults, Version2IsNotReadWithTheFieldsOfVersion3) {
  Bytes bytes = test::snp_file("synthetic/milan-v2.report.bin");
  // Where version 3 has a CPU: of Turin.
  bytes[0x188] = 0x1a;
  const SnpEvidence evidence = test::evidence_of(bytes);
  const auto shown = snp::show_report(evidence);
  EXPECT_FALSE(shown.line);
  EXPECT_EQ(evidence.report.cpu_family, 0);
  EXPECT_EQ(reserved_bytes_set(evidence.report), "0x188");
  EXPECT_TRUE(of_milan("milan-v2").is_genuine());
}

TEST(SnpKnownFaults, TurinsFirmwareVersionIsNotReadInTheOrderOfMilan) {
  const auto result = of_turin("turin-tcb-legacy-order");
  EXPECT_FALSE(result.is_genuine());
  EXPECT_EQ(outcome_of(result, "binding"), kFail);
}

TEST(SnpKnownFaults, TurinsChipHasEightBytes) {
  EXPECT_TRUE(of_turin("turin-v5").is_genuine());
  EXPECT_TRUE(real("turin-v5.bin", "turin-v5.vcek.der").is_genuine());
}

TEST(SnpKnownFaults, GenuineTurinIsNotRefused) {
  const auto result = real("turin-v5.bin", "turin-v5.vcek.der");
  EXPECT_TRUE(result.is_genuine());
  EXPECT_TRUE(result.vek->fmc) << "OID .3.9";
  EXPECT_NE(result.input.evidence.report.platform_info & 0x40, 0U) << "bit 6, of unknown meaning";
  EXPECT_EQ(outcome_of(result, "reserved"), kPass)
      << "neither that bit nor version 5's mitigations";
}

TEST(SnpKnownFaults, SienaIsOfGenoasLine) {
  EXPECT_EQ(snp::line_of_cpu(0x19, 0xa0), AmdGeneration::kGenoa);
  EXPECT_EQ(snp::line_of_cpu(0x19, 0xaf), AmdGeneration::kGenoa);
}

TEST(SnpKnownFaults, HwIdIsNotToldByItsFirstByte) {
  EXPECT_TRUE(of_milan("milan-hwid-der").is_genuine());
  EXPECT_TRUE(of_milan("milan-hwid-looks-der").is_genuine());
  EXPECT_TRUE(of_turin("turin-hwid-looks-der").is_genuine());
}

// As hosts hand it out: the ASVK in a table under the GUID of the ASK.
TEST(SnpKnownFaults, AnAsvkInTheAsksPlaceIsTaken) {
  EXPECT_TRUE(of_milan("vlek-v3", "asvk-milan.der").is_genuine());
  const Bytes asvk = test::snp_file("synthetic/asvk-milan.der");
  Bytes table = *from_hex(kAskGuid);
  table.resize(48);
  store_le<std::uint32_t>(std::span(table).subspan(16), 48);
  store_le<std::uint32_t>(std::span(table).subspan(20), static_cast<std::uint32_t>(asvk.size()));
  append(table, asvk);
  snp::ReportInput input = made("vlek-v3", "asvk-milan.der");
  input.certificates = test::certificates_of({"synthetic/vlek-v3.vek.der"});
  EXPECT_FALSE(of_milan(input).is_genuine());
  auto given = parse_snp_certificates(table, "table");
  ASSERT_TRUE(succeeds(given));
  input.certificates.add(*std::move(given));
  EXPECT_TRUE(of_milan(input).is_genuine()) << test::said(of_milan(input));
}

TEST(SnpKnownFaults, TheReportSaysWhichKeySignedItAndNotTheFiles) {
  EXPECT_FALSE(of_milan("vcek-signing-key-says-vlek").is_genuine());
  EXPECT_TRUE(of_milan("vcek-signing-key-says-vlek").vek_missing);
  EXPECT_FALSE(of_milan("vlek-under-ask").is_genuine());
}

TEST(SnpKnownFaults, ChipFirmwareAndDatesOfTheCertificateCount) {
  for (const char* const id : {"other-chip", "tcb-ucode-differs", "product-mismatch"}) {
    EXPECT_EQ(outcome_of(of_milan(id), "binding"), kFail) << id;
    EXPECT_FALSE(of_milan(id).is_genuine()) << id;
  }
  EXPECT_EQ(outcome_of(of_milan("vcek-expired"), "chain"), kFail);
  EXPECT_TRUE(of_milan("vcek-expired").out_of_time);
}

// The signature is right in all of them: what it is over is not looked at again.
TEST(SnpKnownFaults, WhatTheIssuerMayDoCounts) {
  using snp::internal::intermediate_fault;
  const auto& anchors = snp::internal::built_in_anchors();
  const auto* const root = anchors.find("ark", AmdGeneration::kMilan);
  const X509Certificate ask = test::certificate_of("ca/ask-milan.pem");
  EXPECT_EQ(intermediate_fault(anchors, *root, ask), "");
  const Bytes usage_oid = {0x55, 0x1d, 15};
  const Bytes constraints_oid = {0x55, 0x1d, 19};
  const auto with = [&](const auto& change) {
    X509Certificate changed = ask;
    change(changed);
    return intermediate_fault(anchors, *root, changed);
  };
  const auto value_of = [](X509Certificate& it, const Bytes& oid) -> Bytes& {
    for (X509Extension& one : it.extensions) {
      if (one.oid == oid) return one.value;
    }
    ADD_FAILURE() << "no such extension";
    return it.der;
  };
  // CA flag, key usage, the chain's hash algorithm, its key, its names, an unknown critical thing.
  EXPECT_EQ(with([&](X509Certificate& it) {
              value_of(it, constraints_oid) = {0x30, 0x00};
            }),
            "it is no certificate authority's");
  EXPECT_EQ(with([&](X509Certificate& it) {
              value_of(it, usage_oid) = {0x03, 0x02, 0x01, 0x02};
            }),
            "its key may not sign certificates");
  EXPECT_EQ(with([](X509Certificate& it) { it.extensions.clear(); }),
            "it is no certificate authority's");
  EXPECT_EQ(with([](X509Certificate& it) { it.signature.is_pss_sha384 = false; }),
            "it is not signed with RSASSA-PSS and SHA-384");
  EXPECT_EQ(with([](X509Certificate& it) { it.rsa_exponent = 3; }),
            "its key is not RSA of 4096 bits");
  EXPECT_EQ(with([](X509Certificate& it) { it.rsa_modulus.pop_back(); }),
            "its key is not RSA of 4096 bits");
  EXPECT_EQ(with([](X509Certificate& it) { it.issuer.back() ^= 1; }),
            "its issuer is not AMD's ARK-Milan");
  EXPECT_EQ(with([](X509Certificate& it) { it.signed_part.back() ^= 1; }),
            "AMD's ARK-Milan did not sign it");
  EXPECT_EQ(with([](X509Certificate& it) {
              it.extensions.push_back({{0x55, 0x1d, 30}, true, {}});
            }),
            "it has a critical extension that is not known here");
}

TEST(SnpKnownFaults, PolicyAndVmplAreLookedAtUnasked) {
  EXPECT_EQ(of_milan("debug-policy").verdict, ReportVerdict::kMismatch);
  EXPECT_EQ(of_milan("vmpl1").verdict, ReportVerdict::kMismatch);
}

TEST(SnpKnownFaults, FirmwareVersionsAreNotComparedAsOneNumber) {
  snp::ReportInput input = made("milan-v3", "ask-milan.der");
  const snp::Tcb tcb = snp::read_tcb(AmdGeneration::kMilan, input.evidence.report.reported_tcb);
  // As one number the report's is larger: its first byte of all, the microcode's, is.
  ASSERT_GT(tcb.microcode, 0);
  ASSERT_LT(tcb.boot_loader, 255);
  input.expected.minimum_tcb.of_others =
      snp::MinimumTcb{{},
                      static_cast<std::uint8_t>(tcb.boot_loader + 1),
                      {},
                      {},
                      static_cast<std::uint8_t>(tcb.microcode - 1)};
  EXPECT_EQ(outcome_of(of_milan(input), "tcb"), kFail);
}

TEST(SnpKnownFaults, TheSignatureIsOverTheBytesAsTheyCame) {
  EXPECT_EQ(outcome_of(of_milan("reserved-after-signing"), "signature"), kFail);
  EXPECT_EQ(outcome_of(of_milan("reserved-signed"), "signature"), kPass);
  EXPECT_EQ(outcome_of(of_milan("reserved-signed"), "reserved"), kNotChecked);
}

TEST(SnpKnownFaults, AMaskedKeyIsNoMaskedChip) {
  EXPECT_FALSE(of_milan("mask-chip-key").is_genuine());
  EXPECT_EQ(outcome_of(of_milan("mask-chip-key"), "shape"), kFail);
  EXPECT_TRUE(of_milan("chip-masked").is_genuine());
  EXPECT_EQ(outcome_of(of_milan("chip-masked"), "chip"), kNotChecked);
}

TEST(SnpKnownFaults, AStaleListIsNone) {
  snp::ReportInput input = made("crl-empty", "ask-milan.der");
  input.certificates.add(test::certificates_of({"synthetic/crl-empty.der"}));
  EXPECT_EQ(outcome_of(of_milan(input), "revocation"), kPass);
  const UnixTime next = *input.certificates.crls.front().crl.next_update;
  input.at = next + 1;
  EXPECT_EQ(outcome_of(of_milan(input), "revocation"), kNotChecked);
}

// Certificates are revoked by their serial numbers; a list that merely has the issuer's name says
// nothing.
TEST(SnpKnownFaults, AListCountsByItsSignatureAndSerialNumbers) {
  snp::ReportInput input = made("crl-ask-revoked", "ask-milan.der");
  auto given = test::certificates_of({"synthetic/crl-ask-revoked.der"});
  X509Crl& crl = given.crls.front().crl;
  input.certificates.crls = given.crls;
  EXPECT_EQ(outcome_of(of_milan(input), "revocation"), kFail);
  EXPECT_EQ(of_milan(input).verdict, ReportVerdict::kNotVerified);
  crl.revoked.front().push_back(1);
  input.certificates.crls = given.crls;
  EXPECT_EQ(outcome_of(of_milan(input), "revocation"), kPass) << "the number of another";
  crl.signed_part.back() ^= 1;
  input.certificates.crls = given.crls;
  EXPECT_EQ(outcome_of(of_milan(input), "revocation"), kNotChecked) << "a list that nobody signed";
}

TEST(SnpKnownFaults, AKeyThatAmdRevokedIsRefusedWithoutAList) {
  const auto& anchors = snp::internal::built_in_anchors();
  const auto* const root = anchors.find("ark", AmdGeneration::kGenoa);
  const X509Certificate revoked = test::certificate_of("ca/ask-genoa-revoked.der");
  EXPECT_EQ(snp::internal::intermediate_fault(anchors, *root, revoked), "AMD has revoked it");
  // Another certificate of the same number, should there be one.
  X509Certificate again = revoked;
  again.der.back() ^= 1;
  EXPECT_EQ(snp::internal::intermediate_fault(anchors, *root, again), "AMD has revoked it");
}

TEST(SnpKnownFaults, FirmwareWithoutMetadataIsNotMeasured) {
  Bytes image = test::snp_file("firmware/ovmf_OvmfX64_suffix.bin");
  const auto firmware = parse_firmware(image);
  ASSERT_TRUE(succeeds(firmware));
  snp::LaunchConfig config;
  config.firmware = snp::GuestFirmware{*firmware, image};
  config.firmware->firmware.sev_metadata.clear();
  config.vcpu.cpu_signature = 0x800f12;
  const std::vector<std::uint32_t> counts = {1};
  EXPECT_TRUE(fails(snp::measure(config, counts), ErrorKind::kInvalid));
}

TEST(SnpKnownFaults, AnUnknownCpuIsNoZero) {
  EXPECT_TRUE(fails(parse_cpu("EPYC-Nowhere"), ErrorKind::kInvalid));
}

TEST(SnpKnownFaults, TheSectionOfKernelHashesIsKnown) {
  const Bytes image = test::snp_file("firmware/ovmf_AmdSev_suffix.bin");
  const auto firmware = parse_firmware(image);
  ASSERT_TRUE(succeeds(firmware));
  EXPECT_TRUE(std::any_of(firmware->sev_metadata.begin(), firmware->sev_metadata.end(),
                          [](const SevMetadataSection& one) { return one.type == 0x10; }));
}

TEST(SnpKnownFaults, Base64OfHexIsNoReport) {
  const std::string twice = to_base64(as_bytes(to_hex(test::snp_file("reports/milan-v3.bin"))));
  EXPECT_TRUE(
      fails(parse_snp_evidence(as_bytes(twice), "report"), ErrorKind::kInvalid, {"encoded once"}));
}

TEST(SnpKnownFaults, AnUnknownVersionIsNotTheNewestKnown) {
  const auto result = of_milan("version-6");
  EXPECT_TRUE(result.is_genuine());
  EXPECT_EQ(outcome_of(result, "report-version"), kNotChecked);
  EXPECT_NE(result.verdict, ReportVerdict::kMatch);
}

}  // namespace
}  // namespace sevproof
