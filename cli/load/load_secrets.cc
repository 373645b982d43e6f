#include "load/load_secrets.h"

#include "os/input_file.h"

namespace sevproof::cli {
namespace {

Result<LaunchSecret> load_secret(const NamedFile& file) {
  const auto guid = parse_secret_name(file.name);
  if (!guid) return fail(guid.error());
  auto data = read_secret_file(
      file.path, {.role = "secret", .max_size = kMaxSecretPayload, .may_be_empty = true});
  if (!data) return fail(data.error());
  return LaunchSecret{*guid, std::move(*data)};
}

}  // namespace

Result<std::vector<LaunchSecret>> load_secrets(const std::vector<NamedFile>& files) {
  std::vector<LaunchSecret> secrets;
  for (const NamedFile& file : files) {
    auto secret = load_secret(file);
    if (!secret) return fail(secret.error());
    secrets.push_back(std::move(*secret));
  }
  return secrets;
}

}  // namespace sevproof::cli
