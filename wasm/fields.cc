#include "fields.h"

#include <algorithm>
#include <tuple>

#include "sevproof/sev/launch.h"

namespace sevproof::wasm {

using emscripten::val;

bool has(const val& object, const char* key) {
  const val value = object[key];
  return !value.isUndefined() && !value.isNull();
}

Bytes read_bytes(const val& array) {
  return emscripten::convertJSArrayToNumberVector<std::uint8_t>(array);
}

Result<FileDigest> read_digest(const val& given) {
  const auto digest = from_hex(given["sha256"].as<std::string>());
  if (!digest || digest->size() != std::tuple_size_v<Sha256Digest>) {
    return fail(ErrorCode::kMalformedHex, "expected a SHA-256 of 64 hex digits");
  }
  FileDigest file;
  std::copy(digest->begin(), digest->end(), file.sha256.begin());
  const double size = given["size"].as<double>();
  if (!(size >= 0 && size <= static_cast<double>(kMaxBootFileSize))) {
    return fail(ErrorCode::kWrongFileSize,
                "expected at most " + std::to_string(kMaxBootFileSize) + " bytes",
                "Sizes are 32 bits wide in the boot protocol.");
  }
  file.size = static_cast<std::uint64_t>(size);
  return file;
}

}  // namespace sevproof::wasm
