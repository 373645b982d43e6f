#include "diagnosis.h"

#include <emscripten/emscripten.h>

#include "answer.h"
#include "request.h"
#include "sevproof/report.h"

namespace sevproof::wasm {
namespace {

using emscripten::val;

const Error kNotBegun = {ErrorKind::kInvalid, "expected begin() to have been called", ""};

Read<std::vector<Candidate>> read_candidates(const val& list) {
  std::vector<Candidate> candidates;
  const auto count = list["length"].as<unsigned>();
  for (unsigned i = 0; i < count; ++i) {
    const val item = list[i];
    const auto file = read_digest(item["file"], "candidates");
    if (!file) return tl::unexpected(file.error());
    const SecretBytes content(read_bytes(item["content"]));
    candidates.push_back(make_candidate(item["name"].as<std::string>(), *file, content.view()));
  }
  return Read<std::vector<Candidate>>(std::move(candidates));
}

}  // namespace

std::string DiagnosisRun::begin(const val& plain, const val& list) {
  const auto request = read_request(plain);
  if (!request) return answer(request.error());
  const auto candidates = read_candidates(list);
  if (!candidates) return answer(candidates.error());
  auto validation = validate(request->launch);
  if (!validation) return answer(validation.error());
  if (validation->launch) {
    return answer(
        Error{ErrorKind::kInvalid, "The measurement matches: nothing needs a reason", ""});
  }
  report_ = std::move(validation->report);
  add_domain_part(*request, *report_);
  search_.emplace(DiagnosisInput{request->launch, request->tek ? &*request->tek : nullptr,
                                 request->keys_in_one_file, *candidates});
  done_ = false;
  return step();
}

std::string DiagnosisRun::run(double milliseconds) {
  if (!search_) return answer(kNotBegun);
  const double end = emscripten_get_now() + milliseconds;
  done_ = true;
  search_->run([&](const DiagnosisProgress&) {
    done_ = emscripten_get_now() < end;
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

}  // namespace sevproof::wasm
