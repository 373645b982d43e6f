// IGVM files made for a test: headers one after the other, and the data behind them.
#ifndef SEVPROOF_TESTS_IGVM_FILE_H
#define SEVPROOF_TESTS_IGVM_FILE_H

#include "base/crc32.h"
#include "sevproof/bytes.h"
#include "sevproof/formats/igvm.h"

namespace sevproof::test {

// Offsets of data are told in headers before anybody knows how long these become: data lies at
// kIgvmData and behind it.
inline constexpr std::uint32_t kIgvmData = 0x1000;

class IgvmFile {
 public:
  IgvmFile& header(std::uint32_t type, const Bytes& body) {
    append_le<std::uint32_t>(headers_, type);
    append_le<std::uint32_t>(headers_, static_cast<std::uint32_t>(body.size()));
    append(headers_, body);
    headers_.resize((headers_.size() + 7) / 8 * 8);
    return *this;
  }

  IgvmFile& platform(std::uint32_t mask, IgvmPlatformType type) {
    Bytes body;
    append_le<std::uint32_t>(body, mask);
    body.push_back(0);
    body.push_back(static_cast<std::uint8_t>(type));
    append_le<std::uint16_t>(body, 1);
    append_le<std::uint64_t>(body, 0);
    return header(0x001, body);
  }

  struct Page {
    std::uint64_t gpa = 0;
    std::uint32_t mask = 1;
    std::uint32_t flags = 0;
    std::uint16_t type = 0;
    bool has_data = true;
  };
  IgvmFile& page(const Page& page, std::uint8_t fill = 0) {
    Bytes body;
    append_le<std::uint64_t>(body, page.gpa);
    append_le<std::uint32_t>(body, page.mask);
    append_le<std::uint32_t>(body, page.has_data ? add_data(Bytes(kIgvmPageSize, fill)) : 0);
    append_le<std::uint32_t>(body, page.flags);
    append_le<std::uint16_t>(body, page.type);
    append_le<std::uint16_t>(body, 0);
    return header(0x302, body);
  }

  IgvmFile& area(std::uint32_t index, std::uint64_t bytes) {
    Bytes body;
    append_le<std::uint64_t>(body, bytes);
    append_le<std::uint32_t>(body, index);
    append_le<std::uint32_t>(body, 0);
    return header(0x301, body);
  }

  IgvmFile& insert(std::uint64_t gpa, std::uint32_t index, std::uint32_t mask = 1) {
    Bytes body;
    append_le<std::uint64_t>(body, gpa);
    append_le<std::uint32_t>(body, mask);
    append_le<std::uint32_t>(body, index);
    return header(0x303, body);
  }

  IgvmFile& context(std::uint16_t index, ByteView vmsa, std::uint64_t gpa = 0xfffffffff000,
                    std::uint32_t mask = 1) {
    Bytes body;
    append_le<std::uint64_t>(body, gpa);
    append_le<std::uint32_t>(body, mask);
    append_le<std::uint32_t>(body, add_data(Bytes(vmsa.begin(), vmsa.end())));
    append_le<std::uint16_t>(body, index);
    append_le<std::uint16_t>(body, 0);
    return header(0x304, body);
  }

  // With its checksum, unless another one is wanted.
  Bytes bytes(std::uint32_t version = 1) const {
    const std::uint32_t size = version == 1 ? 24 : 32;
    Bytes file;
    append(file, as_bytes("IGVM"));
    append_le<std::uint32_t>(file, version);
    append_le<std::uint32_t>(file, size);
    append_le<std::uint32_t>(file, static_cast<std::uint32_t>(headers_.size()));
    append_le<std::uint32_t>(file, static_cast<std::uint32_t>(kIgvmData + data_.size()));
    append_le<std::uint32_t>(file, 0);
    if (version != 1) {
      append_le<std::uint32_t>(file, 0);
      append_le<std::uint32_t>(file, 4096);
    }
    append(file, headers_);
    seal(file, file.size());
    file.resize(kIgvmData);
    append(file, data_);
    return file;
  }

  // Puts the checksum of a file's headers into it, which end at `end`.
  static void seal(Bytes& file, std::size_t end) {
    store_le<std::uint32_t>(std::span<std::uint8_t>(file).subspan(20), 0);
    internal::Crc32 crc;
    crc.update(ByteView(file).first(end));
    store_le<std::uint32_t>(std::span<std::uint8_t>(file).subspan(20), crc.value());
  }

 private:
  std::uint32_t add_data(const Bytes& data) {
    const std::size_t at = kIgvmData + data_.size();
    append(data_, data);
    return static_cast<std::uint32_t>(at);
  }

  Bytes headers_;
  Bytes data_;
};

}  // namespace sevproof::test

#endif
