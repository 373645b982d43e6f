// What was given of a platform, put in its places.
#include <string>
#include <utility>

#include "sev/platform_links.h"
#include "sevproof/sev/platform.h"

namespace sevproof {
namespace {

tl::unexpected<Error> two_of(std::string_view name) {
  return fail(ErrorCode::kContradictingInputs,
              "two " + std::string(name) + " certificates were given, and they differ",
              "Give the certificates of one platform at a time.");
}

template <typename Certificate>
Result<void> put(std::optional<Certificate>& place, const Certificate& certificate,
                 std::string_view name) {
  if (place && place->bytes != certificate.bytes) return two_of(name);
  place = certificate;
  return {};
}

// Hosts export a CEK that nobody signed, and AMD's server has the signed one.
Result<void> put_cek(PlatformChain& chain, const SevCertificate& cek) {
  if (cek.is_unsigned()) return put(chain.exported_cek, cek, "CEK");
  if (chain.cek && same_bytes(chain.cek->public_key(), cek.public_key())) {
    if (chain.cek->bytes != cek.bytes) chain.cek_copies.push_back(cek);
    return {};
  }
  return put(chain.cek, cek, "CEK");
}

Result<void> put_sev(PlatformChain& chain, const SevCertificate& certificate) {
  switch (certificate.usage) {
    case SevKeyUsage::kOca:
      return put(chain.oca, certificate, "OCA");
    case SevKeyUsage::kPek:
      return put(chain.pek, certificate, "PEK");
    case SevKeyUsage::kPdh:
      return put(chain.pdh, certificate, "PDH");
    default:
      return put_cek(chain, certificate);
  }
}

// The one with a signature, of two that say the same otherwise.
Result<void> put_ark(PlatformChain& chain, const AmdCertificate& ark) {
  auto& place = chain.ark;
  if (!place || !same_bytes(place->signed_bytes(), ark.signed_bytes())) {
    return put(place, ark, "ARK");
  }
  if (place->signature().empty()) place = ark;
  return ark.signature().empty() ? Result<void>() : put(place, ark, "ARK");
}

Result<void> put_pieces(PlatformChain& chain, const PlatformPieces& pieces) {
  for (const AmdCertificate& certificate : pieces.amd) {
    auto done = certificate.usage == AmdKeyUsage::kArk ? put_ark(chain, certificate)
                                                       : put(chain.ask, certificate, "ASK");
    if (!done) return done;
  }
  for (const SevCertificate& certificate : pieces.sev) {
    if (auto done = put_sev(chain, certificate); !done) return done;
  }
  if (!chain.bits) chain.bits = pieces.bits;
  if (!pieces.chip_id) return {};
  if (chain.chip_id && *chain.chip_id != *pieces.chip_id) {
    return fail(ErrorCode::kContradictingInputs, "two chip ids were given, and they differ",
                "Give what belongs to one platform at a time.");
  }
  chain.chip_id = pieces.chip_id;
  return {};
}

}  // namespace

Result<PlatformChain> collect_platform(std::span<const PlatformPieces> files) {
  PlatformChain chain;
  for (const PlatformPieces& pieces : files) {
    if (auto done = put_pieces(chain, pieces); !done) return fail(done.error());
  }
  if (!chain.cek) chain.cek = std::exchange(chain.exported_cek, std::nullopt);
  return chain;
}

Result<NamedRoot> take_root(PlatformPieces pieces) {
  PlatformChain chain;
  const bool is_other = !pieces.sev.empty() || pieces.chip_id;
  auto done = is_other ? Result<void>() : put_pieces(chain, pieces);
  if (!done) return fail(done.error());
  if (is_other || !chain.ark) {
    return fail(ErrorCode::kInvalidInput,
                std::string("root: expected an ARK, alone or with its ASK, got ") +
                    (is_other ? "a platform's own certificates" : "an ASK alone"),
                "The root is what you trust: never one that came with the host's files.");
  }
  return NamedRoot{*std::move(chain.ark), std::move(chain.ask)};
}

}  // namespace sevproof
