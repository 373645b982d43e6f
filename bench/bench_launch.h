// A launch to measure with: a firmware image of a given size with a real table at its end.
#ifndef SEVPROOF_BENCH_LAUNCH_H
#define SEVPROOF_BENCH_LAUNCH_H

#include <algorithm>
#include <cstdint>

#include "sevproof/formats/firmware.h"
#include "sevproof/sev/launch.h"

namespace sevproof::bench {

inline void append_table_entry(Bytes& image, ByteView data, const Guid& guid) {
  append(image, data);
  append_le<std::uint16_t>(image, static_cast<std::uint16_t>(data.size() + 18));
  append(image, guid.bytes());
}

// Noise, then a table with reset block and hash area, then the reset vector's 32 bytes.
inline Bytes make_firmware(std::size_t size) {
  Bytes reset_block;
  append_le<std::uint32_t>(reset_block, 0x80b004);
  Bytes hash_area;
  append_le<std::uint32_t>(hash_area, 0x810c00);
  append_le<std::uint32_t>(hash_area, 0x400);
  Bytes table;
  append_table_entry(table, hash_area, Guid::literal("7255371f-3a3b-4b04-927b-1da6efa8d454"));
  append_table_entry(table, reset_block, Guid::literal("00f771de-1a7e-4fcb-890e-68c77e2fb44e"));
  append_le<std::uint16_t>(table, static_cast<std::uint16_t>(table.size() + 18));
  append(table, Guid::literal("96b582de-1fb2-45f7-baea-a366c55a082d").bytes());

  Bytes image(size - table.size() - 32);
  std::uint32_t state = 1;
  std::ranges::generate(image, [&] {
    state = state * 1664525 + 1013904223;
    return static_cast<std::uint8_t>(state >> 24);
  });
  append(image, table);
  image.resize(size);
  return image;
}

inline constexpr std::uint32_t kMilanSignature = 0xa00f11;

// A SEV-ES guest with a kernel.
inline LaunchConfig make_config(std::size_t firmware_size, std::uint32_t vcpus) {
  LaunchConfig config;
  config.firmware = make_firmware(firmware_size);
  config.kernel = KernelBoot{{sha256(as_bytes("kernel")), 6}, std::nullopt, "root=/dev/vda1"};
  config.vcpus = vcpus;
  config.vmsa = VmsaSpec{kMilanSignature, VmsaLayout::kLegacy, 0};
  return config;
}

}  // namespace sevproof::bench

#endif
