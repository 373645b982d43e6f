// A search for the reason of a mismatch that can be interrupted, of any kind of launch: what it
// tries, each kind's DiagnosisSearch says.
#ifndef SEVPROOF_PLANNED_SEARCH_H
#define SEVPROOF_PLANNED_SEARCH_H

#include <functional>
#include <memory>

#include "sevproof/diagnosis.h"

namespace sevproof {

namespace internal {
struct DiagnosisPlan;
}  // namespace internal

class PlannedSearch {
 public:
  PlannedSearch(PlannedSearch&&) noexcept;
  PlannedSearch& operator=(PlannedSearch&&) = delete;

  // Goes on until there is an explanation, nothing is left to try, or `go_on` says no. Several
  // threads may call it at once; after an interruption the next call goes on from there.
  void run(const std::function<bool(const DiagnosisProgress&)>& go_on);

  DiagnosisProgress progress() const;

  // What was found so far. Not while a call of run() is at work.
  Diagnosis result() const;

 protected:
  explicit PlannedSearch(internal::DiagnosisPlan plan);
  ~PlannedSearch();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace sevproof

#endif
