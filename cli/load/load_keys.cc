#include "load/load_keys.h"

#include "os/file_descriptor.h"
#include "os/input_file.h"

namespace sevproof::cli {
namespace {

Result<SecretBytes> read_key(const char* role, const std::string& path) {
  return read_secret_file(path, {.role = role, .max_size = kMaxKeyFileSize});
}

Result<void> load_tk(const std::string& path, LaunchDraft& draft) {
  const auto content = read_key("TK", path);
  if (!content) return fail(content.error());
  auto keys = parse_tk(content->view(), describe_file("TK", path));
  if (!keys) return fail(keys.error());
  draft.tik = std::move(keys->tik);
  draft.tek = std::move(keys->tek);
  draft.keys_in_one_file = true;
  return {};
}

Result<void> load_tik(const std::string& path, LaunchDraft& draft) {
  const auto content = read_key("TIK", path);
  if (!content) return fail(content.error());
  auto tik = parse_tik(content->view(), describe_file("TIK", path));
  if (!tik) return fail(tik.error());
  draft.tik = std::move(*tik);
  return {};
}

Result<void> load_tek(const std::string& path, LaunchDraft& draft) {
  const auto content = read_key("TEK", path);
  if (!content) return fail(content.error());
  auto tek = parse_tek(content->view(), describe_file("TEK", path));
  if (!tek) return fail(tek.error());
  draft.tek = std::move(*tek);
  return {};
}

}  // namespace

Result<void> load_keys(const KeyFiles& files, LaunchDraft& draft, Console& console) {
  for (const auto& [path, load] : {std::pair(files.tk, &load_tk), std::pair(files.tik, &load_tik),
                                   std::pair(files.tek, &load_tek)}) {
    if (!path) continue;
    if (auto loaded = load(*path, draft); !loaded) return loaded;
  }
  if (draft.tik) console.debug("TIK fingerprint", key_fingerprint(draft.tik->bytes()));
  if (draft.tek) console.debug("TEK fingerprint", key_fingerprint(draft.tek->bytes()));
  return {};
}

}  // namespace sevproof::cli
