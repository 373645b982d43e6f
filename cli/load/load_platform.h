// The files of a SEV platform: its chain, and a root that its owner's guest trusts.
#ifndef SEVPROOF_CLI_LOAD_LOAD_PLATFORM_H
#define SEVPROOF_CLI_LOAD_LOAD_PLATFORM_H

#include <optional>
#include <string>
#include <vector>

#include "options/options.h"
#include "sevproof/result.h"
#include "sevproof/sev/platform.h"

namespace sevproof::cli {

// One platform's certificates, in any number of files, and its chip's id where that is known
// otherwise: `chip_id` is hex, or names a file. Fails as the readers and parsers do.
Result<PlatformChain> load_platform(const std::vector<std::string>& paths,
                                    const std::optional<std::string>& chip_id = std::nullopt);

// The same with the root that counts for it.
struct GivenPlatform {
  PlatformChain chain;
  std::optional<NamedRoot> root;
};

Result<GivenPlatform> load_platform_and_root(const std::vector<std::string>& paths,
                                             const std::optional<std::string>& chip_id,
                                             const Path& root);

// Any file that `platform show` takes.
Result<PlatformFile> load_any_platform_file(const std::string& path);

Result<AttestationReport> load_attestation_report(const std::string& path);

}  // namespace sevproof::cli

#endif
