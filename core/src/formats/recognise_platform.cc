#include "formats/recognise_platform.h"

#include <algorithm>
#include <string>

#include "base/ascii_text.h"
#include "sevproof/formats/platform_files.h"

namespace sevproof::internal {
namespace {

constexpr std::size_t kSmallest = 576;

// Looked at first, since any other file may be a secret, of which no copies are to be made.
bool may_be_platform(ByteView content) {
  if (content.size() < kSmallest || content.size() > kMaxPlatformFileSize) return false;
  const std::string_view text = trim(as_text(content));
  // A certificate's version, as it is, in base64 and in hex; names that hosts print.
  return text.starts_with(std::string_view("\x01\0\0\0", 4)) || text.starts_with("AQAAA") ||
         text.starts_with("01000000") || text.find("cert-chain") != text.npos ||
         text.find("certChain") != text.npos || text.find("pdh") != text.npos;
}

// What an owner makes for the host alone: a PDH that nobody signed.
bool is_owners(const PlatformPieces& pieces) {
  if (!pieces.amd.empty() || pieces.sev.size() != 1 || pieces.chip_id) return false;
  const SevCertificate& one = pieces.sev.front();
  return one.usage == SevKeyUsage::kPdh && one.is_unsigned();
}

std::string names_of(const PlatformPieces& pieces) {
  std::string names;
  const auto add = [&](const std::string& described) {
    names += (names.empty() ? "" : ", ") + described.substr(0, 3);
  };
  for (const SevCertificate& one : pieces.sev) add(describe(one));
  for (const AmdCertificate& one : pieces.amd) add(describe(one));
  return names;
}

}  // namespace

std::optional<RecognisedFile> recognise_platform(ByteView content) {
  if (!may_be_platform(content)) return std::nullopt;
  const auto pieces = parse_platform_file(content, "file");
  if (!pieces || (pieces->sev.empty() && pieces->amd.empty())) return std::nullopt;
  if (is_owners(*pieces)) {
    return RecognisedFile{
        FileRole::kForHost,
        {},
        "the owner's certificate of a session (godh), for the host: it belongs in "
        "<dhCert> of the guest's XML"};
  }
  return RecognisedFile{
      FileRole::kPlatform, {}, "certificates of a platform: " + names_of(*pieces)};
}

}  // namespace sevproof::internal
