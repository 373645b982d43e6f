#include "sev/platform_links.h"

#include <algorithm>
#include <cstdint>

#include "crypto/p384.h"
#include "sevproof/sha256.h"

namespace sevproof::internal {
namespace {

constexpr std::uint32_t kExponent = 65537;

// A 2048-bit key signs with SHA-256, a 4096-bit one with SHA-384: the size alone decides.
PssHash hash_of(std::size_t key_size) {
  return key_size == 256 ? PssHash::kSha256 : PssHash::kSha384;
}

Bytes reversed(ByteView bytes) { return {bytes.rbegin(), bytes.rend()}; }

// The place in which the signature of such a signer stands.
const SevSignature* find_signature(const SevCertificate& subject, SevKeyUsage usage,
                                   std::uint32_t algorithm) {
  const auto is_it = [&](const SevSignature& one) {
    return one.usage == static_cast<std::uint32_t>(usage) && one.algorithm == algorithm;
  };
  const auto found = std::find_if(subject.signatures.begin(), subject.signatures.end(), is_it);
  return found == subject.signatures.end() ? nullptr : &*found;
}

// Whatever is wrong with it, no signature makes it right.
BrokenLink find_fault(const SevCertificate& subject) {
  const std::string_view name = sev_usage_name(subject.usage);
  for (const std::string* fault : {&subject.fault, &subject.key_fault}) {
    if (!fault->empty()) return "the " + std::string(name) + " is malformed: " + *fault;
  }
  return std::nullopt;
}

std::string no_signature(const SevCertificate& subject, SevKeyUsage usage) {
  if (subject.is_unsigned()) return "nobody signed it";
  return "it has no signature that names the " + std::string(sev_usage_name(usage)) +
         " and its algorithm";
}

}  // namespace

AskKey ask_key(ByteView modulus) {
  return {modulus.size(), RsaPublicKey::make(modulus, kExponent), {}};
}

AskKey ask_key(const AmdCertificate& ask) {
  if (!ask.fault.empty()) return {ask.key_size, std::nullopt, ask.fault};
  return ask_key(ByteView(reversed(ask.modulus())));
}

BrokenLink check_amd_link(const AmdCertificate& subject, const AmdCertificate& signer) {
  const bool is_self = &subject == &signer;
  if (!subject.fault.empty()) return "it is malformed: " + subject.fault;
  if (!signer.fault.empty()) return "the ARK is malformed: " + signer.fault;
  if (subject.certifying_id != signer.key_id) {
    return "it names " + to_hex(subject.certifying_id) + " as its signer, and " +
           std::string(is_self ? "its own key" : "the ARK's key") + " is " + to_hex(signer.key_id);
  }
  if (subject.signature().size() != signer.key_size) {
    return "its signature is not as long as the ARK's key";
  }
  const AskKey key = ask_key(signer);
  const bool holds = key.key && key.key->verifies(hash_of(key.size), subject.signed_bytes(),
                                                  reversed(subject.signature()));
  return holds ? std::nullopt : BrokenLink("its signature does not verify");
}

BrokenLink check_cek_link(const SevCertificate& cek, const AskKey& ask) {
  if (auto fault = find_fault(cek)) return fault;
  if (!ask.fault.empty()) return "the ASK is malformed: " + ask.fault;
  const std::uint32_t algorithm = ask.size == 256 ? kSevRsaSha256 : kSevRsaSha384;
  const SevSignature* const signature = find_signature(cek, SevKeyUsage::kAsk, algorithm);
  if (signature == nullptr) return no_signature(cek, SevKeyUsage::kAsk);
  const ByteView bytes = signature->bytes;
  if (!is_zero(bytes.subspan(ask.size))) return "the padding of its signature is not zero";
  const bool holds = ask.key && ask.key->verifies(hash_of(ask.size), cek.signed_bytes(),
                                                  reversed(bytes.first(ask.size)));
  return holds ? std::nullopt : BrokenLink("its signature does not verify");
}

BrokenLink check_sev_link(const SevCertificate& subject, const SevCertificate& signer) {
  if (auto fault = find_fault(subject)) return fault;
  if (!signer.key_fault.empty()) {
    return "the " + std::string(sev_usage_name(signer.usage)) +
           " is malformed: " + signer.key_fault;
  }
  const SevSignature* const signature = find_signature(subject, signer.usage, signer.algorithm);
  if (signature == nullptr) return no_signature(subject, signer.usage);
  const auto numbers = parse_ecdsa(signature->bytes);
  if (!numbers) return numbers.error().message;
  const auto point = P384Point::make(signer.x, signer.y);
  const bool holds =
      point && point->verifies(sha256(subject.signed_bytes()), numbers->r, numbers->s);
  return holds ? std::nullopt : BrokenLink("its signature does not verify");
}

}  // namespace sevproof::internal
