// Files that are not what they are given as.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "firmware_image.h"
#include "sevproof/recognise.h"
#include "test_bytes.h"
#include "test_errors.h"

namespace sevproof {
namespace {

using test::fails;
using test::succeeds;
using namespace std::string_literals;

struct Sample {
  std::string begin;
  std::string_view name;
  ContentKind kind = ContentKind::kOther;
};

const std::vector<Sample>& samples() {
  using enum ContentKind;
  static const std::vector<Sample> all = {
      {"<!DOCTYPE html>\n<title>404</title>", "an HTML page"},
      {"\n  <HTML><head>", "an HTML page"},
      {"<?xml version=\"1.0\"?>\n<Error><Code>NoSuchKey</Code></Error>", "an XML document"},
      {"<domain type='kvm'>\n", "a libvirt domain's XML"},
      {"{\n  \"description\": \"UEFI\", \"interface-types\": [\"uefi\"],",
       "a firmware descriptor (JSON)"},
      {"{\"message\": \"Not Found\"}", "JSON text"},
      {"version https://git-lfs.github.com/spec/v1\noid sha256:", "a Git LFS pointer"},
      {"../.git/annex/objects/x", "text", kText},
      {"/annex/objects/SHA256E-s4194304--", "a git-annex pointer"},
      {"404: Not Found", "text", kText},
      {"#!/bin/sh\n", "a script"},
      {"-----BEGIN CERTIFICATE-----\nMIIB", "a certificate as PEM text"},
      {"-----BEGIN RSA PRIVATE KEY-----\nMIIE", "a key as PEM text"},
      {"\x1f\x8b\x08\x00", "a gzip archive", kInitrd},
      {"\xfd"
       "7zXZ\0"s,
       "an xz archive", kInitrd},
      {"\x28\xb5\x2f\xfd", "a zstd archive", kInitrd},
      {"BZh91AY", "a bzip2 archive", kInitrd},
      {"\x02\x21\x4c\x18", "an lz4 archive", kInitrd},
      {"\x5d\0\0\x80"s, "an lzma archive", kInitrd},
      {"07070100000", "a cpio archive", kInitrd},
      {"PK\x03\x04", "a zip archive"},
      {"7z\xbc\xaf\x27\x1c", "a 7z archive"},
      {"!<arch>\ndebian-binary   ", "a Debian package"},
      {"\xed\xab\xee\xdb", "an RPM package"},
      {"QFI\xfb", "a qcow2 disk image"},
      {"KDMV", "a VMDK disk image"},
      {"\x7f"
       "ELF\x02\x01",
       "an ELF file", kElf},
      {"IGVM\x01", "an IGVM file", kIgvm},
      {"%PDF-1.7", "a PDF document"},
  };
  return all;
}

// What begins with `begin`, filled with zeros unless that would make text of it none.
Bytes file_of(const Sample& sample, std::size_t size) {
  const bool is_text = sample.begin.find_first_of("\n </:") != std::string::npos;
  Bytes file(size, is_text ? ' ' : 0);
  put_bytes(file, as_bytes(sample.begin).first(std::min(size, sample.begin.size())));
  return file;
}

TEST(Recognise, ByTheBeginning) {
  for (const Sample& sample : samples()) {
    const Bytes file = file_of(sample, 4096);
    const Content content = recognise(file, file.size());
    EXPECT_EQ(content.name, sample.name);
    EXPECT_EQ(content.kind, sample.kind) << sample.name;
    // The same in a file that is longer.
    const Bytes head = file_of(sample, kRecogniseHead);
    EXPECT_EQ(recognise(head, 1 << 30).name, sample.name);
  }
}

TEST(Recognise, Kernels) {
  Bytes kernel(2048, 0);
  put_bytes(kernel, as_bytes("MZ"));
  put_bytes(std::span(kernel).subspan(0x202), as_bytes("HdrS"));
  EXPECT_EQ(recognise(kernel, 8'000'000).kind, ContentKind::kKernel);
  Bytes stub(2048, 0);
  put_bytes(stub, as_bytes("MZ"));
  stub[0x3c] = 0x80;
  put_bytes(std::span(stub).subspan(0x80), as_bytes(std::string_view("PE\0\0", 4)));
  EXPECT_EQ(recognise(stub, stub.size()).name, "an EFI executable");
  // The PE header cannot begin before the file, where an offset in 32 bits would come round to.
  const ByteView image(stub);
  put_bytes(std::span(stub).subspan(0x84), as_bytes("MZ"));
  store_le<std::uint32_t>(std::span(stub).subspan(0x84 + 0x3c), 0xfffffffc);
  EXPECT_EQ(recognise(image.subspan(0x84), 1 << 20).kind, ContentKind::kUnknown);
}

TEST(Recognise, Certificates) {
  Bytes der(1004, 0xa5);
  put_bytes(der, test::unhex("308203e8"));
  EXPECT_EQ(recognise(der, der.size()).name, "a certificate or key in DER");
  der.push_back(0);
  EXPECT_EQ(recognise(der, der.size()).kind, ContentKind::kUnknown);
}

TEST(Recognise, Firmware) {
  test::FirmwareImage image = test::full_image();
  EXPECT_EQ(recognise(image.build(), image.size).kind, ContentKind::kFirmware);
  // What it begins with does not matter.
  Bytes gzip = image.build();
  put_bytes(gzip, test::unhex("1f8b08"));
  EXPECT_EQ(recognise(gzip, gzip.size()).kind, ContentKind::kFirmware);
  image = {.with_table = false, .volume_guid = test::kFileVolumeGuid};
  EXPECT_EQ(recognise(image.build(), image.size).kind, ContentKind::kFirmware);
}

TEST(Recognise, Rubbish) {
  EXPECT_EQ(recognise(Bytes(4096, 0), 4096).kind, ContentKind::kUnknown);
  EXPECT_EQ(recognise(Bytes(4096, 0xff), 4096).kind, ContentKind::kUnknown);
  EXPECT_EQ(recognise({}, 0).name, "an empty file");
  for (const Sample& sample : samples()) {
    for (std::size_t size = 1; size <= sample.begin.size(); ++size) {
      const Content content = recognise(as_bytes(sample.begin).first(size), size);
      EXPECT_EQ(content.name.empty(), content.kind == ContentKind::kUnknown);
    }
  }
}

TEST(BootFile, FirmwareIsNothingElse) {
  for (const Sample& sample : samples()) {
    const Bytes file = file_of(sample, 65536);
    EXPECT_TRUE(fails(check_firmware_file(file, "x"), ErrorKind::kInvalid,
                      {"x: expected a raw firmware image, got", sample.name}))
        << sample.name;
    EXPECT_TRUE(fails(check_firmware_file(as_bytes(sample.begin)), ErrorKind::kInvalid));
  }
}

TEST(BootFile, FirmwareHasASizeThatQemuTakes) {
  for (const std::size_t size : {4096U, 8192U, 65536U, 4194304U}) {
    EXPECT_TRUE(succeeds(check_firmware_file(Bytes(size, 0))));
    EXPECT_TRUE(fails(check_firmware_file(Bytes(size - 1, 0)), ErrorKind::kInvalid,
                      {"a multiple of 4096", std::to_string(size - 1)}));
    EXPECT_TRUE(fails(check_firmware_file(Bytes(size + 1, 0)), ErrorKind::kInvalid));
  }
  EXPECT_TRUE(fails(check_firmware_file(Bytes(32, 0xb7)), ErrorKind::kInvalid));
  EXPECT_TRUE(fails(check_firmware_file({}), ErrorKind::kInvalid, {"an empty file"}));
}

// QEMU takes what is as long as its setup sectors say, of which 0 means 4.
TEST(BootFile, KernelsThatQemuRefuses) {
  Bytes page(8192, 0);
  put_bytes(page, as_bytes("PK\x03\x04"));
  page[0x1f1] = 3;
  const auto check = [&](std::uint64_t size) {
    return check_kernel_file(ByteView(page).first(static_cast<std::size_t>(size)), size);
  };
  EXPECT_TRUE(
      fails(check(2047), ErrorKind::kInvalid, {"expected a Linux kernel, got a zip archive"}));
  ASSERT_TRUE(succeeds(check(2048)));
  EXPECT_EQ(*check(2048), "a zip archive");
  page[0x1f1] = 0;
  EXPECT_TRUE(fails(check(2559), ErrorKind::kInvalid));
  EXPECT_TRUE(succeeds(check(2560)));
}

TEST(BootFile, SmallKernels) {
  const Bytes noise = test::counting_bytes(1024);
  ASSERT_TRUE(succeeds(check_kernel_file(noise, 1024)));
  EXPECT_EQ(*check_kernel_file(noise, 1024), "");
  EXPECT_TRUE(fails(check_kernel_file(ByteView(noise).first(1023), 1023, "k"), ErrorKind::kInvalid,
                    {"k: expected at least 1024 bytes", "1023"}));
  EXPECT_TRUE(fails(check_kernel_file(ByteView(noise).first(32), 32), ErrorKind::kInvalid));
}

TEST(BootFile, WhatQemuMeasuresAllTheSame) {
  const Bytes firmware = test::FirmwareImage{.volume_guid = test::kFileVolumeGuid}.build();
  // The table at the end is out of sight.
  EXPECT_EQ(check_kernel_file(ByteView(firmware).first(2048), 1 << 22).value_or(""),
            "a firmware image");
  EXPECT_EQ(recognise_wrong_initrd(ByteView(firmware).first(2048), 1 << 22), "a firmware image");
  for (const Sample& sample : samples()) {
    const Bytes head = file_of(sample, kRecogniseHead);
    const bool can_be_initrd =
        sample.kind == ContentKind::kInitrd || sample.kind == ContentKind::kText;
    EXPECT_EQ(recognise_wrong_initrd(head, 1 << 20), can_be_initrd ? "" : sample.name);
    const bool can_be_kernel =
        sample.kind == ContentKind::kText || sample.kind == ContentKind::kElf;
    EXPECT_EQ(check_kernel_file(head, 1 << 20).value_or("refused"),
              can_be_kernel ? "" : sample.name);
  }
  EXPECT_EQ(recognise_wrong_initrd({}, 0), "");
}

}  // namespace
}  // namespace sevproof
