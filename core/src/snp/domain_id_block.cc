// The values in base64 of a domain of SEV-SNP, its ID block above all.
#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "boot/domain_words.h"
#include "sevproof/bytes.h"
#include "sevproof/snp/policy.h"
#include "snp/domain_review.h"
#include "snp/id_block_review.h"

namespace sevproof::snp {
namespace {

using enum FindingCode;
using Findings = std::vector<Finding>;

template <std::size_t N>
std::optional<std::array<std::uint8_t, N>> value_of(const DomainBlob& blob) {
  if (!blob.has_value(N)) return std::nullopt;
  std::array<std::uint8_t, N> value{};
  put_bytes(value, *blob.bytes);
  return value;
}

// What is wrong with it; empty if nothing.
std::string value_fault(const DomainBlob& blob, std::size_t size) {
  if (blob.count > 1) return sevproof::internal::times(blob.count);
  const std::string expected = "expected " + std::to_string(size) + " bytes in base64, got ";
  if (!blob.bytes) return expected + "other text";
  if (const auto hex = from_hex(to_base64(*blob.bytes)); hex && hex->size() == size) {
    return expected + "hex digits: in base64 they are " + to_base64(*hex);
  }
  if (blob.bytes->size() != size) return expected + std::to_string(blob.bytes->size());
  return blob.has_blanks ? "blanks within it, which QEMU does not take" : "";
}

void review_author_key(const DomainSnp& domain, bool has_key, Findings& findings) {
  if (domain.author_key == has_key) return;
  findings.push_back({has_key ? kSnpDomainAuthorKeyUnused : kSnpDomainAuthorKeyMissing, {}});
}

void review_block(const IdBlock& block, const DomainSnp& domain, const DomainContext& context,
                  Findings& findings) {
  if (domain.policy && block.policy != *domain.policy) {
    findings.push_back(
        {kSnpDomainIdPolicyDiffers,
         "ID block " + policy_text({block.policy}) + ", domain " + policy_text({*domain.policy})});
  }
  if (context.digests.empty() || has_digest(context.digests, block.launch_digest)) return;
  findings.push_back({kSnpDomainIdDigestDiffers, "it is for " + to_hex(block.launch_digest)});
}

}  // namespace

std::optional<IdBlockBytes> domain_id_block(const DomainSnp& snp) {
  return value_of<kIdBlockSize>(snp.id_block);
}

std::optional<IdAuthBytes> domain_id_auth(const DomainSnp& snp) {
  return value_of<kIdAuthSize>(snp.id_auth);
}

std::vector<Finding> review_id_values(const DomainSnp& snp) {
  Findings findings;
  internal::review_values(snp, findings);
  if (const auto auth = domain_id_auth(snp)) {
    review_author_key(snp, internal::has_author_key(*auth), findings);
  }
  return findings;
}

namespace internal {

void review_values(const DomainSnp& domain, Findings& findings) {
  struct Value {
    std::string_view name;
    const DomainBlob& blob;
    std::size_t size;
  };
  const std::array<Value, 4> values = {
      {{"idBlock", domain.id_block, kIdBlockSize},
       {"idAuth", domain.id_auth, kIdAuthSize},
       {"hostData", domain.host_data, kHostDataSize},
       {"guestVisibleWorkarounds", domain.visible_workarounds, kVisibleWorkaroundsSize}}};
  for (const Value& value : values) {
    if (value.blob.count == 0) continue;
    std::string fault = value_fault(value.blob, value.size);
    if (fault.empty()) continue;
    findings.push_back({kSnpDomainValueMalformed, std::string(value.name) + ": " + fault});
  }
}

void review_id_block(const DomainSnp& domain, const DomainContext& context, Findings& findings) {
  const bool has_block = domain.id_block.count != 0;
  const bool has_auth = domain.id_auth.count != 0;
  if (has_block != has_auth) {
    findings.push_back({kSnpDomainIdIncomplete, has_block ? "idBlock alone" : "idAuth alone"});
  }
  if (!has_auth && domain.author_key) review_author_key(domain, false, findings);
  const auto block = domain_id_block(domain);
  if (block) review_block(read_id_block(*block), domain, context, findings);
  const auto auth = domain_id_auth(domain);
  if (!block || !auth) return;
  const IdBlockReport report = check_id_block(*block, *auth, {});
  if (std::string fault = pair_fault(report, domain.author_key); !fault.empty()) {
    findings.push_back({kSnpDomainIdBroken, std::move(fault)});
  }
  review_author_key(domain, report.author_key_digest.has_value(), findings);
}

}  // namespace internal
}  // namespace sevproof::snp
