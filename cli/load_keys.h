// Transport keys from the files that the options name.
#ifndef SEVPROOF_CLI_LOAD_KEYS_H
#define SEVPROOF_CLI_LOAD_KEYS_H

#include <optional>

#include "arguments.h"
#include "console.h"
#include "sevproof/formats/transport_keys.h"
#include "sevproof/result.h"

namespace sevproof::cli {

struct LoadedKeys {
  Tik tik;
  std::optional<Tek> tek;  // there when --tk or --tek was given
};

// Fails with kInvalid for --tk beside --tik or --tek, with kIncomplete without a TIK, and as
// reading and parsing a key file does.
Result<LoadedKeys> load_keys(const Arguments& arguments, Console& console);

}  // namespace sevproof::cli

#endif
