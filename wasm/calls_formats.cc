// What can be said about a single file or text by itself.
#include <emscripten/bind.h>

#include <algorithm>

#include "answer.h"
#include "fields.h"
#include "known_code.h"
#include "sevproof/formats/domain_config.h"
#include "sevproof/formats/launch_info.h"
#include "sevproof/formats/transport_keys.h"
#include "sevproof/formats/vmsa.h"
#include "sevproof/recognise.h"
#include "sevproof/report.h"
#include "sevproof/sha256.h"

namespace sevproof::wasm {
namespace {

using emscripten::val;

std::string recognise_content(const std::string& name, const val& head, const val& tail,
                              double size) {
  const SecretBytes first(read_bytes(head));
  const SecretBytes last(read_bytes(tail));
  const RecognisedFile file = recognise_file(
      name, first.view(), static_cast<std::uint64_t>(std::max(size, 0.0)), last.view());
  Json alternatives = Json::array();
  for (const FileRole role : file.alternatives) alternatives.push_back(file_role_name(role));
  return answer(Json{{"role", file_role_name(file.role)},
                     {"alternatives", std::move(alternatives)},
                     {"reason", file.reason},
                     {"isSnp", file.is_snp}});
}

std::string parse_info(const std::string& text) {
  const auto info = parse_launch_info(text);
  if (!info) return answer(info.error(), "launchInfo");
  Json value = Json::object();
  const auto add = [&](const char* key, const auto& number) {
    if (number) value[key] = std::to_string(*number);
  };
  if (info->measurement) value["measurement"] = *info->measurement;
  add("apiMajor", info->api_major);
  add("apiMinor", info->api_minor);
  add("buildId", info->build);
  add("policy", info->policy);
  return answer(std::move(value));
}

std::string check_key(const std::string& field, const val& bytes) {
  const SecretBytes content(read_bytes(bytes));
  Json value = Json::object();
  if (field == "tek") {
    const auto tek = parse_tek(content.view());
    if (!tek) return answer(tek.error(), field);
    value["tek"] = key_fingerprint(tek->bytes());
  } else if (field == "tik") {
    const auto tik = parse_tik(content.view());
    if (!tik) return answer(tik.error(), field);
    value["tik"] = key_fingerprint(tik->bytes());
  } else {
    const auto keys = parse_tk(content.view());
    if (!keys) return answer(keys.error(), "tk");
    value["tik"] = key_fingerprint(keys->tik.bytes());
    value["tek"] = key_fingerprint(keys->tek.bytes());
  }
  return answer(std::move(value));
}

std::string describe_image(const val& image, bool with_code) {
  const HashedBytes bytes(read_bytes(image));
  if (const auto checked = check_firmware_file(bytes.bytes()); !checked) {
    return answer(checked.error(), "firmware");
  }
  auto firmware = parse_firmware(bytes.bytes());
  if (!firmware) return answer(firmware.error(), "firmware");
  if (with_code) firmware->code = known_code(bytes);
  return answer_document(to_json(*firmware, bytes.hash().finish()));
}

std::string describe_firmware(const val& image) { return describe_image(image, true); }

std::string describe_firmware_table(const val& image) { return describe_image(image, false); }

std::string describe_domain(const val& xml) {
  const Bytes bytes = read_bytes(xml);
  const auto domain = parse_domain(as_text(bytes));
  if (!domain) return answer(domain.error(), "domainXml");
  return answer_document(domain_to_json(*domain, sha256(bytes), check_domain(*domain)));
}

std::string describe_vmsa(const val& content) {
  const auto page = parse_vmsa("VMSA", read_bytes(content));
  if (!page) return answer(page.error());
  return answer_document(vmsa_to_json(*page));
}

std::string diff_pages(const val& first, const val& second) {
  const auto page0 = parse_vmsa("VMSA CPU 0", read_bytes(first));
  if (!page0) return answer(page0.error(), "vmsaCpu0");
  const auto page1 = parse_vmsa("VMSA CPU 1", read_bytes(second));
  if (!page1) return answer(page1.error(), "vmsaCpu1");
  return answer_document(vmsa_diff_to_json(*page0, *page1));
}

}  // namespace

EMSCRIPTEN_BINDINGS(formats) {
  emscripten::function("recognise", &recognise_content);
  emscripten::function("parseLaunchInfo", &parse_info);
  emscripten::function("checkKey", &check_key);
  emscripten::function("describeFirmware", &describe_firmware);
  emscripten::function("describeFirmwareTable", &describe_firmware_table);
  emscripten::function("describeDomain", &describe_domain);
  emscripten::function("describeVmsa", &describe_vmsa);
  emscripten::function("diffVmsa", &diff_pages);
}

}  // namespace sevproof::wasm
