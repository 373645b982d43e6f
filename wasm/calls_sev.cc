// A SEV or SEV-ES launch: what is missing, the verdict, and secrets. A request is JSON; `files` has
// the files that it names.
#include <emscripten/bind.h>

#include <algorithm>

#include "answer.h"
#include "known_code.h"
#include "labels.h"
#include "request.h"
#include "sevproof/report.h"
#include "sevproof/sev/fields.h"
#include "sevproof/sev/secret.h"
#include "sevproof/text.h"
#include "text_field.h"

namespace sevproof::wasm {
namespace {

using emscripten::val;

Result<SecretPacket> read_packet(const std::string& header, const std::string& payload) {
  const auto header_bytes = decode_packet_file(as_bytes(header));
  if (!header_bytes) return fail(header_bytes.error());
  const auto payload_bytes = decode_packet_file(as_bytes(payload));
  if (!payload_bytes) return fail(payload_bytes.error());
  return parse_secret_packet(*header_bytes, *payload_bytes);
}

std::string check_text(const std::string& field, const std::string& text) {
  const auto meaning = read_meaning(field, text);
  if (!meaning) return answer(meaning.error());
  return answer_with({{"description", meaning->words},
                      {"number", meaning->number ? Json(*meaning->number) : Json(nullptr)}},
                     meaning->findings);
}

// The number, if the text is one that the field takes.
std::optional<std::uint32_t> number_in(const char* field, const std::string& text) {
  const auto meaning = read_meaning(field, text);
  if (!meaning || !meaning->number) return std::nullopt;
  return static_cast<std::uint32_t>(*meaning->number);
}

std::string list_missing(const val& given_names, const std::string& policy,
                         const std::string& vcpus) {
  FieldSet given;
  for (const auto& name : emscripten::vecFromJSArray<std::string>(given_names)) {
    if (const auto field = find_field(name)) given.add(*field);
  }
  Json list = Json::array();
  const auto add = [&](Field field, const std::string& what) {
    list.push_back({{"field", field_info(field).name}, {"what", what}});
  };
  for (const FieldProblem& problem : contradictions(given, label_of)) {
    if (!problem.needed_by || given.has(problem.field)) continue;
    add(problem.field, std::string(label_of(problem.field)) + " (" +
                           std::string(label_of(*problem.needed_by)) + " needs one)");
    // Said already.
    given.add(problem.field);
  }
  const Policy flags{number_in("policy", policy).value_or(0)};
  const Needs needs{.es = flags.es(), .vcpus = number_in("numCpus", vcpus)};
  for (const auto& problem : missing_fields(given, needs, label_of)) {
    add(problem.field, problem.what);
  }
  return answer(std::move(list));
}

std::string validate_request(const std::string& json, const val& files) {
  const auto request = read_page_request({json, files});
  if (!request) return answer(request.error());
  auto validation = validate(request->draft.request);
  if (!validation) return answer(validation.error());
  add_domain_part(*request, validation->report);
  return answer(Json{{"report", to_json(validation->report)}});
}

// Needs the firmware and the secrets alone.
std::string check_secret_list(const std::string& json, const val& files) {
  const auto document = read_document({json, files});
  if (!document) return answer(document.error());
  const HashedBytes image = document->draft.firmware.value_or(HashedBytes());
  auto firmware = parse_firmware(image.bytes());
  if (!firmware) return answer(firmware.error(), "firmware");
  firmware->code = known_code(image);
  const auto table = build_secret_table(document->secrets);
  if (!table) return answer(table.error(), "secret");
  const auto findings = check_secrets(document->secrets, *firmware);
  if (!findings) return answer(findings.error(), "secret");
  Json value;
  value["payloadSize"] = table->size();
  value["areaSize"] =
      usable(firmware->secret_area) ? Json(firmware->secret_area->size) : Json(nullptr);
  return answer_with(std::move(value), *findings);
}

// Validates again: a packet is made only for a launch that matches, whatever the page thinks.
std::string pack(const std::string& json, const val& files) {
  const auto request = read_page_request({json, files});
  if (!request) return answer(request.error());
  const auto& secrets = request->secrets;
  if (!request->draft.tek) {
    return answer(Error{ErrorCode::kMissingInput, "A TEK is needed to pack secrets",
                        "Secrets are encrypted under the TEK of the launch session."},
                  "tek");
  }
  auto validation = validate(request->draft.request);
  if (!validation) return answer(validation.error());
  if (!validation->launch) {
    return answer(Error{ErrorCode::kMeasurementMismatch,
                        "The measurement does not match, so nothing was packed",
                        "Only a validated guest may have secrets."});
  }
  Report& report = validation->report;
  add_domain_part(*request, report);
  const auto findings = check_secrets(secrets, report.launch.firmware);
  if (!findings) return answer(findings.error(), "secret");
  report.findings.insert(report.findings.end(), findings->begin(), findings->end());
  const auto packet = pack_secret(*validation->launch, *request->draft.tek, secrets);
  if (!packet) return answer(packet.error(), "secret");
  return answer(Json{{"report", to_json(report)},
                     {"header", to_base64(packet->header)},
                     {"payload", to_base64(packet->payload)}});
}

std::string unpack(const std::string& json, const val& files, const std::string& header,
                   const std::string& payload) {
  auto document = read_document({json, files});
  if (!document) return answer(document.error());
  LaunchDraft& draft = document->draft;
  const auto needed = [](const char* what, const char* field) {
    return answer(
        Error{ErrorCode::kMissingInput, std::string(what) + " is needed to open a packet", ""},
        field);
  };
  if (!draft.tik) return needed("A TIK", "tik");
  if (!draft.tek) return needed("A TEK", "tek");
  if (!draft.measurement) return needed("The measurement", "measurement");
  const auto packet = read_packet(header, payload);
  if (!packet) return answer(packet.error(), "packet");
  const TransportKeys keys{std::move(*draft.tik), std::move(*draft.tek)};
  const auto secrets = unpack_secret(*packet, keys, draft.measurement->measurement);
  if (!secrets) return answer(secrets.error(), "packet");
  return answer_document(secrets_to_json(*secrets));
}

}  // namespace

EMSCRIPTEN_BINDINGS(sev) {
  emscripten::function("checkText", &check_text);
  emscripten::function("missing", &list_missing);
  emscripten::function("validate", &validate_request);
  emscripten::function("checkSecrets", &check_secret_list);
  emscripten::function("pack", &pack);
  emscripten::function("unpack", &unpack);
}

}  // namespace sevproof::wasm
