// A host's platform before the start of a guest: what its files hold, and whether anybody vouches
// for it.
#include <emscripten/bind.h>

#include <string>
#include <vector>

#include "answer.h"
#include "fields.h"
#include "platform_request.h"
#include "sevproof/formats/platform_files.h"
#include "sevproof/report.h"

namespace sevproof::wasm {
namespace {

using emscripten::val;

std::string describe_platform(const val& files) {
  std::vector<PlatformFile> all;
  for (const std::string& name : names_in(files)) {
    auto file = parse_any_platform_file(read_bytes(files[name]), name);
    if (!file) return answer(file.error(), "platform");
    all.push_back(*std::move(file));
  }
  return answer_document(platform_files_to_json(all));
}

std::string verify(const val& files, const val& root, const std::string& chip_id) {
  const auto request = read_platform(files, root, chip_id);
  if (!request) return answer(request.error());
  return answer(Json{{"report", to_json(verify_platform(request->chain, request->root).report)}});
}

}  // namespace

EMSCRIPTEN_BINDINGS(platform) {
  emscripten::function("describePlatform", &describe_platform);
  emscripten::function("verifyPlatform", &verify);
}

}  // namespace sevproof::wasm
