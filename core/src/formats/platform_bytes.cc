#include "formats/platform_bytes.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/byte_reader.h"
#include "formats/encoded_text.h"

namespace sevproof::internal {
namespace {

constexpr std::uint32_t kVersion = 1;
constexpr std::size_t kBareArk = 576;  // no certificate is shorter

bool begins_sev(ByteView bytes) {
  const std::uint32_t usage = ByteReader(bytes).skip(8).u32();
  return usage >= static_cast<std::uint32_t>(SevKeyUsage::kOca) &&
         usage <= static_cast<std::uint32_t>(SevKeyUsage::kCek);
}

bool begins_amd(ByteView bytes) { return amd_certificate_size(bytes).has_value(); }

// How much of `bytes` the certificate takes with which they begin. The ARK of Naples may lack its
// signature, and another certificate may follow.
Result<std::size_t> next_size(ByteView bytes) {
  if (begins_sev(bytes)) return kSevCertificateSize;
  const bool is_followed = bytes.size() > kBareArk && begins_certificate(bytes.subspan(kBareArk));
  return amd_certificate_size(is_followed ? bytes.first(kBareArk) : bytes);
}

Error at_offset(Error error, std::string_view what, std::size_t offset, std::size_t all) {
  std::string message = std::string(what) + ": ";
  if (offset != 0) message += "behind " + std::to_string(offset) + " bytes of certificates: ";
  message += error.message + " (" + std::to_string(all) + " bytes in all)";
  error = reworded(std::move(error), std::move(message));
  if (error.hint.empty()) error.hint = kPlatformHint;
  return error;
}

// As a text or a mail adds them.
tl::unexpected<Error> too_many(std::string_view what, std::size_t count, std::size_t offset) {
  return fail(ErrorCode::kMalformedCertificate,
              std::string(what) + ": " + std::to_string(count) + (count == 1 ? " byte" : " bytes") +
                  " too many at the end, behind " + std::to_string(offset) +
                  " bytes of certificates",
              "Copy the file once more, as it is: certificates end with their last byte.");
}

Result<void> take_one(ByteView piece, PlatformPieces& pieces) {
  if (begins_sev(piece)) {
    const auto parsed = parse_sev_certificate(piece);
    if (!parsed) return fail(parsed.error());
    pieces.sev.push_back(*parsed);
    return {};
  }
  auto parsed = parse_amd_certificate(piece);
  if (!parsed) return fail(parsed.error());
  pieces.amd.push_back(*std::move(parsed));
  return {};
}

Result<void> take_certificates(ByteView bytes, std::string_view what, PlatformPieces& pieces) {
  ByteView rest = bytes;
  while (!rest.empty()) {
    const std::size_t offset = bytes.size() - rest.size();
    if (offset != 0 && rest.size() < kBareArk && !begins_certificate(rest)) {
      return too_many(what, rest.size(), offset);
    }
    const auto size = next_size(rest);
    if (!size) return fail(at_offset(size.error(), what, offset, bytes.size()));
    const ByteView piece = rest.first(std::min(*size, rest.size()));
    if (auto taken = take_one(piece, pieces); !taken) {
      return fail(at_offset(taken.error(), what, offset, bytes.size()));
    }
    rest = rest.subspan(piece.size());
  }
  return {};
}

// Text once more: hex or base64 of certificates.
bool is_encoded_twice(ByteView bytes) {
  const auto inner = decode_text(as_text(bytes));
  return inner && begins_certificate(inner->bytes.view());
}

}  // namespace

tl::unexpected<Error> other_file(std::string_view what, std::string_view got,
                                 std::string_view hint) {
  return fail(ErrorCode::kWrongFileType,
              std::string(what) + ": expected SEV certificates, got " + std::string(got),
              std::string(hint));
}

bool begins_certificate(ByteView bytes) {
  return ByteReader(bytes).u32() == kVersion && (begins_sev(bytes) || begins_amd(bytes));
}

Result<void> check_platform_size(std::size_t size, std::string_view what) {
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

Result<void> take_platform_bytes(ByteView bytes, std::string_view what, PlatformPieces& pieces) {
  if (auto checked = check_platform_size(bytes.size(), what); !checked) return checked;
  if (bytes.size() == ChipId::kSize) {
    auto id = ChipId::parse(bytes, what);
    if (!id) return fail(id.error());
    pieces.chip_id = *id;
    return {};
  }
  if (is_encoded_twice(bytes)) {
    return other_file(what, "text that is encoded twice", "Decode it once more.");
  }
  // What is nearly one says itself what is wrong with it.
  if (ByteReader(bytes).u32() == kVersion) return take_certificates(bytes, what, pieces);
  return other_file(what, std::to_string(bytes.size()) + " bytes that begin with none");
}

}  // namespace sevproof::internal
