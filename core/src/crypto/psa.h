// PSA's library: started, and one caller at a time.
#ifndef SEVPROOF_CRYPTO_PSA_H
#define SEVPROOF_CRYPTO_PSA_H

#include <cstdint>
#include <mutex>

namespace sevproof::internal {

// Call PSA only while holding this. Its key store is one for the whole process, and guards itself
// only where it was built with threads.
std::unique_lock<std::mutex> hold_psa();

// must_work for what takes memory. Where there is none, it ends as everything else does then.
void psa_must_work(std::int32_t status, const char* call);

// What psa_verify_hash says: whether the signature verifies. A library that failed says neither;
// the program then ends.
bool psa_verifies(std::int32_t status);

}  // namespace sevproof::internal

#endif
