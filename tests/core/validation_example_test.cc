// The example in sevproof/sev/validation.h is what it says: a function that judges a launch.
#include "validation_example.inc"

#include <gtest/gtest.h>

#include "firmware_image.h"
#include "test_errors.h"

namespace sevproof {
namespace {

TEST(ValidationExample, GivesAReport) {
  const Bytes keys(32, std::uint8_t{7});
  const std::string measurement = MeasurementBlob(sha256({}), {}).to_base64();
  const auto report = judge(test::full_image().build(), keys, measurement);
  ASSERT_TRUE(test::succeeds(report));
  EXPECT_NE(report->find(R"("verdict": "mismatch")"), std::string::npos);
}

TEST(ValidationExample, GivesAnErrorWhereThereIsNoVerdict) {
  EXPECT_TRUE(
      test::fails(judge({}, Bytes(32, std::uint8_t{7}), "not base64"), ErrorKind::kInvalid));
}

}  // namespace
}  // namespace sevproof
