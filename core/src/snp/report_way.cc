#include "snp/report_way.h"

#include <algorithm>
#include <set>
#include <utility>

namespace sevproof::snp::internal {
namespace {

Way follow(Issuers& issuers, const VekCandidate& vek) {
  Way way{vek, {}, {}};
  if (vek.line) {
    way.chain = build_chain(issuers, *vek.line, *vek.given);
  } else {
    way.chain.fault = vek.fault;
  }
  return way;
}

// Those that a key of AMD's signed come first. The bound is a second's work in a page.
void prefer_vouched(Issuers& issuers, std::vector<VekCandidate>& veks) {
  constexpr std::size_t kMostLookedAt = 256;
  std::set<const GivenCertificate*> vouched;
  for (std::size_t i = 0; i < std::min(veks.size(), kMostLookedAt); ++i) {
    const VekCandidate& vek = veks[i];
    if (vek.line && issuers.vouch_for(*vek.line, vek.given->certificate)) vouched.insert(vek.given);
  }
  std::stable_partition(veks.begin(), veks.end(),
                        [&](const VekCandidate& one) { return vouched.contains(one.given); });
}

}  // namespace

std::optional<Way> best_way(const Anchors& anchors, const ReportInput& input) {
  constexpr std::size_t kMostKeys = 64;
  constexpr std::size_t kMostSigners = 8;
  const SnpReport& report = input.evidence.report;
  auto veks = find_veks(report, input.certificates, input.at);
  if (veks.empty()) return std::nullopt;
  const bool is_vlek = report.signing_key() == kSignedByVlek;
  Issuers issuers(anchors, is_vlek, input.certificates, input.at);
  // Whoever makes up certificates by the hundred cannot have AMD sign them.
  if (veks.size() > kMostSigners) prefer_vouched(issuers, veks);
  std::optional<Way> signer;
  std::size_t signers = 0;
  const std::size_t most = std::min(veks.size(), kMostKeys);
  for (std::size_t i = 0; i < most && signers < kMostSigners; ++i) {
    if (!is_signed_by(report, veks[i].given->certificate)) continue;
    Way way = follow(issuers, veks[i]);
    if (way.holds()) return way;
    ++signers;
    if (!signer) signer = std::move(way);
  }
  if (signer) return signer;
  Way first = follow(issuers, veks.front());
  first.signature_fault = "the certificate's key did not sign this report";
  if (veks.size() > 1) {
    first.signature_fault += ", nor did that of " + std::to_string(most - 1) + " more";
  }
  if (veks.size() > most) {
    first.signature_fault += ", and not all that were given were tried: leave out those of others";
  }
  return first;
}

}  // namespace sevproof::snp::internal
