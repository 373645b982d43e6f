// Extensions of VCEK and VLEK: VCEK Certificate and KDS Interface Specification (57230), tables of
// X.509 extensions.
#include <algorithm>
#include <array>
#include <string>

#include "formats/x509_parts.h"
#include "sevproof/formats/snp_certificates.h"

namespace sevproof {
namespace {

using internal::DerReader;

// 1.3.6.1.4.1.3704.1
constexpr auto kArc = std::to_array<std::uint8_t>({0x2b, 0x06, 0x01, 0x04, 0x01, 0x9c, 0x78, 0x01});

// Behind the arc.
constexpr std::uint8_t kStructVersion = 1;
constexpr std::uint8_t kProductName = 2;
constexpr std::uint8_t kSpl = 3;
constexpr std::uint8_t kHwId = 4;
constexpr std::uint8_t kCspId = 5;

std::string read_text(DerReader& in, std::string_view label) {
  DerReader before = in;
  const ByteView text = in.take(internal::kDerIa5String, label);
  if (!internal::is_printable_ascii(text)) before.refuse(label, "printable ASCII");
  return std::string(as_text(text));
}

// AMD announced an OCTET STRING in 2023; chips have the bare bytes, which may begin as one does.
Bytes read_hwid(DerReader& in, ByteView value) {
  constexpr std::string_view kLabel = "hwID";
  const bool is_bare = value.size() == 64 || value.size() == 8;
  if (is_bare) return internal::copy_of(value);
  if (value.size() != 66 && value.size() != 10) in.refuse(kLabel, "64 or 8 bytes");
  const Bytes id = internal::copy_of(in.take(internal::kDerOctetString, kLabel));
  in.end(kLabel);
  return id;
}

std::optional<std::uint8_t>* spl_of(VekExtensions& out, std::uint8_t number) {
  const auto places = std::to_array<std::optional<std::uint8_t>*>(
      {&out.bl, &out.tee, &out.snp, &out.spl4, &out.spl5, &out.spl6, &out.spl7, &out.ucode,
       &out.fmc});
  return number >= 1 && number <= places.size() ? places[number - 1U] : nullptr;
}

// Those that nobody here knows are passed over.
void read_extension(ByteView behind, DerReader in, ByteView value, VekExtensions& out) {
  constexpr std::string_view kSplLabel = "security patch level";
  if (behind.size() == 2 && behind[0] == kSpl) {
    std::optional<std::uint8_t>* const spl = spl_of(out, behind[1]);
    if (spl == nullptr) return;
    *spl = static_cast<std::uint8_t>(in.small_number(255, kSplLabel));
    return in.end(kSplLabel);
  }
  if (behind.size() != 1) return;
  if (behind[0] == kHwId) {
    out.hwid = read_hwid(in, value);
  } else if (behind[0] == kStructVersion) {
    out.struct_version = in.small_number(UINT64_MAX, "structVersion");
    in.end("structVersion");
  } else if (behind[0] == kProductName) {
    out.product_name = read_text(in, "productName");
    in.end("productName");
  } else if (behind[0] == kCspId) {
    out.csp_id = read_text(in, "csp_id");
    in.end("csp_id");
  }
}

}  // namespace

Result<VekExtensions> parse_vek_extensions(const X509Certificate& certificate,
                                           std::string_view what) {
  VekExtensions out;
  for (const X509Extension& one : certificate.extensions) {
    const ByteView oid = one.oid;
    if (oid.size() <= kArc.size() || !same_bytes(oid.first(kArc.size()), kArc)) continue;
    const ByteView behind = oid.subspan(kArc.size());
    if (certificate.find(oid) != &one) {
      return internal::malformed_certificate(
          what, "expected AMD's extension " + to_hex(behind) + " once, got it twice");
    }
    internal::DerFault fault(one.value);
    read_extension(behind, DerReader(one.value, fault), one.value, out);
    if (!fault.ok()) return fault.error(what);
  }
  return out;
}

}  // namespace sevproof
