// JSON of a diagnosis, the same of every kind of launch.
#include "report/json_parts.h"
#include "sevproof/diagnosis.h"

namespace sevproof::internal {
namespace {

Json json_change(const DiagnosisChange& change, const Json& document) {
  Json item;
  item["code"] = hypothesis_info(change.hypothesis).name;
  item["about"] = json_about(subject_of(change), DocumentKind::kReport, document);
  item["value"] = change.value ? Json(*change.value) : Json(nullptr);
  item["message"] = diagnosis_sentence(change);
  item["hint"] = diagnosis_hint(change);
  return item;
}

}  // namespace

Json json_diagnosis(const std::optional<Diagnosis>& diagnosis, const Json& document) {
  if (!diagnosis) return nullptr;
  Json json;
  json["outcome"] = outcome_name(diagnosis->outcome);
  json["tried"] = diagnosis->progress.tried;
  json["total"] = diagnosis->progress.total;
  json["alsoTried"] = diagnosis->also_tried;
  Json& changes = json["changes"] = Json::array();
  for (const DiagnosisChange& change : diagnosis->changes) {
    changes.push_back(json_change(change, document));
  }
  Json& excluded = json["excluded"] = Json::array();
  for (const Hypothesis hypothesis : diagnosis->excluded) {
    const HypothesisInfo& info = hypothesis_info(hypothesis);
    Json item;
    item["code"] = info.name;
    item["message"] = info.excluded;
    excluded.push_back(std::move(item));
  }
  Json& causes = json["causes"] = Json::array();
  if (diagnosis->outcome == DiagnosisOutcome::kExplained) return json;
  if (!diagnosis->session_cause.empty()) causes.push_back(diagnosis->session_cause);
  if (diagnosis->outcome != DiagnosisOutcome::kNotExplained) return json;
  for (const std::string_view cause : unexplained_causes(diagnosis->basis)) causes.push_back(cause);
  return json;
}

}  // namespace sevproof::internal
