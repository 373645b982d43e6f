// A file of a session, or of an owner's certificate.
#include "formats/encoded_text.h"
#include "formats/sev_number.h"
#include "sev/session_parts.h"
#include "sevproof/recognise.h"

namespace sevproof {
namespace {

bool has_size_of_one(std::size_t size) {
  return size == kSessionSize || size == kSevCertificateSize;
}

tl::unexpected<Error> misfit(std::string_view name, const std::string& got, std::string hint) {
  Error error{ErrorCode::kMalformedSession,
              std::string(name) +
                  ": expected a session (128 bytes) or an owner's certificate "
                  "(2084 bytes), got " +
                  got,
              std::move(hint)};
  return tl::unexpected(about(Subject::kSession, std::move(error)));
}

// What came, in words, and what to give instead.
tl::unexpected<Error> other_text(std::string_view name, ByteView content, std::string otherwise) {
  const Content other = recognise(content, content.size());
  const bool is_known = !other.name.empty() && other.kind != ContentKind::kText;
  const bool is_xml = as_text(content).find("<launchSecurity") != std::string_view::npos;
  const std::string pair =
      "vm_session.b64 and vm_godh.b64 as `sevctl session` or `sevproof session create` wrote them.";
  return misfit(name, is_known ? std::string(other.name) : std::move(otherwise),
                is_xml ? "Save the text of its <session> and that of its <dhCert> as files of "
                         "their own, or give " +
                             pair
                       : "Give " + pair);
}

}  // namespace

Result<SessionInput> read_session_file(ByteView content, std::string_view name) {
  if (has_size_of_one(content.size())) {
    return SessionInput{std::string(name), Bytes(content.begin(), content.end())};
  }
  const auto decoded = internal::decode_text(as_text(content));
  if (!decoded) {
    return other_text(name, content, std::to_string(content.size()) + " bytes that are no base64");
  }
  const ByteView bytes = decoded->bytes.view();
  if (has_size_of_one(bytes.size())) {
    return SessionInput{std::string(name), Bytes(bytes.begin(), bytes.end())};
  }
  const bool is_twice = internal::is_encoded_again(bytes, kSessionSize) ||
                        internal::is_encoded_again(bytes, kSevCertificateSize);
  const std::string got = "text of " + std::to_string(bytes.size()) + " bytes";
  if (is_twice) return misfit(name, got, "It is encoded twice: decode it once more.");
  return other_text(name, content, got);
}

namespace internal {

std::optional<SessionBlob> as_session(const SessionInput& input) {
  auto session = parse_session(input.bytes, input.name);
  return session ? std::optional(*session) : std::nullopt;
}

}  // namespace internal
}  // namespace sevproof
