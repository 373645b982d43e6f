// Launch digests of SEV-SNP guests: what others published, each page type by itself, and what no
// host starts.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sevproof/snp/launch.h"
#include "sevproof/text.h"
#include "test_bytes.h"
#include "test_data.h"
#include "test_errors.h"

namespace sevproof::snp {
namespace {

using test::fails;
using test::Json;
using test::succeeds;

constexpr std::uint64_t kTail = 0xfffff000;  // where firmware of one page lies

struct Case {
  Json item;
  Bytes image;  // empty where only its digest is known

  LaunchConfig config() const;
  std::uint32_t vcpus() const { return item["vcpus"].get<std::uint32_t>(); }
  std::string digest() const { return item["digest"].get<std::string>(); }
};

std::uint64_t number(const Json& item, const char* key) {
  return parse_number(key, item[key].get<std::string>(), 0, ~std::uint64_t{0}).value();
}

FirmwareDigest published_firmware(const Json& item) {
  FirmwareDigest firmware;
  firmware.digest = test::unhex_array<48>(item["ovmfHash"].get<std::string>());
  for (const Json& section : item["sections"]) {
    firmware.sections.push_back({section[0].get<std::uint32_t>(),
                                 section[1].get<std::uint32_t>(),
                                 section[2].get<std::uint32_t>(),
                                 {}});
  }
  firmware.reset_address = static_cast<std::uint32_t>(number(item, "resetEip"));
  return firmware;
}

LaunchConfig Case::config() const {
  LaunchConfig config;
  config.vmm = parse_vmm(item["vmm"].get<std::string>()).value();
  config.vcpu = {static_cast<std::uint32_t>(number(item, "rdx")), number(item, "guestFeatures")};
  if (image.empty()) {
    config.firmware_digest = published_firmware(item);
    return config;
  }
  config.firmware = GuestFirmware{parse_firmware(image).value(), image};
  if (item["kernel"].is_null()) return config;
  const std::string cmdline = item["cmdline"].is_null() ? "" : item["cmdline"].get<std::string>();
  config.kernel_hashes = KernelHashes{hash_cmdline(cmdline), sha256({}), sha256({})};
  return config;
}

std::vector<Case> published() {
  std::vector<Case> cases;
  for (const Json& item : test::load_list("vectors/snp/digests.json", "published")) {
    if (item["mode"] != "snp") continue;
    const bool has_image = item["firmware"].is_string();
    cases.push_back(
        {item, has_image ? test::read_data("vectors/snp/" + item["firmware"].get<std::string>())
                         : Bytes()});
  }
  return cases;
}

Case published(std::string_view id) {
  for (Case& one : published()) {
    if (one.item["id"] == id) return std::move(one);
  }
  ADD_FAILURE() << "no such case: " << id;
  return {};
}

TEST(SnpLaunch, PublishedDigests) {
  const auto cases = published();
  ASSERT_EQ(cases.size(), 9U);
  for (const Case& one : cases) {
    const std::vector<std::uint32_t> counts = {one.vcpus()};
    const auto measured = measure(one.config(), counts);
    ASSERT_TRUE(succeeds(measured)) << one.item["id"];
    EXPECT_EQ(to_hex(measured->digests.at(0).digest), one.digest()) << one.item["id"];
  }
}

TEST(SnpLaunch, TheDigestAfterTheFirmwareIsAStart) {
  const Case whole = published("snp-kernel-4");
  const std::vector<std::uint32_t> counts = {4};
  const auto measured = measure(whole.config(), counts);
  ASSERT_TRUE(succeeds(measured));
  const Json vectors = test::load_json("vectors/snp/digests.json");
  EXPECT_EQ(to_hex(measured->after_firmware), vectors["ovmfHashOfAmdSevSuffix"]);
  LaunchConfig config = whole.config();
  const Firmware& firmware = config.firmware->firmware;
  config.firmware_digest = FirmwareDigest{measured->after_firmware, firmware.sev_metadata,
                                          firmware.reset_address, firmware.hash_area};
  EXPECT_TRUE(fails(measure(config, counts), ErrorKind::kIncomplete, {"either a firmware"}));
  config.firmware.reset();
  EXPECT_EQ(to_hex(measure(config, counts)->digests.at(0).digest), whole.digest());
}

TEST(SnpLaunch, ManyCountsAtOnce) {
  const Case one = published("snp-kernel-4");
  const std::vector<std::uint32_t> counts = {4, 1, 64, 4};
  const auto together = measure(one.config(), counts);
  ASSERT_TRUE(succeeds(together));
  for (std::size_t i = 0; i < counts.size(); ++i) {
    EXPECT_EQ(together->digests.at(i).vcpus, counts[i]);
    const std::vector<std::uint32_t> alone = {counts[i]};
    EXPECT_EQ(together->digests[i].digest, measure(one.config(), alone)->digests.at(0).digest);
  }
}

// The order of the table, not that of addresses; VMSAs come last, all at one address.
TEST(SnpLaunch, TellsEveryPage) {
  const Case one = published("snp-kernel-4");
  std::vector<Step> steps;
  const std::vector<std::uint32_t> counts = {2, 4};
  const auto measured =
      measure(one.config(), counts, [&](const Step& step) { steps.push_back(step); });
  ASSERT_TRUE(succeeds(measured));
  ASSERT_EQ(steps.size(), 1 + 9 + 3 + 1 + 1 + 1 + 1 + 15 + 4U);
  EXPECT_EQ(steps.front().type, PageType::kNormal);
  EXPECT_EQ(steps.front().gpa, kTail);
  EXPECT_EQ(steps[1].type, PageType::kZero);
  EXPECT_EQ(steps[1].gpa, 0x800000U);
  EXPECT_EQ(steps[13].type, PageType::kSecrets);
  EXPECT_EQ(steps[14].type, PageType::kCpuid);
  EXPECT_EQ(steps[16].type, PageType::kNormal);
  EXPECT_EQ(steps[16].gpa, 0x810000U);
  for (std::size_t i = steps.size() - 4; i < steps.size(); ++i) {
    EXPECT_EQ(steps[i].type, PageType::kVmsa);
    EXPECT_EQ(steps[i].gpa, kVmsaGpa);
  }
  EXPECT_EQ(steps.back().digest, measured->digests.back().digest);
  EXPECT_EQ(steps[steps.size() - 3].digest, measured->digests.front().digest);
}

struct OnePage {
  PageType type;
  std::uint64_t gpa;
  bool has_content;
  const char* digest;
};

// snp-reference: one page each, from the start.
TEST(SnpLaunchDigest, EachTypeOfPage) {
  const Sha384Digest zeros = sha384(Bytes(kPageSize));
  for (const OnePage& one :
       {OnePage{PageType::kZero, 0x800000, false,
                "4472405c6dbc65e5629805f2be1b3df74eb119841eff12466c24f43e67083c23"
                "df5e645b2742b6d9aa0f943e095cebaa"},
        OnePage{PageType::kNormal, 0xffc00000, true,
                "e6d248c06715aeb198151e303ebbc5588bef55997971618b0e792a2cb8700fd9"
                "978f78b38ff8e3362424b7757e078773"},
        OnePage{PageType::kUnmeasured, 0x800000, false,
                "8cd64e16495d28db9db5fb176885ec972db5d0b66163a37dabe352d30f850170"
                "1c570b7c146bf32d6d26903eb36f9398"},
        OnePage{PageType::kSecrets, 0x80d000, false,
                "e82e99caf82a32c31ec5070eef9e2135866d8f7de60d756814f3bd8c989c1e82"
                "6622e0a97dad026c6d9d81818780e6a2"},
        OnePage{PageType::kCpuid, 0x80e000, false,
                "c9e46442d2b4ddb823fa6b4a907930de7e93901180c5a3126ba234193059a0a5"
                "1a21ba82f05d2fe0f3136f22b1b1a8e4"}}) {
    LaunchDigest digest;
    digest.add(one.type, one.gpa, one.has_content ? zeros : Sha384Digest{});
    EXPECT_EQ(to_hex(digest.value()), one.digest) << page_type_name(one.type);
  }
}

struct Page {
  Vmm vmm;
  std::optional<std::uint32_t> signature;
  const char* boot;
  const char* ap;
};

TEST(SnpVmsa, PagesOfEachVmm) {
  for (const Page& one :
       {Page{Vmm::kQemu, 0xa00f11,
             "bcf3ba5f6b5d217a7f884a2d460e78b2d68d4af15e11cd7ecc5dacc425b6c32e",
             "85242328290a792beea1ddd26dbb9caa626ada60e0bade848352786ff003da61"},
        Page{Vmm::kQemu, 0xa10f10,
             "f4edf405d7adde3436cbfb9f11fd049b57aca7ea7285034d93672de404c1c931",
             "14156008a80f44aa0e87a81ca08b82cdfa968d4b2cd2d61b4e786ed052c76a88"},
        Page{Vmm::kQemu, 0xb00f00,
             "2ca0f425912adf0b2269b36bc1082dbbb26f797f0272608901380223c54e99bf",
             "d587d963078fd78f09b02dcffe77f473b95c4b8e9e0179ff1db57e8121d2f6fe"},
        Page{Vmm::kEc2, std::nullopt,
             "d6c9d0409668043e96874082e992eb1a08393f1ad6f3c1be450e51bc2cc66004",
             "ce413781191b8f11f8cf1a4a5d9d7f9824356c02390b47ea0d33976bc2430b90"},
        Page{Vmm::kEc2, 0, "2e34ba6b30c36f8e07af06d7376c2398ecd65a75e2115ae5620fe856685261f0",
             "3531ece91b35b97ccf16590102a5a72dc9390b1211bbbc0c403f9cd123ee0aa6"},
        Page{Vmm::kGce, std::nullopt,
             "a2b1355de1e1f11159d4cfaa28a748c6d19f63b330a7cb09696eda0c5f2f8ab8",
             "e62b24c0430d685360090aa7362d89bc9009a43794cdd274a57abb8fada49344"}}) {
    const VcpuSpec spec{one.signature};
    EXPECT_EQ(to_hex(sha256(build_boot_vmsa(one.vmm, spec))), one.boot) << vmm_name(one.vmm);
    EXPECT_EQ(to_hex(sha256(build_ap_vmsa(one.vmm, spec, 0x80b004))), one.ap) << vmm_name(one.vmm);
  }
}

TEST(SnpVmm, Names) {
  for (const Vmm vmm : {Vmm::kQemu, Vmm::kEc2, Vmm::kGce}) {
    EXPECT_EQ(parse_vmm(vmm_name(vmm)).value(), vmm);
  }
  for (const char* const name : {"", "QEMU", "kvm", "qemu "}) {
    EXPECT_TRUE(fails(parse_vmm(name), ErrorKind::kInvalid, {"expected qemu, ec2 or gce"}));
  }
}

// A firmware of one page whose sections are these.
LaunchConfig with_sections(std::vector<SevMetadataSection> sections) {
  LaunchConfig config = published("snp-kernel-1").config();
  FirmwareDigest firmware;
  firmware.sections = std::move(sections);
  firmware.reset_address = 0x80b004;
  firmware.hash_area = MemoryArea{0x810c00, 0x400};
  config.firmware.reset();
  config.firmware_digest = firmware;
  return config;
}

constexpr SevMetadataSection kHashes = {0x810000, 0x1000, 0x10, "KERNEL_HASHES"};

TEST(SnpLaunch, RefusesWhatHostsRefuse) {
  const std::vector<std::uint32_t> counts = {1};
  EXPECT_TRUE(succeeds(measure(with_sections({kHashes}), counts)));
  const auto refused = [&](SevMetadataSection section, const char* words) {
    EXPECT_TRUE(fails(measure(with_sections({kHashes, section}), counts), ErrorKind::kInvalid,
                      {"section 2", words}));
  };
  refused({0x800000, 0, 1, "SNP_SEC_MEM"}, "is empty");
  refused({0x800001, 0x1000, 1, "SNP_SEC_MEM"}, "not on boundaries");
  refused({0x800000, 0x1001, 1, "SNP_SEC_MEM"}, "not on boundaries");
  for (const std::uint32_t type : {0U, 5U, 0xfU, 0x11U, 0xffffffffU}) {
    refused({0x800000, 0x1000, type, {}}, "a type that is not known");
  }
  EXPECT_TRUE(
      fails(measure(with_sections({}), counts), ErrorKind::kInvalid, {"no section (type 0x10)"}));
  LaunchConfig no_area = with_sections({kHashes});
  no_area.firmware_digest->hash_area.reset();
  EXPECT_TRUE(fails(measure(no_area, counts), ErrorKind::kInvalid, {"no area for kernel hashes"}));
  no_area.kernel_hashes.reset();
  EXPECT_TRUE(succeeds(measure(no_area, counts)));
  LaunchConfig behind = with_sections({kHashes});
  behind.firmware_digest->hash_area->base = 0x810f51;  // one byte too far
  EXPECT_TRUE(fails(measure(behind, counts), ErrorKind::kInvalid, {"does not fit its section"}));
  behind.firmware_digest->hash_area->base = 0x810f50;
  EXPECT_TRUE(succeeds(measure(behind, counts)));
}

TEST(SnpLaunch, NoPageIsThereTwice) {
  const std::vector<std::uint32_t> counts = {1};
  const SevMetadataSection first = {0x800000, 0x3000, 1, "SNP_SEC_MEM"};
  const auto with = [&](std::uint32_t gpa, std::uint32_t size) {
    return measure(with_sections({first, {gpa, size, 2, {}}, kHashes}), counts);
  };
  EXPECT_TRUE(succeeds(with(0x7ff000, 0x1000)));
  EXPECT_TRUE(succeeds(with(0x803000, 0x1000)));
  for (const auto& [gpa, size] : std::vector<std::pair<std::uint32_t, std::uint32_t>>{
           {0x7ff000, 0x2000}, {0x800000, 0x3000}, {0x801000, 0x1000}, {0x802000, 0x2000}}) {
    EXPECT_TRUE(fails(with(gpa, size), ErrorKind::kInvalid, {"section 2", "overlaps section 1"}));
  }
  // Of a firmware that is not at hand nobody knows where it begins; of another one all above.
  EXPECT_TRUE(succeeds(with(0xfffff000, 0x1000)));
  EXPECT_TRUE(fails(with(0xfffff000, 0x2000), ErrorKind::kInvalid, {"where the firmware ends"}));
}

TEST(SnpLaunch, SectionsAreBounded) {
  const std::vector<std::uint32_t> counts = {1};
  const std::vector<SevMetadataSection> two(2, {0, 0xfffff000, 1, {}});
  EXPECT_TRUE(fails(measure(with_sections(two), counts), ErrorKind::kInvalid, {"4 GiB together"}));
}

TEST(SnpLaunch, ApsNeedAnAddress) {
  LaunchConfig config = with_sections({kHashes});
  config.firmware_digest->reset_address = 0;
  EXPECT_TRUE(succeeds(measure(config, std::vector<std::uint32_t>{1})));
  EXPECT_TRUE(
      fails(measure(config, std::vector<std::uint32_t>{1, 2}), ErrorKind::kInvalid, {"where APs"}));
}

TEST(SnpLaunch, CountsHaveLimits) {
  const LaunchConfig config = with_sections({kHashes});
  EXPECT_TRUE(succeeds(measure(config, std::vector<std::uint32_t>{kMaxVcpus})));
  for (const auto& counts : {std::vector<std::uint32_t>{}, std::vector<std::uint32_t>{1, 0},
                             std::vector<std::uint32_t>{kMaxVcpus + 1}}) {
    EXPECT_TRUE(fails(measure(config, counts), ErrorKind::kInvalid, {"from 1 to 4096"}));
  }
}

TEST(SnpLaunch, FirmwareThatIsNone) {
  const std::vector<std::uint32_t> counts = {1};
  const Bytes blank(2 * kPageSize);
  LaunchConfig config;
  config.firmware = GuestFirmware{parse_firmware(blank).value(), blank};
  EXPECT_TRUE(fails(measure(config, counts), ErrorKind::kInvalid, {"no SEV metadata"}));
  const Bytes odd(kPageSize + 1);
  config.firmware = GuestFirmware{parse_firmware(odd).value(), odd};
  EXPECT_TRUE(fails(measure(config, counts), ErrorKind::kInvalid, {"a multiple of 4096"}));
}

}  // namespace
}  // namespace sevproof::snp
