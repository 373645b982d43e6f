#include "sevproof/formats/attestation_report.h"

#include <algorithm>
#include <string>

#include "base/byte_reader.h"
#include "formats/encoded_text.h"
#include "formats/json_literal.h"
#include "formats/plain_text.h"
#include "sevproof/text.h"

namespace sevproof {
namespace {

constexpr std::string_view kHint =
    "QMP's query-sev-attestation-report answers it as data, 280 characters of base64.";

tl::unexpected<Error> misfit(std::string_view what, const std::string& fault) {
  return fail(ErrorCode::kMalformedAttestation, std::string(what) + ": " + fault,
              std::string(kHint));
}

// QMP's answer has it as "data", below "return" or alone.
Result<std::string> data_of(std::string_view text, std::string_view what) {
  const std::size_t at = internal::find_json_object(text);
  if (at == std::string_view::npos) return std::string(text);
  text.remove_prefix(at);
  const auto length = internal::json_object_length(text);
  if (!length) return misfit(what, length.error().message);
  const auto answer = internal::parse_json_object(text.substr(0, *length));
  if (!answer) return misfit(what, answer.error().message);
  if (const auto error = internal::qmp_error(*answer)) {
    return misfit(what, "expected QMP's answer with \"data\", got QMP's error " + quote(*error));
  }
  const auto inner = answer->find("return");
  const auto& holder = inner != answer->end() && inner->is_object() ? *inner : *answer;
  const auto data = holder.find("data");
  if (data == holder.end() || !data->is_string()) {
    return misfit(what, "expected QMP's answer with \"data\", got JSON without it");
  }
  return data->get<std::string>();
}

Result<Bytes> raw_bytes(ByteView content, std::string_view what) {
  if (content.size() == kAttestationReportSize) return Bytes(content.begin(), content.end());
  const auto text = data_of(internal::plain_text(as_text(content)), what);
  if (!text) return fail(text.error());
  const auto decoded = internal::decode_text(*text);
  if (!decoded) return misfit(what, "expected 208 bytes, or base64 or hex of them, got neither");
  const ByteView bytes = decoded->bytes.view();
  return Bytes(bytes.begin(), bytes.end());
}

// Unsigned bytes that the specification fixes all the same.
Result<void> check_unsigned(internal::ByteReader& in, std::string_view what) {
  constexpr auto kUsage = static_cast<std::uint32_t>(SevKeyUsage::kPek);
  const std::uint32_t usage = in.u32();
  const std::uint32_t algorithm = in.u32();
  const std::uint32_t reserved = in.u32();
  if (usage != kUsage) {
    return misfit(what, "expected usage 0x1002 (PEK), got " + to_hex_number(usage));
  }
  if (algorithm != kSevEcdsaSha256) {
    return misfit(what,
                  "expected algorithm 0x2 (ECDSA with SHA-256), got " + to_hex_number(algorithm));
  }
  if (reserved != 0) {
    return misfit(what, "expected zero in the reserved bytes, got " + to_hex_number(reserved));
  }
  return {};
}

}  // namespace

Result<AttestationReport> parse_attestation_report(ByteView content, std::string_view what) {
  const auto bytes = raw_bytes(content, what);
  if (!bytes) return fail(bytes.error());
  if (bytes->size() != kAttestationReportSize) {
    return misfit(what, "expected 208 bytes, got " + std::to_string(bytes->size()));
  }
  AttestationReport report{};
  put_bytes(report.signed_bytes, ByteView(*bytes).first<0x34>());
  internal::ByteReader in(*bytes);
  report.nonce = in.array<16>();
  report.launch_digest = in.array<32>();
  report.policy = in.u32();
  if (auto checked = check_unsigned(in, what); !checked) return fail(checked.error());
  const auto signature = parse_ecdsa(in.rest());
  if (!signature) return misfit(what, signature.error().message);
  report.signature = *signature;
  return report;
}

}  // namespace sevproof
