#include "base/byte_reader.h"

#include <string>

namespace sevproof::internal {

std::uint64_t ByteReader::load_number(std::size_t size, std::string_view label) {
  std::uint64_t value = 0;
  unsigned shift = 0;
  for (const std::uint8_t byte : bytes(size, label)) {
    value |= std::uint64_t{byte} << shift;
    shift += 8;
  }
  return value;
}

Guid ByteReader::guid(std::string_view label) {
  return Guid::from_bytes(array<Guid::kSize>(label));
}

ByteView ByteReader::bytes(std::uint64_t count, std::string_view label) {
  if (count > rest_.size()) {
    if (ok()) failure_ = {label, count, rest_.size()};
    // Nothing is left, so that every later read fails too, and loops over what remains end.
    rest_ = {};
    return {};
  }
  const auto size = static_cast<std::size_t>(count);
  const ByteView taken = rest_.first(size);
  rest_ = rest_.subspan(size);
  offset_ += count;
  return taken;
}

ByteReader& ByteReader::skip(std::uint64_t count, std::string_view label) {
  bytes(count, label);
  return *this;
}

ByteReader ByteReader::sub(std::uint64_t count, std::string_view label) {
  const std::uint64_t start = offset_;
  ByteReader part(bytes(count, label), start);
  part.failure_ = failure_;
  return part;
}

bool ByteReader::next_is(std::string_view mark) const {
  return ok() && rest_.size() >= mark.size() &&
         same_bytes(rest_.first(mark.size()), as_bytes(mark));
}

Error ByteReader::error() const {
  const std::string label(failure_->label);
  return {ErrorCode::kTruncatedData,
          label + (label.empty() ? "" : ": ") + "expected " + std::to_string(failure_->wanted) +
              (failure_->wanted == 1 ? " byte" : " bytes") + " at offset " +
              to_hex_number(offset_) + ", got " + std::to_string(failure_->got),
          {}};
}

bool holds(ByteView bytes, std::uint64_t offset, std::string_view mark) {
  return ByteReader(bytes).skip(offset).next_is(mark);
}

}  // namespace sevproof::internal
