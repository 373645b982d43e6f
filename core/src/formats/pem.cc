#include "formats/pem.h"

#include "base/ascii_text.h"
#include "formats/encoded_text.h"

namespace sevproof::internal {
namespace {

constexpr std::string_view kBegin = "-----BEGIN ";
constexpr std::string_view kEnd = "-----END ";
constexpr std::string_view kDashes = "-----";

Result<Bytes> decode_body(std::string_view body) {
  const std::string lines = replace_all(replace_all(body, "\\r", ""), "\\n", "\n");
  const auto decoded = decode_text(lines);
  if (!decoded) return fail(decoded.error());
  if (decoded->is_hex) return fail(ErrorCode::kMalformedBase64, "expected base64, got hex");
  const ByteView bytes = decoded->bytes.view();
  return Bytes(bytes.begin(), bytes.end());
}

}  // namespace

bool has_pem(std::string_view text) { return text.find(kBegin) != text.npos; }

std::vector<PemBlock> read_pem(std::string_view text) {
  std::vector<PemBlock> blocks;
  while (blocks.size() <= kMaxPemBlocks) {
    const std::size_t begin = text.find(kBegin);
    if (begin == text.npos) break;
    text.remove_prefix(begin + kBegin.size());
    const std::string_view label = text.substr(0, text.find(kDashes));
    if (label.size() == text.size() || label.find('\n') != label.npos) continue;
    text.remove_prefix(label.size() + kDashes.size());
    const std::string line = std::string(kEnd) + std::string(label) + std::string(kDashes);
    const std::size_t end = text.find(line);
    if (end == text.npos) {
      blocks.push_back({label, fail(ErrorCode::kTruncatedData,
                                    "it is cut off: expected its END line, got the end")});
      continue;
    }
    blocks.push_back({label, decode_body(text.substr(0, end))});
    text.remove_prefix(end + line.size());
  }
  return blocks;
}

}  // namespace sevproof::internal
