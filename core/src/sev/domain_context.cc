#include "sevproof/formats/vmsa.h"
#include "sevproof/sev/domain.h"

namespace sevproof {
namespace {

std::optional<std::uint32_t> given_signature(const VmsaSource& source) {
  if (const auto* spec = std::get_if<VmsaSpec>(&source)) return spec->cpu_signature;
  const auto* files = std::get_if<VmsaFiles>(&source);
  if (files == nullptr) return std::nullopt;
  return static_cast<std::uint32_t>(summarize_vmsa(files->cpu0).rdx);
}

}  // namespace

DomainContext domain_context(const LaunchConfig& config, const std::optional<Policy>& policy) {
  DomainContext context;
  context.policy = policy;
  context.vcpus = config.vcpus;
  context.cpu_signature = given_signature(config.vmsa);
  // A launch digest may cover any files.
  if (config.known && config.known->of == KnownDigest::Of::kLaunch) return context;
  context.boot = GivenBoot{};
  if (config.kernel) {
    context.boot = GivenBoot{true, config.kernel->initrd.has_value(), config.kernel->cmdline};
  }
  return context;
}

}  // namespace sevproof
