// For rounds of hashes, also where a build is for size: a call per round would cost more than the
// round.
#ifndef SEVPROOF_CRYPTO_ALWAYS_INLINE_H
#define SEVPROOF_CRYPTO_ALWAYS_INLINE_H

#define SEVPROOF_ALWAYS_INLINE __attribute__((always_inline)) inline

#endif
