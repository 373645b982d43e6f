// A golden case's request.json: fields named like the program's long options, files beside it.
#ifndef SEVPROOF_TESTS_CORE_GOLDEN_REQUEST_H
#define SEVPROOF_TESTS_CORE_GOLDEN_REQUEST_H

#include <optional>
#include <string>
#include <vector>

#include "sevproof/sev/secret.h"
#include "sevproof/sev/validation.h"

namespace sevproof::test {

struct GoldenRequest {
  LaunchRequest launch;
  std::optional<Tek> tek;
  bool keys_in_one_file = false;
  std::vector<LaunchSecret> secrets;
};

// Reads golden/NAME/request.json and the files that it names. Anything wrong with it fails the
// test.
std::optional<GoldenRequest> load_golden_request(const std::string& name);

}  // namespace sevproof::test

#endif
