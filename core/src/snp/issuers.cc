#include "snp/issuers.h"

#include <algorithm>

#include "crypto/rsa_pss.h"
#include "sevproof/text.h"

namespace sevproof::snp::internal {
namespace {

constexpr unsigned kKeyCertSign = 5;  // bit of keyUsage
constexpr std::uint32_t kExponent = 65537;

bool is_revoked(const Anchors& anchors, AmdGeneration line, const X509Certificate& certificate) {
  const std::string sha256_hex = to_hex(sha256(certificate.der));
  return std::any_of(anchors.revoked.begin(), anchors.revoked.end(), [&](const RevokedKey& one) {
    return one.sha256 == sha256_hex ||
           (one.line == line && serial_bytes(one.serial) == certificate.serial);
  });
}

}  // namespace

bool is_signed(ByteView modulus, ByteView signed_part, const X509Signature& signature) {
  if (!signature.is_pss_sha384) return false;
  const auto key = RsaPublicKey::make(modulus, kExponent);
  return key && key->verifies(PssHash::kSha384, signed_part, signature.value);
}

std::string validity_fault(const ChainLink& link, UnixTime at) {
  if (at < link.not_before) return link.subject + " is valid from " + time_text(link.not_before);
  return at > link.not_after ? link.subject + " expired at " + time_text(link.not_after) : "";
}

std::string intermediate_fault(const Anchors& anchors, const Anchor& root,
                               const X509Certificate& certificate) {
  if (is_revoked(anchors, root.line, certificate)) return "AMD has revoked it";
  if (!anchors.has_name(certificate.issuer, root.cn()))
    return "its issuer is not AMD's " + root.cn();
  if (!certificate.signature.is_pss_sha384) return "it is not signed with RSASSA-PSS and SHA-384";
  if (!is_signed(root.modulus, certificate.signed_part, certificate.signature)) {
    return "AMD's " + root.cn() + " did not sign it";
  }
  if (certificate.rsa_modulus.size() != root.modulus.size() ||
      certificate.rsa_exponent != kExponent) {
    return "its key is not RSA of 4096 bits";
  }
  if (!is_certificate_authority(certificate)) return "it is no certificate authority's";
  if (!has_key_usage(certificate, kKeyCertSign)) return "its key may not sign certificates";
  return has_unknown_critical(certificate) ? std::string(kUnknownCritical) : "";
}

ChainLink link_of(std::string_view role, const GivenCertificate& given) {
  ChainLink link = snp::link_of(given);
  link.role = role;
  return link;
}

ChainLink link_of(const Anchors& anchors, const Anchor& anchor) {
  const Anchor* root = anchors.find("ark", anchor.line);
  ChainLink link{anchor.role,
                 anchor.cn(),
                 root != nullptr ? root->cn() : "",
                 to_hex_number(anchor.serial).substr(2),
                 anchor.not_before,
                 anchor.not_after,
                 {},
                 "built in"};
  if (const auto digest = from_hex(anchor.sha256)) put_bytes(link.sha256, *digest);
  return link;
}

Issuers::Issuers(const Anchors& anchors, bool is_vlek, const SnpCertificates& given, UnixTime at)
    : anchors_(anchors), is_vlek_(is_vlek), given_(given), at_(at) {}

std::string Issuers::cn(AmdGeneration line) const {
  return (is_vlek_ ? "SEV-VLEK-" : "SEV-") + std::string(generation_name(line));
}

const std::vector<Issuers::Judged>& Issuers::of(AmdGeneration line) {
  const auto found = judged_.find(line);
  return found != judged_.end() ? found->second : judged_.emplace(line, judge(line)).first->second;
}

bool Issuers::vouch_for(AmdGeneration line, const X509Certificate& certificate) {
  const auto& judged = of(line);
  return std::any_of(judged.begin(), judged.end(), [&](const Judged& one) {
    return one.fault.empty() &&
           is_signed(one.modulus, certificate.signed_part, certificate.signature);
  });
}

std::vector<Issuers::Judged> Issuers::judge(AmdGeneration line) const {
  // More certificates of one issuer's name than that are not the work of AMD.
  constexpr std::size_t kMost = 16;
  std::vector<Judged> judged;
  const Anchor* const root = anchors_.find("ark", line);
  if (root == nullptr) return judged;
  if (const Anchor* own = anchors_.find(role(), line)) {
    judged.push_back({{link_of(anchors_, *own), serial_bytes(own->serial)}, own->modulus, {}});
  }
  const std::string name = cn(line);
  for (const GivenCertificate& one : given_.certificates) {
    if (judged.size() == kMost) break;
    if (!anchors_.has_name(one.certificate.subject, name)) continue;
    ChainLink link = link_of(role(), one);
    const bool is_there = std::any_of(judged.begin(), judged.end(), [&](const Judged& other) {
      return other.intermediate.link.sha256 == link.sha256;
    });
    if (is_there) continue;
    std::string fault = intermediate_fault(anchors_, *root, one.certificate);
    judged.push_back(
        {{std::move(link), one.certificate.serial}, one.certificate.rsa_modulus, std::move(fault)});
  }
  const auto rank = [this](const Judged& one) {
    return (one.fault.empty() ? 0 : 2) +
           (validity_fault(one.intermediate.link, at_).empty() ? 0 : 1);
  };
  std::stable_sort(judged.begin(), judged.end(),
                   [&](const Judged& a, const Judged& b) { return rank(a) < rank(b); });
  return judged;
}

}  // namespace sevproof::snp::internal
