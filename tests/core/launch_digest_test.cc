#include "sev/launch_digest.h"

#include <gtest/gtest.h>

#include "test_bytes.h"

namespace sevproof {
namespace {

const Bytes kFirmware = test::counting_bytes(1000);
const KernelHashesTable kTable =
    build_kernel_hashes_table({hash_cmdline("x"), sha256({}), sha256(as_bytes("kernel"))});
const VmsaPage kBoot = build_boot_vmsa({0xa00f11, VmsaLayout::kLegacy, 0});
const VmsaPage kOther = build_ap_vmsa({0xa00f11, VmsaLayout::kLegacy, 0}, 0x80b004);

Sha256 over(ByteView bytes) { return Sha256().update(bytes); }

TEST(LaunchDigest, IsTheHashOfEverythingInOrder) {
  LaunchDigest digest(over(kFirmware));
  EXPECT_EQ(digest.value(), sha256(kFirmware));
  digest.add_kernel_hashes(kTable);
  EXPECT_EQ(digest.value(), sha256(test::concat({kFirmware, kTable})));
  digest.add_vmsa(kBoot);
  digest.add_vmsa(kOther);
  digest.add_vmsa(kOther);
  EXPECT_EQ(digest.value(), sha256(test::concat({kFirmware, kTable, kBoot, kOther, kOther})));
}

TEST(LaunchDigest, WithoutKernelHashes) {
  LaunchDigest digest(over(kFirmware));
  digest.add_vmsa(kBoot);
  EXPECT_EQ(digest.value(), sha256(test::concat({kFirmware, kBoot})));
  EXPECT_EQ(LaunchDigest(Sha256()).value(), sha256({}));
}

// A search over many ends pays for the common beginning once.
TEST(LaunchDigest, MidstatesAreIndependent) {
  const LaunchDigest beginning(over(kFirmware));
  LaunchDigest with_table = beginning;
  with_table.add_kernel_hashes(kTable);
  LaunchDigest one_cpu = with_table;
  one_cpu.add_vmsa(kBoot);
  LaunchDigest other_cpu = with_table;
  other_cpu.add_vmsa(kOther);
  EXPECT_EQ(beginning.value(), sha256(kFirmware));
  EXPECT_EQ(with_table.value(), sha256(test::concat({kFirmware, kTable})));
  EXPECT_EQ(one_cpu.value(), sha256(test::concat({kFirmware, kTable, kBoot})));
  EXPECT_EQ(other_cpu.value(), sha256(test::concat({kFirmware, kTable, kOther})));
}

}  // namespace
}  // namespace sevproof
