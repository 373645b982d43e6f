// Reads what somebody else wrote, one field after the other, and never past its end. The first read
// that does not fit fails the reader for good: from then on numbers are 0 and views empty, so that
// a parser may read a whole header and ask once.
//
//   ByteReader in(file);
//   const std::uint32_t size = in.u32("size");
//   const ByteView data = in.bytes(size, "data");
//   if (!in.ok()) return fail(in.error());  // "data: expected 96 bytes at offset 0x4, got 7"
#ifndef SEVPROOF_BASE_BYTE_READER_H
#define SEVPROOF_BASE_BYTE_READER_H

#include <array>
#include <optional>
#include <string_view>

#include "sevproof/bytes.h"
#include "sevproof/guid.h"

namespace sevproof::internal {

// Numbers are little-endian. A label says in the error what was read, and must outlive the reader:
// it is a literal. Counts have 64 bits on every machine: no length of a file is cut on its way.
class ByteReader {
 public:
  // `offset` is where `bytes` begin in the file that errors speak of.
  explicit ByteReader(ByteView bytes, std::uint64_t offset = 0) : rest_(bytes), offset_(offset) {}

  std::uint8_t u8(std::string_view label = {}) { return load<std::uint8_t>(1, label); }
  std::uint16_t u16(std::string_view label = {}) { return load<std::uint16_t>(2, label); }
  std::uint32_t u24(std::string_view label = {}) { return load<std::uint32_t>(3, label); }
  std::uint32_t u32(std::string_view label = {}) { return load<std::uint32_t>(4, label); }
  std::uint64_t u64(std::string_view label = {}) { return load<std::uint64_t>(8, label); }

  template <std::size_t N>
  std::array<std::uint8_t, N> array(std::string_view label = {}) {
    std::array<std::uint8_t, N> out{};
    put_bytes(out, bytes(N, label));
    return out;
  }
  Guid guid(std::string_view label = {});

  ByteView bytes(std::uint64_t count, std::string_view label = {});
  ByteReader& skip(std::uint64_t count, std::string_view label = {});
  // A reader of the next `count` bytes alone. It has failed if this one has; not the other way
  // round.
  ByteReader sub(std::uint64_t count, std::string_view label = {});

  // Whether `mark` comes next, which is not taken.
  bool next_is(std::string_view mark) const;
  // What is not read yet: nothing after a failure.
  ByteView rest() const { return rest_; }
  std::size_t remaining() const { return rest_.size(); }
  // Where the next read begins, or where the one began that failed.
  std::uint64_t offset() const { return offset_; }

  bool ok() const { return !failure_; }
  // Of the first failure, with kInvalid. Only where there is one.
  Error error() const;

 private:
  struct Failure {
    std::string_view label;
    std::uint64_t wanted;
    std::size_t got;
  };

  template <typename T>
  T load(std::size_t size, std::string_view label) {
    return static_cast<T>(load_number(size, label));
  }
  std::uint64_t load_number(std::size_t size, std::string_view label);

  ByteView rest_;
  std::uint64_t offset_;
  std::optional<Failure> failure_;
};

// Whether `mark` stands at `offset` of `bytes`, wherever that is.
bool holds(ByteView bytes, std::uint64_t offset, std::string_view mark);

}  // namespace sevproof::internal

#endif
