// AMD's keys for SEV-SNP that are built in: whom a chain of certificates leads to.
#ifndef SEVPROOF_SNP_ANCHORS_H
#define SEVPROOF_SNP_ANCHORS_H

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sevproof/bytes.h"
#include "sevproof/formats/amd_certificate.h"
#include "sevproof/formats/x509.h"
#include "sevproof/sha256.h"

namespace sevproof::snp::internal {

// A certificate of which nothing but this is needed any more: what it says was checked when it was
// built in.
struct Anchor {
  AmdGeneration line;
  std::string_view role;       // "ark", "ask", "asvk"
  std::string_view cn_prefix;  // "ARK-", "SEV-", "SEV-VLEK-": the line's name follows
  std::uint32_t serial;
  UnixTime not_before;
  UnixTime not_after;
  std::string_view sha256;  // of the certificate in DER, hex
  ByteView modulus;         // its exponent is 65537

  std::string cn() const { return std::string(cn_prefix) + std::string(generation_name(line)); }
};

// An intermediate certificate that AMD has revoked.
struct RevokedKey {
  AmdGeneration line;
  std::uint32_t serial;
  std::string_view sha256;  // of the certificate in DER, hex
};

struct Anchors {
  std::vector<Anchor> keys;
  // All names of the chain in DER but their outer header and their last part, the CN.
  Bytes organisation;
  std::vector<RevokedKey> revoked;

  // Nothing of a line that is not among them.
  const Anchor* find(std::string_view role, AmdGeneration line) const;
  // Whether the name is theirs, with this CN at its end and nothing else.
  bool has_name(ByteView name, std::string_view cn) const;
};

const Anchors& built_in_anchors();

// As certificates have it: big-endian, without leading zeros.
Bytes serial_bytes(std::uint32_t serial);

// A name's part before the CN, as above; nothing where the CN is not at its end.
std::optional<Bytes> organisation_of(ByteView name, std::string_view cn);

}  // namespace sevproof::snp::internal

#endif
