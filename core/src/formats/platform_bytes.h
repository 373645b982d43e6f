// Certificates of a platform, and a chip's id, as bytes.
#ifndef SEVPROOF_FORMATS_PLATFORM_BYTES_H
#define SEVPROOF_FORMATS_PLATFORM_BYTES_H

#include <string_view>

#include "sevproof/formats/platform_files.h"
#include "sevproof/result.h"

namespace sevproof::internal {

// What to give, as a hint.
inline constexpr std::string_view kPlatformHint =
    "Give the certificates as `sevctl export` writes them, the output of `virsh nodesevinfo`, or "
    "QMP's answer to query-sev-capabilities.";

// Of what is no file of a platform: `got` says what it is.
tl::unexpected<Error> other_file(std::string_view what, std::string_view got,
                                 std::string_view hint = kPlatformHint);

// Whether the version and the usage of a certificate come first.
bool begins_certificate(ByteView bytes);

// What has a size of its own and people give in place of certificates: a session, a report.
Result<void> check_platform_size(std::size_t size, std::string_view what);

// Adds certificates, one after the other to the last byte, or a chip's id of 64 bytes. Fails as
// parse_platform_file does.
Result<void> take_platform_bytes(ByteView bytes, std::string_view what, PlatformPieces& pieces);

}  // namespace sevproof::internal

#endif
