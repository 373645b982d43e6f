#include "sevproof/formats/kernel_hashes.h"

#include <gtest/gtest.h>

#include "test_bytes.h"

namespace sevproof {
namespace {

TEST(KernelHashes, CmdlineCoversOneNul) {
  EXPECT_EQ(hash_cmdline(""), sha256(as_bytes(std::string_view("\0", 1))));
  EXPECT_EQ(hash_cmdline("quiet"), sha256(as_bytes(std::string_view("quiet\0", 6))));
}

TEST(KernelHashes, NothingIsTrimmed) {
  const std::string_view variants[] = {"quiet", " quiet", "quiet ", "quiet\n", "\tquiet", "Quiet"};
  for (const std::string_view one : variants) {
    for (const std::string_view other : variants) {
      EXPECT_EQ(hash_cmdline(one) == hash_cmdline(other), one == other);
    }
  }
}

// QEMU target/i386/sev.c, PaddedSevHashTable, written out.
TEST(KernelHashes, TableIsThatOfQemu) {
  KernelHashes hashes;
  hashes.cmdline.fill(0xc1);
  hashes.initrd.fill(0x12);
  hashes.kernel.fill(0x8e);
  const std::string expected =
      "06d63894224fc94cb479a793d411fd21"
      "a800"
      "d82dd09720bd944caa78e7714d36ab2a"
      "3200" +
      std::string(test::hex(hashes.cmdline)) +
      "31f7ba442f3ad74b9af141e29169781d"
      "3200" +
      test::hex(hashes.initrd) +
      "3794e74dd2ab7f42b835d5b172d2045b"
      "3200" +
      test::hex(hashes.kernel) + "0000000000000000";
  EXPECT_EQ(test::hex(build_kernel_hashes_table(hashes)), expected);
  EXPECT_EQ(kKernelHashesTableSize, 176U);
}

}  // namespace
}  // namespace sevproof
