// The search for the reason of a mismatch, in short pieces: between two of them the worker can hear
// that it is to stop.
#include <emscripten/bind.h>
#include <emscripten/emscripten.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "answer.h"
#include "fields.h"
#include "objects.h"
#include "request.h"
#include "sevproof/diagnosis_search.h"
#include "sevproof/report.h"

namespace sevproof::wasm {
namespace {

using emscripten::val;

// Answers are JSON text (answer.h).
class DiagnosisRun {
 public:
  // A file that may have been started instead; before begin(). Fails with kInvalid for more than
  // kMaxCandidates.
  std::string add(const val& candidate);
  // Validates `request` once more. Fails as validate does, and with kInvalid for a launch that
  // matches.
  std::string begin(const std::string& request, const val& files);
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

const Error kNotBegun = {ErrorCode::kCallOutOfOrder, "expected begin() to have been called", ""};

std::string DiagnosisRun::add(const val& plain) {
  if (candidates_.size() == kMaxCandidates) {
    return answer(Error{ErrorCode::kTooManyCandidates,
                        "expected at most " + std::to_string(kMaxCandidates) + " candidates", ""});
  }
  const auto file = read_digest(plain["file"]);
  if (!file) return answer(file.error(), "candidates");
  SecretBytes content(read_bytes(plain["content"]));
  candidates_.push_back(make_candidate(plain["name"].as<std::string>(), *file, content.view()));
  return answer(Json(nullptr));
}

std::string DiagnosisRun::begin(const std::string& json, const val& files) {
  search_.reset();
  const auto request = read_page_request({json, files});
  if (!request) return answer(request.error());
  auto validation = validate(request->draft.request);
  if (!validation) return answer(validation.error());
  if (validation->launch) {
    return answer(Error{ErrorCode::kCallOutOfOrder,
                        "The measurement matches: there is nothing to explain", ""});
  }
  report_ = std::move(validation->report);
  add_domain_part(*request, *report_);
  const auto& [launch, tek, keys_in_one_file, from_launch_info] = request->draft;
  search_.emplace(DiagnosisInput{launch, tek ? &*tek : nullptr, keys_in_one_file, candidates_,
                                 launch.from_host, HostSource::kDomainXml, from_launch_info,
                                 request->said ? &*request->said : nullptr});
  done_ = false;
  return step();
}

std::string DiagnosisRun::run(double milliseconds) {
  if (!search_) return answer(kNotBegun);
  const double end = emscripten_get_now() + milliseconds;
  done_ = true;
  // One step at least, so that a caller in a hurry comes to an end too.
  bool goes_on = true;
  search_->run([&](const DiagnosisProgress&) {
    done_ = std::exchange(goes_on, emscripten_get_now() < end);
    return done_;
  });
  return step();
}

std::string DiagnosisRun::report() const {
  if (!search_) return answer(kNotBegun);
  Report whole = *report_;
  whole.diagnosis = search_->result();
  return answer(Json{{"report", to_json(whole)}});
}

std::string DiagnosisRun::step() const {
  const DiagnosisProgress progress = search_->progress();
  return answer(Json{{"done", done_},
                     {"tried", progress.tried},
                     {"total", progress.total},
                     {"share", progress.share}});
}

}  // namespace

EMSCRIPTEN_BINDINGS(diagnosis) {
  bind_object<DiagnosisRun>("DiagnosisSearch.new", "DiagnosisSearch.delete");
  bind_method<&DiagnosisRun::add>("DiagnosisSearch.add");
  bind_method<&DiagnosisRun::begin>("DiagnosisSearch.begin");
  bind_method<&DiagnosisRun::run>("DiagnosisSearch.run");
  bind_method<&DiagnosisRun::report>("DiagnosisSearch.report");
}

}  // namespace sevproof::wasm
