// Drafts of SEV-SNP launches: texts, what is missing, and what goes together.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "igvm_file.h"
#include "sevproof/igvm_view.h"
#include "sevproof/snp/launch_report.h"
#include "test_bytes.h"
#include "test_data.h"
#include "test_errors.h"

namespace sevproof::snp {
namespace {

using test::fails;
using test::succeeds;
using testing::ElementsAre;

TEST(SnpDraft, Counts) {
  EXPECT_THAT(*parse_counts("n", "4"), ElementsAre(4));
  EXPECT_THAT(*parse_counts("n", "1,2,4-6"), ElementsAre(1, 2, 4, 5, 6));
  EXPECT_THAT(*parse_counts("n", "6,4-6,5"), ElementsAre(6, 4, 5));
  EXPECT_EQ(parse_counts("n", "1-4096")->size(), 4096U);
  for (const char* const text : {"", ",", "1,", ",1", "0", "4097", "1-4097", "0-2", "3-2", "1--2",
                                 "-1", "1-", " 1", "1 ", "a"}) {
    EXPECT_TRUE(fails(parse_counts("n", text), ErrorKind::kInvalid, {"n: expected"})) << text;
  }
  EXPECT_TRUE(fails(parse_counts("n", "6-4"), ErrorKind::kInvalid, {"begins with the smaller"}));
}

TEST(SnpDraft, AddressesOfVmsaPages) {
  const auto read = [](const std::string& text) {
    LaunchDraft draft;
    return read_text(draft, Field::kVmsaAddress, "v", text);
  };
  for (const std::string text : {"0", "0x1000", "0xfffffffff000", "0xffffffffff000"}) {
    EXPECT_TRUE(succeeds(read(text))) << text;
  }
  for (const std::string text : {"0x123", "0xfff", "0x10000000000000", "0xffffffffffffffff", ""}) {
    EXPECT_TRUE(fails(read(text), ErrorKind::kInvalid)) << text;
  }
}

TEST(SnpDraft, Sections) {
  const auto section = parse_section("s", "1:0x800000:36864");
  ASSERT_TRUE(succeeds(section));
  EXPECT_EQ(section->type, 1U);
  EXPECT_EQ(section->gpa, 0x800000U);
  EXPECT_EQ(section->size, 36864U);
  for (const char* const text : {"", "1", "1:2", "1:2:3:4", ":2:3", "1:0x100000000:3", "SEC:1:2"}) {
    EXPECT_TRUE(fails(parse_section("s", text), ErrorKind::kInvalid, {"s: expected"})) << text;
  }
}

// 64 hex digits are base64 of 48 bytes too, but whoever gives them means a SHA-256.
TEST(SnpDraft, Digests) {
  const Bytes bytes = test::counting_bytes(48);
  for (const std::string& text : {to_hex(bytes), to_base64(bytes)}) {
    const auto digest = parse_sha384("d", text);
    ASSERT_TRUE(succeeds(digest)) << text;
    EXPECT_EQ(to_hex(*digest), to_hex(bytes));
  }
  const std::string sha256_text(64, 'a');
  const auto taken_for_base64 = parse_sha384("d", sha256_text);
  ASSERT_TRUE(fails(taken_for_base64, ErrorKind::kInvalid, {"96 hex digits"}));
  EXPECT_THAT(taken_for_base64.error().hint, testing::HasSubstr("SHA-256"));
  for (const std::string& text :
       {std::string(), to_hex(bytes) + "0", to_hex(bytes).substr(2), to_base64(bytes) + "AA"}) {
    EXPECT_TRUE(fails(parse_sha384("d", text), ErrorKind::kInvalid)) << text;
  }
}

TEST(SnpDraft, DigestsAsOthersPrintThem) {
  const std::string hex = to_hex(test::counting_bytes(48));
  std::string divided;
  for (std::size_t i = 0; i < hex.size(); i += 2) divided += (i == 0 ? "" : " ") + hex.substr(i, 2);
  std::string with_colons = divided;
  std::replace(with_colons.begin(), with_colons.end(), ' ', ':');
  for (const std::string& text : {"0x" + hex, divided, with_colons, " " + hex + "\n",
                                  hex.substr(0, 48) + "\n" + hex.substr(48)}) {
    const auto digest = parse_sha384("d", text);
    ASSERT_TRUE(succeeds(digest)) << text;
    EXPECT_EQ(to_hex(*digest), hex) << text;
  }
  const auto short_one = parse_sha384("d", hex.substr(1));
  ASSERT_TRUE(fails(short_one, ErrorKind::kInvalid));
  EXPECT_EQ(short_one.error().hint, "There are 95 digits.");
  const auto of_text = parse_sha384("d", to_base64(Bytes(hex.begin(), hex.end())));
  ASSERT_TRUE(fails(of_text, ErrorKind::kInvalid));
  EXPECT_THAT(of_text.error().hint, testing::HasSubstr("base64 of hex digits"));
}

TEST(SnpDraft, PublishedFirmwareSaysWhereOthersStartOnlyIfThereAreSome) {
  LaunchDraft draft;
  draft.firmware_digest.emplace();
  draft.sections = {{0x800000, 0x1000, 1, {}}};
  draft.vmm = Vmm::kGce;
  draft.counts = {1};
  EXPECT_TRUE(succeeds(complete(draft)));
  draft.counts = {1, 2};
  EXPECT_TRUE(fails(complete(draft), ErrorKind::kIncomplete, {"the reset address is needed"}));
  draft.reset_address = 0x80b004;
  EXPECT_TRUE(succeeds(complete(draft)));
}

TEST(SnpDraft, SignaturesAndZero) {
  EXPECT_EQ(*parse_signature("0"), 0U);
  EXPECT_EQ(*parse_signature("0x0"), 0U);
  EXPECT_EQ(*parse_signature("EPYC-Milan"), 0xa00f11U);
  EXPECT_FALSE(parse_signature("00").has_value());
}

LaunchDraft small_draft() {
  LaunchDraft draft;
  draft.firmware = test::read_data("vectors/snp/firmware/ovmf_AmdSev_suffix.bin");
  draft.counts = {1};
  draft.cpu = 0x800f12;
  return draft;
}

std::string refusal(LaunchDraft draft) {
  const auto request = complete(std::move(draft));
  return request ? "" : request.error().message;
}

TEST(SnpDraft, SaysAllThatIsMissing) {
  EXPECT_EQ(
      refusal({}),
      "the firmware (or the firmware's digest, the IGVM file), the number of CPUs and the CPU "
      "model are needed");
  LaunchDraft draft = small_draft();
  EXPECT_EQ(refusal(draft), "");
  draft.cpu.reset();
  EXPECT_EQ(refusal(draft), "the CPU model is needed");
  for (const Vmm vmm : {Vmm::kEc2, Vmm::kGce}) {
    draft.vmm = vmm;
    EXPECT_EQ(refusal(draft), "");
  }
}

TEST(SnpDraft, WhatGoesTogether) {
  const auto with = [](auto change) {
    LaunchDraft draft = small_draft();
    change(draft);
    return refusal(std::move(draft));
  };
  EXPECT_EQ(with([](LaunchDraft& d) { d.initrd.emplace(); }), "the initrd needs the kernel");
  EXPECT_EQ(with([](LaunchDraft& d) { d.cmdline = ""; }),
            "the kernel command line needs the kernel");
  EXPECT_EQ(with([](LaunchDraft& d) { d.firmware_digest.emplace(); }),
            "the firmware's digest excludes the firmware");
  EXPECT_EQ(with([](LaunchDraft& d) { d.reset_address = 4; }),
            "the reset address excludes the firmware");
  EXPECT_EQ(with([](LaunchDraft& d) { d.igvm = Bytes(1); }), "the IGVM file excludes the firmware");
  const auto igvm = [](auto change) {
    LaunchDraft draft;
    draft.igvm = Bytes(1);
    change(draft);
    return refusal(std::move(draft));
  };
  EXPECT_EQ(igvm([](LaunchDraft&) {}), "");
  EXPECT_EQ(igvm([](LaunchDraft& d) { d.counts = {2}; }), "");
  EXPECT_EQ(igvm([](LaunchDraft& d) { d.cpu = 0x800f12; }), "");
  EXPECT_EQ(igvm([](LaunchDraft& d) { d.kernel.emplace(); }), "the IGVM file excludes the kernel");
  EXPECT_EQ(igvm([](LaunchDraft& d) { d.vmm = Vmm::kQemu; }), "the IGVM file excludes the VMM");
  LaunchDraft digest;
  digest.counts = {1};
  digest.cpu = 0x800f12;
  digest.firmware_digest.emplace();
  EXPECT_EQ(refusal(digest), "the firmware's digest needs a section");
  digest.sections.push_back({0x800000, 0x1000, 1, {}});
  EXPECT_EQ(refusal(digest), "");
}

TEST(SnpDraft, NoGuestOfQemuHasTheSignature0) {
  LaunchDraft draft = small_draft();
  draft.cpu = 0;
  EXPECT_EQ(refusal(draft),
            "the CPU model: expected the CPU model of a guest of QEMU, got the signature 0");
  draft.vmm = Vmm::kEc2;
  EXPECT_EQ(refusal(draft), "");
}

std::vector<FindingCode> codes(const Result<LaunchReport>& report) {
  std::vector<FindingCode> codes;
  for (const Finding& finding : report->findings) codes.push_back(finding.code);
  return codes;
}

TEST(SnpReport, WhatAReviewerSays) {
  using enum FindingCode;
  LaunchDraft draft = small_draft();
  EXPECT_THAT(codes(measure_request(*complete(draft))),
              ElementsAre(kSnpFirmwareSize, kSnpHashesNotMeasured));
  draft.guest_features = 0x221;
  EXPECT_THAT(codes(measure_request(*complete(draft))),
              ElementsAre(kSnpFirmwareSize, kSnpHashesNotMeasured));
  for (const std::uint64_t features : {0x0U, 0x20U, 0x3U, 0x401U}) {
    draft.guest_features = features;
    EXPECT_THAT(codes(measure_request(*complete(draft))),
                ElementsAre(kSnpFirmwareSize, kSnpHashesNotMeasured, kSnpFeaturesUnlikely));
  }
  draft = small_draft();
  draft.vmm = Vmm::kGce;
  EXPECT_THAT(codes(measure_request(*complete(draft))), ElementsAre(kSnpVmsaAddress));
  for (const std::uint64_t given : {kVmsaGpa, kWideVmsaGpa}) {
    draft.vmsa_gpa = given;
    EXPECT_THAT(codes(measure_request(*complete(draft))), ElementsAre());
  }
  draft.cpu.reset();
  EXPECT_THAT(codes(measure_request(*complete(draft))), ElementsAre());
  draft.vmm = Vmm::kEc2;
  EXPECT_THAT(codes(measure_request(*complete(draft))),
              ElementsAre(kSnpHostNotReproducible, kSnpResetRdx));
  draft.cmdline = "ro";
  draft.kernel = BootPart{FileDigest{sha256({}), 5000}, {}, KernelKind::kElf};
  EXPECT_THAT(codes(measure_request(*complete(draft))),
              ElementsAre(kSnpNoDirectBoot, kSnpHostNotReproducible, kSnpResetRdx));
  draft.vmm = Vmm::kGce;
  EXPECT_THAT(codes(measure_request(*complete(draft))), ElementsAre(kSnpNoDirectBoot));
}

std::vector<std::string> details(const LaunchConfig& config, FindingCode code, bool has_kernel) {
  LaunchRequest request;
  request.config = config;
  request.counts = {1};
  if (has_kernel) request.boot.emplace();
  const auto report = measure_request(std::move(request));
  EXPECT_TRUE(succeeds(report));
  std::vector<std::string> details;
  for (const Finding& finding : report->findings) {
    if (finding.code == code) details.push_back(finding.detail);
  }
  return details;
}

TEST(SnpReport, AFirmwareThatQemuDoesNotLoad) {
  const Bytes suffix = test::read_data("vectors/snp/firmware/ovmf_AmdSev_suffix.bin");
  for (const std::size_t size : {0x1000U, 0xf000U, 0x10000U, 0x11000U, 0x20000U}) {
    Bytes image(size - suffix.size());
    append(image, suffix);
    const auto firmware = parse_firmware(image);
    ASSERT_TRUE(succeeds(firmware));
    LaunchConfig config;
    config.firmware = GuestFirmware{*firmware, image};
    config.vcpu.cpu_signature = 0x800f12;
    const bool is_whole = size % 0x10000 == 0;
    EXPECT_EQ(details(config, FindingCode::kSnpFirmwareSize, false).size(), is_whole ? 0U : 1U)
        << size;
    config.vmm = Vmm::kGce;
    EXPECT_THAT(details(config, FindingCode::kSnpFirmwareSize, false), ElementsAre());
  }
}

TEST(SnpReport, KernelHashesWhereTheFirmwareDoesNotLook) {
  LaunchConfig config;
  FirmwareDigest& firmware = config.firmware_digest.emplace();
  firmware.sections = {{0x801000, 0x1000, 1, {}}, {0x810000, 0x1000, 0x10, {}}};
  config.vcpu.cpu_signature = 0x800f12;
  const auto said = [&](std::uint32_t base, bool has_kernel) {
    firmware.hash_area = MemoryArea{base, 0x400};
    return details(config, FindingCode::kSnpHashAreaElsewhere, has_kernel);
  };
  constexpr std::uint32_t kLast = 0x811000 - kKernelHashesTableSize;
  for (const std::uint32_t base : {0x810000U, 0x810c00U, kLast}) {
    EXPECT_THAT(said(base, true), ElementsAre()) << base;
  }
  for (const std::uint32_t base : {0x80fc00U, 0x801c00U, 0x811000U}) {
    EXPECT_EQ(said(base, true).size(), 1U) << base;
    EXPECT_THAT(said(base, false), ElementsAre()) << base;
  }
  EXPECT_THAT(said(0x801c00, true), ElementsAre("it looks at 0x801c00"));
}

TEST(SnpReport, AnIdBlockForAnotherDigest) {
  const Bytes file = test::read_data("vectors/igvm/snp-id-block.igvm");
  LaunchDraft draft;
  draft.igvm = file;
  const auto right = measure_request(*complete(draft));
  ASSERT_TRUE(succeeds(right));
  EXPECT_THAT(codes(right), ElementsAre());
  EXPECT_EQ(right->igvm->id_block->block.launch_digest, right->igvm->in_order);
  EXPECT_EQ(right->igvm->policy, 0x30000U);
  Bytes other = file;
  const Bytes digest(right->igvm->in_order.begin(), right->igvm->in_order.end());
  auto at = std::search(other.begin(), other.end(), digest.begin(), digest.end());
  ASSERT_NE(at, other.end());
  *at ^= 1;
  test::IgvmFile::seal(other, 24U + load_le<std::uint32_t>(ByteView(other).subspan(12)));
  draft.igvm = other;
  EXPECT_THAT(codes(measure_request(*complete(draft))),
              ElementsAre(FindingCode::kIgvmIdBlockDiffers, FindingCode::kIgvmIdBlockBroken));
  // A signature that another block has.
  Bytes forged = file;
  const Bytes family = test::to_bytes("sevproof family ");
  at = std::search(forged.begin(), forged.end(), family.begin(), family.end());
  ASSERT_NE(at, forged.end());
  *at ^= 1;
  test::IgvmFile::seal(forged, 24U + load_le<std::uint32_t>(ByteView(forged).subspan(12)));
  draft.igvm = forged;
  EXPECT_THAT(codes(measure_request(*complete(draft))),
              ElementsAre(FindingCode::kIgvmIdBlockBroken));
  // Whoever looks into the file hears of it too.
  EXPECT_THAT(view_igvm(HashedBytes(file))->findings, ElementsAre());
  const auto view = view_igvm(HashedBytes(other));
  ASSERT_TRUE(succeeds(view));
  ASSERT_EQ(view->findings.size(), 2U);
  EXPECT_EQ(view->findings.front().code, FindingCode::kIgvmIdBlockBroken);
  EXPECT_EQ(view->findings.back().code, FindingCode::kIgvmIdBlockDiffers);
}

}  // namespace
}  // namespace sevproof::snp
