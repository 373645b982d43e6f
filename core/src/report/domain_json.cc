// JSON of a libvirt domain's configuration.
#include "report/domain_parts.h"
#include "report/json_parts.h"
#include "sevproof/report.h"

namespace sevproof {
namespace {

using internal::Json;

template <typename T>
Json json_optional(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json json_security(const DomainConfig& domain) {
  Json security;
  security["type"] = domain.launch_security.empty() ? Json(nullptr) : Json(domain.launch_security);
  security["policy"] = domain.policy ? internal::json_policy({*domain.policy}) : Json(nullptr);
  security["cbitpos"] = json_optional(domain.cbitpos);
  security["reducedPhysBits"] = json_optional(domain.reduced_phys_bits);
  security["dhCert"] = internal::json_blob(domain.dh_cert);
  security["session"] = internal::json_blob(domain.session);
  security["kernelHashes"] = domain.snp ? domain.snp->kernel_hashes : domain.kernel_hashes;
  return security;
}

Json json_boot(const DomainConfig& domain) {
  Json loaders = Json::array();
  for (const DomainLoader& loader : domain.loaders) {
    Json item;
    item["path"] = loader.path;
    item["type"] = loader.type;
    item["readonly"] = loader.readonly;
    item["secure"] = loader.secure;
    item["stateless"] = loader.stateless;
    loaders.push_back(std::move(item));
  }
  Json boot;
  boot["loaders"] = std::move(loaders);
  boot["nvram"] = domain.nvram;
  boot["varstore"] = domain.varstore;
  boot["kernel"] = json_optional(domain.kernel);
  boot["initrd"] = json_optional(domain.initrd);
  boot["cmdline"] = json_optional(domain.cmdline);
  return boot;
}

Json json_machine(const DomainConfig& domain) {
  Json machine;
  machine["vcpus"] = json_optional(domain.vcpus);
  machine["maxVcpus"] = json_optional(domain.max_vcpus);
  Json& cpu = machine["cpu"] = nullptr;
  if (domain.cpu) {
    cpu["mode"] = domain.cpu->mode;
    cpu["model"] = domain.cpu->model;
  }
  machine["memoryLocked"] = domain.memory_locked;
  machine["memoryHardLimit"] = domain.memory_hard_limit;
  machine["memorySource"] =
      domain.memory_source.empty() ? Json(nullptr) : Json(domain.memory_source);
  machine["virtio"] = Json::array();
  for (const VirtioDevice& device : domain.virtio) {
    Json item;
    item["name"] = device.name;
    item["iommu"] = device.iommu;
    machine["virtio"].push_back(std::move(item));
  }
  return machine;
}

}  // namespace

std::string domain_to_json(const DomainConfig& domain, const Sha256Digest& sha256,
                           const DomainCheck& check) {
  constexpr auto kKind = internal::DocumentKind::kDomain;
  Json document = internal::json_document();
  document["sha256"] = to_hex(sha256);
  document["name"] = domain.name;
  document["launchSecurity"] = json_security(domain);
  document["boot"] = json_boot(domain);
  document["machine"] = json_machine(domain);
  document["findings"] = internal::json_findings(check.findings, kKind, document);
  document["refusal"] =
      check.refusal ? internal::json_error(*check.refusal, kKind, document) : Json(nullptr);
  return internal::json_text(document);
}

}  // namespace sevproof
