// What a careful reviewer says of a domain of SEV-SNP.
#include <string>

#include "boot/domain_words.h"
#include "sevproof/bytes.h"
#include "sevproof/formats/cpu.h"
#include "sevproof/snp/policy.h"
#include "sevproof/text.h"
#include "snp/domain_review.h"
#include "snp/policy_review.h"

namespace sevproof::snp {
namespace {

using enum FindingCode;
using sevproof::internal::boot_elements;
using sevproof::internal::times;

// A decimal number is the likeliest reason for bits that nobody sets: of what it would be in base
// 16 there is nothing to say.
std::optional<std::string> written_in_base_10(Policy policy) {
  const auto meant = policy_in_base_10(policy);
  if (!meant || policy.has(Policy::kAlwaysOne)) return std::nullopt;
  return "for " + to_hex_number(policy.value).substr(2) + " write " + to_hex_number(*meant);
}

class Review {
 public:
  Review(const DomainConfig& domain, const DomainContext& context)
      : domain_(domain), snp_(*domain.snp), context_(context) {}

  std::vector<Finding> take() &&;

 private:
  void add(FindingCode code, std::string detail = {}, std::optional<Subject> about = {}) {
    findings_.push_back({code, std::move(detail), about});
  }

  void review_policy();
  void review_loaders();
  void review_firmware();
  void review_kernel();
  void review_boot(const KernelBoot& boot);
  void review_cpus();

  const DomainConfig& domain_;
  const DomainSnp& snp_;
  const DomainContext& context_;
  std::vector<Finding> findings_;
};

void Review::review_policy() {
  if (!snp_.policy) {
    add(kSnpDomainNoPolicy);
    return;
  }
  const Policy policy{*snp_.policy};
  if (auto words = written_in_base_10(policy)) {
    add(kSnpPolicyNotation, *std::move(words));
    return;
  }
  for (Finding& finding : internal::numbered_policy_findings(policy)) {
    findings_.push_back(std::move(finding));
  }
  if (policy.has(Policy::kSmtAllowed)) add(kSnpPolicySmtAllowed);
}

std::string loader_fault(const DomainLoader& loader) {
  if (loader.type != "rom") return "type " + quote(loader.type);
  return loader.secure ? "secure='yes'" : "";
}

void Review::review_loaders() {
  const std::vector<DomainLoader>& loaders = domain_.loaders;
  if (loaders.empty() && !domain_.auto_firmware.empty()) {
    add(kSnpDomainFirmwareChosen, "firmware=" + quote(domain_.auto_firmware));
    return;
  }
  if (loaders.size() != 1) {
    add(kDomainLoaderCount, "loader: " + times(loaders.size()));
    return;
  }
  if (std::string fault = loader_fault(loaders.front()); !fault.empty()) {
    add(kSnpDomainLoader, std::move(fault));
  }
}

void Review::review_firmware() {
  review_loaders();
  if (domain_.nvram) add(kSnpDomainNvram);
  if (domain_.varstore) add(kDomainVarstore);
}

void Review::review_kernel() {
  const KernelBoot* boot =
      context_.launch != nullptr && context_.launch->boot ? &*context_.launch->boot : nullptr;
  const std::string elements = boot_elements(domain_);
  if (!snp_.kernel_hashes) {
    if (boot != nullptr) add(kDomainKernelHashesOff);
    if (!elements.empty()) add(kDomainKernelNotMeasured, elements);
    return;
  }
  if (!domain_.kernel) add(kDomainKernelMissing, elements.empty() ? "" : elements + " alone");
  if (domain_.shim) add(kDomainShim, "shim " + quote(*domain_.shim));
  if (domain_.dtb) add(kDomainDtb, "dtb " + quote(*domain_.dtb));
  if (boot != nullptr) review_boot(*boot);
}

void Review::review_boot(const KernelBoot& boot) {
  if (boot.initrd && !domain_.initrd) {
    add(kDomainBootDiffers, "an initrd is given, the domain has none", Subject::kInitrd);
  }
  const std::string booted = domain_.cmdline.value_or("");
  const std::string given = boot.cmdline.value_or("");
  if (given == booted) return;
  add(kDomainBootDiffers, "command line: " + sevproof::internal::difference_text(booted, given));
}

std::string counts_text(const std::vector<std::uint32_t>& counts) {
  constexpr std::size_t kMostShown = 5;
  std::string text;
  for (std::size_t i = 0; i < counts.size() && i < kMostShown; ++i) {
    text += (i == 0 ? "" : ", ") + std::to_string(counts[i]);
  }
  return text + (counts.size() > kMostShown ? " and more" : "");
}

void Review::review_cpus() {
  const auto signature = domain_cpu_signature(domain_);
  if (!signature) add(kDomainCpuNotFixed, sevproof::internal::unfixed_cpu(domain_));
  if (context_.launch == nullptr) return;
  const LaunchRequest& launch = *context_.launch;
  const auto has = [&](std::uint32_t count) {
    for (const std::uint32_t one : launch.counts) {
      if (one == count) return true;
    }
    return false;
  };
  if (domain_.vcpus && !has(*domain_.vcpus)) {
    add(kDomainVcpusDiffer,
        "domain " + std::to_string(*domain_.vcpus) + ", given " + counts_text(launch.counts));
  }
  if (!signature || !launch.cpu || *signature == *launch.cpu) return;
  add(kDomainCpuDiffers, "domain " + describe_cpu_signature(*signature) + ", given " +
                             describe_cpu_signature(*launch.cpu));
}

std::vector<Finding> Review::take() && {
  if (context_.launch != nullptr) internal::review_taken(*context_.launch, findings_);
  review_policy();
  internal::review_values(snp_, findings_);
  internal::review_id_block(snp_, context_, findings_);
  if (!snp_.vcek) add(kSnpDomainVcekOff);
  if (snp_.has_session) add(kSnpDomainSessionDropped);
  review_firmware();
  review_kernel();
  review_cpus();
  if (!domain_.qemu_arguments.empty()) {
    add(kDomainQemuArguments, sevproof::internal::qemu_arguments_text(domain_));
  }
  return std::move(findings_);
}

}  // namespace

std::vector<Finding> review_domain(const DomainConfig& domain, const DomainContext& context) {
  if (!domain.snp) return {};
  return Review(domain, context).take();
}

}  // namespace sevproof::snp
