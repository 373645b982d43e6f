// What QEMU takes a kernel for, at the limits of each test that it makes.
#include <gtest/gtest.h>

#include "firmware_image.h"
#include "sevproof/formats/kernel_hashes.h"
#include "sevproof/sev/launch.h"
#include "test_bytes.h"
#include "test_errors.h"

namespace sevproof {
namespace {

constexpr std::uint32_t kMultibootMagic = 0x1badb002;

Bytes zeros_with(std::size_t size, std::size_t at, ByteView bytes) {
  return test::place(Bytes(size), at, bytes);
}

Bytes multiboot(std::uint32_t flags, std::uint32_t off_by = 0) {
  return test::u32s({kMultibootMagic, flags, 0U - kMultibootMagic - flags + off_by});
}

// A PE image with sections of these names.
Bytes pe(std::initializer_list<std::string_view> names) {
  Bytes image = zeros_with(0x40, 0, as_bytes("MZ"));
  store_le<std::uint32_t>(std::span(image).subspan(0x3c), 0x40);
  append(image, test::u32s({0x00004550, 0x8664U | static_cast<std::uint32_t>(names.size()) << 16, 0,
                            0, 0, 16}));
  append(image, Bytes(16));  // optional header
  for (const std::string_view name : names) {
    Bytes row(40);
    put_bytes(row, as_bytes(name));
    append(image, row);
  }
  return image;
}

TEST(KernelKind, Linux) {
  EXPECT_EQ(kernel_kind(zeros_with(0x206, 0x202, as_bytes("HdrS"))), KernelKind::kLinux);
  EXPECT_EQ(kernel_kind(zeros_with(0x206, 0x201, as_bytes("HdrS"))), KernelKind::kOther);
  const Bytes whole = zeros_with(0x206, 0x202, as_bytes("HdrS"));
  EXPECT_EQ(kernel_kind(ByteView(whole).first(0x205)), KernelKind::kOther);
  // A bzImage is a PE image too, and may say anything in its code.
  Bytes also = test::place(test::place(Bytes(4096), 0, pe({".linux"})), 0x202, as_bytes("HdrS"));
  EXPECT_EQ(kernel_kind(test::place(also, 0x800, multiboot(0))), KernelKind::kLinux);
}

TEST(KernelKind, Multiboot) {
  constexpr std::size_t kLast = 8192 - 48 - 4;
  for (const std::size_t at : {std::size_t{0}, std::size_t{4}, kLast}) {
    EXPECT_EQ(kernel_kind(zeros_with(8192, at, multiboot(0x10003))), KernelKind::kMultiboot) << at;
  }
  EXPECT_EQ(kernel_kind(zeros_with(9000, kLast + 4, multiboot(3))), KernelKind::kOther);
  EXPECT_EQ(kernel_kind(zeros_with(8192, 2, multiboot(3))), KernelKind::kOther);
  EXPECT_EQ(kernel_kind(zeros_with(8192, 4, multiboot(3, 1))), KernelKind::kOther);
  EXPECT_EQ(kernel_kind(multiboot(3)), KernelKind::kMultiboot);
  EXPECT_EQ(kernel_kind(ByteView(multiboot(3)).first(11)), KernelKind::kOther);
  // Before ELF, as QEMU does.
  const Bytes elf = zeros_with(512, 0,
                               as_bytes("\x7f"
                                        "ELF"));
  EXPECT_EQ(kernel_kind(test::place(elf, 64, multiboot(3))), KernelKind::kMultiboot);
}

TEST(KernelKind, Elf) {
  EXPECT_EQ(kernel_kind(as_bytes("\x7f"
                                 "ELF")),
            KernelKind::kElf);
  EXPECT_EQ(kernel_kind(as_bytes("\x7f"
                                 "EL")),
            KernelKind::kOther);
  EXPECT_EQ(kernel_kind(as_bytes(" \x7f"
                                 "ELF")),
            KernelKind::kOther);
}

TEST(KernelKind, Uki) {
  EXPECT_EQ(kernel_kind(pe({".text", ".cmdline", ".linux"})), KernelKind::kUki);
  EXPECT_EQ(kernel_kind(pe({".text", ".linuxes"})), KernelKind::kOther);
  EXPECT_EQ(kernel_kind(pe({".text"})), KernelKind::kOther);
  EXPECT_EQ(kernel_kind(pe({})), KernelKind::kOther);
}

TEST(KernelKind, AnythingElse) {
  EXPECT_EQ(kernel_kind({}), KernelKind::kOther);
  EXPECT_EQ(kernel_kind(as_bytes("MZ")), KernelKind::kOther);
  EXPECT_EQ(kernel_kind(Bytes(4096)), KernelKind::kOther);
  const Bytes whole = pe({".text", ".linux"});
  for (std::size_t size = 0; size + 32 < whole.size(); ++size) {
    EXPECT_EQ(kernel_kind(ByteView(whole).first(size)), KernelKind::kOther) << size;
  }
  Bytes far = pe({".linux"});
  store_le<std::uint32_t>(std::span(far).subspan(0x3c), 0xfffffff0);
  EXPECT_EQ(kernel_kind(far), KernelKind::kOther);
}

std::vector<FindingCode> findings_of(KernelKind kind, bool with_initrd = true) {
  LaunchConfig config;
  config.firmware = test::FirmwareImage{.with_table = false}.build();
  config.kernel = KernelBoot{{{}, 1}, std::nullopt, "quiet", kind};
  if (with_initrd) config.kernel->initrd = FileDigest{{}, 1};
  const auto launch = measure_launch(config, false);
  EXPECT_TRUE(test::succeeds(launch));
  std::vector<FindingCode> codes;
  for (const Finding& finding : launch->findings) codes.push_back(finding.code);
  return codes;
}

bool has(const std::vector<FindingCode>& codes, FindingCode code) {
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

TEST(KernelKind, Findings) {
  using enum KernelKind;
  for (const auto kind : {kUnknown, kLinux, kMultiboot, kElf, kUki, kOther}) {
    const bool is_never_hashed = kind == kMultiboot || kind == kElf;
    const auto codes = findings_of(kind);
    EXPECT_EQ(has(codes, FindingCode::kKernelNeverHashed), is_never_hashed);
    EXPECT_EQ(has(codes, FindingCode::kKernelTakesNoInitrd), kind == kUki);
    EXPECT_FALSE(has(findings_of(kind, false), FindingCode::kKernelTakesNoInitrd));
  }
}

}  // namespace
}  // namespace sevproof
