#include "commands/snp_text.h"

#include <algorithm>

#include "sevproof/formats/cpu.h"
#include "sevproof/formats/vmsa.h"
#include "sevproof/snp/domain.h"
#include "sevproof/snp/policy.h"
#include "sevproof/text.h"

namespace sevproof::cli {
namespace {

std::string features_text(std::uint64_t features) {
  std::string text = to_hex_number(features);
  std::string names;
  for (const std::string& name : sev_feature_names(features)) {
    names += (names.empty() ? "" : ", ") + name;
  }
  return text + (names.empty() ? "" : " (" + names + ")");
}

std::string_view vmm_text(snp::Vmm vmm) {
  switch (vmm) {
    case snp::Vmm::kQemu:
      return "QEMU";
    case snp::Vmm::kEc2:
      return "EC2";
    case snp::Vmm::kGce:
      return "GCE";
  }
  return "";
}

std::string digest_text(const std::string& of, const Sha384Digest& digest) {
  return "launch digest" + of + ": " + to_hex(digest) + "\nbase64" + of + ": " + to_base64(digest) +
         "\n";
}

bool is_about_id_block(const Finding& finding) {
  using enum FindingCode;
  return finding.code == kSnpDomainValueMalformed || finding.code == kSnpDomainIdIncomplete ||
         finding.code == kSnpDomainIdBroken || finding.code == kSnpDomainIdPolicyDiffers ||
         finding.code == kSnpDomainIdDigestDiffers || finding.code == kSnpDomainAuthorKeyMissing ||
         finding.code == kSnpDomainAuthorKeyUnused;
}

}  // namespace

std::string guest_text(const snp::LaunchRequest& request) {
  if (request.igvm) return "SEV-SNP, from an IGVM file, on QEMU";
  const snp::LaunchConfig& config = request.config;
  const std::uint32_t rdx = config.vcpu.cpu_signature.value_or(snp::kResetRdx);
  return "SEV-SNP on " + std::string(vmm_text(config.vmm)) + ", CPU signature " +
         to_hex_number(rdx) +
         (config.vcpu.cpu_signature ? ": " + describe_cpu_signature(rdx) : std::string()) +
         ", guest features " + features_text(config.vcpu.sev_features);
}

std::string domain_text(const snp::LaunchReport& report) {
  const auto& domain = report.request.domain;
  if (!domain || !domain->snp) return "";
  std::string text;
  if (const auto& policy = domain->snp->policy) {
    text += "policy in the XML: " + snp::policy_text({*policy}) + "\n";
  }
  const DomainBlob& data = domain->snp->host_data;
  if (data.has_value(snp::kHostDataSize)) {
    text += "host data in the XML: " + to_hex(*data.bytes) + "\n";
  }
  const bool has_pair = domain->snp->id_block.count != 0 && domain->snp->id_auth.count != 0;
  if (has_pair && std::ranges::none_of(report.findings, is_about_id_block)) {
    text += "ID block in the XML: signed, for this launch digest and policy\n";
  }
  return text;
}

std::string digests_text(const snp::LaunchReport& report) {
  const bool is_only_one = report.digests.size() == 1 && !report.igvm;
  std::string text;
  for (const snp::CountedDigest& one : report.digests) {
    text += digest_text(is_only_one ? "" : ", " + cpus_text(one.vcpus), one.digest);
  }
  return text;
}

// Most files give one digest in both ways.
std::string igvm_text(const snp::LaunchReport& report) {
  if (!report.igvm) return "";
  const snp::MeasuredIgvm& igvm = *report.igvm;
  const std::string policy = igvm.policy
                                 ? "policy in the file: " + snp::policy_text({*igvm.policy}) + "\n"
                                 : std::string();
  const std::string pages =
      policy + "VMSA pages in the file: " + std::to_string(igvm.contexts) + "\n";
  const std::string_view of = ", in the order of the file";
  const auto is_same = [&](const snp::CountedDigest& one) {
    return one.vcpus == igvm.contexts && one.digest == igvm.in_order;
  };
  if (std::ranges::any_of(report.digests, is_same)) {
    return pages + "launch digest" + std::string(of) + ": the same as of " +
           cpus_text(igvm.contexts) + "\n";
  }
  return pages + digest_text(std::string(of), igvm.in_order);
}

}  // namespace sevproof::cli
