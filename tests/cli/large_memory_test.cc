#include "os/large_memory.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <new>

namespace sevproof::cli {
namespace {

constexpr std::size_t kLargePage = std::size_t{2} * 1024 * 1024;

TEST(LargeMemory, IsZeroedAlignedAndWritableToItsEnds) {
  for (const std::size_t size : {std::size_t{1}, std::size_t{4097}, kLargePage - 1, kLargePage,
                                 kLargePage + 1, 5 * kLargePage}) {
    LargeMemory memory(size);
    ASSERT_EQ(memory.bytes().size(), size);
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(memory.bytes().data()) % kLargePage, 0U);
    EXPECT_TRUE(std::ranges::all_of(memory.bytes(), [](std::uint8_t byte) { return byte == 0; }));
    std::ranges::fill(memory.bytes(), std::uint8_t{0xff});
  }
}

TEST(LargeMemory, LivesAsLongAsAnOwner) {
  std::shared_ptr<const void> owner;
  const std::uint8_t* byte = nullptr;
  {
    LargeMemory memory(100);
    memory.bytes()[99] = 7;
    byte = &memory.bytes()[99];
    owner = memory.owner();
  }
  EXPECT_EQ(*byte, 7);
}

TEST(LargeMemory, SaysWhenThereIsNone) {
  EXPECT_THROW(LargeMemory(std::numeric_limits<std::size_t>::max() / 4), std::bad_alloc);
}

}  // namespace
}  // namespace sevproof::cli
