// The crypto library's function that fails.
#ifndef SEVPROOF_TESTS_CORE_CRYPTO_FAILURE_H
#define SEVPROOF_TESTS_CORE_CRYPTO_FAILURE_H

#include <string_view>

namespace sevproof::test {

extern std::string_view failing;

}  // namespace sevproof::test

#endif
