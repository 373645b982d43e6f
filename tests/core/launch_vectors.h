// The launches of tests/vectors/launches.json: what was asked for, and every value that must follow
// from it.
#ifndef SEVPROOF_TESTS_CORE_LAUNCH_VECTORS_H
#define SEVPROOF_TESTS_CORE_LAUNCH_VECTORS_H

#include <string>
#include <string_view>
#include <vector>

#include "sevproof/sev/validation.h"
#include "test_data.h"

namespace sevproof::test {

struct LaunchVector {
  std::string name;
  LaunchConfig config;
  ApiVersion api;
  Policy policy;
  Bytes tik;
  Bytes tek;
  MeasurementBlob reported{{}, {}};
  Json expected;

  // What a value of `expected` is, as text; empty when the launch has none.
  std::string expect(const char* key) const;
  // The request of an owner whose host reported `reported`.
  LaunchRequest request() const;
};

// All of them. Vectors that cannot be read fail the test.
const std::vector<LaunchVector>& launch_vectors();

// Those of mistaken_launches.json, whose owner made a mistake: `expected` has the code of the row
// of the diagnosis that names it, and a part of the sentence.
const std::vector<LaunchVector>& mistaken_vectors();

// The one with this name, for tests that change a single thing in it.
LaunchVector launch_vector(std::string_view name);

inline constexpr std::string_view kSevVector = "sev, kernel, initrd, cmdline";
inline constexpr std::string_view kEsVector = "sev-es, 4 cpus, init2";

FileDigest digest_of(ByteView content);

}  // namespace sevproof::test

#endif
