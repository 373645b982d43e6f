#include "sevproof/formats/vmsa.h"
#include "sevproof/sev/domain.h"

namespace sevproof {
namespace {

std::optional<std::uint32_t> given_signature(const LaunchDraft& draft) {
  if (!draft.vmsa_cpu0) return draft.cpu;
  return static_cast<std::uint32_t>(summarize_vmsa(*draft.vmsa_cpu0).rdx);
}

}  // namespace

DomainContext domain_context(const LaunchDraft& draft) {
  DomainContext context;
  context.policy = draft.policy;
  context.vcpus = draft.num_cpus;
  context.cpu_signature = given_signature(draft);
  if (draft.tik) context.tik = &*draft.tik;
  // A launch digest may cover any files.
  if (draft.launch_digest) return context;
  context.boot = GivenBoot{};
  if (draft.kernel) context.boot = GivenBoot{true, draft.initrd.has_value(), draft.cmdline};
  return context;
}

}  // namespace sevproof
