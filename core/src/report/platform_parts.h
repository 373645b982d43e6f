// Pieces of JSON that documents about platforms and about sessions share.
#ifndef SEVPROOF_REPORT_PLATFORM_PARTS_H
#define SEVPROOF_REPORT_PLATFORM_PARTS_H

#include "report/json_parts.h"
#include "sevproof/sev/platform.h"
#include "sevproof/sev/validation.h"
#include "sevproof/sha256.h"

namespace sevproof::internal {

template <typename Certificate>
Json json_certificate(const Certificate& certificate) {
  Json json;
  json["sha256"] = to_hex(sha256(certificate.bytes));
  json["size"] = certificate.bytes.size();
  json["type"] = describe(certificate);
  json["fingerprint"] = fingerprint(certificate);
  return json;
}

// ark, ask, cek, oca, pek, pdh, chipId.
Json json_platform(const PlatformReport& report);

// The frame of a report, up to `computed`: inputs and computed are to be filled in, and the
// evidence where there is any.
Json begin_report(std::string_view kind, Verdict verdict);
// The rest of it, as text.
std::string end_report(Json& document, std::span<const Check> checks,
                       std::span<const Finding> findings);

}  // namespace sevproof::internal

#endif
