#include "load/load_platform.h"

#include <utility>

#include "os/file_descriptor.h"
#include "os/input_file.h"

namespace sevproof::cli {
namespace {

Result<Bytes> read_platform_file(std::string_view role, const std::string& path) {
  return read_file(path, {.role = role, .max_size = kMaxPlatformFileSize});
}

Result<PlatformPieces> load_pieces(std::string_view role, const std::string& path) {
  const auto content = read_platform_file(role, path);
  if (!content) return fail(content.error());
  return parse_platform_file(*content, describe_file(role, path));
}

bool is_hex(const std::string& text) {
  return text.find_first_not_of("0123456789abcdefABCDEF") == std::string::npos;
}

Result<ChipId> load_chip_id(const std::string& text) {
  constexpr std::string_view kRole = "chip id";
  auto id = ChipId::parse(as_bytes(text), kRole);
  // As hex it would be no name of a file that anybody has.
  if (id || text.size() >= 2 * ChipId::kSize) return id;
  const auto content = read_platform_file(kRole, text);
  if (!content) return is_hex(text) ? std::move(id) : fail(content.error());
  return ChipId::parse(*content, describe_file(kRole, text));
}

Result<std::optional<NamedRoot>> load_root(const Path& path) {
  if (!path) return std::nullopt;
  auto pieces = load_pieces("root", *path);
  if (!pieces) return fail(pieces.error());
  auto root = take_root(*std::move(pieces));
  if (!root) return fail(root.error());
  return std::optional(*std::move(root));
}

}  // namespace

Result<PlatformChain> load_platform(const std::vector<std::string>& paths,
                                    const std::optional<std::string>& chip_id) {
  std::vector<PlatformPieces> files;
  for (const std::string& path : paths) {
    auto pieces = load_pieces("platform file", path);
    if (!pieces) return fail(pieces.error());
    files.push_back(*std::move(pieces));
  }
  if (chip_id) {
    const auto id = load_chip_id(*chip_id);
    if (!id) return fail(id.error());
    files.push_back({{}, {}, *id});
  }
  return collect_platform(files);
}

Result<GivenPlatform> load_platform_and_root(const std::vector<std::string>& paths,
                                             const std::optional<std::string>& chip_id,
                                             const Path& root_path) {
  auto chain = load_platform(paths, chip_id);
  if (!chain) return fail(chain.error());
  auto root = load_root(root_path);
  if (!root) return fail(root.error());
  return GivenPlatform{*std::move(chain), *std::move(root)};
}

Result<PlatformFile> load_any_platform_file(const std::string& path) {
  constexpr std::string_view kRole = "platform file";
  const auto content = read_platform_file(kRole, path);
  if (!content) return fail(content.error());
  return parse_any_platform_file(*content, describe_file(kRole, path));
}

Result<AttestationReport> load_attestation_report(const std::string& path) {
  constexpr std::string_view kRole = "attestation report";
  const auto content = read_platform_file(kRole, path);
  if (!content) return fail(content.error());
  return parse_attestation_report(*content, describe_file(kRole, path));
}

}  // namespace sevproof::cli
