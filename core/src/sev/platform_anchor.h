// The keys above a platform's CEK: where they are from, and whether they can be trusted.
#ifndef SEVPROOF_SEV_PLATFORM_ANCHOR_H
#define SEVPROOF_SEV_PLATFORM_ANCHOR_H

#include <optional>

#include "sev/platform_links.h"
#include "sevproof/sev/platform.h"

namespace sevproof::internal {

struct Anchor {
  const AmdCertificate* ark = nullptr;  // the named root, or that of the files
  const AmdCertificate* ask = nullptr;  // the root's, or that of the files
  bool is_root_named = false;
  std::optional<AmdGeneration> ark_generation;  // where they are AMD's
  std::optional<AmdGeneration> ask_generation;
  // AMD's own, where neither the root nor the files have an ASK.
  std::optional<AmdGeneration> built_in;
  // Under which the CEK must be signed; nothing where there is none.
  std::optional<AskKey> ask_key;
};

// Points into both, which must outlive it.
Anchor find_anchor(const PlatformChain& chain, const std::optional<NamedRoot>& root);

// AMD's ASK under which the CEK verifies. Under two none does.
std::optional<AmdGeneration> find_generation(const SevCertificate& cek);

// ark-pinned, ark-self and ask-by-ark.
std::vector<Check> check_anchor(const Anchor& anchor);

// Who vouches for the ASK, where none of these three failed.
Voucher voucher_of_ask(const Anchor& anchor);

}  // namespace sevproof::internal

#endif
