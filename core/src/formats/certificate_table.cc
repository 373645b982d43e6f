#include "formats/certificate_table.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "base/byte_reader.h"
#include "formats/der_reader.h"
#include "sevproof/formats/snp_certificates.h"

namespace sevproof {
namespace {

using internal::malformed_certificate;
using internal::TableEntry;

// GUID, offset u32, length u32.
constexpr std::size_t kEntrySize = 24;
// A host has five certificates and perhaps something of its own.
constexpr std::size_t kMaxEntries = 64;

struct Known {
  Guid guid;
  std::string_view name;
  bool is_certificate;
};

constexpr auto kKnown = std::to_array<Known>({
    {Guid::literal("63da758d-e664-4564-adc5-f4b93be8accd"), "VCEK", true},
    {Guid::literal("a8074bc2-a25a-483e-aae6-39c045a0b8a1"), "VLEK", true},
    {Guid::literal("4ab7b379-bbac-4fe4-a02f-05aef327c782"), "ASK", true},
    {Guid::literal("c0b406a4-a803-4952-9743-3fb6014cd0ae"), "ARK", true},
    {Guid::literal("92f81bc3-5811-4d3d-97ff-d19f88dc67ea"), "CRL", true},
    {Guid::literal("9f4116cd-c503-4f5a-8f6f-fb68882f4ce2"), "GCE firmware endorsement", false},
    {Guid::literal("ecae0c0f-9502-43b1-afa2-0ae2e0d565b6"), "extra platform info", false},
});

// Bytes stand in the order of the text here, unlike in EFI's tables.
Guid guid_of(ByteView raw) {
  constexpr std::array<std::uint8_t, Guid::kSize> kFrom = {3, 2, 1,  0,  5,  4,  7,  6,
                                                           8, 9, 10, 11, 12, 13, 14, 15};
  std::array<std::uint8_t, Guid::kSize> bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = raw[kFrom[i]];
  return Guid::from_bytes(bytes);
}

const Known* find_known(const Guid& guid) {
  const auto found = std::find_if(kKnown.begin(), kKnown.end(),
                                  [&](const Known& known) { return known.guid == guid; });
  return found == kKnown.end() ? nullptr : &*found;
}

// Where the entries end, their terminator included.
std::optional<std::size_t> entries_end(ByteView content) {
  for (std::size_t i = 0; i <= kMaxEntries; ++i) {
    const std::size_t at = i * kEntrySize;
    if (content.size() < at + kEntrySize) break;
    if (is_zero(content.subspan(at, kEntrySize))) return at + kEntrySize;
  }
  return std::nullopt;
}

struct Place {
  Guid guid;
  std::uint64_t offset;
  std::uint64_t size;
};

Place place_at(ByteView content, std::size_t at) {
  internal::ByteReader in(content.subspan(at + Guid::kSize));
  const std::uint64_t offset = in.u32();
  return {guid_of(content.subspan(at)), offset, in.u32()};
}

bool fits(const Place& place, std::size_t begin, ByteView content) {
  return place.offset >= begin && place.offset + place.size <= content.size();
}

}  // namespace

// One with a GUID that is known; or one whose entries have an end, and lie behind it.
bool is_certificate_table(ByteView content) {
  if (content.size() < kEntrySize) return false;
  if (find_known(guid_of(content)) != nullptr) return true;
  const auto begin = entries_end(content);
  if (!begin) return false;
  if (*begin == kEntrySize) return is_zero(content);
  for (std::size_t at = 0; at + kEntrySize < *begin; at += kEntrySize) {
    if (!fits(place_at(content, at), *begin, content)) return false;
  }
  return true;
}

Result<std::vector<TableEntry>> internal::read_certificate_table(ByteView content,
                                                                 std::string_view what) {
  const auto begin = entries_end(content);
  if (!begin) {
    return malformed_certificate(
        what, "certificate table: expected at most 64 entries and one of zeros, got no such end");
  }
  std::vector<TableEntry> entries;
  for (std::size_t at = 0; at + kEntrySize < *begin; at += kEntrySize) {
    const Place place = place_at(content, at);
    const std::string name = "entry " + place.guid.to_string() + ": ";
    // Of no bytes, wherever they are: a host's way to say that it has none.
    const bool is_empty = place.size == 0;
    if (!is_empty && !fits(place, *begin, content)) {
      return malformed_certificate(
          what, name + "expected data between offset " + to_hex_number(*begin) + " and " +
                    to_hex_number(content.size()) + ", got " + to_hex_number(place.size) +
                    " bytes at " + to_hex_number(place.offset));
    }
    const bool is_there = std::any_of(entries.begin(), entries.end(), [&](const TableEntry& one) {
      return one.guid == place.guid;
    });
    if (is_there) return malformed_certificate(what, name + "expected one, got two");
    const Known* const known = find_known(place.guid);
    entries.push_back({place.guid, known == nullptr ? std::string_view() : known->name,
                       known != nullptr && known->is_certificate,
                       is_empty ? ByteView()
                                : content.subspan(static_cast<std::size_t>(place.offset),
                                                  static_cast<std::size_t>(place.size))});
  }
  return entries;
}

}  // namespace sevproof
