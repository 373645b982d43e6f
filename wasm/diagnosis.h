// The search for the reason of a mismatch, in short pieces: between two of them the worker can hear
// that it is to stop.
#ifndef SEVPROOF_WASM_DIAGNOSIS_H
#define SEVPROOF_WASM_DIAGNOSIS_H

#include <emscripten/val.h>

#include <optional>
#include <string>
#include <vector>

#include "sevproof/diagnosis_search.h"

namespace sevproof::wasm {

// Answers are JSON text (answer.h).
class DiagnosisRun {
 public:
  // A file that may have been started instead; before begin(). Fails with kInvalid for more than
  // kMaxCandidates.
  std::string add(const emscripten::val& candidate);
  // Validates `request` once more. Fails as validate does, and with kInvalid for a launch that
  // matches.
  std::string begin(const std::string& request, const emscripten::val& files);
  // Goes on for about so many milliseconds. Fails with kInvalid before begin().
  std::string run(double milliseconds);
  // The request's report with what was found so far; fails as run() does.
  std::string report() const;

 private:
  std::string step() const;

  std::vector<Candidate> candidates_;
  std::optional<Report> report_;
  std::optional<DiagnosisSearch> search_;
  bool done_ = false;
};

}  // namespace sevproof::wasm

#endif
