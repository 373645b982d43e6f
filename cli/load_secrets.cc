#include "load_secrets.h"

#include "input_file.h"
#include "sevproof/quote.h"

namespace sevproof::cli {
namespace {

// At the first ':' only: a path may contain more.
std::pair<std::string, std::string> split_at_colon(const std::string& argument) {
  const std::size_t colon = argument.find(':');
  if (colon == std::string::npos) return {argument, ""};
  return {argument.substr(0, colon), argument.substr(colon + 1)};
}

Result<LaunchSecret> load_secret(const std::string& argument) {
  const auto [name, path] = split_at_colon(argument);
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

std::vector<std::string> secret_paths(const Arguments& arguments) {
  std::vector<std::string> paths;
  for (const std::string& argument : arguments.values(Option::kInjectSecret)) {
    paths.push_back(split_at_colon(argument).second);
  }
  return paths;
}

}  // namespace sevproof::cli
