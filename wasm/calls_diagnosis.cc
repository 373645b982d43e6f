// The search for the reason of a mismatch, in short pieces: between two of them the worker can hear
// that it is to stop.
#include <emscripten/bind.h>
#include <emscripten/emscripten.h>

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "answer.h"
#include "fields.h"
#include "objects.h"
#include "report_request.h"
#include "request.h"
#include "sevproof/diagnosis_search.h"
#include "sevproof/report.h"
#include "sevproof/snp/diagnosis.h"
#include "snp_request.h"

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
  // The same of a SEV-SNP launch and the digest that was reported. Fails as measureSnp does.
  std::string begin_snp(const val& texts, const val& files, const std::string& measurement);
  // The same of a report whose measurement is none of the launch's. Fails as verifySnpReport does.
  std::string begin_report(const val& files, const val& texts, const val& launch_texts,
                           const val& launch_files, double now);
  // Goes on for about so many milliseconds. Fails with kInvalid before begin().
  std::string run(double milliseconds);
  // The request's report with what was found so far; fails as run() does.
  std::string report() const;

 private:
  std::shared_ptr<PlannedSearch> search_for(const snp::LaunchRequest& request,
                                            const Sha384Digest& measurement) const;
  // With it in their document.
  template <typename Compared>
  std::string start(Compared compared, std::shared_ptr<PlannedSearch> search);
  std::string step() const;

  std::vector<Candidate> candidates_;
  std::function<std::string(Diagnosis)> document_;
  std::shared_ptr<PlannedSearch> search_;
  bool done_ = false;
};

const Error kNotBegun = {ErrorCode::kCallOutOfOrder, "expected begin() to have been called", ""};
const Error kMatches = {ErrorCode::kCallOutOfOrder,
                        "The measurement matches: there is nothing to explain", ""};

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
  if (validation->launch) return answer(kMatches);
  add_domain_part(*request, validation->report);
  const auto& [launch, tek, keys_in_one_file, from_launch_info] = request->draft;
  const DiagnosisInput input{launch,           tek ? &*tek : nullptr,
                             keys_in_one_file, candidates_,
                             launch.from_host, HostSource::kDomainXml,
                             from_launch_info, request->said ? &*request->said : nullptr};
  return start(std::move(validation->report), std::make_shared<DiagnosisSearch>(input));
}

std::string DiagnosisRun::begin_snp(const val& texts, const val& files,
                                    const std::string& measurement) {
  search_.reset();
  const auto digest = snp::parse_sha384("Measurement", measurement);
  if (!digest) return answer(digest.error(), "expectedDigest");
  auto report = measure_snp_request(texts, files);
  if (!report) return answer(report.error());
  snp::ComparedLaunch compared{*std::move(report), *digest, std::nullopt};
  if (compared.matches()) return answer(kMatches);
  auto search = search_for(compared.launch.request, *digest);
  return start(std::move(compared), std::move(search));
}

std::string DiagnosisRun::begin_report(const val& files, const val& texts, const val& launch_texts,
                                       const val& launch_files, double now) {
  search_.reset();
  auto input = read_report_input(files, texts, launch_texts, launch_files, now);
  if (!input) return answer(input.error());
  auto result = snp::verify_report(*std::move(input));
  if (!result) return answer(result.error(), "measurement");
  if (!result->measurement_differs()) return answer(kMatches);
  auto search =
      search_for(result->input.launch->request, result->input.evidence.report.measurement);
  return start(*std::move(result), std::move(search));
}

std::shared_ptr<PlannedSearch> DiagnosisRun::search_for(const snp::LaunchRequest& request,
                                                        const Sha384Digest& measurement) const {
  std::optional<SaidGuest> said;
  if (request.domain) said = said_guest(*request.domain, HostSource::kDomainXml);
  return std::make_shared<snp::DiagnosisSearch>(
      snp::DiagnosisInput{.request = request,
                          .measurement = measurement,
                          .candidates = candidates_,
                          .said = said ? &*said : nullptr});
}

template <typename Compared>
std::string DiagnosisRun::start(Compared compared, std::shared_ptr<PlannedSearch> search) {
  document_ = [compared = std::move(compared)](Diagnosis found) {
    Compared whole = compared;
    whole.diagnosis = std::move(found);
    return to_json(whole);
  };
  search_ = std::move(search);
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
  return answer(Json{{"report", document_(search_->result())}});
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
  bind_method<&DiagnosisRun::begin_snp>("DiagnosisSearch.beginSnp");
  bind_method<&DiagnosisRun::begin_report>("DiagnosisSearch.beginReport");
  bind_method<&DiagnosisRun::run>("DiagnosisSearch.run");
  bind_method<&DiagnosisRun::report>("DiagnosisSearch.report");
}

}  // namespace sevproof::wasm
