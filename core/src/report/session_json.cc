// JSON of sessions: one that was made, and one that was checked.
#include "report/platform_parts.h"
#include "sevproof/report.h"

namespace sevproof {
namespace {

using internal::Json;

// Both notations: tools differ in which one they take.
Json json_session_policy(Policy policy) {
  const Json plain = internal::json_policy(policy);
  Json json;
  json["value"] = plain["value"];
  json["hex"] = to_hex_number(policy.value);
  json["flags"] = plain["flags"];
  return json;
}

Json json_bytes(ByteView bytes) {
  Json json;
  json["sha256"] = to_hex(sha256(bytes));
  json["size"] = bytes.size();
  return json;
}

// The first by itself, the others as a list.
void add_inputs(Json& inputs, const std::string& name, const std::vector<SessionInput>& given) {
  Json others = Json::array();
  inputs[name] = nullptr;
  for (const SessionInput& input : given) {
    Json one = internal::json_given(json_bytes(input.bytes), "owner");
    if (&input == &given.front()) {
      inputs[name] = std::move(one);
    } else {
      others.push_back(std::move(one));
    }
  }
  inputs["other" + std::string(1, static_cast<char>(name.front() - 'a' + 'A')) + name.substr(1)] =
      std::move(others);
}

}  // namespace

std::string to_json(const SessionCreation& creation) {
  const PlatformReport& platform = creation.platform;
  const bool is_verified = platform.voucher != Voucher::kNobody;
  Json document =
      internal::begin_report("session", is_verified ? Verdict::kMatch : Verdict::kMismatch);
  Json& inputs = document["inputs"];
  inputs["policy"] = internal::json_given(json_session_policy(creation.policy), "owner");
  add_inputs(inputs, "session", {});
  add_inputs(inputs, "godh", {});
  inputs.update(internal::json_platform(platform));
  Json& computed = document["computed"];
  computed["vouchedForBy"] = voucher_name(platform.voucher);
  computed["generation"] =
      platform.generation ? Json(generation_name(*platform.generation)) : Json(nullptr);
  computed["policy"] = nullptr;
  computed["session"] = nullptr;
  computed["godh"] = nullptr;
  if (const auto& session = creation.session) {
    computed["policy"] = json_session_policy(session->policy);
    computed["session"] = json_bytes(session_bytes(session->session));
    computed["godh"] = internal::json_certificate(session->certificate);
  }
  return internal::end_report(document, platform.checks, creation.findings);
}

std::string to_json(const SessionReport& report) {
  Json document = internal::begin_report("session", report.verdict);
  Json& inputs = document["inputs"];
  inputs["policy"] = nullptr;
  if (report.policy) {
    inputs["policy"] = internal::json_given(json_session_policy(report.policy->policy), "owner");
  }
  add_inputs(inputs, "session", report.sessions);
  add_inputs(inputs, "godh", report.certificates);
  PlatformReport platform;
  platform.chain = report.platform.value_or(PlatformChain{});
  inputs.update(internal::json_platform(platform));
  Json& computed = document["computed"];
  computed["vouchedForBy"] = nullptr;
  computed["generation"] = nullptr;
  computed["policy"] = report.made_for ? json_session_policy(*report.made_for) : Json(nullptr);
  computed["session"] = nullptr;
  computed["godh"] = nullptr;
  return internal::end_report(document, report.checks, report.findings);
}

}  // namespace sevproof
