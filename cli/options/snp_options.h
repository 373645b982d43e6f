// The options of the commands about SEV-SNP, read into types.
#ifndef SEVPROOF_CLI_OPTIONS_SNP_OPTIONS_H
#define SEVPROOF_CLI_OPTIONS_SNP_OPTIONS_H

#include <optional>
#include <string>
#include <string_view>

#include "options/arguments.h"
#include "sevproof/result.h"
#include "sevproof/snp/draft.h"

namespace sevproof::cli {

struct SnpOptions {
  // What the options say themselves; loaders add what the files say.
  snp::LaunchDraft draft;
  std::optional<std::string> igvm;  // a file
};

// "--num-cpus"
std::string_view snp_option_name(snp::Field field);

// Fails with kInvalid for a value that is malformed or out of range.
Result<SnpOptions> read_snp_options(const Arguments& arguments);

}  // namespace sevproof::cli

#endif
