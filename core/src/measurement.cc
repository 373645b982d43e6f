#include "sevproof/measurement.h"

#include <algorithm>

#include "sevproof/quote.h"

namespace sevproof {
namespace {

constexpr std::uint8_t kMeasureContext = 0x04;

constexpr std::string_view kBlobHint =
    "It is the field sev-measurement of `virsh domlaunchsecinfo DOMAIN`, 64 base64 characters.";

}  // namespace

std::string api_text(const ApiVersion& api) {
  return std::to_string(api.major) + "." + std::to_string(api.minor) + " build " +
         std::to_string(api.build);
}

Result<MeasurementBlob> MeasurementBlob::parse(std::string_view base64) {
  const std::string_view text = trim(base64);
  const Result<Bytes> bytes = from_base64(text);
  if (!bytes) {
    return fail(ErrorKind::kInvalid, "measurement: " + bytes.error().message,
                std::string(kBlobHint));
  }
  if (bytes->size() != kSize) {
    return fail(ErrorKind::kInvalid,
                "measurement: expected 48 bytes in base64 (measurement and nonce), got " +
                    std::to_string(bytes->size()) + " bytes from " + quote(text),
                std::string(kBlobHint));
  }
  MeasurementBlob blob;
  std::copy_n(bytes->begin(), blob.measurement.size(), blob.measurement.begin());
  std::copy_n(bytes->begin() + 32, blob.nonce.size(), blob.nonce.begin());
  return blob;
}

std::string MeasurementBlob::to_base64() const {
  Bytes bytes(measurement.begin(), measurement.end());
  append(bytes, nonce);
  return sevproof::to_base64(bytes);
}

Result<Nonce> parse_nonce(std::string_view text) {
  const std::string_view digits = trim(text);
  const Result<Bytes> bytes = digits.size() == 32 ? from_hex(digits) : from_base64(digits);
  Nonce nonce{};
  if (!bytes || bytes->size() != nonce.size()) {
    return fail(ErrorKind::kInvalid,
                "nonce: expected 16 bytes as 32 hex digits or in base64, got " + quote(text));
  }
  put_bytes(nonce, *bytes);
  return nonce;
}

MeasuredMessage build_measured_message(const ApiVersion& api, Policy policy,
                                       const Sha256Digest& launch_digest, const Nonce& nonce) {
  MeasuredMessage message{};
  const std::span<std::uint8_t> out(message);
  out[0] = kMeasureContext;
  out[1] = api.major;
  out[2] = api.minor;
  out[3] = api.build;
  store_le<std::uint32_t>(out.subspan(4), policy.value);
  put_bytes(out.subspan(8), launch_digest);
  put_bytes(out.subspan(40), nonce);
  return message;
}

Sha256Digest compute_measurement(const HmacSha256& tik, const MeasuredMessage& message) {
  return tik.tag({message});
}

Sha256Digest compute_old_measurement(const HmacSha256& tik, const MeasuredMessage& message,
                                     OldMessage form) {
  constexpr std::size_t kApi = 1;
  constexpr std::size_t kPolicy = 4;
  const ByteView whole(message);
  const std::size_t before = form == OldMessage::kWithContext ? kApi : 0;
  return tik.tag({whole.first(before), whole.subspan(kPolicy)});
}

}  // namespace sevproof
