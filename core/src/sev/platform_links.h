// The links of a platform's chain: whether one certificate is signed by the key of another.
#ifndef SEVPROOF_SEV_PLATFORM_LINKS_H
#define SEVPROOF_SEV_PLATFORM_LINKS_H

#include <optional>
#include <string>

#include "crypto/rsa_pss.h"
#include "sevproof/check.h"
#include "sevproof/formats/amd_certificate.h"
#include "sevproof/formats/sev_certificate.h"

namespace sevproof::internal {

// Why a link does not hold, as a clause; nothing where it does.
using BrokenLink = std::optional<std::string>;

inline Check link_check(CheckCode code, const BrokenLink& broken) {
  return {code, broken ? CheckOutcome::kFail : CheckOutcome::kPass, {}, broken.value_or("")};
}

// An ASK's key: of a certificate, or built in.
struct AskKey {
  std::size_t size;  // of its modulus, in bytes
  std::optional<RsaPublicKey> key;
  std::string fault;  // of the certificate; empty where all is well
};

AskKey ask_key(const AmdCertificate& ask);
AskKey ask_key(ByteView modulus);  // big-endian

// ARK by itself, ASK by ARK.
BrokenLink check_amd_link(const AmdCertificate& subject, const AmdCertificate& signer);

// CEK by ASK.
BrokenLink check_cek_link(const SevCertificate& cek, const AskKey& ask);

// The others, which are all of P-384.
BrokenLink check_sev_link(const SevCertificate& subject, const SevCertificate& signer);

}  // namespace sevproof::internal

#endif
