// Whether a launch of a domain can be validated, and what a reviewer would say about it.
#include <utility>

#include "boot/domain_words.h"
#include "sevproof/bytes.h"
#include "sevproof/formats/cpu.h"
#include "sevproof/formats/session_blob.h"
#include "sevproof/formats/sev_certificate.h"
#include "sevproof/sev/domain.h"
#include "sevproof/sev/session_check.h"
#include "sevproof/text.h"

namespace sevproof {
namespace {

using enum FindingCode;
using internal::boot_elements;
using internal::difference_text;
using internal::times;
using internal::unfixed_cpu;

class Review {
 public:
  void add(FindingCode code, std::string detail = {}, std::optional<Subject> about = {}) {
    check_.findings.push_back({code, std::move(detail), about});
  }

  // The first refusal is the one that counts.
  void refuse(FindingCode code, ErrorCode error, const std::string& detail,
              std::string_view hint = {}, std::optional<Subject> subject = {}) {
    add(code, detail, subject);
    if (check_.refusal) return;
    const FindingInfo& info = finding_info(code);
    std::string message(info.message);
    if (!detail.empty()) message += " (" + detail + ")";
    check_.refusal =
        about(subject.value_or(info.about),
              {error, std::move(message), std::string(hint.empty() ? info.hint : hint)});
  }

  DomainCheck take() { return std::move(check_); }

 private:
  DomainCheck check_;
};

void review_launch_security(const DomainConfig& domain, Review& review) {
  if (domain.sev_count != 1) {
    const std::string detail = domain.sev_count == 0 && !domain.launch_security.empty()
                                   ? "launchSecurity of type " + quote(domain.launch_security)
                                   : "launchSecurity of type sev: " + times(domain.sev_count);
    review.refuse(kDomainNoSev, ErrorCode::kUnsuitableDomain, detail,
                  domain.snp ? "A SEV-SNP guest has no launch measurement: `sevproof snp measure "
                               "--domain-xml FILE` checks this XML, and prints the launch digest "
                               "that the guest's attestation report must have."
                             : "");
    if (domain.sev_count == 0) return;
  }
  if (domain.dh_cert.count != 1) {
    review.refuse(kDomainNoDhCert, ErrorCode::kUnsuitableDomain,
                  "dhCert: " + times(domain.dh_cert.count));
  }
  if (domain.session.count != 1) {
    review.refuse(kDomainNoSession, ErrorCode::kUnsuitableDomain,
                  "session: " + times(domain.session.count));
  }
}

// What is refused unless the owner accepts to be insecure.
void review_insecure(FindingCode code, const DomainContext& context, std::string detail,
                     Review& review) {
  if (context.insecure) {
    review.add(code, std::move(detail));
  } else {
    review.refuse(code, ErrorCode::kInsecureDomain, detail);
  }
}

void review_firmware(const DomainConfig& domain, const DomainContext& context, Review& review) {
  if (domain.nvram) review_insecure(kDomainNvram, context, {}, review);
  if (domain.varstore) review_insecure(kDomainVarstore, context, {}, review);
  if (domain.loaders.size() == 1) return;
  std::string detail = "loader: " + times(domain.loaders.size());
  if (domain.loaders.empty() && !domain.auto_firmware.empty()) {
    detail += "; libvirt chooses it, firmware=" + quote(domain.auto_firmware);
  }
  review.refuse(kDomainLoaderCount, ErrorCode::kUnsuitableDomain, detail);
}

// A measured file whose content only the host could supply.
void review_files_given(const DomainConfig& domain, const GivenBoot& boot, Review& review) {
  if (domain.kernel && !boot.kernel) {
    review.refuse(kDomainBootFileNotGiven, ErrorCode::kMissingInput,
                  "kernel " + quote(*domain.kernel), {}, Subject::kKernel);
  }
  if (domain.initrd && !boot.initrd) {
    review.refuse(kDomainBootFileNotGiven, ErrorCode::kMissingInput,
                  "initrd " + quote(*domain.initrd), {}, Subject::kInitrd);
  }
}

void review_kernel(const DomainConfig& domain, const DomainContext& context, Review& review) {
  const std::string elements = boot_elements(domain);
  if (!domain.kernel_hashes) {
    if (context.boot && context.boot->kernel) {
      review.refuse(kDomainKernelHashesOff, ErrorCode::kContradictingInputs, {});
    }
    if (!elements.empty()) review_insecure(kDomainKernelNotMeasured, context, elements, review);
    return;
  }
  if (elements.empty()) review.refuse(kDomainKernelMissing, ErrorCode::kUnsuitableDomain, {});
  if (domain.shim) review_insecure(kDomainShim, context, "shim " + quote(*domain.shim), review);
  if (domain.dtb) review.add(kDomainDtb, "dtb " + quote(*domain.dtb));
  if (context.boot && !context.reads_host_files) {
    review_files_given(domain, *context.boot, review);
  }
}

// `other` is what has the place of the blob where the two were exchanged.
void review_blob(const DomainBlob& blob, FindingCode code, std::size_t size,
                 const DomainBlob& other, std::size_t other_size, Review& review) {
  if (blob.count == 0 || blob.size() == size) return;
  std::string detail = "expected " + std::to_string(size) + " bytes, got ";
  detail += blob.bytes ? std::to_string(blob.bytes->size()) : "text that is not base64";
  if (blob.size() == other_size && other.size() == size) {
    detail += ": dhCert and session are swapped";
  }
  review.add(code, std::move(detail));
}

void review_blobs(const DomainConfig& domain, Review& review) {
  review_blob(domain.dh_cert, kDomainDhCertMalformed, kSevCertificateSize, domain.session,
              kSessionSize, review);
  review_blob(domain.session, kDomainSessionMalformed, kSessionSize, domain.dh_cert,
              kSevCertificateSize, review);
}

// Whether the keys that were given can be those of the guest that starts with this session. What is
// wrong with the policy itself is said elsewhere.
void review_session(const DomainConfig& domain, const DomainContext& context, Review& review) {
  if (context.tik == nullptr || !domain.session.bytes) return;
  if (!parse_session(*domain.session.bytes)) return;
  const auto policy = context.policy ? context.policy : domain_policy(domain);
  SessionCheckRequest request{.sessions = {{"the domain's session", *domain.session.bytes}},
                              .certificates = {},
                              .tik = context.tik->clone()};
  if (policy) request.policy = GivenPolicy{*policy};
  if (domain.dh_cert.size() == kSevCertificateSize) {
    request.certificates.push_back({"the domain's dhCert", *domain.dh_cert.bytes});
  }
  const auto report = check_session(request);
  if (!report) return;
  for (const Finding& finding : report->findings) {
    if (!finding_info(finding.code).name.starts_with("session-")) continue;
    const bool is_of_other_key = finding.code == FindingCode::kSessionOtherKey;
    review.add(is_of_other_key ? kDomainSessionOther : finding.code,
               is_of_other_key ? std::string() : finding.detail, Subject::kDomainSecurity);
  }
  for (const Check& check : report->checks) {
    if (check.code != CheckCode::kSessionGodh || check.outcome != CheckOutcome::kFail) continue;
    review.add(kDomainDhCertMalformed, check.got);
  }
}

void review_policy(const DomainConfig& domain, const DomainContext& context, Review& review) {
  if (!domain.policy || !context.policy) return;
  if (*domain.policy == context.policy->value) return;
  review.add(kDomainPolicyDiffers, "domain " + to_hex_number(*domain.policy) + ", given " +
                                       to_hex_number(context.policy->value));
}

bool is_es(const DomainConfig& domain, const DomainContext& context) {
  const auto policy = context.policy ? context.policy : domain_policy(domain);
  return policy && policy->es();
}

// Only SEV-ES measures CPUs, but what was given is held against the domain in any case.
void review_cpus(const DomainConfig& domain, const DomainContext& context, Review& review) {
  if (context.vcpus && domain.vcpus && *context.vcpus != *domain.vcpus) {
    review.add(kDomainVcpusDiffer, "domain " + std::to_string(*domain.vcpus) + ", given " +
                                       std::to_string(*context.vcpus));
  }
  const auto signature = domain_cpu_signature(domain);
  if (!signature && is_es(domain, context)) review.add(kDomainCpuNotFixed, unfixed_cpu(domain));
  if (!signature || !context.cpu_signature || *signature == *context.cpu_signature) return;
  review.add(kDomainCpuDiffers, "domain " + describe_cpu_signature(*signature) + ", given " +
                                    describe_cpu_signature(*context.cpu_signature));
}

// A missing initrd is refused before. What is not given is the empty command line, unless it is
// taken from the domain.
void review_boot(const DomainConfig& domain, const DomainContext& context, Review& review) {
  if (!context.boot || !context.boot->kernel || !domain.kernel_hashes) return;
  const GivenBoot& boot = *context.boot;
  if (boot.initrd && !domain.initrd) {
    review.add(kDomainBootDiffers, "an initrd is given, the domain has none", Subject::kInitrd);
  }
  if (!boot.cmdline && context.insecure) return;
  const std::string booted = domain.cmdline.value_or("");
  const std::string given = boot.cmdline.value_or("");
  if (given == booted) return;
  review.add(kDomainBootDiffers, "command line: " + difference_text(booted, given));
}

std::string loader_fault(const DomainLoader& loader) {
  if (loader.type != "rom" && loader.type != "pflash") return "type " + quote(loader.type);
  if (loader.type == "pflash" && !loader.readonly) return "the flash is not read-only";
  if (loader.secure)
    return "secure='yes' needs system management mode, which SEV-ES does not support";
  return {};
}

void review_loader(const DomainConfig& domain, Review& review) {
  if (domain.loaders.size() != 1) return;
  const DomainLoader& loader = domain.loaders.front();
  if (auto fault = loader_fault(loader); !fault.empty()) {
    review.add(kDomainLoaderUnsuitable, std::move(fault));
  }
  // A ROM has nowhere to keep variables.
  if (loader.type == "pflash" && !loader.stateless && !domain.nvram) {
    review.add(kDomainLoaderNotStateless);
  }
}

void review_devices(const DomainConfig& domain, Review& review) {
  if (!domain.memory_locked && !domain.memory_hard_limit) review.add(kDomainMemoryNotLocked);
  constexpr std::size_t kMaxNamed = 5;
  std::string names;
  std::size_t count = 0;
  for (const VirtioDevice& device : domain.virtio) {
    if (device.iommu) continue;
    if (++count <= kMaxNamed) names += (names.empty() ? "" : ", ") + quote(device.name, 40);
  }
  if (count > kMaxNamed) names += " and " + std::to_string(count - kMaxNamed) + " more";
  if (count > 0) review.add(kDomainVirtioNoIommu, names);
}

}  // namespace

DomainCheck check_domain(const DomainConfig& domain, const DomainContext& context) {
  Review review;
  review_launch_security(domain, review);
  review_firmware(domain, context, review);
  review_kernel(domain, context, review);
  review_policy(domain, context, review);
  review_blobs(domain, review);
  review_session(domain, context, review);
  review_cpus(domain, context, review);
  review_boot(domain, context, review);
  review_loader(domain, review);
  review_devices(domain, review);
  if (!domain.qemu_arguments.empty()) {
    review.add(kDomainQemuArguments, internal::qemu_arguments_text(domain));
  }
  return review.take();
}

}  // namespace sevproof
