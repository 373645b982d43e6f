// Files that the tests read, all through this one door: vectors and golden pairs below tests/. The
// folder is compiled in; the environment variable SEVPROOF_TEST_DATA_DIR moves it.
#ifndef SEVPROOF_TESTS_CORE_TEST_DATA_H
#define SEVPROOF_TESTS_CORE_TEST_DATA_H

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "sevproof/bytes.h"

namespace sevproof::test {

using Json = nlohmann::json;

std::string data_path(std::string_view relative);

// The file's content. A file that cannot be read fails the test and gives nothing.
Bytes read_data(std::string_view relative);

// Overwrites a file; only blessing does that.
bool write_data(std::string_view relative, std::string_view content);

// A JSON file. One that cannot be read or parsed fails the test and gives null.
Json load_json(std::string_view relative);

// The list under a key of a JSON file. One that is missing or empty fails the test: a loop over it
// would test nothing.
Json load_list(std::string_view relative, const char* key);

}  // namespace sevproof::test

#endif
