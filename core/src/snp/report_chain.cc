#include "snp/report_chain.h"

#include <algorithm>

#include "crypto/rsa_pss.h"
#include "sevproof/text.h"

namespace sevproof::snp::internal {
namespace {

constexpr unsigned kKeyCertSign = 5;  // bit of keyUsage
constexpr std::uint32_t kExponent = 65537;

bool is_signed(ByteView modulus, ByteView signed_part, const X509Signature& signature) {
  if (!signature.is_pss_sha384) return false;
  const auto key = RsaPublicKey::make(modulus, kExponent);
  return key && key->verifies(PssHash::kSha384, signed_part, signature.value);
}

std::string validity_fault(std::string_view name, UnixTime not_before, UnixTime not_after,
                           UnixTime at) {
  if (at < not_before) return std::string(name) + " is valid from " + time_text(not_before);
  if (at > not_after) return std::string(name) + " expired at " + time_text(not_after);
  return "";
}

std::string validity_fault(const ChainLink& link, UnixTime at) {
  return validity_fault(link.subject, link.not_before, link.not_after, at);
}

// What makes a certificate that came with the report no intermediate one of AMD's; empty where it
// is one.
std::string intermediate_fault(const Anchors& anchors, const Anchor& root,
                               const X509Certificate& certificate) {
  const std::string sha256_hex = to_hex(sha256(certificate.der));
  if (std::find(anchors.revoked.begin(), anchors.revoked.end(), sha256_hex) !=
      anchors.revoked.end()) {
    return "AMD has revoked it";
  }
  if (!anchors.has_name(certificate.issuer, root.cn())) return "its issuer is not " + root.cn();
  if (!certificate.signature.is_pss_sha384) return "it is not signed with RSASSA-PSS and SHA-384";
  if (!is_signed(root.modulus, certificate.signed_part, certificate.signature)) {
    return "it is not signed by AMD's " + root.cn();
  }
  if (certificate.rsa_modulus.size() != root.modulus.size() ||
      certificate.rsa_exponent != kExponent) {
    return "its key is not RSA of 4096 bits";
  }
  if (!is_certificate_authority(certificate)) return "it is no certificate authority's";
  if (!has_key_usage(certificate, kKeyCertSign)) return "its key may not sign certificates";
  return "";
}

struct Issuer {
  Intermediate intermediate;
  ByteView modulus;
};

class Builder {
 public:
  Builder(const Anchors& anchors, AmdGeneration line, bool is_vlek, const GivenCertificate& vek,
          const SnpCertificates& given, UnixTime at)
      : anchors_(anchors),
        root_(anchors.find("ark", line)),
        built_in_(anchors.find(is_vlek ? "asvk" : "ask", line)),
        role_(is_vlek ? "asvk" : "ask"),
        vek_role_(is_vlek ? "vlek" : "vcek"),
        issuer_cn_((is_vlek ? "SEV-VLEK-" : "SEV-") + std::string(generation_name(line))),
        vek_(vek),
        given_(given),
        at_(at) {}

  ReportChain build() {
    ReportChain chain;
    chain.fault = fault(chain);
    chain.links.push_back(link_of(vek_role_, vek_));
    if (chain.fault.empty()) chain.fault = validity_of(chain.links);
    return chain;
  }

 private:
  bool signs_vek(ByteView modulus) const {
    const X509Certificate& vek = vek_.certificate;
    return is_signed(modulus, vek.signed_part, vek.signature);
  }

  // Why the VEK's own certificate could be nobody's.
  std::string vek_fault() const {
    const X509Certificate& vek = vek_.certificate;
    const std::string_view cn = vek_role_ == "vlek" ? "SEV-VLEK" : "SEV-VCEK";
    if (!anchors_.has_name(vek.subject, cn)) {
      return "the subject of the certificate is not AMD's " + std::string(cn);
    }
    if (!anchors_.has_name(vek.issuer, issuer_cn_)) {
      return "the issuer of " + std::string(cn) + " is not AMD's " + issuer_cn_ + ", but " +
             quote(vek.issuer_cn);
    }
    if (!vek.signature.is_pss_sha384) {
      return std::string(cn) + " is not signed with RSASSA-PSS and SHA-384";
    }
    return vek.p384_key ? "" : "the key of " + std::string(cn) + " is not one of P-384";
  }

  std::string fault(ReportChain& chain) {
    if (root_ == nullptr) return "no root of this line of processors is built in";
    chain.links.push_back(link_of(anchors_, *root_));
    if (std::string own = vek_fault(); !own.empty()) return own;
    if (built_in_ != nullptr && signs_vek(built_in_->modulus)) {
      Bytes serial;
      for (int shift = 24; shift >= 0; shift -= 8) {
        const auto byte = static_cast<std::uint8_t>(built_in_->serial >> shift);
        if (!serial.empty() || byte != 0) serial.push_back(byte);
      }
      return take(chain, {link_of(anchors_, *built_in_), std::move(serial)});
    }
    return take_given(chain);
  }

  std::string take(ReportChain& chain, Intermediate intermediate) {
    chain.links.push_back(intermediate.link);
    chain.intermediate = std::move(intermediate);
    return "";
  }

  std::string take_given(ReportChain& chain) {
    std::string first;
    for (const GivenCertificate& one : given_.certificates) {
      const X509Certificate& certificate = one.certificate;
      if (!anchors_.has_name(certificate.subject, issuer_cn_)) continue;
      if (!signs_vek(certificate.rsa_modulus)) continue;
      const std::string why = intermediate_fault(anchors_, *root_, certificate);
      if (why.empty()) return take(chain, {link_of(role_, one), certificate.serial});
      if (first.empty()) first = issuer_cn_ + " from " + one.source + ": " + why;
    }
    if (!first.empty()) return first;
    return "the certificate of the report's key is not signed by AMD's " + issuer_cn_;
  }

  std::string validity_of(const std::vector<ChainLink>& links) const {
    for (const ChainLink& link : links) {
      if (std::string why = validity_fault(link, at_); !why.empty()) {
        return why + ", and the time that counts is " + time_text(at_);
      }
    }
    return "";
  }

  const Anchors& anchors_;
  const Anchor* root_;
  const Anchor* built_in_;
  std::string_view role_;
  std::string_view vek_role_;
  std::string issuer_cn_;
  const GivenCertificate& vek_;
  const SnpCertificates& given_;
  UnixTime at_;
};

// Why a list does not count; empty where it does.
std::string crl_fault(const Anchors& anchors, const Anchor& root, const X509Crl& crl) {
  if (!anchors.has_name(crl.issuer, root.cn())) return "its issuer is not AMD's " + root.cn();
  if (!is_signed(root.modulus, crl.signed_part, crl.signature)) {
    return "it is not signed by AMD's " + root.cn();
  }
  return crl.has_unknown_critical ? "it has a critical extension that is not known here" : "";
}

std::string age_fault(const X509Crl& crl, UnixTime at) {
  if (!crl.next_update) return "it does not say until when it counts";
  if (at < crl.this_update) return "it counts from " + time_text(crl.this_update);
  if (at > *crl.next_update) return "it counted until " + time_text(*crl.next_update);
  return "";
}

}  // namespace

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

ReportChain build_chain(const Anchors& anchors, AmdGeneration line, bool is_vlek,
                        const GivenCertificate& vek, const SnpCertificates& given, UnixTime at) {
  return Builder(anchors, line, is_vlek, vek, given, at).build();
}

Revocation check_revocation(const Anchors& anchors, AmdGeneration line,
                            const std::optional<Intermediate>& intermediate,
                            const SnpCertificates& given, UnixTime at) {
  Revocation revocation{not_checked(CheckCode::kReportRevocation, "No revocation list was given."),
                        {}};
  const Anchor* root = anchors.find("ark", line);
  if (!intermediate || root == nullptr) {
    revocation.check.why = "There is no chain.";
    return revocation;
  }
  Check& check = revocation.check;
  for (const GivenCrl& one : given.crls) {
    std::string why = crl_fault(anchors, *root, one.crl);
    if (why.empty()) {
      // A list that counts no more revokes for good what it names.
      const auto& serials = one.crl.revoked;
      if (std::find(serials.begin(), serials.end(), intermediate->serial) != serials.end()) {
        check = {
            check.code, CheckOutcome::kFail, {}, intermediate->link.subject + " is revoked", {}};
        return revocation;
      }
      why = age_fault(one.crl, at);
    }
    if (why.empty()) {
      check = {check.code, CheckOutcome::kPass, {}, {}, {}};
    } else {
      revocation.unusable.push_back(one.source + ": " + why);
    }
  }
  if (check.outcome == CheckOutcome::kNotChecked && !revocation.unusable.empty()) {
    check.why = "No revocation list that was given counts.";
  }
  return revocation;
}

}  // namespace sevproof::snp::internal

namespace sevproof::snp {

ChainLink link_of(const GivenCertificate& given) {
  const X509Certificate& one = given.certificate;
  const std::string_view cn = one.subject_cn;
  const std::string_view role = cn == "SEV-VCEK"              ? "vcek"
                                : cn == "SEV-VLEK"            ? "vlek"
                                : cn.starts_with("SEV-VLEK-") ? "asvk"
                                : cn.starts_with("SEV-")      ? "ask"
                                : cn.starts_with("ARK-")      ? "ark"
                                                              : "other";
  return {role,
          one.subject_cn,
          one.issuer_cn,
          one.serial.empty() ? "00" : to_hex(one.serial),
          one.not_before,
          one.not_after,
          sha256(one.der),
          given.source};
}

}  // namespace sevproof::snp
