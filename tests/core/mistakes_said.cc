// What the host's side says otherwise than the owner, and did so.
#include "make_mistake.h"
#include "sevproof/formats/cpu.h"

namespace sevproof::test {
namespace {

// What was said before, or a domain that says nothing but what its owner does of the kernel boot.
SaidLaunch& said_of(MistakenLaunch& launch) {
  if (!launch.said) launch.said = SaidLaunch();
  if (!launch.said->boot && launch.owner.boot) {
    launch.said->boot =
        SaidBoot{true, launch.owner.boot->initrd.has_value(), launch.owner.boot->cmdline};
  }
  return *launch.said;
}

Mistake said_vcpus(std::string name, std::uint32_t vcpus) {
  return mistake(std::move(name), Hypothesis::kSaidVcpus, [=](MistakenLaunch& launch) {
    if (std::holds_alternative<std::monostate>(launch.owner.vmsa)) return false;
    launch.host.vcpus = vcpus;
    said_of(launch).vcpus = vcpus;
    return true;
  });
}

Mistake said_cpu(std::string name, const CpuSku& sku) {
  return mistake(std::move(name), Hypothesis::kSaidCpu, [=](MistakenLaunch& launch) {
    auto* spec = std::get_if<VmsaSpec>(&launch.host.vmsa);
    if (spec == nullptr) return false;
    spec->cpu_signature = cpu_signature(sku).value_or(0);
    said_of(launch).cpu_signature = spec->cpu_signature;
    return true;
  });
}

Mistake said_boot(std::string name, Hypothesis hypothesis,
                  std::function<void(MistakenLaunch&, SaidBoot&)> change) {
  return mistake(std::move(name), hypothesis, [change = std::move(change)](MistakenLaunch& launch) {
    if (!launch.owner.boot || !launch.host.boot) return false;
    change(launch, said_of(launch).boot.value());
    return true;
  });
}

Mistake said_policy(std::string name, MistakePart part, std::uint32_t flipped) {
  return with_part(mistake(std::move(name), Hypothesis::kSaidPolicy,
                           [=](MistakenLaunch& launch) {
                             if ((flipped & Policy::kEs) != 0 && !launch.host.policy.es())
                               return false;
                             launch.host.policy.value ^= flipped;
                             said_of(launch).policy = launch.host.policy;
                             return true;
                           }),
                   part);
}

}  // namespace

using enum Hypothesis;

std::vector<Mistake> said_mistakes() {
  constexpr std::uint32_t kThreeFlags = Policy::kNoSend | Policy::kDomain | Policy::kSev;
  return {
      said_policy("three policy flags as the domain has them", MistakePart::kPolicy, kThreeFlags),
      said_policy("a domain without ES", MistakePart::kPolicyEs, Policy::kEs | kThreeFlags),
      with_part(mistake("a domain with ES and CPUs that are not given", kSaidPolicy,
                        [](MistakenLaunch& launch) {
                          if (launch.host.policy.es()) return false;
                          launch.host.policy.value ^= Policy::kEs | kThreeFlags;
                          launch.host.vcpus = 6;
                          launch.host.vmsa = VmsaSpec{0x60fb1, VmsaLayout::kInit2, 0};
                          SaidLaunch& said = said_of(launch);
                          said.policy = launch.host.policy;
                          said.vcpus = 6;
                          said.cpu_signature = 0x60fb1;
                          return true;
                        }),
                MistakePart::kUnknownCpus),
      with_part(always("measurement of another start", kSaidMeasurement,
                       [](MistakenLaunch& launch) { launch.other_start = true; }),
                MistakePart::kForm),
      always("API version that the host reports", kSaidApi,
             [](MistakenLaunch& launch) {
               launch.owner.api = {1, 51, 9};
               said_of(launch).reported_api = launch.host.api;
             }),
      said_boot("command line of the domain", kSaidCmdline,
                [](MistakenLaunch& launch, SaidBoot& boot) {
                  boot.cmdline = "root=/dev/vda2 a=1 console=ttyS0 b=2";
                  launch.host.boot->cmdline = boot.cmdline;
                }),
      said_boot("no command line in the domain", kSaidCmdline,
                [](MistakenLaunch& launch, SaidBoot& boot) {
                  boot.cmdline.clear();
                  launch.host.boot->cmdline.clear();
                }),
      said_boot("no initrd in the domain", kSaidNoInitrd,
                [](MistakenLaunch& launch, SaidBoot& boot) {
                  boot.initrd = false;
                  launch.host.boot->initrd.reset();
                }),
      said_boot("kernel hashes off in the domain", kSaidKernelHashesOff,
                [](MistakenLaunch& launch, SaidBoot& boot) {
                  boot.measured = false;
                  launch.host.boot.reset();
                }),
      said_vcpus("8 vCPUs in the domain", 8),
      said_vcpus("1024 vCPUs in the domain", 1024),
      said_cpu("a QEMU model in the domain", {23, 49, 0}),
      said_cpu("QEMU's default CPU in the domain", {15, 107, 1}),
  };
}

}  // namespace sevproof::test
