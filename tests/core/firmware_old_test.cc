// OVMF builds of 2020: a reset block without a table.
#include <gtest/gtest.h>

#include "firmware_image.h"
#include "sevproof/formats/firmware.h"
#include "test_errors.h"

namespace sevproof {
namespace {

// Noise up to the block: u32 address, u16 length, GUID, then the reset vector.
Bytes old_image(std::uint16_t length) {
  Bytes image(200, 0x55);
  append(image, test::u32s({0x80b004}));
  append_le<std::uint16_t>(image, length);
  append(image, test::guid_bytes(test::kResetBlockGuid));
  image.resize(image.size() + test::kResetVectorSize);
  return image;
}

TEST(OldFirmware, ResetBlockWithoutATable) {
  const auto firmware = parse_firmware(old_image(22));
  ASSERT_TRUE(test::succeeds(firmware));
  EXPECT_EQ(firmware->reset_address, 0x80b004U);
  EXPECT_FALSE(firmware->has_table);
  EXPECT_TRUE(firmware->entries.empty());
}

TEST(OldFirmware, HostileLengths) {
  for (const unsigned length : {0U, 17U, 18U, 21U, 23U, 222U, 223U, 0xffffU}) {
    EXPECT_TRUE(test::fails(parse_firmware(old_image(static_cast<std::uint16_t>(length))),
                            ErrorKind::kInvalid))
        << length;
  }
}

}  // namespace
}  // namespace sevproof
