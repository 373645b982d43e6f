// The curve P-384 (FIPS 186-4 appendix D.1.2.4), on which SEV's platform certificates sign and its
// sessions agree on keys. All numbers are 48 bytes, big-endian.
#ifndef SEVPROOF_CRYPTO_P384_H
#define SEVPROOF_CRYPTO_P384_H

#include <array>
#include <cstdint>
#include <optional>
#include <span>

#include "sevproof/bytes.h"
#include "sevproof/result.h"
#include "sevproof/secret_bytes.h"
#include "sevproof/sha256.h"
#include "sevproof/sha384.h"

namespace sevproof {

using P384Number = std::array<std::uint8_t, 48>;

// Whether 1 <= number < n, the curve's order: what r and s of a signature are, and private keys.
bool is_p384_scalar(const P384Number& number);

// A point on the curve, and not infinity: no other can be made. The curve's cofactor is 1, so there
// is no small subgroup that it could be in.
class P384Point {
 public:
  // Nothing where (x, y) is not on the curve. Infinity has no coordinates; (0, 0) is not on it.
  static std::optional<P384Point> make(const P384Number& x, const P384Number& y);

  ByteView x() const { return ByteView(encoded_).subspan(1, 48); }
  ByteView y() const { return ByteView(encoded_).subspan(49); }

  // ECDSA (FIPS 186-4 section 6.4): whether (r, s) is a signature of what has this digest, by the
  // key whose public point this is. Any numbers may be asked for: 0, n and more are no signature.
  // Of each signature (r, s) anybody can make another one, (r, n - s): never tell things apart by
  // theirs.
  bool verifies(const Sha256Digest& digest, const P384Number& r, const P384Number& s) const;
  bool verifies(const Sha384Digest& digest, const P384Number& r, const P384Number& s) const;

  friend bool operator==(const P384Point&, const P384Point&) = default;

 private:
  bool verifies_hash(std::uint32_t algorithm, ByteView digest, const P384Number& r,
                     const P384Number& s) const;

  friend class P384PrivateKey;
  friend class P384SigningKey;
  // SEC 1 section 2.3.3, not compressed: 04 | x | y.
  using Encoded = std::array<std::uint8_t, 97>;

  explicit P384Point(const Encoded& encoded) : encoded_(encoded) {}

  Encoded encoded_;
};

// A private key, of which the crypto library has the only copy. It is wiped when this goes out of
// use.
class P384PrivateKey {
 public:
  // Of the system's random numbers. Fails with kNoRandomNumbers.
  static Result<P384PrivateKey> generate();
  // A given one, for known answers: 1 <= d < n. Fails with kMalformedKey, and with
  // kNoRandomNumbers, since computing with it is blinded.
  static Result<P384PrivateKey> from_bytes(std::span<const std::uint8_t, 48> d);

  P384PrivateKey(P384PrivateKey&& other) noexcept;
  P384PrivateKey& operator=(P384PrivateKey&& other) noexcept;
  P384PrivateKey(const P384PrivateKey&) = delete;
  P384PrivateKey& operator=(const P384PrivateKey&) = delete;
  ~P384PrivateKey();

  const P384Point& public_point() const { return public_point_; }

  // ECDH (NIST SP 800-56A section 5.7.1.2): the x coordinate of this key times `other`, with its
  // leading zeros, and not hashed. Fails with kNoRandomNumbers.
  Result<SecretArray<48>> shared_secret(const P384Point& other) const;

 private:
  P384PrivateKey(std::uint32_t id, const P384Point& public_point)
      : id_(id), public_point_(public_point) {}
  static Result<P384PrivateKey> take(std::uint32_t id);

  std::uint32_t id_;  // the library's; 0 once it was moved from
  P384Point public_point_;
};

}  // namespace sevproof

#endif
