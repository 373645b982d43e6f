// What a launch takes from a domain of SEV-SNP.
#include <algorithm>
#include <string>
#include <utility>

#include "boot/domain_words.h"
#include "sevproof/bytes.h"
#include "sevproof/formats/cpu.h"
#include "sevproof/text.h"
#include "snp/domain_review.h"

namespace sevproof::snp {
namespace {

using sevproof::internal::times;

std::string_view hint_for(const DomainConfig& domain) {
  if (domain.sev_count != 0 && !domain.snp) {
    return "It is one of SEV or SEV-ES: `sevproof --domain-xml FILE` validates its launch, and "
           "`sevproof measure` computes its launch digest.";
  }
  return "It needs exactly one launchSecurity element of type sev-snp; check that it is the right "
         "domain.";
}

// A measured file whose content only the host could supply.
Result<void> expect_file(std::string_view role, const std::optional<std::string>& path,
                         bool is_given, Subject subject) {
  if (!path || is_given) return {};
  const FindingInfo& info = finding_info(FindingCode::kDomainBootFileNotGiven);
  return tl::unexpected(about(subject, Error(ErrorCode::kMissingInput,
                                             std::string(info.message) + " (" + std::string(role) +
                                                 " " + quote(*path) + ")",
                                             std::string(info.hint))));
}

Result<void> expect_files(const DomainConfig& domain, const LaunchDraft& draft) {
  if (!domain.snp->kernel_hashes || !domain.kernel) return {};
  if (auto there = expect_file("kernel", domain.kernel, draft.kernel.has_value(), Subject::kKernel);
      !there) {
    return there;
  }
  return expect_file("initrd", domain.initrd, draft.initrd.has_value(), Subject::kInitrd);
}

std::string value_text(HostValue value, const LaunchRequest& launch) {
  switch (value) {
    case HostValue::kVcpus:
      return cpus_text(launch.counts.front());
    case HostValue::kCpu:
      return "the CPU signature of " + describe_cpu_signature(*launch.cpu);
    case HostValue::kCmdline: {
      // Whole: what an attacker adds is at its end.
      constexpr std::size_t kMostShown = 2048;
      return "the kernel command line " + quote(*launch.boot->cmdline, kMostShown);
    }
    default:
      return std::string(host_value_name(value));
  }
}

}  // namespace

Result<void> expect_snp(const DomainConfig& domain) {
  if (domain.snp && domain.snp->count == 1) return {};
  std::string got = "launchSecurity of type sev-snp: " + times(domain.snp ? domain.snp->count : 0);
  if (!domain.snp && !domain.launch_security.empty()) {
    got = "launchSecurity of type " + quote(domain.launch_security);
  }
  return fail(ErrorCode::kUnsuitableDomain,
              "The domain is not configured with SEV-SNP launch security (" + got + ")",
              std::string(hint_for(domain)));
}

Result<void> take_domain(const DomainConfig& domain, LaunchDraft& draft) {
  if (auto expected = expect_snp(domain); !expected) return expected;
  if (draft.vmm.value_or(Vmm::kQemu) != Vmm::kQemu) {
    return fail(ErrorCode::kContradictingInputs,
                "a libvirt domain is a guest of QEMU, got the VMM " + quote(vmm_name(*draft.vmm)),
                "EC2 and GCE start no libvirt domain: leave its XML out.");
  }
  draft.domain = domain;
  // All of an IGVM file is its own; that the two exclude each other is said by complete().
  if (draft.igvm) return {};
  if (auto there = expect_files(domain, draft); !there) return there;
  if (draft.counts.empty() && domain.vcpus) {
    draft.counts.push_back(*domain.vcpus);
    draft.from_xml.push_back(HostValue::kVcpus);
  }
  const auto signature = domain_cpu_signature(domain);
  if (!draft.cpu && signature) {
    draft.cpu = *signature;
    draft.from_xml.push_back(HostValue::kCpu);
  }
  if (draft.kernel && !draft.cmdline && domain.cmdline) {
    draft.cmdline = *domain.cmdline;
    draft.from_xml.push_back(HostValue::kCmdline);
  }
  return {};
}

void internal::review_taken(const LaunchRequest& launch, std::vector<Finding>& findings) {
  std::string values;
  for (const HostValue value : launch.from_xml) {
    values += (values.empty() ? "" : ", ") + value_text(value, launch);
  }
  if (!values.empty()) findings.push_back({FindingCode::kSnpDomainXmlTaken, std::move(values)});
}

}  // namespace sevproof::snp
