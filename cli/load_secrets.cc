#include "load_secrets.h"

#include "file_options.h"
#include "input_file.h"
#include "sevproof/text.h"

namespace sevproof::cli {
namespace {

Result<LaunchSecret> load_secret(const std::string& argument) {
  const auto [name, path] = split_named_file(argument);
  if (path.empty()) {
    return fail(ErrorKind::kInvalid, "--inject-secret: expected NAME:FILE, got " + quote(argument),
                "NAME is luks-key or a GUID, FILE holds the secret's bytes.");
  }
  const auto guid = parse_secret_name(name);
  if (!guid) return fail(guid.error());
  auto data = read_secret_file(
      path, {.role = "secret", .max_size = kMaxSecretPayload, .may_be_empty = true});
  if (!data) return fail(data.error());
  return LaunchSecret{*guid, std::move(*data)};
}

}  // namespace

Result<std::vector<LaunchSecret>> load_secrets(const Arguments& arguments) {
  std::vector<LaunchSecret> secrets;
  for (const std::string& argument : arguments.values(Option::kInjectSecret)) {
    auto secret = load_secret(argument);
    if (!secret) return fail(secret.error());
    secrets.push_back(std::move(*secret));
  }
  return secrets;
}

}  // namespace sevproof::cli
