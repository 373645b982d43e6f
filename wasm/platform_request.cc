#include "platform_request.h"

#include <utility>

#include "fields.h"
#include "sevproof/formats/platform_files.h"

namespace sevproof::wasm {
namespace {

using emscripten::val;

Read<std::optional<NamedRoot>> read_root(const val& files) {
  const auto names = names_in(files);
  if (names.empty()) return std::nullopt;
  auto pieces = parse_platform_file(read_bytes(files[names.front()]), names.front());
  if (!pieces) return misfit("root", pieces.error());
  auto root = take_root(*std::move(pieces));
  if (!root) return misfit("root", root.error());
  return std::optional(*std::move(root));
}

}  // namespace

std::vector<std::string> names_in(const val& files) {
  return emscripten::vecFromJSArray<std::string>(val::global("Object").call<val>("keys", files));
}

Read<PlatformRequest> read_platform(const val& files, const val& root, const std::string& chip_id) {
  PlatformRequest request;
  std::vector<PlatformPieces> all;
  for (const std::string& name : names_in(files)) {
    auto pieces = parse_platform_file(read_bytes(files[name]), name);
    if (!pieces) return misfit("platform", pieces.error());
    all.push_back(*std::move(pieces));
  }
  if (!chip_id.empty()) {
    const auto id = ChipId::parse(as_bytes(chip_id));
    if (!id) return misfit("chipId", id.error());
    all.push_back({{}, {}, *id});
  }
  auto chain = collect_platform(all);
  if (!chain) return misfit("platform", chain.error());
  request.chain = *std::move(chain);
  auto named = read_root(root);
  if (!named) return tl::unexpected(named.error());
  request.root = *std::move(named);
  return request;
}

}  // namespace sevproof::wasm
