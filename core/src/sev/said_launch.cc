#include "sevproof/formats/cpu.h"
#include "sevproof/sev/domain.h"

namespace sevproof {
namespace {

constexpr std::string_view kDefaultModel = "qemu64";
// Of qemu64, in every version of QEMU: target/i386/cpu.c.
constexpr CpuSku kDefaultCpu = {15, 107, 1};

// libvirt runs a domain without a model with QEMU's default, and writes its name into the live XML.
bool has_default_cpu(const DomainConfig& domain) {
  if (!domain.cpu) return true;
  const DomainCpu& cpu = *domain.cpu;
  return cpu.mode == "custom" && (cpu.model.empty() || cpu.model == kDefaultModel);
}

}  // namespace

SaidLaunch said_by_domain(const DomainConfig& domain, HostSource source) {
  SaidLaunch said;
  said.source = source;
  said.policy = domain_policy(domain);
  said.vcpus = domain.vcpus;
  said.cpu_signature = domain_cpu_signature(domain);
  if (has_default_cpu(domain)) {
    said.default_cpu = true;
    if (const auto signature = cpu_signature(kDefaultCpu)) said.cpu_signature = *signature;
  }
  if (domain.session.size() == kSessionSize) {
    const auto session = parse_session(*domain.session.bytes);
    if (session) said.session = *session;
  }
  said.boot = SaidBoot{domain.kernel && domain.kernel_hashes, domain.initrd.has_value(),
                       domain.cmdline.value_or("")};
  return said;
}

}  // namespace sevproof
