#include "sevproof/formats/platform_files.h"

#include <string>
#include <utility>

#include "base/ascii_text.h"
#include "base/byte_reader.h"
#include "base/utf8.h"
#include "formats/encoded_text.h"
#include "formats/plain_text.h"
#include "formats/platform_bytes.h"
#include "formats/platform_text.h"
#include "sevproof/formats/transport_keys.h"
#include "sevproof/recognise.h"

namespace sevproof {
namespace {

using internal::ByteReader;
using internal::kPlatformHint;
using internal::other_file;
using internal::take_platform_bytes;

constexpr std::uint32_t kVersion = 1;
constexpr std::size_t kSmallest = ChipId::kSize;  // of all pieces

Result<void> take_values(const std::vector<internal::PlatformText>& values, std::string_view what,
                         PlatformPieces& pieces) {
  for (const auto& [name, value] : values) {
    const std::string where = std::string(what) + ": " + name;
    const auto decoded = internal::decode_text(value);
    if (!decoded) {
      return fail(ErrorCode::kMalformedCertificate, where + ": " + decoded.error().message,
                  "Copy the whole line: it is base64, and long.");
    }
    auto taken = take_platform_bytes(decoded->bytes.view(), where, pieces);
    if (!taken) return taken;
  }
  return {};
}

tl::unexpected<Error> no_text_of_bytes(std::string_view what, const std::string& fault) {
  return fail(ErrorCode::kMalformedCertificate,
              std::string(what) + ": expected base64 or hex: " + fault, std::string(kPlatformHint));
}

// Of certificates that were put together as text, each has its own end. `whole` is what is wrong
// with all of them as one.
Result<void> take_lines(std::string_view text, std::string_view what, const Error& whole,
                        PlatformPieces& pieces) {
  std::size_t number = 0;
  while (!text.empty()) {
    const std::string_view line = trim(internal::take_line(text));
    ++number;
    if (line.empty()) continue;
    const auto decoded = internal::decode_text(line);
    if (!decoded) {
      const std::string where = std::string(what) + ": line " + std::to_string(number);
      return no_text_of_bytes(where, decoded.error().message);
    }
    // It is broken into lines, and a part is missing.
    if (decoded->bytes.size() < kSmallest) return no_text_of_bytes(what, whole.message);
    if (auto taken = take_platform_bytes(decoded->bytes.view(), what, pieces); !taken) return taken;
  }
  return {};
}

// Pieces that were put together as base64: each ends with its own padding. Nothing where one of
// them is no text of bytes.
std::optional<std::vector<internal::EncodedText>> decode_padded(std::string_view text) {
  std::vector<internal::EncodedText> pieces;
  while (!text.empty()) {
    const std::size_t padding = std::min(text.find('='), text.size());
    const std::size_t end = std::min(text.find_first_not_of('=', padding), text.size());
    auto decoded = internal::decode_text(text.substr(0, end));
    if (!decoded) return std::nullopt;
    pieces.push_back(*std::move(decoded));
    text.remove_prefix(end);
    text = trim(text);
  }
  return pieces;
}

Result<void> take_encoded(std::string_view text, std::string_view what, PlatformPieces& pieces) {
  const auto all = internal::decode_text(text);
  if (all && all->bytes.size() >= kSmallest) {
    return take_platform_bytes(all->bytes.view(), what, pieces);
  }
  // A few words may be base64, too.
  if (all || text.size() < kSmallest) return other_file(what, "a text without any");
  const auto parts = decode_padded(trim(text));
  if (!parts) return take_lines(text, what, all.error(), pieces);
  for (const internal::EncodedText& part : *parts) {
    if (auto taken = take_platform_bytes(part.bytes.view(), what, pieces); !taken) return taken;
  }
  return {};
}

Result<void> take_text(std::string_view text, std::string_view what, PlatformPieces& pieces) {
  const auto found = internal::find_platform_text(text);
  if (!found) {
    return fail(found.error().code, std::string(what) + ": " + found.error().message,
                "Copy the host's answer whole, as it is.");
  }
  if (found->values.empty() && !found->other.empty()) {
    return other_file(what, found->other, found->hint.empty() ? kPlatformHint : found->hint);
  }
  if (found->values.empty()) return take_encoded(text, what, pieces);
  pieces.bits = find_encryption_bits(as_bytes(text));
  return take_values(found->values, what, pieces);
}

// What to do with a file of another kind.
std::string_view hint_for(const Content& kind) {
  if (kind.name == "libvirt's element <launchSecurity>" || kind.name == "options of QEMU") {
    return "It is for the host. The session and its owner's certificate lie beside it, in the "
           "files that end in _session.b64 and _godh.b64.";
  }
  const bool is_of_host = kind.name == "a libvirt domain's XML" || kind.name == "an XML document";
  return is_of_host || kind.advice.empty() ? kPlatformHint : kind.advice;
}

// Files of another kind, by their marks or their size.
Result<void> check_kind(const Content& kind, std::size_t size, std::string_view what) {
  const bool is_text = kind.kind == ContentKind::kText || kind.name == "JSON text";
  if (!kind.name.empty() && !is_text) return other_file(what, kind.name, hint_for(kind));
  const bool is_key = size == kTransportKeySize || size == 2 * kTransportKeySize;
  if (is_text || !is_key) return {};
  return other_file(what, std::to_string(size) + " bytes, as a TIK, a TEK or a TK has",
                    "Keys stay with you: `sevproof session check` takes them.");
}

Result<void> take_other(ByteView content, std::string_view what, PlatformPieces& pieces) {
  const Content kind = recognise(content, content.size());
  if (auto checked = check_kind(kind, content.size(), what); !checked) return checked;
  const std::string text = internal::plain_text(as_text(content));
  auto taken = take_text(text, what, pieces);
  // Text in another encoding may have been read all the same.
  if (taken || !kind.name.empty() || internal::is_text(as_bytes(text), false)) return taken;
  return other_file(what, std::to_string(content.size()) + " bytes that begin with none");
}

}  // namespace

Result<PlatformPieces> parse_platform_file(ByteView content, std::string_view what) {
  if (content.size() > kMaxPlatformFileSize) {
    return fail(ErrorCode::kFileTooLarge, std::string(what) + ": expected at most " +
                                              std::to_string(kMaxPlatformFileSize) +
                                              " bytes, got " + std::to_string(content.size()));
  }
  PlatformPieces pieces;
  Result<void> taken;
  if (auto checked = internal::check_platform_size(content.size(), what);
      !checked && !internal::is_text(content, false)) {
    taken = checked;
  } else if (ByteReader(content).u32() == kVersion || content.size() == ChipId::kSize) {
    taken = take_platform_bytes(content, what, pieces);
  } else {
    taken = take_other(content, what, pieces);
  }
  if (!taken) return fail(taken.error());
  if (pieces.amd.empty() && pieces.sev.empty() && !pieces.chip_id) {
    return other_file(what, "none");
  }
  return pieces;
}

Result<PlatformFile> parse_any_platform_file(ByteView content, std::string_view what) {
  PlatformFile file;
  const auto attestation = parse_attestation_report(content, what);
  if (attestation) {
    file.attestation = *attestation;
    return file;
  }
  const auto decoded = internal::decode_text(internal::plain_text(as_text(content)));
  const bool is_raw = content.size() == kSessionSize && !internal::is_text(content, false);
  const ByteView bytes = is_raw || !decoded ? content : decoded->bytes.view();
  if (bytes.size() == kSessionSize) {
    const auto session = parse_session(bytes, what);
    if (!session) return fail(session.error());
    file.session = *session;
    return file;
  }
  if (bytes.size() == kAttestationReportSize) return fail(attestation.error());
  auto pieces = parse_platform_file(content, what);
  if (!pieces) return fail(pieces.error());
  file.pieces = *std::move(pieces);
  return file;
}

}  // namespace sevproof
