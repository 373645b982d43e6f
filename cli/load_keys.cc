#include "load_keys.h"

#include "file_descriptor.h"
#include "input_file.h"

namespace sevproof::cli {
namespace {

Result<SecretBytes> read_key(const char* role, const std::string& path) {
  return read_secret_file(path, {.role = role, .max_size = kMaxKeyFileSize});
}

Result<LoadedKeys> load_combined(const std::string& path) {
  const auto content = read_key("TK", path);
  if (!content) return fail(content.error());
  auto keys = parse_tk(content->view(), describe_file("TK", path));
  if (!keys) return fail(keys.error());
  return LoadedKeys{std::move(keys->tik), std::move(keys->tek)};
}

Result<LoadedKeys> load_separate(const std::string& tik_path,
                                 const std::optional<std::string>& tek_path) {
  const auto tik_content = read_key("TIK", tik_path);
  if (!tik_content) return fail(tik_content.error());
  auto tik = parse_tik(tik_content->view(), describe_file("TIK", tik_path));
  if (!tik) return fail(tik.error());
  if (!tek_path) return LoadedKeys{std::move(*tik), std::nullopt};

  const auto tek_content = read_key("TEK", *tek_path);
  if (!tek_content) return fail(tek_content.error());
  auto tek = parse_tek(tek_content->view(), describe_file("TEK", *tek_path));
  if (!tek) return fail(tek.error());
  return LoadedKeys{std::move(*tik), std::move(*tek)};
}

}  // namespace

Result<LoadedKeys> load_keys(const Arguments& arguments, Console& console) {
  const auto tk = arguments.value(Option::kTk);
  const auto tik = arguments.value(Option::kTik);
  const auto tek = arguments.value(Option::kTek);
  if (tk && (tik || tek)) {
    return fail(ErrorKind::kInvalid, "--tk excludes --tik and --tek",
                "Give either the combined file or the single keys.");
  }
  if (!tk && !tik) {
    return fail(ErrorKind::kIncomplete, "a TIK is needed: give --tk or --tik",
                "The measurement is an HMAC under the TIK of the launch session.");
  }
  auto keys = tk ? load_combined(*tk) : load_separate(*tik, tek);
  if (!keys) return keys;
  console.debug("TIK fingerprint", key_fingerprint(keys->tik.bytes()));
  if (keys->tek) console.debug("TEK fingerprint", key_fingerprint(keys->tek->bytes()));
  return keys;
}

}  // namespace sevproof::cli
