#include "snp/report_chain.h"

#include "sevproof/text.h"

namespace sevproof::snp::internal {
namespace {

class Builder {
 public:
  Builder(Issuers& issuers, AmdGeneration line, const GivenCertificate& vek)
      : issuers_(issuers),
        anchors_(issuers.anchors()),
        line_(line),
        root_(anchors_.find("ark", line)),
        issuer_cn_(issuers.cn(line)),
        vek_(vek) {}

  ReportChain build() {
    ReportChain chain;
    chain.fault = fault(chain);
    chain.links.push_back(link_of(issuers_.vek_role(), vek_));
    if (chain.fault.empty()) {
      chain.fault = validity_of(chain.links);
      chain.is_out_of_time = !chain.fault.empty();
    }
    return chain;
  }

 private:
  bool is_signed_with(ByteView modulus) const {
    return is_signed(modulus, vek_.certificate.signed_part, vek_.certificate.signature);
  }

  // Why the VEK's own certificate could be nobody's.
  std::string vek_fault() const {
    const X509Certificate& vek = vek_.certificate;
    const std::string cn = issuers_.vek_role() == "vlek" ? "SEV-VLEK" : "SEV-VCEK";
    if (!anchors_.has_name(vek.subject, cn)) {
      return "the certificate's subject is a " + cn + ", but not AMD's";
    }
    if (!anchors_.has_name(vek.issuer, issuer_cn_)) {
      const bool has_name = vek.issuer_cn == issuer_cn_;
      return cn + " is issued by " + quote(vek.issuer_cn) +
             (has_name ? ", which is not AMD's of this name" : ", and not by AMD's " + issuer_cn_);
    }
    if (!vek.signature.is_pss_sha384) return cn + " is not signed with RSASSA-PSS and SHA-384";
    if (!vek.p384_key) return "the key of " + cn + " is not one of P-384";
    return has_unknown_critical(vek) ? cn + ": " + std::string(kUnknownCritical) : "";
  }

  std::string fault(ReportChain& chain) {
    if (root_ == nullptr) return "no root of this line of processors is built in";
    chain.links.push_back(link_of(anchors_, *root_));
    if (std::string own = vek_fault(); !own.empty()) return own;
    for (const Issuers::Judged& one : issuers_.of(line_)) {
      if (!is_signed_with(one.modulus)) continue;
      const ChainLink& link = one.intermediate.link;
      if (!one.fault.empty()) return issuer_cn_ + " from " + link.source + ": " + one.fault;
      chain.links.push_back(link);
      chain.intermediate = one.intermediate;
      return "";
    }
    return "AMD's " + issuer_cn_ + " did not sign the certificate (" + vek_.certificate.subject_cn +
           ")";
  }

  std::string validity_of(const std::vector<ChainLink>& links) const {
    for (const ChainLink& link : links) {
      if (std::string why = validity_fault(link, issuers_.at()); !why.empty()) return why;
    }
    return "";
  }

  Issuers& issuers_;
  const Anchors& anchors_;
  AmdGeneration line_;
  const Anchor* root_;
  std::string issuer_cn_;
  const GivenCertificate& vek_;
};

}  // namespace

ReportChain build_chain(Issuers& issuers, AmdGeneration line, const GivenCertificate& vek) {
  return Builder(issuers, line, vek).build();
}

}  // namespace sevproof::snp::internal
