#include "test_data.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

namespace sevproof::test {

std::string data_path(std::string_view relative) {
  const char* moved = std::getenv("SEVPROOF_TEST_DATA_DIR");
  return std::string(moved != nullptr ? moved : SEVPROOF_TEST_DATA_DIR) + "/" +
         std::string(relative);
}

Bytes read_data(std::string_view relative) {
  std::ifstream stream(data_path(relative), std::ios::binary);
  if (!stream) {
    ADD_FAILURE() << "cannot read test data " << relative;
    return {};
  }
  const std::string content((std::istreambuf_iterator<char>(stream)),
                            std::istreambuf_iterator<char>());
  return {content.begin(), content.end()};
}

bool write_data(std::string_view relative, std::string_view content) {
  std::ofstream stream(data_path(relative), std::ios::binary | std::ios::trunc);
  stream.write(content.data(), static_cast<std::streamsize>(content.size()));
  stream.flush();
  return stream.good();
}

Json load_json(std::string_view relative) {
  const Bytes content = read_data(relative);
  Json json = Json::parse(content.begin(), content.end(), nullptr, /*allow_exceptions=*/false);
  if (json.is_discarded()) {
    ADD_FAILURE() << relative << " is not JSON";
    return nullptr;
  }
  return json;
}

Json load_list(std::string_view relative, const char* key) {
  const Json json = load_json(relative);
  if (!json.is_object() || !json.contains(key) || !json[key].is_array() || json[key].empty()) {
    ADD_FAILURE() << relative << " has no list " << key;
    return Json::array();
  }
  return json[key];
}

}  // namespace sevproof::test
