#include "base/byte_reader.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>

#include "test_bytes.h"
#include "test_errors.h"

namespace sevproof::internal {
namespace {

constexpr std::uint64_t kHuge = std::numeric_limits<std::uint64_t>::max();

// 1, 2, 3, ...
Bytes numbered(std::size_t size) {
  Bytes bytes(size);
  for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::uint8_t>(i + 1);
  return bytes;
}

std::string message(const ByteReader& in) { return in.ok() ? "no error" : in.error().message; }

void expect_failed(ByteReader in) {
  EXPECT_FALSE(in.ok());
  const std::string first = message(in);
  const std::uint64_t offset = in.offset();
  EXPECT_EQ(in.remaining(), 0U);
  EXPECT_TRUE(in.rest().empty());
  EXPECT_FALSE(in.next_is("") || in.next_is("\1"));
  EXPECT_EQ(in.u8("later") + in.u16() + in.u24() + in.u32() + in.u64(), 0U);
  EXPECT_EQ(in.guid(), Guid());
  EXPECT_EQ(in.array<4>(), (std::array<std::uint8_t, 4>{}));
  EXPECT_TRUE(in.bytes(1, "later").empty() && in.bytes(0).empty());
  EXPECT_FALSE(in.skip(0).skip(kHuge).ok());
  EXPECT_EQ(message(in.sub(0)), first);
  EXPECT_EQ(message(in.sub(5, "later")), first);
  EXPECT_EQ(message(in), first);
  EXPECT_EQ(in.offset(), offset);
}

TEST(ByteReader, ReadsOneFieldAfterTheOther) {
  const Bytes bytes = numbered(44);
  ByteReader in(bytes);
  EXPECT_EQ(in.u8(), 0x01U);
  EXPECT_EQ(in.u16(), 0x0302U);
  EXPECT_EQ(in.u24(), 0x060504U);
  EXPECT_EQ(in.u32(), 0x0a090807U);
  EXPECT_EQ(in.u64(), 0x1211100f0e0d0c0bU);
  EXPECT_EQ(in.guid().to_string(), "16151413-1817-1a19-1b1c-1d1e1f202122");
  EXPECT_EQ(in.array<3>(), (std::array<std::uint8_t, 3>{0x23, 0x24, 0x25}));
  EXPECT_EQ(in.offset(), 37U);
  const ByteView two = in.skip(1).bytes(2);
  EXPECT_EQ(two.data(), bytes.data() + 38) << "a view, and no copy";
  EXPECT_EQ(two.size(), 2U);
  EXPECT_EQ(in.remaining(), 4U);
  EXPECT_EQ(in.rest().data(), bytes.data() + 40);
  EXPECT_EQ(in.u32(), 0x2c2b2a29U);
  EXPECT_TRUE(in.ok());
  EXPECT_EQ(in.offset(), 44U);
  EXPECT_TRUE(in.rest().empty());
}

TEST(ByteReader, NumbersWithTheirHighestBit) {
  const Bytes bytes(8, 0xff);
  EXPECT_EQ(ByteReader(bytes).u8(), 0xffU);
  EXPECT_EQ(ByteReader(bytes).u16(), 0xffffU);
  EXPECT_EQ(ByteReader(bytes).u24(), 0xffffffU);
  EXPECT_EQ(ByteReader(bytes).u32(), 0xffffffffU);
  EXPECT_EQ(ByteReader(bytes).u64(), kHuge);
}

// Reads `size` bytes where there are so many, and where one is missing. `read` gives the last of
// them, or 0 where it got none.
template <typename Read>
void check_both_sides(std::uint8_t size, Read read) {
  const Bytes bytes = numbered(size);
  ByteReader enough(bytes);
  EXPECT_EQ(read(enough), size);
  EXPECT_TRUE(enough.ok()) << int{size};
  EXPECT_EQ(enough.remaining(), 0U);
  ByteReader in(ByteView(bytes).first(size - 1U), 0x30);
  EXPECT_EQ(read(in), 0U);
  EXPECT_EQ(message(in), "field: expected " + std::to_string(size) +
                             (size == 1 ? " byte" : " bytes") + " at offset 0x30, got " +
                             std::to_string(size - 1));
  expect_failed(in);
}

TEST(ByteReader, BothSidesOfTheEnd) {
  const auto last = [](ByteView bytes) { return bytes.empty() ? std::uint8_t{0} : bytes.back(); };
  check_both_sides(1, [](ByteReader& in) { return in.u8("field"); });
  check_both_sides(2, [](ByteReader& in) { return in.u16("field") >> 8U; });
  check_both_sides(3, [](ByteReader& in) { return in.u24("field") >> 16U; });
  check_both_sides(4, [](ByteReader& in) { return in.u32("field") >> 24U; });
  check_both_sides(8, [](ByteReader& in) { return in.u64("field") >> 56U; });
  check_both_sides(16, [](ByteReader& in) { return in.guid("field").bytes().back(); });
  check_both_sides(5, [](ByteReader& in) { return in.array<5>("field").back(); });
  check_both_sides(7, [&](ByteReader& in) { return last(in.bytes(7, "field")); });
  check_both_sides(6, [&](ByteReader& in) { return last(in.sub(6, "field").rest()); });
  check_both_sides(9, [](ByteReader& in) { return in.skip(9, "field").ok() ? 9 : 0; });
}

TEST(ByteReader, TheFirstErrorStays) {
  const Bytes bytes = numbered(7);
  ByteReader in(bytes, 0x1000);
  in.skip(4).u32("size");
  in.u64("other");
  EXPECT_EQ(message(in), "size: expected 4 bytes at offset 0x1004, got 3");
  EXPECT_EQ(in.error().kind, ErrorKind::kInvalid);
  EXPECT_TRUE(in.error().hint.empty());
  EXPECT_TRUE(test::names_offset(in.error(), 0x1004, 0x1004));
  expect_failed(in);
}

TEST(ByteReader, WithoutALabel) {
  ByteReader in({});
  in.u8();
  EXPECT_EQ(message(in), "expected 1 byte at offset 0x0, got 0");
}

TEST(ByteReader, NothingOfNothing) {
  ByteReader in({}, 5);
  EXPECT_TRUE(in.bytes(0).empty());
  EXPECT_TRUE(in.skip(0).sub(0).ok());
  EXPECT_EQ(in.array<0>().size(), 0U);
  EXPECT_TRUE(in.ok() && in.next_is(""));
  EXPECT_EQ(in.offset(), 5U);
}

TEST(ByteReader, CountsThatNoMemoryHas) {
  const Bytes bytes = numbered(9);
  for (const std::uint64_t count :
       {kHuge, kHuge - 3, kHuge - 4, std::uint64_t{1} << 32, (std::uint64_t{1} << 32) + 2,
        std::uint64_t{std::numeric_limits<std::size_t>::max()}}) {
    const ByteReader start = ByteReader(bytes).skip(4);
    ByteReader in = start;
    EXPECT_TRUE(in.bytes(count, "data").empty());
    EXPECT_EQ(message(in),
              "data: expected " + std::to_string(count) + " bytes at offset 0x4, got 5");
    expect_failed(in);
    expect_failed(ByteReader(start).skip(count));
    expect_failed(ByteReader(start).sub(count));
  }
}

TEST(ByteReader, PartsKnowWhereTheyAre) {
  const Bytes bytes = numbered(10);
  ByteReader in(bytes, 0x200);
  ByteReader part = in.skip(2).sub(5, "part");
  EXPECT_EQ(in.offset(), 0x207U);
  EXPECT_EQ(part.offset(), 0x202U);
  EXPECT_EQ(part.remaining(), 5U);
  EXPECT_EQ(part.u32(), 0x06050403U);
  part.u16("end");
  EXPECT_EQ(message(part), "end: expected 2 bytes at offset 0x206, got 1");
  EXPECT_EQ(in.u8(), 8U) << "what is around a part has not failed with it";
  EXPECT_TRUE(in.ok());
  const ByteReader missing = in.sub(3, "part");
  EXPECT_EQ(message(missing), "part: expected 3 bytes at offset 0x208, got 2");
  EXPECT_EQ(message(in), message(missing));
  expect_failed(missing);
}

TEST(ByteReader, MarksAreLookedAtAndNotTaken) {
  const ByteView bytes = as_bytes(std::string_view("ab\0d", 4));
  ByteReader in(bytes);
  EXPECT_TRUE(in.next_is("ab") && in.next_is(std::string_view("ab\0d", 4)));
  EXPECT_FALSE(in.next_is("b") || in.next_is("abd"));
  EXPECT_FALSE(in.next_is(std::string_view("ab\0d\0", 5))) << "longer than what is there";
  EXPECT_EQ(in.remaining(), 4U);
  EXPECT_TRUE(in.skip(3).next_is("d"));
  EXPECT_TRUE(holds(bytes, 0, "ab") && holds(bytes, 1, "b") && holds(bytes, 3, "d"));
  for (const std::uint64_t offset : {std::uint64_t{4}, std::uint64_t{5}, kHuge, kHuge - 1}) {
    EXPECT_FALSE(holds(bytes, offset, "d")) << offset;
  }
}

}  // namespace
}  // namespace sevproof::internal
