#include "sevproof/formats/firmware.h"

#include <gtest/gtest.h>

#include "firmware_image.h"
#include "test_bytes.h"
#include "test_errors.h"

namespace sevproof {
namespace {

using test::FirmwareImage;
using test::succeeds;
using test::u32s;

TEST(Firmware, ReadsAFullTable) {
  const FirmwareImage image = test::full_image();
  const Result<Firmware> firmware = parse_firmware(image.build());
  ASSERT_TRUE(succeeds(firmware));
  EXPECT_EQ(firmware->size, 4096U);
  EXPECT_TRUE(firmware->has_table);
  ASSERT_TRUE(firmware->reset_address);
  EXPECT_EQ(*firmware->reset_address, 0x80b004U);
  ASSERT_TRUE(firmware->secret_area);
  EXPECT_EQ(firmware->secret_area->base, 0x810000U);
  EXPECT_EQ(firmware->secret_area->size, 0xc00U);
  ASSERT_TRUE(firmware->hash_area);
  EXPECT_EQ(firmware->hash_area->base, 0x810c00U);
  EXPECT_EQ(firmware->hash_area->size, 0x400U);
}

TEST(Firmware, ListsEntriesInTheOrderOfTheWalk) {
  const FirmwareImage image = test::full_image();
  const Bytes bytes = image.build();
  const Result<Firmware> firmware = parse_firmware(bytes);
  ASSERT_TRUE(succeeds(firmware));
  ASSERT_EQ(firmware->entries.size(), image.entries.size());
  std::uint64_t above = bytes.size() - test::kResetVectorSize - test::kEntryTail;
  for (std::size_t i = 0; i < image.entries.size(); ++i) {
    const FirmwareTableEntry& entry = firmware->entries[i];
    EXPECT_EQ(entry.guid.to_string(), image.entries[i].guid);
    EXPECT_EQ(entry.data, image.entries[i].data);
    above -= test::kEntryTail + entry.data.size();
    EXPECT_EQ(entry.offset, above);
  }
}

TEST(Firmware, NamesWhatItKnows) {
  FirmwareImage image = test::full_image();
  image.entries.push_back({test::kTdxMetadataGuid, u32s({0}), {}});
  image.entries.push_back({test::kSvsmInfoGuid, u32s({1, 2}), {}});
  image.entries.push_back({test::kIgvmGuid, u32s({0x560}), {}});
  const Result<Firmware> firmware = parse_firmware(image.build());
  ASSERT_TRUE(succeeds(firmware));
  for (const FirmwareTableEntry& entry : firmware->entries) {
    EXPECT_EQ(entry.name.empty(), entry.guid.to_string() == test::kForeignGuid)
        << entry.guid.to_string() << ' ' << entry.name;
  }
}

TEST(Firmware, AnImageWithoutATableIsFine) {
  for (const std::size_t size : {1U, 31U, 32U, 49U, 50U, 51U, 4096U}) {
    const Result<Firmware> firmware =
        parse_firmware(FirmwareImage{.size = size, .with_table = false}.build());
    ASSERT_TRUE(succeeds(firmware)) << size;
    EXPECT_EQ(firmware->size, size);
    EXPECT_FALSE(firmware->has_table);
    EXPECT_TRUE(firmware->entries.empty());
    EXPECT_FALSE(firmware->reset_address || firmware->secret_area || firmware->hash_area);
    EXPECT_TRUE(firmware->sev_metadata.empty());
    EXPECT_EQ(firmware->sev_metadata_problem, "");
  }
}

TEST(Firmware, AnEmptyTableIsFine) {
  const Result<Firmware> firmware = parse_firmware(FirmwareImage{.size = 4096}.build());
  ASSERT_TRUE(succeeds(firmware));
  EXPECT_TRUE(firmware->has_table);
  EXPECT_TRUE(firmware->entries.empty());
}

TEST(Firmware, TheTableMayFillTheFile) {
  FirmwareImage image = test::full_image();
  image.size = test::kResetVectorSize + test::kEntryTail;
  for (const test::TableEntry& entry : image.entries) {
    image.size += entry.data.size() + test::kEntryTail;
  }
  const Result<Firmware> firmware = parse_firmware(image.build());
  ASSERT_TRUE(succeeds(firmware));
  EXPECT_EQ(firmware->entries.size(), image.entries.size());
  EXPECT_EQ(firmware->entries.back().offset, 0U);
}

TEST(Firmware, EntriesMayBeEmpty) {
  FirmwareImage image;
  image.entries = {{test::kForeignGuid, {}, {}}, {test::kResetBlockGuid, u32s({0x1234}), {}}};
  const Result<Firmware> firmware = parse_firmware(image.build());
  ASSERT_TRUE(succeeds(firmware));
  EXPECT_EQ(firmware->entries.size(), 2U);
  EXPECT_EQ(firmware->reset_address, 0x1234U);
}

// OVMF builds without the AmdSev package declare both areas with zeros.
TEST(Firmware, AreasOfSizeZeroAreDeclaredButNotUsable) {
  FirmwareImage image;
  image.entries = {{test::kHashAreaGuid, u32s({0, 0}), {}},
                   {test::kSecretAreaGuid, u32s({0, 0}), {}}};
  const Result<Firmware> firmware = parse_firmware(image.build());
  ASSERT_TRUE(succeeds(firmware));
  EXPECT_TRUE(firmware->hash_area && firmware->secret_area);
  EXPECT_FALSE(usable(firmware->hash_area));
  EXPECT_FALSE(usable(firmware->secret_area));
}

TEST(Firmware, UsableAsksForBaseAndRoom) {
  EXPECT_FALSE(usable(std::nullopt));
  EXPECT_FALSE(usable(std::nullopt, 0));
  EXPECT_FALSE(usable(MemoryArea{0, 4096}));
  EXPECT_FALSE(usable(MemoryArea{4096, 0}));
  EXPECT_TRUE(usable(MemoryArea{4096, 1}));
  EXPECT_FALSE(usable(MemoryArea{4096, 175}, 176));
  EXPECT_TRUE(usable(MemoryArea{4096, 176}, 176));
  EXPECT_FALSE(usable(MemoryArea{4096, 0xffffffff}, 0x100000000));
}

FirmwareImageKind kind_of(const FirmwareImage& image) {
  const Result<Firmware> firmware = parse_firmware(image.build());
  EXPECT_TRUE(succeeds(firmware));
  return firmware ? firmware->kind : FirmwareImageKind::kOther;
}

TEST(Firmware, TellsImageKindsApart) {
  FirmwareImage image = test::full_image();
  image.size = 0x8000;
  EXPECT_EQ(kind_of(image), FirmwareImageKind::kOther);

  image.volume_guid = test::kVariableVolumeGuid;
  image.volume_length = 0x4000;
  EXPECT_EQ(kind_of(image), FirmwareImageKind::kCombined);

  image.volume_guid = test::kFileVolumeGuid;
  EXPECT_EQ(kind_of(image), FirmwareImageKind::kCodeOnly);

  image.volume_guid = test::kVariableVolumeGuid;
  image.volume_length = image.size;
  image.with_table = false;
  EXPECT_EQ(kind_of(image), FirmwareImageKind::kVarsOnly);
}

TEST(Firmware, HostileVolumeHeadersDoNoHarm) {
  for (const std::uint64_t length :
       {0ULL, 1ULL, 0x7fffULL, 0x8001ULL, 0x7fffffffffffffffULL, 0xffffffffffffffffULL}) {
    for (const std::string_view guid : {test::kVariableVolumeGuid, test::kFileVolumeGuid}) {
      FirmwareImage image = test::full_image();
      image.size = 0x8000;
      image.volume_guid = guid;
      image.volume_length = length;
      EXPECT_TRUE(succeeds(parse_firmware(image.build()))) << guid << ' ' << length;
    }
  }
  // A header cut short at every byte.
  FirmwareImage image{.size = 256, .with_table = false};
  image.volume_guid = test::kVariableVolumeGuid;
  const Bytes whole = image.build();
  for (std::size_t size = 1; size < 100; ++size) {
    EXPECT_TRUE(succeeds(parse_firmware(ByteView(whole).first(size)))) << size;
  }
}

}  // namespace
}  // namespace sevproof
