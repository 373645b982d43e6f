// The outermost bytes of a file in DER (X.690, section 8.1.3).
#ifndef SEVPROOF_FORMATS_DER_H
#define SEVPROOF_FORMATS_DER_H

#include <cstddef>
#include <cstdint>
#include <optional>

#include "sevproof/bytes.h"

namespace sevproof::internal {

// Where the content of a SEQUENCE begins that is as long as the file of `size` bytes; nothing for
// anything else, and for more than 64 KiB. `head` is the file or its beginning.
std::optional<std::size_t> der_sequence(ByteView head, std::uint64_t size);

}  // namespace sevproof::internal

#endif
