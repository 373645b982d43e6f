// NIST's vectors against any function from a message to its digest.
#ifndef SEVPROOF_TESTS_CORE_NIST_CHECKS_H
#define SEVPROOF_TESTS_CORE_NIST_CHECKS_H

#include <gtest/gtest.h>

#include <array>
#include <string>

#include "sevproof/bytes.h"
#include "test_bytes.h"
#include "test_data.h"

namespace sevproof::test {

// Short and long messages. `name` is "sha256" or "sha384".
template <typename Hash>
void check_nist_messages(const std::string& name, const Hash& hash) {
  for (const char* list : {"short", "long"}) {
    for (const Json& item : load_list("vectors/" + name + "_nist.json", list)) {
      const Bytes message = unhex(item["message"].get<std::string>());
      EXPECT_EQ(hex(hash(message)), item[name].get<std::string>())
          << list << ", " << message.size() << " bytes";
    }
  }
}

// NIST SHAVS, section 6.4: chains of a thousand hashes, each over the last three.
template <typename Hash>
void check_monte_carlo(const std::string& file, const Hash& hash) {
  using Digest = decltype(hash(ByteView()));
  const Json vectors = load_json(file)["monteCarlo"];
  ASSERT_FALSE(vectors["digests"].empty());
  Digest seed = unhex_array<std::tuple_size_v<Digest>>(vectors["seed"].get<std::string>());
  for (const Json& expected : vectors["digests"]) {
    std::array<Digest, 3> last{seed, seed, seed};
    for (int i = 0; i < 1000; ++i) {
      const Digest next = hash(concat({last[0], last[1], last[2]}));
      last = {last[1], last[2], next};
    }
    seed = last[2];
    EXPECT_EQ(hex(seed), expected.get<std::string>());
  }
}

}  // namespace sevproof::test

#endif
