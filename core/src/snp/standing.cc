// A certificate by itself: what it is, and whether it is AMD's.
#include "sevproof/snp/tcb.h"
#include "sevproof/text.h"
#include "snp/report_chain.h"
#include "snp/revocation.h"

namespace sevproof::snp {
namespace {

std::optional<AmdGeneration> line_of_cn(std::string_view cn) {
  return line_of_product(cn.substr(cn.rfind('-') + 1));
}

std::string root_fault(const internal::Anchors& anchors, const X509Certificate& certificate) {
  const auto line = line_of_cn(certificate.subject_cn);
  const internal::Anchor* const root = line ? anchors.find("ark", *line) : nullptr;
  const bool is_amds = root != nullptr && to_hex(sha256(certificate.der)) == root->sha256;
  return is_amds ? "" : "it is no root that is built in";
}

std::string issuer_fault(const internal::Anchors& anchors, const X509Certificate& certificate) {
  const auto line = line_of_cn(certificate.subject_cn);
  const internal::Anchor* const root = line ? anchors.find("ark", *line) : nullptr;
  if (root == nullptr) return "no root of this line of processors is built in";
  return internal::intermediate_fault(anchors, *root, certificate);
}

std::string vek_fault(const internal::Anchors& anchors, const GivenCertificate& given,
                      bool is_vlek) {
  const auto line = line_of_cn(given.certificate.issuer_cn);
  if (!line) return "no root of this line of processors is built in";
  const SnpCertificates none;
  internal::Issuers issuers(anchors, is_vlek, none, given.certificate.not_before);
  const internal::ReportChain chain = internal::build_chain(issuers, *line, given);
  if (!chain.fault.empty() && !chain.is_out_of_time) return chain.fault;
  const auto extensions = parse_vek_extensions(given.certificate, "AMD's extensions");
  return extensions ? "" : extensions.error().message;
}

}  // namespace

std::string standing_fault(const GivenCertificate& given) {
  const internal::Anchors& anchors = internal::built_in_anchors();
  const std::string_view role = link_of(given).role;
  if (role == "ark") return root_fault(anchors, given.certificate);
  if (role == "ask" || role == "asvk") return issuer_fault(anchors, given.certificate);
  if (role == "vcek" || role == "vlek") return vek_fault(anchors, given, role == "vlek");
  return "it has no name of AMD's";
}

std::string standing_fault(const GivenCrl& given) {
  const internal::Anchors& anchors = internal::built_in_anchors();
  const auto line = line_of_cn(given.crl.issuer_cn);
  const internal::Anchor* const root = line ? anchors.find("ark", *line) : nullptr;
  return root == nullptr ? "it has no issuer of AMD's"
                         : internal::crl_fault(anchors, *root, given.crl);
}

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
