// For calls of the crypto library that cannot fail. Where one does all the same, going on would
// mean a plaintext sent as ciphertext or a verdict over a wrong hash.
#ifndef SEVPROOF_CRYPTO_MUST_WORK_H
#define SEVPROOF_CRYPTO_MUST_WORK_H

namespace sevproof::internal {

// Ends the program unless `status`, as Mbed TLS gives it, is 0. `call` names what failed.
void must_work(int status, const char* call);

}  // namespace sevproof::internal

#endif
