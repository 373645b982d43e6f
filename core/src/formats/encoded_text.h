// Bytes that travel as hex or base64, in the shapes in which people have them.
#ifndef SEVPROOF_FORMATS_ENCODED_TEXT_H
#define SEVPROOF_FORMATS_ENCODED_TEXT_H

#include <string_view>

#include "sevproof/result.h"
#include "sevproof/secret_bytes.h"

namespace sevproof::internal {

struct EncodedText {
  bool is_hex = false;  // else base64
  SecretBytes bytes;
};

// Reads what is exactly equivalent to hex or base64: white space, quotes and commas around it,
// broken lines, hex with 0x or \x and with colons, spaces, hyphens or commas between digits,
// base64 with - and _ in place of + and / (RFC 4648 section 5), base64 without its padding. A text
// of hex digits alone is hex. Fails with kInvalid where it is neither, naming a character that does
// not belong. What the text held is wiped: it may be a key.
Result<EncodedText> decode_text(std::string_view text);

// True where `bytes` are hex or base64 again, of a value of `size` bytes.
bool is_encoded_again(ByteView bytes, std::size_t size);

}  // namespace sevproof::internal

#endif
