// CertificateList (RFC 5280, section 5.1).
#include <algorithm>
#include <array>
#include <string_view>

#include "formats/x509_parts.h"
#include "sevproof/formats/x509.h"

namespace sevproof {
namespace {

using internal::copy_of;
using internal::DerFault;
using internal::DerReader;
using internal::is_standard_extension;

// What these say changes nothing of who is revoked: CRL number, reason, invalidity date, authority
// key identifier.
bool is_harmless(const X509Extension& extension) {
  constexpr auto kLast = std::to_array<std::uint8_t>({20, 21, 24, 35});
  return !extension.critical || std::any_of(kLast.begin(), kLast.end(), [&](std::uint8_t last) {
    return is_standard_extension(extension.oid, last);
  });
}

void read_crl_extensions(DerReader& in, X509Crl& out) {
  const auto extensions = read_extensions(in);
  if (!std::all_of(extensions.begin(), extensions.end(), is_harmless)) {
    out.has_unknown_critical = true;
  }
}

void read_revoked(DerReader list, X509Crl& out) {
  while (!list.at_end()) {
    DerReader entry = list.inside(internal::kDerSequence, "revoked");
    out.revoked.push_back(copy_of(entry.number("revoked")));
    entry.time("revocation date");
    if (!entry.at_end()) read_crl_extensions(entry, out);
    entry.end("revoked");
  }
}

void read_tbs(DerReader in, const internal::SignedDer& outer, X509Crl& out) {
  constexpr std::string_view kVersion = "version";
  internal::expect_number(in, 1, kVersion, "1, which is version 2,");
  out.signature = signature_of(outer, in.take(internal::kDerSequence, "signature algorithm"));
  out.issuer_cn = read_name(in, "issuer", out.issuer);
  out.this_update = in.time("this update");
  if (in.next_is_time()) out.next_update = in.time("next update");
  if (in.next_is(internal::kDerSequence)) {
    read_revoked(in.inside(internal::kDerSequence, "revoked"), out);
  }
  if (!in.at_end()) {
    DerReader extensions = in.inside(internal::kDerContext0, "extensions");
    read_crl_extensions(extensions, out);
    extensions.end("extensions");
  }
  in.end("signed part");
}

}  // namespace

Result<X509Crl> parse_x509_crl(ByteView der, std::string_view what) {
  DerFault fault(der);
  const internal::SignedDer parts = internal::read_signed(der, fault);
  X509Crl out;
  out.der = copy_of(der);
  out.signed_part = copy_of(parts.part);
  DerReader signed_part(parts.part, fault);
  read_tbs(signed_part.inside(internal::kDerSequence, "signed part"), parts, out);
  if (!fault.ok()) return fault.error(what);
  return out;
}

}  // namespace sevproof
