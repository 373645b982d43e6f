#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "sevproof/formats/vmsa.h"
#include "test_bytes.h"
#include "vmsa_table.h"

namespace sevproof {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::StartsWith;

TEST(VmsaFields, AscendWithoutOverlapInsideThePage) {
  std::size_t end = 0;
  std::set<std::string_view> names;
  for (const VmsaField& field : vmsa_fields()) {
    EXPECT_GE(field.offset, end) << field.name;
    EXPECT_THAT((std::array{1, 2, 4, 8}), ::testing::Contains(field.size)) << field.name;
    EXPECT_EQ(field.offset % field.size, 0) << field.name;
    EXPECT_TRUE(names.insert(field.name).second) << field.name;
    EXPECT_FALSE(field.name.empty());
    end = static_cast<std::size_t>(field.offset) + field.size;
  }
  EXPECT_LE(end, kVmsaSize);
}

TEST(VmsaFields, StandWhereTheManualPutsThem) {
  for (const test::VmsaName& expected : test::kVmsaNames) {
    const auto found =
        std::find_if(vmsa_fields().begin(), vmsa_fields().end(),
                     [&](const VmsaField& field) { return field.name == expected.name; });
    ASSERT_NE(found, vmsa_fields().end()) << expected.name;
    EXPECT_EQ(found->offset, expected.offset) << expected.name;
    if (expected.size != 0) {
      EXPECT_EQ(found->size, expected.size) << expected.name;
    }
  }
}

TEST(VmsaFields, SegmentsHaveFourPartsEach) {
  for (std::uint16_t segment = 0; segment <= 0x90;
       segment = static_cast<std::uint16_t>(segment + 16)) {
    std::vector<std::pair<int, int>> parts;
    for (const VmsaField& field : vmsa_fields()) {
      if (field.offset / 16 * 16 == segment) parts.emplace_back(field.offset % 16, field.size);
    }
    EXPECT_THAT(parts,
                ElementsAre(std::pair(0, 2), std::pair(2, 2), std::pair(4, 4), std::pair(8, 8)))
        << segment;
  }
}

TEST(VmsaFields, EveryNonZeroFieldIsShown) {
  const VmsaPage page = build_boot_vmsa({0xa00f11, VmsaLayout::kLegacy, 0x20});
  const std::vector<VmsaFieldValue> values = nonzero_vmsa_fields(page);
  const auto value_of = [&](std::string_view name) -> std::uint64_t {
    for (const VmsaFieldValue& value : values) {
      if (value.name == name) return value.value;
    }
    return 0;
  };
  EXPECT_EQ(value_of("rip"), 0xfff0U);
  EXPECT_EQ(value_of("rdx"), 0xa00f11U);
  EXPECT_EQ(value_of("sev_features"), 0x20U);
  EXPECT_EQ(value_of("g_pat"), 0x0007040600070406U);
  EXPECT_EQ(value_of("mxcsr"), 0U);
  for (const VmsaFieldValue& value : values) {
    EXPECT_NE(value.value, 0U) << value.name;
    EXPECT_FALSE(value.name.starts_with("reserved")) << value.name;
  }
  EXPECT_THAT(nonzero_vmsa_fields(VmsaPage{}), IsEmpty());
}

// What is shown is the whole page: it can be put together again.
void expect_whole(const VmsaPage& page) {
  std::vector<test::VmsaValue> parts;
  std::size_t end = 0;
  for (const VmsaFieldValue& value : nonzero_vmsa_fields(page)) {
    EXPECT_GE(value.offset, end);
    ASSERT_GE(value.size, 1);
    ASSERT_LE(value.size, 8);
    end = static_cast<std::size_t>(value.offset) + value.size;
    ASSERT_LE(end, kVmsaSize);
    parts.push_back({value.offset, value.size, value.value});
  }
  EXPECT_TRUE(test::vmsa_of(parts) == page);
}

TEST(VmsaFields, ShownFieldsMakeUpThePage) {
  expect_whole(build_ap_vmsa({0x800f12, VmsaLayout::kInit2, 0x20}, 0x80b004));
  expect_whole(test::to_array<kVmsaSize>(test::counting_bytes(kVmsaSize)));
  VmsaPage full;
  full.fill(0xff);
  expect_whole(full);
  for (const std::size_t at : {0U, 9U, 0xa0U, 0xc9U, 0xccU, 0x300U, 0x3ffU, 0x420U, 0xfffU}) {
    VmsaPage one{};
    one[at] = 1;
    ASSERT_EQ(nonzero_vmsa_fields(one).size(), 1U) << at;
    expect_whole(one);
  }
}

TEST(VmsaFields, ReservedBytesAreShown) {
  VmsaPage page{};
  page[0x801] = 0xab;
  const std::vector<VmsaFieldValue> values = nonzero_vmsa_fields(page);
  ASSERT_EQ(values.size(), 1U);
  EXPECT_THAT(values[0].name, StartsWith("reserved_0x8"));
  EXPECT_LE(values[0].offset, 0x801);
}

TEST(VmsaFields, DifferencesTurnOnePageIntoTheOther) {
  const VmsaPage first = test::to_array<kVmsaSize>(test::counting_bytes(kVmsaSize));
  VmsaPage second = first;
  for (std::size_t at = 0; at < kVmsaSize; at += 37)
    second[at] = static_cast<std::uint8_t>(~second[at]);
  VmsaPage rebuilt = first;
  for (const VmsaFieldDifference& difference : diff_vmsa(first, second)) {
    EXPECT_NE(difference.first, difference.second) << difference.name;
    for (std::size_t i = 0; i < difference.size; ++i) {
      EXPECT_EQ(first[difference.offset + i],
                static_cast<std::uint8_t>(difference.first >> (8 * i)));
      rebuilt[difference.offset + i] = static_cast<std::uint8_t>(difference.second >> (8 * i));
    }
  }
  EXPECT_TRUE(rebuilt == second);
}

TEST(VmsaFields, DiffNamesTheFields) {
  const VmsaPage legacy = build_boot_vmsa({0xa00f11, VmsaLayout::kLegacy, 0});
  VmsaPage init2 = build_boot_vmsa({0xa00f11, VmsaLayout::kInit2, 0x20});
  init2[0x900] = 1;
  EXPECT_THAT(diff_vmsa(legacy, legacy), IsEmpty());
  std::vector<std::string> names;
  for (const VmsaFieldDifference& difference : diff_vmsa(legacy, init2))
    names.push_back(difference.name);
  EXPECT_THAT(names, ElementsAre("sev_features", "mxcsr", "x87_fcw", StartsWith("reserved_0x9")));
}

TEST(VmsaFields, NamesSevFeatures) {
  EXPECT_THAT(sev_feature_names(0), IsEmpty());
  EXPECT_THAT(sev_feature_names(0x20), ElementsAre("DebugSwap"));
  EXPECT_THAT(sev_feature_names(0x7ff),
              ElementsAre("SNPActive", "vTOM", "ReflectVC", "RestrictedInjection",
                          "AlternateInjection", "DebugSwap", "PreventHostIBS", "BTBIsolation",
                          "VmplSSS", "SecureTSC", "VmgexitParameter"));
  EXPECT_THAT(sev_feature_names(0xd000), ElementsAre("IbsVirt", "VmsaRegProt", "SmtProtection"));
  EXPECT_THAT(sev_feature_names(1ULL << 11), ElementsAre("bit 11"));
  EXPECT_THAT(sev_feature_names(1ULL << 63 | 1ULL << 13), ElementsAre("bit 13", "bit 63"));
}

}  // namespace
}  // namespace sevproof
