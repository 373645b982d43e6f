#include "report/domain_parts.h"

#include "sevproof/bytes.h"
#include "sevproof/snp/domain.h"
#include "sevproof/snp/policy.h"

namespace sevproof::internal {
namespace {

// In hex, where it is there once and has its length.
Json json_value_of(const DomainBlob& blob, std::size_t size) {
  return blob.has_value(size) ? Json(to_hex(*blob.bytes)) : Json(nullptr);
}

}  // namespace

Json json_blob(const DomainBlob& blob) {
  Json json;
  json["count"] = blob.count;
  json["size"] = blob.bytes ? Json(blob.bytes->size()) : Json(nullptr);
  return json;
}

Json json_snp_policy(std::uint64_t policy) {
  return {{"hex", to_hex_number(policy)}, {"flags", snp::policy_flag_names({policy})}};
}

Json json_snp_security(const DomainSnp& snp) {
  Json json;
  json["policy"] = snp.policy ? json_snp_policy(*snp.policy) : Json(nullptr);
  json["kernelHashes"] = snp.kernel_hashes;
  json["authorKey"] = snp.author_key;
  json["vcek"] = snp.vcek;
  json["idBlock"] = json_blob(snp.id_block);
  json["idAuth"] = json_blob(snp.id_auth);
  json["hostData"] = json_value_of(snp.host_data, snp::kHostDataSize);
  json["guestVisibleWorkarounds"] =
      json_value_of(snp.visible_workarounds, snp::kVisibleWorkaroundsSize);
  return json;
}

}  // namespace sevproof::internal
