// What of a SEV platform a file holds, in every shape that hosts and tools give it: certificates
// raw, as hex or as base64, one or many of them in any order; the output of `virsh nodesevinfo`;
// QMP's answer to query-sev-capabilities. Each piece is told by what it says of itself, not by its
// place.
#ifndef SEVPROOF_FORMATS_PLATFORM_FILES_H
#define SEVPROOF_FORMATS_PLATFORM_FILES_H

#include <optional>
#include <string_view>
#include <vector>

#include "sevproof/bytes.h"
#include "sevproof/formats/amd_certificate.h"
#include "sevproof/formats/attestation_report.h"
#include "sevproof/formats/chip_id.h"
#include "sevproof/formats/encryption_bits.h"
#include "sevproof/formats/session_blob.h"
#include "sevproof/formats/sev_certificate.h"
#include "sevproof/result.h"

namespace sevproof {

// A full chain is 11,536 bytes; this much takes it as hex, with what people have around it.
inline constexpr std::size_t kMaxPlatformFileSize = 256UL * 1024;

struct PlatformPieces {
  std::vector<AmdCertificate> amd;
  std::vector<SevCertificate> sev;
  std::optional<ChipId> chip_id;
  std::optional<EncryptionBits> bits = std::nullopt;  // where the host said them as well
};

// All that `content` holds, at least one certificate or a chip id. Fails with kMalformedCertificate
// where a byte belongs to none, with kMalformedHostData for JSON that is broken or has no text
// where a certificate should be, with kWrongFileType for what is something else (a zip archive,
// PEM, a report, an error of the host). `what` names the content in the message.
Result<PlatformPieces> parse_platform_file(ByteView content, std::string_view what);

// Any file of the way to a launch, to be shown: one of these.
struct PlatformFile {
  PlatformPieces pieces;
  std::optional<SessionBlob> session;
  std::optional<AttestationReport> attestation;
};

// A launch session or an attestation report, raw or as text; else as parse_platform_file.
Result<PlatformFile> parse_any_platform_file(ByteView content, std::string_view what);

}  // namespace sevproof

#endif
