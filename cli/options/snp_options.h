// The options of the commands about SEV-SNP, read into types.
#ifndef SEVPROOF_CLI_OPTIONS_SNP_OPTIONS_H
#define SEVPROOF_CLI_OPTIONS_SNP_OPTIONS_H

#include <optional>
#include <string>
#include <string_view>

#include "options/arguments.h"
#include "sevproof/result.h"
#include "sevproof/snp/draft.h"
#include "sevproof/snp/id_block.h"

namespace sevproof::cli {

// What an ID block is made of, or compared with.
struct IdBlockOptions {
  std::optional<std::string> id_key;  // files
  std::optional<std::string> author_key;
  std::optional<std::string> id_block;
  std::optional<std::string> id_auth;
  snp::ExpectedIdBlock values;
};

struct SnpOptions {
  // What the options say themselves; loaders add what the files say.
  snp::LaunchDraft draft;
  std::optional<std::string> igvm;          // a file
  std::optional<Sha384Digest> measurement;  // that was reported
  IdBlockOptions id_block;
};

// "--num-cpus"
std::string_view snp_option_name(snp::Field field);

// Fails with kInvalid for a value that is malformed or out of range.
Result<SnpOptions> read_snp_options(const Arguments& arguments);

}  // namespace sevproof::cli

#endif
