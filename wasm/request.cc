#include "request.h"

#include <string>
#include <utility>

#include "fields.h"
#include "request_config.h"
#include "request_domain.h"

namespace sevproof::wasm {
namespace {

using emscripten::val;

template <typename T>
Read<T> required_number(const val& request, const char* key, const char* label) {
  const auto given = text(request, key);
  if (!given) {
    return missing(key, std::string(label) + " is needed",
                   "`virsh domlaunchsecinfo GUEST` on the host shows it.");
  }
  const auto number = read_number(key, *given);
  if (!number) return tl::unexpected(number.error());
  return static_cast<T>(*number);
}

Read<ApiVersion> read_api(const val& request) {
  const auto major = required_number<std::uint8_t>(request, "apiMajor", "API major");
  if (!major) return tl::unexpected(major.error());
  const auto minor = required_number<std::uint8_t>(request, "apiMinor", "API minor");
  if (!minor) return tl::unexpected(minor.error());
  const auto build = required_number<std::uint8_t>(request, "buildId", "Build ID");
  if (!build) return tl::unexpected(build.error());
  return ApiVersion{*major, *minor, *build};
}

Read<PageKeys> read_tk(const val& request) {
  if (has(request, "tik") || has(request, "tek")) {
    return misfit("tk", {ErrorKind::kInvalid, "TK excludes TIK and TEK",
                         "A TK file holds both keys: remove either it or the other files."});
  }
  const SecretBytes content(read_bytes(request["tk"]));
  auto keys = parse_tk(content.view());
  if (!keys) return misfit("tk", keys.error());
  return PageKeys{std::move(keys->tik), std::move(keys->tek)};
}

}  // namespace

Read<PageKeys> read_keys(const val& request) {
  if (has(request, "tk")) return read_tk(request);
  if (!has(request, "tik")) {
    return missing("tik", "A TIK is needed, on its own or in a TK file",
                   "It was made with this launch's session, by `sevctl session` for example.");
  }
  const SecretBytes tik_content(read_bytes(request["tik"]));
  auto tik = parse_tik(tik_content.view());
  if (!tik) return misfit("tik", tik.error());
  PageKeys keys{std::move(*tik), std::nullopt};
  if (has(request, "tek")) {
    const SecretBytes tek_content(read_bytes(request["tek"]));
    auto tek = parse_tek(tek_content.view());
    if (!tek) return misfit("tek", tek.error());
    keys.tek = std::move(*tek);
  }
  return keys;
}

Read<MeasurementBlob> read_measurement(const val& request) {
  const auto given = text(request, "measurement");
  if (!given) {
    return missing("measurement", "Measurement is needed",
                   "`virsh domlaunchsecinfo GUEST` on the host shows it.");
  }
  const auto blob = MeasurementBlob::parse(*given);
  if (!blob) return misfit("measurement", blob.error());
  return *blob;
}

Read<PageRequest> read_request(const val& request) {
  const auto reported = read_measurement(request);
  if (!reported) return tl::unexpected(reported.error());
  const auto api = read_api(request);
  if (!api) return tl::unexpected(api.error());
  const auto policy = required_number<std::uint32_t>(request, "policy", "Policy");
  if (!policy) return tl::unexpected(policy.error());
  auto config = read_config(request);
  if (!config) return tl::unexpected(config.error());
  auto keys = read_keys(request);
  if (!keys) return tl::unexpected(keys.error());
  PageRequest page{{std::move(*config), *api, Policy{*policy}, *reported, std::move(keys->tik), {}},
                   std::move(keys->tek),
                   has(request, "tk"),
                   read_from_launch_info(request),
                   {},
                   std::nullopt};
  if (auto added = add_domain(request, page); !added) return tl::unexpected(added.error());
  return page;
}

Read<std::vector<LaunchSecret>> read_secrets(const val& secrets) {
  std::vector<LaunchSecret> all;
  const auto count = secrets["length"].as<unsigned>();
  for (unsigned i = 0; i < count; ++i) {
    const auto guid = parse_secret_name(trim(secrets[i]["name"].as<std::string>()));
    if (!guid) return misfit("secret", guid.error());
    all.push_back({*guid, SecretBytes(read_bytes(secrets[i]["data"]))});
  }
  return all;
}

}  // namespace sevproof::wasm
