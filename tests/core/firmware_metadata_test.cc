// The SEV metadata block: for SEV-SNP only, so its faults are told but do not make an image
// unusable.
#include <gtest/gtest.h>

#include "firmware_image.h"
#include "sevproof/formats/firmware.h"
#include "test_bytes.h"
#include "test_errors.h"

namespace sevproof {
namespace {

using test::succeeds;
using test::u32s;

Firmware parse_with(ByteView block, std::size_t from_end, std::uint32_t said_offset) {
  const Bytes image = test::image_with_metadata_offset(said_offset).build();
  const Result<Firmware> firmware =
      parse_firmware(test::place(image, image.size() - from_end, block));
  EXPECT_TRUE(succeeds(firmware));
  return firmware.value_or(Firmware{});
}

void expect_problem(ByteView block, std::uint32_t said_offset, const char* what) {
  const Firmware firmware = parse_with(block, 1024, said_offset);
  EXPECT_TRUE(firmware.sev_metadata.empty()) << what;
  ASSERT_NE(firmware.sev_metadata_problem, "") << what;
  EXPECT_NE(firmware.sev_metadata_problem.back(), '.') << what;
}

TEST(SevMetadata, ReadsSections) {
  const Bytes block =
      test::sev_metadata({0x800000, 0x9000, 1, 0x80d000, 0x1000, 2, 0x80e000, 0x1000, 3, 0x80f000,
                          0x1000, 4, 0x810c00, 0x400, 0x10, 7, 8, 0x99});
  const Firmware firmware = parse_with(block, 1024, 1024);
  EXPECT_EQ(firmware.sev_metadata_problem, "");
  ASSERT_EQ(firmware.sev_metadata.size(), 6U);
  constexpr std::uint32_t kTypes[] = {1, 2, 3, 4, 0x10, 0x99};
  for (std::size_t i = 0; i < 6; ++i) {
    EXPECT_EQ(firmware.sev_metadata[i].type, kTypes[i]);
    EXPECT_EQ(firmware.sev_metadata[i].type_name.empty(), kTypes[i] == 0x99) << i;
  }
  EXPECT_EQ(firmware.sev_metadata[0].gpa, 0x800000U);
  EXPECT_EQ(firmware.sev_metadata[0].size, 0x9000U);
  EXPECT_EQ(firmware.sev_metadata[5].gpa, 7U);
  EXPECT_EQ(firmware.sev_metadata[5].size, 8U);
}

TEST(SevMetadata, NoSectionsIsFine) {
  const Firmware firmware = parse_with(test::sev_metadata({}), 1024, 1024);
  EXPECT_TRUE(firmware.sev_metadata.empty());
  EXPECT_EQ(firmware.sev_metadata_problem, "");
}

TEST(SevMetadata, HostileOffsets) {
  const Bytes block = test::sev_metadata({1, 2, 3});
  for (const std::uint32_t offset : {0U, 1U, 15U, 1020U, 1025U, 4097U, 0x7fffffffU, 0xffffffffU}) {
    expect_problem(block, offset, "offset");
  }
}

TEST(SevMetadata, HostileHeaders) {
  const Bytes good = test::sev_metadata({1, 2, 3});
  const auto with = [&](std::size_t at, std::uint32_t value) {
    return test::place(good, at, u32s({value}));
  };
  expect_problem(with(0, 0x56455342), 1024, "signature");
  for (const std::uint32_t size : {0U, 15U, 16U, 27U, 0xffffffffU}) {
    expect_problem(with(4, size), 1024, "size");
  }
  for (const std::uint32_t version : {0U, 2U, 0xffffffffU}) {
    expect_problem(with(8, version), 1024, "version");
  }
  for (const std::uint32_t count : {2U, 0x100U, 0x15555556U, 0x15555555U, 0xffffffffU}) {
    expect_problem(with(12, count), 1024, "count");
  }
}

// The block says more than the file holds.
TEST(SevMetadata, ReachesPastTheFile) {
  Bytes block = test::sev_metadata({});
  block = test::place(block, 4, u32s({16 + 12 * 86, 1, 86}));
  expect_problem(block, 1024, "86 sections do not fit 1024 bytes");
}

}  // namespace
}  // namespace sevproof
