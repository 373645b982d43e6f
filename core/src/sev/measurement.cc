#include "sevproof/sev/measurement.h"

#include <algorithm>
#include <array>

#include "formats/encoded_text.h"
#include "sev/keyed_message.h"
#include "sevproof/text.h"

namespace sevproof {
namespace {

constexpr std::uint8_t kMeasureContext = 0x04;

constexpr std::string_view kExpected =
    "measurement: expected 48 bytes in base64 (measurement and nonce), got ";
constexpr std::string_view kBlobHint =
    "It is the field sev-measurement of `virsh domlaunchsecinfo DOMAIN`, 64 base64 characters.";

// What is known about a value by its length in bytes.
struct KnownSize {
  std::size_t size;
  std::string_view meaning;
  std::string_view hint;
};
constexpr std::array<KnownSize, 4> kKnownSizes = {{
    {16, ": a nonce or a key, judging by the length",
     "The measurement and its nonce are one value of 48 bytes, 64 base64 characters."},
    {32, ": the measurement without its nonce",
     "The nonce is needed too: give the whole value that the host reports, 64 base64 characters."},
    {MeasurementBlob::kSize, "",
     "`xxd -r -p | base64 -w 0` turns measurement and nonce in hex into base64. A SEV-SNP launch "
     "digest has as many digits, and `sevproof snp explain --measurement` takes it."},
    {128, ": a session blob, judging by the length",
     "The session goes to the host; the measurement comes from the host."},
}};

// A line or a document, and not the value alone.
bool has_more_than_value(std::string_view text) {
  const std::size_t equals = text.find('=');
  const bool assigns =
      equals != std::string_view::npos && text.find_first_not_of('=', equals) != text.npos;
  return assigns || text.find_first_of(":{}[]<>") != std::string_view::npos;
}

bool is_percent_encoded(std::string_view text) {
  const std::size_t at = text.find('%');
  return at != std::string_view::npos && at + 2 < text.size() &&
         internal::hex_digit(text[at + 1]) >= 0 && internal::hex_digit(text[at + 2]) >= 0;
}

tl::unexpected<Error> no_encoding(std::string_view text, const Error& why) {
  if (has_more_than_value(text)) {
    return fail(
        ErrorCode::kMalformedMeasurement,
        "measurement: expected the value alone, 48 bytes in base64, got " + quote(text),
        "Give nothing but the value. The host's whole text is launch info: give it as such.");
  }
  std::string hint(kBlobHint);
  if (is_percent_encoded(text)) hint = "The text is URL-encoded: decode it first.";
  if (text.find('\\') != std::string_view::npos) {
    hint = "The text has escapes of JSON or of a shell: give the value without them.";
  }
  // It may have been meant as either.
  const bool is_half_hex = why.code == ErrorCode::kMalformedHex;
  return fail(ErrorCode::kMalformedMeasurement,
              is_half_hex ? std::string(kExpected) + "an odd number of hex digits: " + quote(text)
                          : "measurement: " + why.message,
              std::move(hint));
}

tl::unexpected<Error> wrong_value(const internal::EncodedText& got, std::string_view text) {
  const std::size_t size = got.bytes.size();
  const auto known = std::find_if(kKnownSizes.begin(), kKnownSizes.end(),
                                  [&](const KnownSize& row) { return row.size == size; });
  const bool is_known = known != kKnownSizes.end();
  const bool is_nested = internal::is_encoded_again(got.bytes.view(), MeasurementBlob::kSize);
  std::string message = std::string(kExpected) + std::to_string(size) + " bytes in " +
                        (got.is_hex ? "hex" : "base64");
  message += is_known ? std::string(known->meaning) : "";
  if (is_nested) {
    return fail(ErrorCode::kMalformedMeasurement, message + ": text that is encoded twice",
                "Decode it once, for example with `base64 -d`.");
  }
  return fail(ErrorCode::kMalformedMeasurement, message + " (" + quote(text) + ")",
              std::string(is_known ? known->hint : kBlobHint));
}

}  // namespace

std::string api_text(const ApiVersion& api) {
  return std::to_string(api.major) + "." + std::to_string(api.minor) + " build " +
         std::to_string(api.build);
}

Result<MeasurementBlob> MeasurementBlob::parse(std::string_view text) {
  text = trim(text);
  const auto got = internal::decode_text(text);
  if (!got) return no_encoding(text, got.error());
  // Hex of that length is as likely the digest of a SEV-SNP guest.
  if (got->bytes.size() != kSize || got->is_hex) return wrong_value(*got, text);
  return MeasurementBlob(got->bytes.view().first<kSize>());
}

MeasurementBlob::MeasurementBlob(std::span<const std::uint8_t, kSize> bytes)
    : measurement(), nonce() {
  put_bytes(measurement, bytes.first(measurement.size()));
  put_bytes(nonce, bytes.subspan(measurement.size()));
}

std::string MeasurementBlob::to_base64() const {
  Bytes bytes(measurement.begin(), measurement.end());
  append(bytes, nonce);
  return sevproof::to_base64(bytes);
}

Result<Nonce> parse_nonce(std::string_view text) {
  const auto got = internal::decode_text(text);
  Nonce nonce{};
  if (!got || got->bytes.size() != nonce.size()) {
    const bool is_blob = got && got->bytes.size() == MeasurementBlob::kSize;
    return fail(
        about(Subject::kNonce,
              {ErrorCode::kMalformedMeasurement,
               "nonce: expected 16 bytes as 32 hex digits or in base64, got " + quote(text),
               is_blob ? "That is a measurement: its nonce is the last 16 of its 48 bytes." : ""}));
  }
  put_bytes(nonce, got->bytes.view());
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

Sha256Digest compute_measurement(const Tik& tik, const MeasuredMessage& message) {
  return compute_measurement(HmacSha256(tik.bytes().view()), message);
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
