// PSA's library: started, and one caller at a time.
#ifndef SEVPROOF_CRYPTO_PSA_H
#define SEVPROOF_CRYPTO_PSA_H

#include <mutex>

namespace sevproof::internal {

// Call PSA only while holding this. Its key store is one for the whole process, and guards itself
// only where it was built with threads.
std::unique_lock<std::mutex> hold_psa();

}  // namespace sevproof::internal

#endif
