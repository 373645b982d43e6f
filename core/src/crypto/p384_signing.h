// Signing with ECDSA on P-384, by a key that its owner has in a file.
#ifndef SEVPROOF_CRYPTO_P384_SIGNING_H
#define SEVPROOF_CRYPTO_P384_SIGNING_H

#include "crypto/p384.h"
#include "sevproof/sha384.h"

namespace sevproof {

struct P384Signature {
  P384Number r{};
  P384Number s{};
};

// The crypto library has the only copy; it is wiped when this goes out of use.
class P384SigningKey {
 public:
  // A private key as files hold it: SEC 1 "EC PRIVATE KEY" or PKCS#8, in PEM or DER, without a
  // passphrase. Fails with kMalformedKey, for a key of another curve or kind as well, and with
  // kNoRandomNumbers, since computing with it is blinded.
  static Result<P384SigningKey> from_file(ByteView content, std::string_view name);

  P384SigningKey(P384SigningKey&& other) noexcept;
  P384SigningKey& operator=(P384SigningKey&&) = delete;
  ~P384SigningKey();

  const P384Point& public_point() const { return public_point_; }

  // Of what has this digest (FIPS 186-4 section 6.4). Randomized: no two are the same. Fails with
  // kNoRandomNumbers.
  Result<P384Signature> sign(const Sha384Digest& digest) const;

 private:
  P384SigningKey(std::uint32_t id, const P384Point& public_point)
      : id_(id), public_point_(public_point) {}

  std::uint32_t id_;  // the library's; 0 once it was moved from
  P384Point public_point_;
};

}  // namespace sevproof

#endif
