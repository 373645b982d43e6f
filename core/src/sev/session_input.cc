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

std::string hint_for(ByteView content) {
  const Content other = recognise(content, content.size());
  if (!other.name.empty() && other.kind != ContentKind::kText) {
    return "The file is " + std::string(other.name) + ".";
  }
  return "Give vm_session.b64 and vm_godh.b64 as `sevctl session` or `sevproof session create` "
         "wrote them.";
}

}  // namespace

Result<SessionInput> read_session_file(ByteView content, std::string_view name) {
  if (has_size_of_one(content.size())) {
    return SessionInput{std::string(name), Bytes(content.begin(), content.end())};
  }
  const auto decoded = internal::decode_text(as_text(content));
  if (!decoded) {
    return misfit(name, std::to_string(content.size()) + " bytes that are no base64",
                  hint_for(content));
  }
  const ByteView bytes = decoded->bytes.view();
  if (has_size_of_one(bytes.size())) {
    return SessionInput{std::string(name), Bytes(bytes.begin(), bytes.end())};
  }
  const bool is_twice = internal::is_encoded_again(bytes, kSessionSize) ||
                        internal::is_encoded_again(bytes, kSevCertificateSize);
  return misfit(name, "text of " + std::to_string(bytes.size()) + " bytes",
                is_twice ? "It is encoded twice: decode it once more." : hint_for(content));
}

namespace internal {

std::optional<SessionBlob> as_session(const SessionInput& input) {
  auto session = parse_session(input.bytes, input.name);
  return session ? std::optional(*session) : std::nullopt;
}

}  // namespace internal
}  // namespace sevproof
