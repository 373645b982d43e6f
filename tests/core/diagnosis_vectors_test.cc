// Mistakes in launches that Python measured: a row of the diagnosis that is wrong about somebody
// else's format finds nothing here.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "launch_vectors.h"
#include "sevproof/diagnosis_search.h"
#include "test_bytes.h"

namespace sevproof {
namespace {

using test::Json;
using test::LaunchVector;

SaidLaunch said_by(const Json& said) {
  SaidLaunch launch;
  if (said.contains("cpuSignature")) {
    launch.cpu_signature = said["cpuSignature"].get<std::uint32_t>();
  }
  if (said.contains("cmdline")) {
    launch.boot = SaidBoot{said["measured"].get<bool>(), said["initrd"].get<bool>(),
                           said["cmdline"].get<std::string>()};
  }
  return launch;
}

Diagnosis diagnose_vector(const LaunchVector& launch) {
  const LaunchRequest request = launch.request();
  const Tek tek(test::to_array<16>(launch.tek));
  std::optional<SaidLaunch> said;
  if (launch.expected.contains("said")) said = said_by(launch.expected["said"]);
  DiagnosisInput input{request, &tek, launch.expected.contains("keysInOneFile"), {}};
  if (said) input.said = &*said;
  return diagnose(input, {});
}

TEST(DiagnosisVectors, EachIsNamed) {
  for (const LaunchVector& launch : test::mistaken_vectors()) {
    SCOPED_TRACE(launch.name);
    const Diagnosis diagnosis = diagnose_vector(launch);
    ASSERT_EQ(diagnosis.outcome, DiagnosisOutcome::kExplained);
    ASSERT_EQ(diagnosis.changes.size(), 1U);
    const DiagnosisChange& change = diagnosis.changes.front();
    EXPECT_EQ(hypothesis_info(change.hypothesis).name, launch.expect("code"));
    EXPECT_THAT(diagnosis_sentence(change), ::testing::HasSubstr(launch.expect("message")));
  }
}

TEST(DiagnosisVectors, TheRowsThatRestOnOtherFormatsHaveOne) {
  std::set<std::string> codes;
  for (const LaunchVector& launch : test::mistaken_vectors()) codes.insert(launch.expect("code"));
  for (const char* code :
       {"keys-swapped", "tk-reversed", "message-form", "number-base", "api-swapped", "blob-swapped",
        "policy-flags", "kernel-hashes-off", "cmdline-line-end", "vmsa-layout", "sev-features",
        "said-cpu", "said-cmdline"}) {
    EXPECT_TRUE(codes.contains(code)) << code;
  }
}

}  // namespace
}  // namespace sevproof
