// PEM text (RFC 7468).
#ifndef SEVPROOF_FORMATS_PEM_H
#define SEVPROOF_FORMATS_PEM_H

#include <string>
#include <string_view>
#include <vector>

#include "sevproof/bytes.h"
#include "sevproof/result.h"

namespace sevproof::internal {

struct PemBlock {
  std::string_view label;  // "CERTIFICATE", as it stands in the text
  Result<Bytes> content;
};

bool has_pem(std::string_view text);

// The blocks of a text as plain_text() makes it, in their order, with anything between them. Line
// ends may be written as \n, as in JSON. At most kMaxPemBlocks + 1: then there are more than are
// read.
inline constexpr std::size_t kMaxPemBlocks = 64;
std::vector<PemBlock> read_pem(std::string_view text);

}  // namespace sevproof::internal

#endif
