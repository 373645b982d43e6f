// A key in PSA's store for as long as this lives.
#ifndef SEVPROOF_CRYPTO_PSA_KEY_H
#define SEVPROOF_CRYPTO_PSA_KEY_H

#include <psa/crypto.h>

#include "crypto/psa.h"
#include "sevproof/bytes.h"

namespace sevproof::internal {

struct PsaKeyUse {
  psa_key_type_t type;
  psa_algorithm_t algorithm;
  psa_key_usage_t usage;
};

inline psa_key_attributes_t psa_attributes(const PsaKeyUse& use) {
  psa_key_attributes_t attributes = PSA_KEY_ATTRIBUTES_INIT;
  psa_set_key_type(&attributes, use.type);
  psa_set_key_algorithm(&attributes, use.algorithm);
  psa_set_key_usage_flags(&attributes, use.usage);
  return attributes;
}

// Made, used and gone while the caller holds PSA.
class PsaKey {
 public:
  // The bytes as PSA writes such a key; status() says whether they are one.
  PsaKey(const PsaKeyUse& use, ByteView bytes) {
    const psa_key_attributes_t attributes = psa_attributes(use);
    status_ = psa_import_key(&attributes, bytes.data(), bytes.size(), &id_);
  }
  PsaKey(const PsaKey&) = delete;
  PsaKey& operator=(const PsaKey&) = delete;
  ~PsaKey() {
    if (status_ == PSA_SUCCESS) psa_must_work(psa_destroy_key(id_), "psa_destroy_key");
  }

  psa_status_t status() const { return status_; }
  psa_key_id_t id() const { return id_; }

  // Bytes that anybody may have sent can be no key; every other failure is the library's.
  bool is_key() const {
    if (status_ == PSA_ERROR_INVALID_ARGUMENT) return false;
    psa_must_work(status_, "psa_import_key");
    return true;
  }

 private:
  psa_key_id_t id_ = 0;
  psa_status_t status_;
};

}  // namespace sevproof::internal

#endif
