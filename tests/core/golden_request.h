// A golden case's request.json, with the files beside it.
#ifndef SEVPROOF_TESTS_CORE_GOLDEN_REQUEST_H
#define SEVPROOF_TESTS_CORE_GOLDEN_REQUEST_H

#include <optional>
#include <string>
#include <vector>

#include "sevproof/sev/draft.h"
#include "sevproof/sev/secret.h"

namespace sevproof::test {

struct GoldenRequest {
  CompleteDraft draft;
  std::vector<LaunchSecret> secrets;
};

// Reads golden/NAME/request.json and the files that it names. Anything wrong with it fails the
// test.
std::optional<GoldenRequest> load_golden_request(const std::string& name);

}  // namespace sevproof::test

#endif
