// CEKs that prove nothing any more: their private keys were taken out of chips.
#ifndef SEVPROOF_SEV_EXTRACTED_CEKS_H
#define SEVPROOF_SEV_EXTRACTED_CEKS_H

#include <array>
#include <span>
#include <string_view>

#include "sevproof/formats/sev_certificate.h"

namespace sevproof::internal {

// Those of PSPReverse, who signed the title of a paper with each (2019: Naples; 2021: Rome, Milan).
// SHA-256 of the public key with its padding: the signature around it can be another one.
inline constexpr auto kExtractedKeys = std::to_array<std::string_view>(
    {"6b79270ab3ac4e2529ec096ce750c6ca57aeb3e217debdf5ddc1e4484a5a1f04",
     "78978828fda820ef8820d2a286d5eb9e9b994e0ff706cabe2daea1a1a355d3b3",
     "5554fd2f315b83488baf5e9c9ec5bb3413cf14048d9dfef331516341b3f41fbb"});

bool is_one_of(const SevCertificate& cek, std::span<const std::string_view> keys);

inline bool is_extracted(const SevCertificate& cek) { return is_one_of(cek, kExtractedKeys); }

}  // namespace sevproof::internal

#endif
