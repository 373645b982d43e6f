#include "sevproof/formats/platform_files.h"

#include <string>
#include <utility>

#include "base/byte_reader.h"
#include "base/utf8.h"
#include "formats/encoded_text.h"
#include "formats/plain_text.h"
#include "formats/platform_text.h"
#include "sevproof/recognise.h"

namespace sevproof {
namespace {

using internal::ByteReader;

constexpr std::string_view kHint =
    "Give the certificates as `sevctl export` writes them, the output of `virsh nodesevinfo`, or "
    "QMP's answer to query-sev-capabilities.";

constexpr std::uint32_t kVersion = 1;

bool begins_sev(ByteView bytes) {
  const std::uint32_t usage = ByteReader(bytes).skip(8).u32();
  return usage >= static_cast<std::uint32_t>(SevKeyUsage::kOca) &&
         usage <= static_cast<std::uint32_t>(SevKeyUsage::kCek);
}

bool begins_amd(ByteView bytes) { return amd_certificate_size(bytes).has_value(); }

bool begins_certificate(ByteView bytes) {
  return ByteReader(bytes).u32() == kVersion && (begins_sev(bytes) || begins_amd(bytes));
}

// How much of `bytes` the certificate takes with which they begin. The ARK of Naples may lack its
// signature, and another certificate may follow.
Result<std::size_t> next_size(ByteView bytes) {
  constexpr std::size_t kBareArk = 576;
  if (begins_sev(bytes)) return kSevCertificateSize;
  const bool is_followed = bytes.size() > kBareArk && begins_certificate(bytes.subspan(kBareArk));
  return amd_certificate_size(is_followed ? bytes.first(kBareArk) : bytes);
}

Error at_offset(Error error, std::string_view what, std::size_t offset, std::size_t all) {
  std::string message = std::string(what) + ": ";
  if (offset != 0) message += "behind " + std::to_string(offset) + " bytes of certificates: ";
  message += error.message + " (" + std::to_string(all) + " bytes in all)";
  error = reworded(std::move(error), std::move(message));
  if (error.hint.empty()) error.hint = kHint;
  return error;
}

// One after the other, to the last byte.
Result<void> take_certificates(ByteView bytes, std::string_view what, PlatformPieces& pieces) {
  ByteView rest = bytes;
  while (!rest.empty()) {
    const std::size_t offset = bytes.size() - rest.size();
    const auto size = next_size(rest);
    if (!size) return fail(at_offset(size.error(), what, offset, bytes.size()));
    const ByteView piece = rest.first(std::min(*size, rest.size()));
    if (begins_sev(rest)) {
      const auto parsed = parse_sev_certificate(piece);
      if (!parsed) return fail(at_offset(parsed.error(), what, offset, bytes.size()));
      pieces.sev.push_back(*parsed);
    } else {
      auto parsed = parse_amd_certificate(piece);
      if (!parsed) return fail(at_offset(parsed.error(), what, offset, bytes.size()));
      pieces.amd.push_back(*std::move(parsed));
    }
    rest = rest.subspan(piece.size());
  }
  return {};
}

tl::unexpected<Error> other_file(std::string_view what, const std::string& got,
                                 std::string_view hint) {
  return fail(ErrorCode::kWrongFileType,
              std::string(what) + ": expected SEV certificates, got " + got, std::string(hint));
}

// What people give in their place.
Result<void> check_size(std::size_t size, std::string_view what) {
  if (size == kSessionSize) {
    return other_file(what, "128 bytes, the size of a launch session",
                      "`sevproof session check` takes it.");
  }
  if (size == kAttestationReportSize) {
    return other_file(what, "208 bytes, the size of an attestation report",
                      "`sevproof platform attestation --report` takes it.");
  }
  return {};
}

Result<void> take_bytes(ByteView bytes, std::string_view what, PlatformPieces& pieces) {
  if (auto checked = check_size(bytes.size(), what); !checked) return checked;
  if (bytes.size() != ChipId::kSize) return take_certificates(bytes, what, pieces);
  auto id = ChipId::parse(bytes, what);
  if (!id) return fail(id.error());
  pieces.chip_id = *id;
  return {};
}

Result<void> take_values(const std::vector<internal::PlatformText>& values, std::string_view what,
                         PlatformPieces& pieces) {
  for (const auto& [name, value] : values) {
    const std::string where = std::string(what) + ": " + name;
    const auto decoded = internal::decode_text(value);
    if (!decoded) {
      return fail(ErrorCode::kMalformedCertificate, where + ": " + decoded.error().message,
                  "Copy the whole line: it is base64, and long.");
    }
    if (auto taken = take_bytes(decoded->bytes.view(), where, pieces); !taken) return taken;
  }
  return {};
}

// Of certificates that were put together as text, each has its own end.
Result<void> take_lines(std::string_view text, std::string_view what, PlatformPieces& pieces) {
  std::size_t number = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = trim(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    ++number;
    if (line.empty()) continue;
    const auto decoded = internal::decode_text(line);
    if (!decoded) {
      return fail(ErrorCode::kMalformedCertificate,
                  std::string(what) + ": line " + std::to_string(number) +
                      ": expected base64 or hex: " + decoded.error().message,
                  std::string(kHint));
    }
    if (auto taken = take_bytes(decoded->bytes.view(), what, pieces); !taken) return taken;
  }
  return {};
}

Result<void> take_text(std::string_view text, std::string_view what, PlatformPieces& pieces) {
  const auto values = internal::find_platform_text(text);
  if (!values) {
    return fail(reworded(values.error(), std::string(what) + ": " + values.error().message));
  }
  if (!values->empty()) {
    pieces.bits = find_encryption_bits(as_bytes(text));
    return take_values(*values, what, pieces);
  }
  const auto decoded = internal::decode_text(text);
  if (decoded) return take_bytes(decoded->bytes.view(), what, pieces);
  return take_lines(text, what, pieces);
}

// Files of another kind that look like it.
Result<void> check_kind(ByteView content, std::string_view what) {
  const Content kind = recognise(content, content.size());
  const bool is_other =
      !kind.name.empty() && kind.kind != ContentKind::kText && kind.name != "JSON text";
  if (!is_other) return {};
  return other_file(what, std::string(kind.name),
                    kind.advice.empty() ? kHint : std::string_view(kind.advice));
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
  if (auto checked = check_size(content.size(), what);
      !checked && !internal::is_text(content, false)) {
    taken = checked;
  } else if (ByteReader(content).u32() == kVersion || content.size() == ChipId::kSize) {
    taken = take_bytes(content, what, pieces);
  } else if (auto kind = check_kind(content, what); !kind) {
    taken = kind;
  } else {
    taken = take_text(internal::plain_text(as_text(content)), what, pieces);
  }
  if (!taken) return fail(taken.error());
  if (pieces.amd.empty() && pieces.sev.empty() && !pieces.chip_id) {
    return other_file(what, "none", kHint);
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
