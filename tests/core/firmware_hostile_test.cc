// Firmware images that an attacker or an accident made: every length is wrong in turn.
#include <gtest/gtest.h>

#include <array>
#include <random>

#include "firmware_image.h"
#include "sevproof/formats/firmware.h"
#include "test_bytes.h"
#include "test_errors.h"

namespace sevproof {
namespace {

using test::fails;
using test::FirmwareImage;
using test::names_offset;
using test::succeeds;
using test::u32s;

// Fails with kInvalid and names an offset inside the table's surroundings.
void expect_refused(const FirmwareImage& image, const char* what) {
  const Result<Firmware> firmware = parse_firmware(image.build());
  ASSERT_TRUE(fails(firmware, ErrorKind::kInvalid)) << what;
  EXPECT_TRUE(names_offset(firmware.error(), image.size - 512, image.size)) << what;
}

TEST(FirmwareHostile, SizesAtTheEdges) {
  EXPECT_TRUE(fails(parse_firmware({}), ErrorKind::kInvalid));
  Bytes image(kMaxFirmwareSize, 0);
  EXPECT_TRUE(succeeds(parse_firmware(image)));
  image.push_back(0);
  EXPECT_TRUE(fails(parse_firmware(image), ErrorKind::kInvalid, {"16777217"}));
}

TEST(FirmwareHostile, TheSmallestImageWithATable) {
  const Bytes image = FirmwareImage{.size = 50}.build();
  const Result<Firmware> firmware = parse_firmware(image);
  ASSERT_TRUE(succeeds(firmware));
  EXPECT_TRUE(firmware->has_table);
  // Without its first byte there is no room for a length any more.
  const Result<Firmware> shorter = parse_firmware(ByteView(image).subspan(1));
  if (shorter) {
    EXPECT_FALSE(shorter->has_table && !shorter->entries.empty());
  }
}

TEST(FirmwareHostile, ExactlyThirtyTwoAndFortyEightBytes) {
  const Bytes image = FirmwareImage{.size = 50}.build();
  for (const std::size_t size : {32U, 47U, 48U, 49U}) {
    const Result<Firmware> firmware = parse_firmware(ByteView(image).last(size));
    if (firmware) {
      EXPECT_TRUE(firmware->entries.empty()) << size;
    }
  }
}

TEST(FirmwareHostile, TableLengths) {
  FirmwareImage image = test::full_image();
  for (const std::uint16_t length : std::array<std::uint16_t, 3>{0, 1, 17}) {
    image.table_length = length;
    expect_refused(image, "shorter than its footer");
  }
  image.size = 256;
  for (const std::uint16_t length : std::array<std::uint16_t, 4>{225, 256, 257, 0xffff}) {
    image.table_length = length;
    const Result<Firmware> firmware = parse_firmware(image.build());
    EXPECT_TRUE(fails(firmware, ErrorKind::kInvalid)) << length;
    if (!firmware) {
      EXPECT_TRUE(names_offset(firmware.error(), 0, 256));
    }
  }
}

// A table that ends inside an entry, at every byte of it.
TEST(FirmwareHostile, TruncatedInsideTheTable) {
  FirmwareImage image;
  image.entries = {{test::kResetBlockGuid, u32s({0x80b004}), {}}};
  for (std::uint16_t length = 18 + 1; length < 18 + 22; ++length) {
    image.table_length = length;
    const Result<Firmware> firmware = parse_firmware(image.build());
    EXPECT_TRUE(fails(firmware, ErrorKind::kInvalid)) << length;
    if (!firmware) {
      EXPECT_TRUE(names_offset(firmware.error(), image.size - 100, image.size));
    }
  }
}

TEST(FirmwareHostile, TruncatedFile) {
  const Bytes whole = test::full_image().build();
  // Cut from the front until the table itself is cut.
  const std::size_t table_size = 18 + 22 + 25 + 26 + 26 + 22 + 32;
  EXPECT_TRUE(succeeds(parse_firmware(ByteView(whole).last(table_size))));
  for (std::size_t size = 50; size < table_size; ++size) {
    EXPECT_TRUE(fails(parse_firmware(ByteView(whole).last(size)), ErrorKind::kInvalid)) << size;
  }
  // Cut from the end: the footer is no longer where it must be.
  const Result<Firmware> firmware = parse_firmware(ByteView(whole).first(whole.size() - 1));
  ASSERT_TRUE(succeeds(firmware));
  EXPECT_FALSE(firmware->has_table);
}

TEST(FirmwareHostile, EntryLengths) {
  for (const std::size_t which : {0U, 2U, 4U}) {
    for (const std::uint16_t length :
         std::array<std::uint16_t, 7>{0, 1, 17, 300, 0x7fff, 0x8000, 0xffff}) {
      FirmwareImage image = test::full_image();
      image.entries[which].length = length;
      expect_refused(image, "entry length");
    }
  }
}

// One byte more than there is: reaches before the table, though not before the file.
TEST(FirmwareHostile, LastEntryReachesBeforeTheTable) {
  FirmwareImage image;
  image.entries = {{test::kForeignGuid, u32s({1}), std::uint16_t{23}}};
  expect_refused(image, "before the table");
}

TEST(FirmwareHostile, SevEntriesOfWrongSize) {
  for (const auto& [guid, right] :
       {std::pair<std::string_view, std::size_t>{test::kResetBlockGuid, 4},
        {test::kSecretAreaGuid, 8},
        {test::kHashAreaGuid, 8},
        {test::kSevMetadataGuid, 4}}) {
    for (const std::size_t size : {0U, 1U, 3U, 5U, 7U, 9U, 12U, 16U}) {
      if (size == right) continue;
      FirmwareImage image;
      image.entries = {{guid, Bytes(size, 1), {}}};
      expect_refused(image, "SEV entry");
    }
  }
}

TEST(FirmwareHostile, Duplicates) {
  for (const auto& [guid, words] :
       {std::pair<std::string_view, Bytes>{test::kResetBlockGuid, u32s({1})},
        {test::kSecretAreaGuid, u32s({1, 2})},
        {test::kHashAreaGuid, u32s({1, 2})},
        {test::kSevMetadataGuid, u32s({64})}}) {
    FirmwareImage image;
    image.entries = {{guid, words, {}}, {test::kForeignGuid, {}, {}}, {guid, words, {}}};
    expect_refused(image, "duplicate");
  }
}

// Thousands of small wrongs: never a crash, always a whole Result. The sanitizers watch.
TEST(FirmwareHostile, MutationsAlwaysGiveAResult) {
  std::mt19937 random(20261123);  // NOLINT(cert-msc51-cpp): the same images on every run
  FirmwareImage image = test::full_image();
  image.size = 1536;
  image.volume_guid = test::kVariableVolumeGuid;
  image.volume_length = 512;
  const Bytes whole = test::place(image.build(), image.size - 1024,
                                  test::sev_metadata({0x800000, 0x1000, 1, 0x801000, 0x1000, 2}));
  int refused = 0;
  for (int round = 0; round < 20000; ++round) {
    Bytes mutated = whole;
    const std::size_t flips = 1 + random() % 4;
    for (std::size_t i = 0; i < flips; ++i) {
      // Mostly in the table, sometimes anywhere.
      const std::size_t reach = random() % 4 == 0 ? mutated.size() : 220;
      const std::size_t at = mutated.size() - 1 - random() % reach;
      mutated[at] = static_cast<std::uint8_t>(random());
    }
    if (random() % 4 == 0) mutated.resize(1 + random() % mutated.size());
    if (random() % 4 == 0) {
      const auto cut = static_cast<std::ptrdiff_t>(random() % mutated.size());
      mutated.erase(mutated.begin(), mutated.begin() + cut);
    }
    const Result<Firmware> firmware = parse_firmware(mutated);
    if (!firmware) {
      ASSERT_TRUE(fails(firmware, ErrorKind::kInvalid));
      ++refused;
      continue;
    }
    ASSERT_EQ(firmware->size, mutated.size());
    for (const FirmwareTableEntry& entry : firmware->entries) {
      ASSERT_LE(entry.offset + entry.data.size() + test::kEntryTail, mutated.size());
    }
  }
  EXPECT_GT(refused, 1000);
  EXPECT_LT(refused, 19000);
}

TEST(FirmwareHostile, RubbishAlwaysGivesAResult) {
  std::mt19937 random(4096);  // NOLINT(cert-msc51-cpp): the same images on every run
  for (int round = 0; round < 5000; ++round) {
    Bytes image(1 + random() % 400);
    for (std::uint8_t& byte : image) byte = static_cast<std::uint8_t>(random() % 32);
    if (image.size() >= 50) {
      image = test::place(image, image.size() - 48, test::guid_bytes(test::kFooterGuid));
    }
    const Result<Firmware> firmware = parse_firmware(image);
    if (!firmware) {
      ASSERT_TRUE(fails(firmware, ErrorKind::kInvalid));
    }
  }
}

}  // namespace
}  // namespace sevproof
