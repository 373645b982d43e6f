#include "load/load_snp.h"

#include <utility>

#include "load/load_domain.h"
#include "load/load_files.h"
#include "os/input_file.h"
#include "sevproof/formats/igvm.h"
#include "sevproof/snp/domain.h"

namespace sevproof::cli {

Result<HashedBytes> load_igvm(const std::string& path) {
  return read_and_hash_file(path, {.role = "IGVM file", .max_size = kMaxIgvmSize});
}

Result<std::optional<DomainConfig>> load_snp_domain(const Options& options) {
  auto domain = load_domain(options.domain.xml);
  if (!domain || !*domain) return domain;
  if (auto expected = snp::expect_snp(**domain); !expected) return fail(expected.error());
  return domain;
}

Result<snp::LaunchRequest> load_snp(Options& options, Console& console) {
  // Before files are read that take time.
  const auto domain = load_snp_domain(options);
  if (!domain) return fail(domain.error());
  snp::LaunchDraft draft = options.snp.draft;
  if (const auto& path = options.snp.igvm) {
    auto file = load_igvm(*path);
    if (!file) return fail(file.error());
    draft.igvm = *std::move(file);
  }
  LaunchDraft files;
  // The SHA-256 of the firmware, which takes longer than all of the digest, is in the report alone.
  const HashTime when = options.json ? HashTime::kNow : HashTime::kLater;
  if (auto loaded = load_files(options.files, files, console, when); !loaded) {
    return fail(loaded.error());
  }
  draft.firmware = files.firmware;
  draft.kernel = files.kernel;
  draft.initrd = files.initrd;
  if (*domain) {
    if (auto taken = snp::take_domain(**domain, draft); !taken) return fail(taken.error());
  }
  return snp::complete(std::move(draft), snp_option_name);
}

}  // namespace sevproof::cli
