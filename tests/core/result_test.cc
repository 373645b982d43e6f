#include "sevproof/result.h"

#include <gtest/gtest.h>

namespace sevproof {
namespace {

// The statuses of virt-qemu-sev-validate(1); scripts rely on them.
TEST(Result, ErrorKindDecidesExitStatus) {
  EXPECT_EQ(exit_status(ErrorKind::kIncomplete), 2);
  EXPECT_EQ(exit_status(ErrorKind::kInvalid), 2);
  EXPECT_EQ(exit_status(ErrorKind::kUnreadable), 2);
  EXPECT_EQ(exit_status(ErrorKind::kInsecure), 3);
  EXPECT_EQ(exit_status(ErrorKind::kDomainConfig), 4);
  EXPECT_EQ(exit_status(ErrorKind::kDomainState), 5);
  EXPECT_EQ(exit_status(ErrorKind::kHost), 6);
  EXPECT_EQ(exit_status(ErrorKind::kInternal), 6);
}

TEST(Result, HoldsValueOrError) {
  const Result<int> value = 7;
  ASSERT_TRUE(value.has_value());
  EXPECT_EQ(*value, 7);
  const Result<int> failed = fail(ErrorCode::kHostIsLocal, "message", "hint");
  ASSERT_FALSE(failed.has_value());
  EXPECT_EQ(failed.error().kind, ErrorKind::kInsecure);
  EXPECT_EQ(failed.error().message, "message");
  EXPECT_EQ(failed.error().hint, "hint");
  const Result<std::string> passed_on = fail(failed.error());
  ASSERT_FALSE(passed_on.has_value());
  EXPECT_EQ(passed_on.error().message, "message");
}

}  // namespace
}  // namespace sevproof
