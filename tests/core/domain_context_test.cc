#include <gtest/gtest.h>

#include "sevproof/formats/cpu.h"
#include "sevproof/sev/domain.h"

namespace sevproof {
namespace {

constexpr std::uint32_t kMilan = 0xa00f11;

TEST(DomainContext, HoldsNothingOfWhatIsNotGiven) {
  const DomainContext context = domain_context({});
  EXPECT_FALSE(context.policy || context.vcpus || context.cpu_signature);
  // No kernel is given, which is something to hold a domain with one against.
  ASSERT_TRUE(context.boot);
  EXPECT_FALSE(context.boot->kernel || context.boot->initrd || context.boot->cmdline);
  EXPECT_FALSE(context.insecure || context.reads_host_files);
}

TEST(DomainContext, HoldsWhatIsGiven) {
  LaunchDraft draft;
  draft.policy = Policy{7};
  draft.num_cpus = 4;
  draft.kernel = BootPart{};
  draft.initrd = BootPart{};
  draft.cmdline = "quiet";
  draft.cpu = kMilan;
  const DomainContext context = domain_context(draft);
  EXPECT_EQ(context.policy->value, 7U);
  EXPECT_EQ(context.vcpus, 4U);
  EXPECT_EQ(context.cpu_signature, kMilan);
  EXPECT_TRUE(context.boot->kernel && context.boot->initrd);
  EXPECT_EQ(context.boot->cmdline, "quiet");
}

TEST(DomainContext, TakesTheSignatureFromAPageToo) {
  LaunchDraft draft;
  draft.vmsa_cpu0 = build_boot_vmsa(VmsaSpec{kMilan, VmsaLayout::kInit2, 0});
  EXPECT_EQ(domain_context(draft).cpu_signature, kMilan);
}

DomainConfig with_cpu(const std::string& mode, const std::string& model) {
  DomainConfig domain;
  domain.cpu = DomainCpu{mode, model};
  return domain;
}

TEST(DomainCpuSignature, IsThatOfTheModelWhichTheDomainFixes) {
  EXPECT_EQ(domain_cpu_signature(with_cpu("custom", "EPYC-Milan")), kMilan);
  EXPECT_EQ(domain_cpu_signature(with_cpu("custom", "EPYC-Milan-v2")), kMilan);
  // QEMU's own; libvirt's cpu_map says family 15.
  EXPECT_EQ(domain_cpu_signature(with_cpu("custom", "Opteron_G3")), 0x100f23U);
  for (const auto& domain :
       {with_cpu("host-passthrough", ""), with_cpu("host-model", "EPYC-Milan"),
        with_cpu("maximum", ""), with_cpu("custom", "Skylake-Server"), with_cpu("custom", "max"),
        with_cpu("custom", "EPYC-Milan,family=23"), with_cpu("custom", "0xa00f11")}) {
    EXPECT_FALSE(domain_cpu_signature(domain));
  }
}

// Run: libvirt 9.0, 11.3 and 12.8 start such a domain with -cpu qemu64.
TEST(DomainCpuSignature, IsThatOfQemu64WhereNoneIsNamed) {
  constexpr std::uint32_t kQemu64 = 0x60fb1;
  EXPECT_EQ(domain_cpu_signature(DomainConfig{}), kQemu64);
  EXPECT_EQ(domain_cpu_signature(with_cpu("custom", "")), kQemu64);
  EXPECT_EQ(domain_cpu_signature(with_cpu("custom", "qemu64")), kQemu64);
}

}  // namespace
}  // namespace sevproof
