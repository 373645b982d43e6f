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

std::optional<std::string> text(const val& request, const char* key) {
  if (!has(request, key)) return std::nullopt;
  auto value = request[key].as<std::string>();
  if (value.empty()) return std::nullopt;
  return value;
}

Bytes read_bytes(const val& array) {
  return emscripten::convertJSArrayToNumberVector<std::uint8_t>(array);
}

Read<FileDigest> read_digest(const val& given, std::string_view field) {
  const auto digest = from_hex(given["sha256"].as<std::string>());
  if (!digest || digest->size() != std::tuple_size_v<Sha256Digest>) {
    return misfit(field, {ErrorKind::kInvalid, "expected a SHA-256 of 64 hex digits", ""});
  }
  FileDigest file;
  std::copy(digest->begin(), digest->end(), file.sha256.begin());
  const double size = given["size"].as<double>();
  if (!(size >= 0 && size <= static_cast<double>(kMaxBootFileSize))) {
    return misfit(field, {ErrorKind::kInvalid,
                          std::string(field) + ": expected at most " +
                              std::to_string(kMaxBootFileSize) + " bytes",
                          "Sizes are 32 bits wide in the boot protocol."});
  }
  file.size = static_cast<std::uint64_t>(size);
  return file;
}

}  // namespace sevproof::wasm
