// NIST's vectors against any function from a message to its digest.
#ifndef SEVPROOF_TESTS_CORE_SHA256_CHECKS_H
#define SEVPROOF_TESTS_CORE_SHA256_CHECKS_H

#include <gtest/gtest.h>

#include <array>
#include <string>

#include "sevproof/sha256.h"
#include "test_bytes.h"
#include "test_data.h"

namespace sevproof::test {

// Short and long messages: up to 6400 bytes.
template <typename Hash>
void check_nist_messages(const Hash& hash) {
  for (const char* list : {"short", "long"}) {
    for (const Json& item : load_list("vectors/sha256_nist.json", list)) {
      const Bytes message = unhex(item["message"].get<std::string>());
      EXPECT_EQ(hex(hash(message)), item["sha256"].get<std::string>())
          << list << ", " << message.size() << " bytes";
    }
  }
}

// NIST SHAVS, section 6.4: chains of a thousand hashes, each over the last three.
template <typename Hash>
void check_monte_carlo(const char* file, const Hash& hash) {
  const Json vectors = load_json(file)["monteCarlo"];
  ASSERT_FALSE(vectors["digests"].empty());
  Sha256Digest seed = unhex_array<32>(vectors["seed"].get<std::string>());
  for (const Json& expected : vectors["digests"]) {
    std::array<Sha256Digest, 3> last{seed, seed, seed};
    for (int i = 0; i < 1000; ++i) {
      const Sha256Digest next = hash(concat({last[0], last[1], last[2]}));
      last = {last[1], last[2], next};
    }
    seed = last[2];
    EXPECT_EQ(hex(seed), expected.get<std::string>());
  }
}

}  // namespace sevproof::test

#endif
