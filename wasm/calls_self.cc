// The core about itself: what it is, what it can take, whether it works. And its hash, for files of
// any size.
#include <emscripten/bind.h>

#include <algorithm>
#include <bit>

#include "answer.h"
#include "objects.h"
#include "sevproof/formats/candidate.h"
#include "sevproof/formats/cpu.h"
#include "sevproof/formats/domain_config.h"
#include "sevproof/formats/igvm.h"
#include "sevproof/formats/platform_files.h"
#include "sevproof/formats/snp_certificates.h"
#include "sevproof/recognise.h"
#include "sevproof/report.h"
#include "sevproof/self_test.h"
#include "sevproof/sev/fields.h"
#include "sevproof/sha256.h"
#include "sevproof/snp/id_block.h"
#include "sevproof/snp/vmm.h"
#include "sevproof/text.h"

namespace sevproof::wasm {
namespace {

using emscripten::val;

std::string self_tests() {
  Json list = Json::array();
  for (const SelfTest& test : run_self_tests()) {
    list.push_back({{"name", test.name}, {"passed", test.passed}});
  }
  return answer(std::move(list));
}

Json policy_flag_list() {
  Json list = Json::array();
  for (const PolicyFlag& flag : policy_flags()) {
    list.push_back(
        {{"name", flag.name}, {"meaning", flag.meaning}, {"bit", std::countr_zero(flag.mask)}});
  }
  return list;
}

Json cpu_model_list() {
  Json list = Json::array();
  for (const CpuModel& model : cpu_models()) {
    const auto signature = cpu_signature(model.sku);
    list.push_back(
        {{"name", model.name}, {"description", describe_cpu_signature(signature.value_or(0))}});
  }
  return list;
}

// The largest file that each field takes.
Json file_sizes() {
  Json sizes = Json::object();
  for (const FieldInfo& field : field_catalogue()) {
    const bool is_file = field.kind == FieldKind::kFile || field.kind == FieldKind::kHashed;
    if (is_file) sizes[std::string(field.name)] = field.high;
  }
  sizes["domainXml"] = kMaxDomainXmlSize;
  sizes["platform"] = kMaxPlatformFileSize;
  sizes["certs"] = kMaxSnpCertificateFile;
  sizes["igvm"] = kMaxIgvmSize;
  sizes["idKey"] = snp::kMaxKeyFileSize;
  // In base64, with white space.
  sizes["idAuth"] = 4 * snp::kIdAuthSize;
  return sizes;
}

Json snp_choices() {
  Json vmms = Json::array();
  for (const snp::Vmm vmm : {snp::Vmm::kQemu, snp::Vmm::kEc2, snp::Vmm::kGce}) {
    vmms.push_back(snp::vmm_name(vmm));
  }
  return {{"vmms", std::move(vmms)},
          {"vmsaAddresses", {to_hex_number(snp::kVmsaGpa), to_hex_number(snp::kWideVmsaGpa)}},
          {"policy", to_hex_number(snp::kDefaultPolicy)}};
}

std::string about() {
  Json value;
  value["version"] = version();
  value["sha256"] = sha256_implementation();
  value["policyFlags"] = policy_flag_list();
  value["cpuModels"] = cpu_model_list();
  value["fileSizes"] = file_sizes();
  value["snp"] = snp_choices();
  value["recognise"] = {
      {"head", kRecogniseRoleHead}, {"tail", kRecogniseTail}, {"bootHead", kRecogniseHead}};
  value["candidates"] = {
      {"most", kMaxCandidates}, {"whole", kMaxWholeCandidate}, {"head", kCandidateHead}};
  return answer(std::move(value));
}

// Files of any size in constant memory: JavaScript fills the room, and no byte is copied twice.
class StreamHash {
 public:
  val room(unsigned size) {
    if (buffer_.size() < size) buffer_.resize(size);
    return val(emscripten::typed_memory_view(buffer_.size(), buffer_.data()));
  }
  // Never more than there is room for.
  void update(unsigned size) {
    sha_.update(ByteView(buffer_).first(std::min<std::size_t>(size, buffer_.size())));
  }
  std::string digest() const { return to_hex(sha_.finish()); }

 private:
  Sha256 sha_;
  Bytes buffer_;
};

}  // namespace

EMSCRIPTEN_BINDINGS(self) {
  emscripten::function("selfTests", &self_tests);
  emscripten::function("about", &about);
  bind_object<StreamHash>("StreamHash.new", "StreamHash.delete");
  bind_method<&StreamHash::room>("StreamHash.room");
  bind_method<&StreamHash::update>("StreamHash.update");
  bind_method<&StreamHash::digest>("StreamHash.digest");
}

}  // namespace sevproof::wasm
