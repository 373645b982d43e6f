#include <algorithm>
#include <bit>

#include "answer.h"
#include "calls.h"
#include "fields.h"
#include "known_code.h"
#include "sevproof/formats/cpu.h"
#include "sevproof/formats/domain_config.h"
#include "sevproof/formats/launch_info.h"
#include "sevproof/recognise.h"
#include "sevproof/report.h"
#include "sevproof/self_test.h"
#include "sevproof/sha256.h"
#include "text_field.h"

namespace sevproof::wasm {

using emscripten::val;

std::string self_tests() {
  Json list = Json::array();
  for (const SelfTest& test : run_self_tests()) {
    list.push_back({{"name", test.name}, {"passed", test.passed}});
  }
  return answer(std::move(list));
}

std::string about() {
  Json value;
  value["version"] = version();
  value["sha256"] = sha256_implementation();
  value["policyFlags"] = Json::array();
  for (const PolicyFlag& flag : policy_flags()) {
    value["policyFlags"].push_back(
        {{"name", flag.name}, {"meaning", flag.meaning}, {"bit", std::countr_zero(flag.mask)}});
  }
  value["cpuModels"] = Json::array();
  for (const CpuModel& model : cpu_models()) {
    const auto signature = cpu_signature(model.sku);
    value["cpuModels"].push_back(
        {{"name", model.name}, {"description", describe_cpu_signature(signature.value_or(0))}});
  }
  return answer(std::move(value));
}

std::string recognise_content(const val& head, const val& tail, double size) {
  const Bytes last = read_bytes(tail);
  const Content content =
      recognise(read_bytes(head), static_cast<std::uint64_t>(std::max(size, 0.0)), last);
  return answer(Json{{"kind", content_kind_name(content.kind)}, {"name", content.name}});
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

std::string check_text(const std::string& field, const std::string& text) {
  const auto meaning = read_meaning(field, text);
  if (!meaning) return answer(meaning.error());
  return answer_with({{"description", meaning->words},
                      {"number", meaning->number ? Json(*meaning->number) : Json(nullptr)}},
                     meaning->findings);
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

std::string describe_firmware(const val& image) {
  const HashedBytes bytes(read_bytes(image));
  if (const auto checked = check_firmware_file(bytes.bytes()); !checked) {
    return answer(checked.error(), "firmware");
  }
  auto firmware = parse_firmware(bytes.bytes());
  if (!firmware) return answer(firmware.error(), "firmware");
  firmware->code = known_code(bytes);
  return answer_document(to_json(*firmware, bytes.hash().finish()));
}

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

}  // namespace sevproof::wasm
