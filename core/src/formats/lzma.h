// LZMA as EFI firmware has it: the format that lzma(1) writes, of properties (5 bytes), size of
// what is packed (u64) and data.
#ifndef SEVPROOF_FORMATS_LZMA_H
#define SEVPROOF_FORMATS_LZMA_H

#include <cstdint>
#include <optional>

#include "sevproof/bytes.h"

namespace sevproof::internal {

// How many bytes the stream says that it unpacks to; absent where it is too short or does not say.
std::optional<std::uint64_t> lzma_unpacked_size(ByteView stream);

// All of it, or nothing where the data is damaged. Allocates lzma_unpacked_size, which the caller
// has found acceptable, and at most 7 MB beside it.
std::optional<Bytes> unpack_lzma(ByteView stream);

}  // namespace sevproof::internal

#endif
