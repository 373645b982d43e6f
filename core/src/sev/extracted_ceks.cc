#include "sev/extracted_ceks.h"

#include <algorithm>

#include "sevproof/sha256.h"

namespace sevproof::internal {

bool is_one_of(const SevCertificate& cek, std::span<const std::string_view> keys) {
  return std::find(keys.begin(), keys.end(), to_hex(sha256(cek.public_key()))) != keys.end();
}

}  // namespace sevproof::internal
