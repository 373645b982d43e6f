// What a diagnosis found, as lists to compare.
#ifndef SEVPROOF_TESTS_CORE_FOUND_CHANGES_H
#define SEVPROOF_TESTS_CORE_FOUND_CHANGES_H

#include <string>
#include <vector>

#include "sevproof/diagnosis.h"

namespace sevproof::test {

inline std::vector<Hypothesis> hypotheses_of(const Diagnosis& diagnosis) {
  std::vector<Hypothesis> all;
  for (const DiagnosisChange& change : diagnosis.changes) all.push_back(change.hypothesis);
  return all;
}

inline std::vector<std::string> sentences_of(const Diagnosis& diagnosis) {
  std::vector<std::string> all;
  for (const DiagnosisChange& change : diagnosis.changes) all.push_back(diagnosis_sentence(change));
  return all;
}

}  // namespace sevproof::test

#endif
