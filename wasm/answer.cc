#include "answer.h"

#include <algorithm>
#include <array>
#include <utility>

#include "sevproof/report.h"

namespace sevproof::wasm {
namespace {

// Where a field's value stands in a report; keys and the like stand nowhere.
Subject subject_of(std::string_view field) {
  using Place = std::pair<std::string_view, Subject>;
  constexpr auto kPlaces = std::to_array<Place>({{"measurement", Subject::kMeasurement},
                                                 {"apiMajor", Subject::kApi},
                                                 {"apiMinor", Subject::kApi},
                                                 {"buildId", Subject::kApi},
                                                 {"policy", Subject::kPolicy},
                                                 {"firmware", Subject::kFirmware},
                                                 {"firmwareSha256", Subject::kFirmware},
                                                 {"launchDigest", Subject::kLaunchDigest},
                                                 {"kernel", Subject::kKernel},
                                                 {"initrd", Subject::kInitrd},
                                                 {"cmdline", Subject::kCmdline},
                                                 {"numCpus", Subject::kVcpus},
                                                 {"cpu", Subject::kCpu},
                                                 {"vmsaLayout", Subject::kVmsaLayout},
                                                 {"sevFeatures", Subject::kSevFeatures},
                                                 {"vmsaCpu0", Subject::kVmsa},
                                                 {"vmsaCpu1", Subject::kVmsa},
                                                 {"launchInfo", Subject::kEvidence},
                                                 {"domainXml", Subject::kDomainSecurity},
                                                 {"secret", Subject::kSecrets},
                                                 {"packet", Subject::kSecrets}});
  const auto found = std::find_if(kPlaces.begin(), kPlaces.end(),
                                  [&](const Place& place) { return place.first == field; });
  return found == kPlaces.end() ? Subject::kWhole : found->second;
}

Json parsed(const std::string& text) {
  return Json::parse(text.data(), text.data() + text.size(), nullptr, /*allow_exceptions=*/false);
}

std::string text_of(const Json& answer) {
  return answer.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

Json json_of(std::span<const Finding> findings) { return parsed(findings_to_json(findings)); }

std::string answer(Json value) {
  Json whole;
  whole["ok"] = true;
  whole["value"] = std::move(value);
  return text_of(whole);
}

std::string answer(const FieldError& error) {
  Error whole_error = error.error;
  if (whole_error.about == Subject::kWhole) whole_error.about = subject_of(error.field);
  Json whole;
  whole["ok"] = false;
  whole["error"] = parsed(error_to_json(whole_error));
  whole["error"]["field"] = error.field.empty() ? Json(nullptr) : Json(error.field);
  return text_of(whole);
}

std::string answer(const Error& error, std::string_view field) {
  return answer(FieldError{field, error});
}

std::string answer_document(const std::string& document) {
  return R"({"ok":true,"value":)" + document + "}";
}

}  // namespace sevproof::wasm
