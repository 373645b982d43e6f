// The face that is compiled to WebAssembly, compiled for this machine: reads a call on each line,
// as
// ["NAME", [VALUE...]], and writes what it gives.
#include <emscripten/bind.h>

#include <iostream>
#include <nlohmann/json.hpp>
#include <string>

int main() {
  using Json = nlohmann::json;
  std::ios::sync_with_stdio(false);
  for (std::string line; std::getline(std::cin, line);) {
    const Json call = Json::parse(line);
    const Json answer = emscripten::bound_calls().at(call.at(0).get<std::string>())(call.at(1));
    std::cout << answer.dump(-1, ' ', false, Json::error_handler_t::replace) << std::endl;
  }
}
