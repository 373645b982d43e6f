#include "answer.h"
#include "calls.h"
#include "known_code.h"
#include "request.h"
#include "sevproof/report.h"
#include "sevproof/sev/secret.h"

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

}  // namespace

std::string validate_request(const std::string& json, const val& files) {
  const auto request = read_page_request({json, files});
  if (!request) return answer(request.error());
  auto validation = validate(request->draft.request);
  if (!validation) return answer(validation.error());
  add_domain_part(*request, validation->report);
  return answer(Json{{"report", to_json(validation->report)}});
}

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

}  // namespace sevproof::wasm
