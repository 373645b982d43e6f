// Key files: taken exactly where they have the size of a key and are not zero, and never shown.
#include <algorithm>

#include "fuzz.h"
#include "sevproof/formats/transport_keys.h"

using namespace sevproof;

namespace {

bool has_zeros_alone(ByteView bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](std::uint8_t byte) { return byte == 0; });
}

bool is_hex(ByteView bytes) { return from_hex(as_text(bytes)).has_value(); }

void expect_hidden(const Error& error, ByteView content) {
  const std::string said = error.message + error.hint;
  for (const std::string& key : {to_hex(content), to_base64(content)}) {
    fuzz::expect(said.find(key) == std::string::npos, "no message shows a key");
  }
}

template <typename T>
void check(const Result<T>& read, ByteView content, bool is_right) {
  fuzz::expect(fuzz::is_there(read) == is_right, "a key has its size and is not zero");
  if (!read && content.size() >= 8) expect_hidden(read.error(), content);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView content(data, size);
  const bool is_key = size == kTransportKeySize && !has_zeros_alone(content);
  check(parse_tik(content), content, is_key);
  check(parse_tek(content), content, is_key);
  const auto both = parse_tk(content);
  check(both, content,
        size == 2 * kTransportKeySize && !is_hex(content) &&
            !has_zeros_alone(content.first(kTransportKeySize)) &&
            !has_zeros_alone(content.last(kTransportKeySize)));
  if (both) {
    fuzz::expect(same_bytes(both->tek.bytes().view(), content.first(kTransportKeySize)) &&
                     same_bytes(both->tik.bytes().view(), content.last(kTransportKeySize)),
                 "in a TK the TEK comes first");
    fuzz::expect(key_fingerprint(both->tik.bytes()).size() == 8, "a fingerprint has 8 digits");
  }
  return 0;
}
