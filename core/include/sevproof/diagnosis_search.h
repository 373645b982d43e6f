// The search for the reason of a mismatch: computes the measurement of every launch that differs
// from the request in one, two or a few respects, until one is the reported.
//
//   DiagnosisInput input{request, &tek, false, candidates};
//   DiagnosisBudget budget;
//   budget.go_on = [&](const DiagnosisProgress&) { return clock() < end; };
//   report.diagnosis = diagnose(input, budget);
//
// It changes no verdict: there is no way from here to a ValidatedLaunch.
#ifndef SEVPROOF_DIAGNOSIS_SEARCH_H
#define SEVPROOF_DIAGNOSIS_SEARCH_H

#include <functional>
#include <span>

#include "sevproof/diagnosis.h"
#include "sevproof/formats/candidate.h"
#include "sevproof/planned_search.h"
#include "sevproof/sev/domain.h"
#include "sevproof/sev/validation.h"

namespace sevproof {

struct DiagnosisInput {
  // One that validate() has judged: kMismatch.
  const LaunchRequest& request;
  const Tek* tek = nullptr;               // where it was given
  bool keys_in_one_file = false;          // TEK and TIK come from one TK file
  std::span<const Candidate> candidates;  // at most kMaxCandidates; more are left out
  // What of the request its owner did not give, and where that is from.
  std::span<const HostValue> from_host = {};
  HostSource host_source = HostSource::kDomainXml;
  // What else of it stood in the host's report of the launch alone.
  std::span<const HostValue> from_launch_info = {};
  // What the host's side says; where that differs from the request, it is tried first.
  const SaidLaunch* said = nullptr;
};

struct DiagnosisBudget {
  // Asked many times a second, by every thread; false ends the search.
  std::function<bool(const DiagnosisProgress&)> go_on;
  // Calls what it is given once on each of as many threads as it likes, and returns when all
  // calls have. Without it the caller's thread does everything.
  std::function<void(const std::function<void()>&)> on_all_cores;
};

// Needs the input only while it is made.
class DiagnosisSearch : public PlannedSearch {
 public:
  explicit DiagnosisSearch(const DiagnosisInput& input);
};

// The whole of it. How far it came stands in the result.
Diagnosis diagnose(const DiagnosisInput& input, const DiagnosisBudget& budget);

}  // namespace sevproof

#endif
