#include "sevproof/boot.h"
#include "sevproof/formats/cpu.h"

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

bool has_kernel_hashes(const DomainConfig& domain) {
  return domain.snp ? domain.snp->kernel_hashes : domain.kernel_hashes;
}

}  // namespace

SaidGuest said_guest(const DomainConfig& domain, HostSource source) {
  SaidGuest said;
  said.source = source;
  said.vcpus = domain.vcpus;
  said.cpu_signature = domain_cpu_signature(domain);
  if (has_default_cpu(domain)) {
    said.default_cpu = true;
    if (const auto signature = cpu_signature(kDefaultCpu)) said.cpu_signature = *signature;
  }
  said.boot = SaidBoot{domain.kernel && has_kernel_hashes(domain), domain.initrd.has_value(),
                       domain.cmdline.value_or("")};
  return said;
}

}  // namespace sevproof
