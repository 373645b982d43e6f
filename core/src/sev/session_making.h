// How a session is made of what was drawn for it. Tests bring known numbers.
#ifndef SEVPROOF_SEV_SESSION_MAKING_H
#define SEVPROOF_SEV_SESSION_MAKING_H

#include "crypto/aes_ctr.h"
#include "crypto/p384.h"
#include "sevproof/sev/session.h"

namespace sevproof::internal {

// All that is random in a session.
struct SessionSeed {
  P384PrivateKey owner;
  Nonce nonce;
  AesIv iv;
  TransportKeys keys;
};

// From the system's generator. Both fail with kNoRandomNumbers, for keys of zeros, too.
Result<TransportKeys> draw_transport_keys();
Result<SessionSeed> draw_session_seed();

// Fails as create_unverified_session does.
Result<LaunchSession> build_session(const SevCertificate& pdh, Policy policy, SessionSeed seed);

// The owner's certificate of a session: usage and algorithm of a PDH, no signature, no API.
SevCertificate owner_certificate(const P384Point& key);

// HMAC-SHA-256 of the policy under the TIK.
Sha256Digest policy_mac(const SecretArray<kTransportKeySize>& tik, Policy policy);

}  // namespace sevproof::internal

#endif
