// The certificate table of an extended guest request (GHCB specification 56421, section 4.1.8.1),
// which the host writes.
#ifndef SEVPROOF_FORMATS_CERTIFICATE_TABLE_H
#define SEVPROOF_FORMATS_CERTIFICATE_TABLE_H

#include <string_view>
#include <vector>

#include "sevproof/bytes.h"
#include "sevproof/guid.h"
#include "sevproof/result.h"

namespace sevproof::internal {

struct TableEntry {
  Guid guid;
  std::string_view name;  // "VCEK"; empty: unknown
  bool is_certificate = false;
  ByteView content;  // of the table
};

// Fails with kMalformedCertificate.
Result<std::vector<TableEntry>> read_certificate_table(ByteView content, std::string_view what);

}  // namespace sevproof::internal

#endif
