#include "crypto/sha384_pages.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <vector>

#include "crypto/big_endian.h"

namespace sevproof::internal {
namespace {

using Page = const std::uint8_t*;

constexpr std::size_t kBlock = 128;

// The block behind a page: section 5.1.2.
constexpr std::array<std::uint8_t, kBlock> kPadding = [] {
  std::array<std::uint8_t, kBlock> block{};
  block[0] = 0x80;
  block[kBlock - 2] = kHashedPageSize * 8 >> 8;
  return block;
}();
static_assert(kHashedPageSize * 8 == 0x8000);

bool is_like(Page a, Page b) { return std::memcmp(a, b, kHashedPageSize) == 0; }

// The indices of pages that are not like the one before.
std::vector<std::size_t> find_new(std::span<const Page> pages) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < pages.size(); ++i) {
    if (i == 0 || !is_like(pages[i], pages[i - 1])) found.push_back(i);
  }
  return found;
}

// At most as many as there are lanes; what is left of them hashes the first page once more.
void hash_together(const Sha512Lanes& how, std::span<const Page> pages,
                   std::span<const std::size_t> wanted, std::span<Sha384Digest> digests) {
  std::array<Page, kMaxSha512Lanes> data{};
  for (std::size_t lane = 0; lane < how.lanes; ++lane) {
    data[lane] = pages[wanted[lane < wanted.size() ? lane : 0]];
  }
  std::array<std::uint64_t, 8 * kMaxSha512Lanes> states{};
  for (std::size_t i = 0; i < 8; ++i) {
    std::fill_n(&states[i * how.lanes], how.lanes, kSha384Start[i]);
  }
  how.compress(states.data(), data.data(), kHashedPageSize / kBlock);
  data.fill(kPadding.data());
  how.compress(states.data(), data.data(), 1);
  for (std::size_t lane = 0; lane < wanted.size(); ++lane) {
    Sha384Digest& digest = digests[wanted[lane]];
    for (std::size_t i = 0; i < digest.size() / 8; ++i) {
      store_be(digest.data() + 8 * i, states[i * how.lanes + lane]);
    }
  }
}

void hash_new(const Sha512Lanes* how, std::span<const Page> pages,
              std::span<const std::size_t> wanted, std::span<Sha384Digest> digests) {
  while (!wanted.empty()) {
    const std::size_t count = how == nullptr ? 1 : std::min(how->lanes, wanted.size());
    if (count == 1) {
      digests[wanted[0]] = sha384(ByteView(pages[wanted[0]], kHashedPageSize));
    } else {
      hash_together(*how, pages, wanted.first(count), digests);
    }
    wanted = wanted.subspan(count);
  }
}

void hash(const Sha512Lanes* how, std::span<const Page> pages, std::span<Sha384Digest> digests) {
  const std::vector<std::size_t> wanted = find_new(pages);
  hash_new(how, pages, wanted, digests);
  for (std::size_t i = 0, next = 0; i < pages.size(); ++i) {
    if (next < wanted.size() && wanted[next] == i) {
      ++next;
    } else {
      digests[i] = digests[i - 1];
    }
  }
}

}  // namespace

void sha384_pages(std::span<const Page> pages, std::span<Sha384Digest> digests) {
  const auto lanes = sha512_lanes();
  hash(lanes.empty() ? nullptr : &lanes.front(), pages, digests);
}

void sha384_pages(ByteView image, std::span<Sha384Digest> digests) {
  std::vector<Page> pages(image.size() / kHashedPageSize);
  for (std::size_t i = 0; i < pages.size(); ++i) pages[i] = &image[i * kHashedPageSize];
  sha384_pages(pages, digests);
}

void sha384_pages_by(const Sha512Lanes& how, std::span<const Page> pages,
                     std::span<Sha384Digest> digests) {
  hash(&how, pages, digests);
}

}  // namespace sevproof::internal
