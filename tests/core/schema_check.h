// Checks JSON against the schemas of core/schema, in the part of JSON Schema that they use. A
// keyword that this checker does not know is a fault too: nothing is passed over.
#ifndef SEVPROOF_TESTS_CORE_SCHEMA_CHECK_H
#define SEVPROOF_TESTS_CORE_SCHEMA_CHECK_H

#include <gtest/gtest.h>

#include <string>

#include "test_data.h"

namespace sevproof::test {

// `name` as in core/schema/NAME.schema.json.
::testing::AssertionResult follows_schema(const std::string& name, const Json& document);

}  // namespace sevproof::test

#endif
