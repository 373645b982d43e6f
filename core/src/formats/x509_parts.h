// What certificates and revocation lists share (RFC 5280, sections 4.1 and 5.1).
#ifndef SEVPROOF_FORMATS_X509_PARTS_H
#define SEVPROOF_FORMATS_X509_PARTS_H

#include <string>
#include <string_view>
#include <vector>

#include "formats/der_reader.h"
#include "sevproof/formats/x509.h"

namespace sevproof::internal {

struct SignedDer {
  ByteView part;       // what is signed, with its header
  ByteView algorithm;  // content of the AlgorithmIdentifier behind it
  ByteView signature;
};

// The whole file. One that is too large is a fault.
SignedDer read_signed(ByteView der, DerFault& fault);
// `algorithm` is the one inside of what is signed.
X509Signature signature_of(const SignedDer& outer, ByteView algorithm);

// An INTEGER of this value; `expected` says so.
void expect_number(DerReader& in, std::uint8_t value, std::string_view label,
                   std::string_view expected);

// The Name with its header goes to `der`; gives its CN, where it has exactly one that is printable
// ASCII.
std::string read_name(DerReader& in, std::string_view label, Bytes& der);

// A SEQUENCE of at least one, each once.
std::vector<X509Extension> read_extensions(DerReader& in);

// 2.5.29.`last`
bool is_standard_extension(ByteView oid, std::uint8_t last);

// Printable ASCII, space included.
bool is_printable_ascii(ByteView text);

inline Bytes copy_of(ByteView bytes) { return {bytes.begin(), bytes.end()}; }

}  // namespace sevproof::internal

#endif
