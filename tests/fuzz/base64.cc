// Hex and base64, strict and as people have them, and the values that travel in them.
#include <algorithm>

#include "base/ascii_text.h"
#include "formats/encoded_text.h"
#include "fuzz.h"
#include "sevproof/sev/measurement.h"

using namespace sevproof;

namespace {

void check_text(std::string_view text) {
  if (const auto bytes = from_base64(text); fuzz::is_there(bytes)) {
    fuzz::expect(to_base64(*bytes) == text, "base64 has one text for each value");
  }
  if (const auto bytes = from_hex(text); fuzz::is_there(bytes)) {
    fuzz::expect(to_hex(*bytes) == internal::to_lower(text), "hex has one text for each value");
  }
}

void check_bytes(ByteView bytes) {
  const auto same = [&](const Result<Bytes>& read) { return read && same_bytes(*read, bytes); };
  fuzz::expect(same(from_base64(to_base64(bytes))), "base64 reads as it is written");
  fuzz::expect(same(from_hex(to_hex(bytes))), "hex reads as it is written");
}

// What is strict base64 means the same to the lenient reader, unless it is hex.
void check_lenient(std::string_view text) {
  const auto lenient = internal::decode_text(text);
  const auto strict = from_base64(text);
  const bool has_value = fuzz::is_there(lenient);
  if (!strict || strict->empty()) return;
  fuzz::expect(has_value, "what is base64 is read");
  fuzz::expect(lenient->is_hex || same_bytes(lenient->bytes.view(), *strict),
               "base64 has one meaning");
}

void check_values(std::string_view text) {
  if (const auto blob = MeasurementBlob::parse(text); fuzz::is_there(blob)) {
    fuzz::expect(MeasurementBlob::parse(blob->to_base64()) == *blob,
                 "a measurement reads as it is written");
  }
  if (const auto nonce = parse_nonce(text); fuzz::is_there(nonce)) {
    fuzz::expect(parse_nonce(to_hex(*nonce)) == *nonce, "a nonce reads as it is written");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView bytes(data, size);
  check_text(as_text(bytes));
  check_bytes(bytes);
  check_lenient(as_text(bytes));
  check_values(as_text(bytes));
  return 0;
}
