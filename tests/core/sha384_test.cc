#include "crypto/sha384.h"

#include <gtest/gtest.h>

#include "test_bytes.h"
#include "test_data.h"

namespace sevproof {
namespace {

TEST(Sha384, AgreesWithFips180) {
  for (const test::Json& item : test::load_list("vectors/sha384_fips180.json", "cases")) {
    const std::string message = item["message"].get<std::string>();
    EXPECT_EQ(test::hex(sha384(as_bytes(message))), item["sha384"].get<std::string>()) << message;
  }
}

TEST(Sha384, AgreesAtBlockBoundaries) {
  for (const test::Json& item : test::load_list("vectors/sha384.json", "lengths")) {
    const Bytes message = test::counting_bytes(item["length"].get<std::size_t>());
    EXPECT_EQ(test::hex(sha384(message)), item["sha384"].get<std::string>()) << item;
  }
}

TEST(Sha384, TakesNoBytes) { EXPECT_EQ(sha384({}), sha384(as_bytes(""))); }

}  // namespace
}  // namespace sevproof
