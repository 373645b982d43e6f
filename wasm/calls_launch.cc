#include "answer.h"
#include "calls.h"
#include "fields.h"
#include "known_code.h"
#include "request.h"
#include "request_domain.h"
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

std::string validate_request(const val& plain) {
  const auto request = read_request(plain);
  if (!request) return answer(request.error());
  auto validation = validate(request->launch);
  if (!validation) return answer(validation.error());
  add_domain_part(*request, validation->report);
  return answer(Json{{"report", to_json(validation->report)}});
}

std::string check_secret_list(const val& image, const val& list) {
  const auto secrets = read_secrets(list);
  if (!secrets) return answer(secrets.error());
  const HashedBytes bytes(read_bytes(image));
  auto firmware = parse_firmware(bytes.bytes());
  if (!firmware) return answer(firmware.error(), "firmware");
  firmware->code = known_code(bytes);
  const auto table = build_secret_table(*secrets);
  if (!table) return answer(table.error(), "secret");
  const auto findings = check_secrets(*secrets, *firmware);
  if (!findings) return answer(findings.error(), "secret");
  Json value;
  value["payloadSize"] = table->size();
  value["areaSize"] =
      usable(firmware->secret_area) ? Json(firmware->secret_area->size) : Json(nullptr);
  value["findings"] = json_of(*findings);
  return answer(std::move(value));
}

std::string pack(const val& plain, const val& list) {
  const auto request = read_request(plain);
  if (!request) return answer(request.error());
  const auto secrets = read_secrets(list);
  if (!secrets) return answer(secrets.error());
  if (!request->tek) {
    return answer(Error{ErrorCode::kMissingInput, "A TEK is needed to pack secrets",
                        "Secrets are encrypted under the TEK of the launch session."},
                  "tek");
  }
  auto validation = validate(request->launch);
  if (!validation) return answer(validation.error());
  if (!validation->launch) {
    return answer(Error{ErrorCode::kMeasurementMismatch,
                        "The measurement does not match, so nothing was packed",
                        "Only a validated guest may have secrets."});
  }
  Report& report = validation->report;
  add_domain_part(*request, report);
  const auto findings = check_secrets(*secrets, report.launch.firmware);
  if (!findings) return answer(findings.error(), "secret");
  report.findings.insert(report.findings.end(), findings->begin(), findings->end());
  const auto packet = pack_secret(*validation->launch, *request->tek, *secrets);
  if (!packet) return answer(packet.error(), "secret");
  return answer(Json{{"report", to_json(report)},
                     {"header", to_base64(packet->header)},
                     {"payload", to_base64(packet->payload)}});
}

std::string unpack(const val& plain, const std::string& header, const std::string& payload) {
  auto keys = read_keys(plain);
  if (!keys) return answer(keys.error());
  if (!keys->tek)
    return answer(Error{ErrorCode::kMissingInput, "A TEK is needed to open a packet", ""}, "tek");
  const auto reported = read_measurement(plain);
  if (!reported) return answer(reported.error());
  const auto packet = read_packet(header, payload);
  if (!packet) return answer(packet.error(), "packet");
  const TransportKeys both{std::move(keys->tik), std::move(*keys->tek)};
  const auto secrets = unpack_secret(*packet, both, reported->measurement);
  if (!secrets) return answer(secrets.error(), "packet");
  return answer_document(secrets_to_json(*secrets));
}

}  // namespace sevproof::wasm
