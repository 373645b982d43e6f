// Why a launch digest differs: computes that of every SEV-SNP launch that differs from the request
// in one, two or a few respects, until one is the reported. The words are those of diagnosis.h.
//
//   snp::DiagnosisInput input{request, measurement, candidates};
//   snp::DiagnosisSearch search(input);
//   search.run([&](const DiagnosisProgress&) { return clock() < end; });
//   show(search.result());
#ifndef SEVPROOF_SNP_DIAGNOSIS_H
#define SEVPROOF_SNP_DIAGNOSIS_H

#include <optional>
#include <span>

#include "sevproof/boot.h"
#include "sevproof/diagnosis.h"
#include "sevproof/formats/candidate.h"
#include "sevproof/planned_search.h"
#include "sevproof/snp/launch_report.h"

namespace sevproof::snp {

struct DiagnosisInput {
  // One that measure_request() has measured, with none of its digests the reported.
  const LaunchRequest& request;
  Sha384Digest measurement{};             // MEASUREMENT of the report
  std::span<const Candidate> candidates;  // at most kMaxCandidates; more are left out
  // What of the request its owner did not give, and where that is from.
  std::span<const HostValue> from_host = {};
  HostSource host_source = HostSource::kDomainXml;
  // Where it differs from the request, it is tried first.
  const SaidGuest* said = nullptr;
};

// Needs the input only while it is made.
class DiagnosisSearch : public PlannedSearch {
 public:
  explicit DiagnosisSearch(const DiagnosisInput& input);
};

// A launch beside a digest that was reported.
struct ComparedLaunch {
  LaunchReport launch;
  Sha384Digest measurement{};          // MEASUREMENT of the report
  std::optional<Diagnosis> diagnosis;  // of a mismatch, where the reason was searched for

  // Whether it is a digest of the launch, with any of the numbers of CPUs that were given. Of an
  // IGVM file that QEMU does not start, whether it is that in the order of the file.
  bool matches() const;
};

}  // namespace sevproof::snp

#endif
