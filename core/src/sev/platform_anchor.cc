#include "sev/platform_anchor.h"

#include <algorithm>
#include <string>

#include "formats/amd_keys.h"
#include "sev/amd_roots.h"

namespace sevproof::internal {
namespace {

using enum CheckOutcome;

constexpr std::string_view kNoArk = "No ARK was given; AMD's signing keys are built in.";

Check check_pin(const Anchor& anchor) {
  constexpr auto kCode = CheckCode::kArkPinned;
  if (anchor.ark == nullptr) return not_checked(kCode, kNoArk);
  if (anchor.ark_generation) {
    return {
        kCode, kPass, {}, "AMD's root for " + std::string(generation_name(*anchor.ark_generation))};
  }
  if (anchor.is_root_named) {
    return not_checked(kCode, "The root is the one that was named, and none that is built in.");
  }
  return {kCode, kFail, {}, "it is none of the roots that are built in"};
}

Check check_self(const Anchor& anchor) {
  constexpr auto kCode = CheckCode::kArkSelf;
  if (anchor.ark == nullptr) return not_checked(kCode, kNoArk);
  // A pin covers all that a signature would; a root that was named is trusted as it is.
  if (anchor.ark->signature().empty() && anchor.ark->fault.empty()) {
    return not_checked(kCode, "This ARK comes without a signature.");
  }
  return link_check(kCode, check_amd_link(*anchor.ark, *anchor.ark));
}

Check check_ask(const Anchor& anchor) {
  constexpr auto kCode = CheckCode::kAskByArk;
  if (anchor.built_in) return not_checked(kCode, "The ASK is one that is built in.");
  if (anchor.ask == nullptr) return not_checked(kCode, "No ASK was given.");
  if (anchor.ark != nullptr) return link_check(kCode, check_amd_link(*anchor.ask, *anchor.ark));
  return anchor.ask_generation ? not_checked(kCode, "No ARK was given; this ASK is built in, too.")
                               : not_checked(kCode, "No ARK was given.");
}

}  // namespace

std::optional<AmdGeneration> find_generation(const SevCertificate& cek) {
  const auto found =
      std::find_if(kGenerations.begin(), kGenerations.end(), [&](AmdGeneration generation) {
        return !check_cek_link(cek, ask_key(amd_ask_modulus(generation)));
      });
  return found == kGenerations.end() ? std::nullopt : std::optional(*found);
}

Anchor find_anchor(const PlatformChain& chain, const std::optional<NamedRoot>& root) {
  Anchor anchor;
  anchor.is_root_named = root.has_value();
  const auto& ark = chain.ark;
  const auto& ask = root && root->ask ? root->ask : chain.ask;
  if (root) {
    anchor.ark = &root->ark;
  } else if (ark) {
    anchor.ark = &*ark;
  }
  if (anchor.ark != nullptr) anchor.ark_generation = generation_of_ark(*anchor.ark);
  if (ask) {
    anchor.ask = &*ask;
    anchor.ask_generation = generation_of_ask(*ask);
    anchor.ask_key = ask_key(*ask);
    return anchor;
  }
  if (anchor.ark != nullptr) {
    anchor.built_in = anchor.ark_generation;
  } else if (chain.cek) {
    anchor.built_in = find_generation(*chain.cek);
    for (const SevCertificate& copy : chain.cek_copies) {
      if (!anchor.built_in) anchor.built_in = find_generation(copy);
    }
  }
  if (anchor.built_in) anchor.ask_key = ask_key(amd_ask_modulus(*anchor.built_in));
  return anchor;
}

std::vector<Check> check_anchor(const Anchor& anchor) {
  return {check_pin(anchor), check_self(anchor), check_ask(anchor)};
}

Voucher voucher_of_ask(const Anchor& anchor) {
  if (anchor.built_in) return Voucher::kAmd;
  if (anchor.ask == nullptr) return Voucher::kNobody;
  // Signed by the ARK, since nothing failed.
  if (anchor.ark_generation) return Voucher::kAmd;
  if (anchor.is_root_named) return Voucher::kNamedRoot;
  return anchor.ark == nullptr && anchor.ask_generation ? Voucher::kAmd : Voucher::kNobody;
}

}  // namespace sevproof::internal
