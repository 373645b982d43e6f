#include "sevproof/formats/vmsa.h"

#include <gtest/gtest.h>

#include <vector>

#include "sevproof/formats/cpu.h"
#include "sevproof/sha256.h"
#include "test_bytes.h"
#include "test_data.h"
#include "test_errors.h"
#include "vmsa_table.h"

namespace sevproof {
namespace {

using test::fails;
using test::succeeds;

VmsaLayout layout_of(const test::Json& item) {
  return item["vmsaLayout"].get<std::string>() == "init2" ? VmsaLayout::kInit2
                                                          : VmsaLayout::kLegacy;
}

void expect_pages(const VmsaSpec& spec, const test::Json& item) {
  const auto reset_address = item["resetAddress"].get<std::uint32_t>();
  EXPECT_EQ(test::hex(sha256(build_boot_vmsa(spec))), item["cpu0Sha256"].get<std::string>())
      << item;
  EXPECT_EQ(test::hex(sha256(build_ap_vmsa(spec, reset_address))),
            item["cpuNSha256"].get<std::string>())
      << item;
}

TEST(Vmsa, AgreesWithPublishedPages) {
  const test::Json pages = test::load_list("vectors/vmsa_pages_published.json", "pages");
  EXPECT_EQ(pages.size(), 4U);
  for (const test::Json& item : pages) {
    const Result<std::uint32_t> signature = cpu_signature(
        {item["cpuFamily"].get<std::uint32_t>(), item["cpuModel"].get<std::uint32_t>(),
         item["cpuStepping"].get<std::uint32_t>()});
    ASSERT_TRUE(succeeds(signature));
    expect_pages({*signature, layout_of(item), 0}, item);
  }
}

TEST(Vmsa, AgreesWithTheStandIn) {
  const test::Json pages = test::load_list("vectors/vmsa_pages.json", "pages");
  EXPECT_GT(pages.size(), 200U);
  for (const test::Json& item : pages) {
    expect_pages({item["cpuSignature"].get<std::uint32_t>(), layout_of(item),
                  item["sevFeatures"].get<std::uint64_t>()},
                 item);
  }
}

// Every non-zero field stands where the manual's table puts it, and nothing else is there.
TEST(Vmsa, BootPageFieldByField) {
  for (const VmsaLayout layout : {VmsaLayout::kLegacy, VmsaLayout::kInit2}) {
    std::vector<test::VmsaValue> values = test::common_vmsa_values(0xffff0000, 0xfff0);
    values.push_back({0x310, 8, 0xa00f11});
    values.push_back({0x3b0, 8, 0x8000000000000020});
    if (layout == VmsaLayout::kInit2) {
      values.push_back({0x408, 4, 0x1f80});
      values.push_back({0x410, 2, 0x37f});
    }
    EXPECT_EQ(test::hex(build_boot_vmsa({0xa00f11, layout, 0x8000000000000020})),
              test::hex(test::vmsa_of(values)));
  }
}

TEST(Vmsa, ResetAddressIsSplitBetweenBaseAndRip) {
  struct Split {
    std::uint32_t address, base, rip;
  };
  for (const Split& split : {Split{0x80b004, 0x800000, 0xb004},
                             {0, 0, 0},
                             {0xffff, 0, 0xffff},
                             {0x10000, 0x10000, 0},
                             {0xfedcba98, 0xfedc0000, 0xba98},
                             {0xfffffff0, 0xffff0000, 0xfff0}}) {
    std::vector<test::VmsaValue> values = test::common_vmsa_values(split.base, split.rip);
    values.push_back({0x310, 8, 0x830f10});
    EXPECT_EQ(test::hex(build_ap_vmsa({0x830f10, VmsaLayout::kLegacy, 0}, split.address)),
              test::hex(test::vmsa_of(values)))
        << split.address;
  }
}

TEST(Vmsa, ApsDifferFromTheBootCpuByTheirStartOnly) {
  const VmsaSpec spec{0xa00f11, VmsaLayout::kInit2, 0x20};
  EXPECT_EQ(build_ap_vmsa(spec, kBootAddress), build_boot_vmsa(spec));
}

TEST(Vmsa, LayoutNames) {
  EXPECT_EQ(layout_name(VmsaLayout::kLegacy), "legacy");
  EXPECT_EQ(layout_name(VmsaLayout::kInit2), "init2");
  for (const VmsaLayout layout : {VmsaLayout::kLegacy, VmsaLayout::kInit2}) {
    ASSERT_TRUE(succeeds(parse_layout(layout_name(layout))));
    EXPECT_EQ(*parse_layout(layout_name(layout)), layout);
  }
  for (const std::string_view name : {"", "init", "init3", "legacy ", "legacyx", "both"}) {
    EXPECT_TRUE(fails(parse_layout(name), ErrorKind::kInvalid)) << name;
  }
  EXPECT_TRUE(fails(parse_layout("newest"), ErrorKind::kInvalid, {"newest", "legacy", "init2"}));
}

TEST(Vmsa, FilesAreExactlyOnePage) {
  const Bytes page = test::counting_bytes(kVmsaSize);
  const Result<VmsaPage> parsed = parse_vmsa("--vmsa-cpu0", page);
  ASSERT_TRUE(succeeds(parsed));
  EXPECT_EQ(Bytes(parsed->begin(), parsed->end()), page);
  for (const std::size_t size : {0U, 1U, 4095U, 4097U, 8192U}) {
    EXPECT_TRUE(fails(parse_vmsa("--vmsa-cpu0", Bytes(size, 0)), ErrorKind::kInvalid,
                      {"--vmsa-cpu0", "4096", std::to_string(size)}))
        << size;
  }
}

TEST(Vmsa, SummarizesWhatItBuilds) {
  for (const VmsaLayout layout : {VmsaLayout::kLegacy, VmsaLayout::kInit2}) {
    const VmsaSpec spec{0x800f12, layout, 0x21};
    const VmsaSummary boot = summarize_vmsa(build_boot_vmsa(spec));
    ASSERT_TRUE(boot.layout);
    EXPECT_EQ(*boot.layout, layout);
    EXPECT_EQ(boot.sev_features, 0x21U);
    EXPECT_EQ(boot.rdx, 0x800f12U);
    EXPECT_EQ(boot.start_address, kBootAddress);
    EXPECT_EQ(summarize_vmsa(build_ap_vmsa(spec, 0x80b004)).start_address, 0x80b004U);
  }
}

TEST(Vmsa, SummarizesForeignPages) {
  VmsaPage page = build_boot_vmsa({0x800f12, VmsaLayout::kInit2, 0});
  store_le<std::uint32_t>(std::span(page).subspan(0x408), 0);
  EXPECT_FALSE(summarize_vmsa(page).layout);  // x87_fcw of one layout, mxcsr of the other
  page = build_boot_vmsa({0x800f12, VmsaLayout::kLegacy, 0});
  store_le<std::uint32_t>(std::span(page).subspan(0x408), 0x1f80);
  EXPECT_FALSE(summarize_vmsa(page).layout);
  page.fill(0xff);
  const VmsaSummary summary = summarize_vmsa(page);
  EXPECT_FALSE(summary.layout);
  EXPECT_EQ(summary.rdx, ~0ULL);
  EXPECT_EQ(summary.sev_features, ~0ULL);
}

}  // namespace
}  // namespace sevproof
