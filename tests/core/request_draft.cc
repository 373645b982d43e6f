#include "request_draft.h"

#include <utility>
#include <variant>

namespace sevproof::test {
namespace {

void put_cpus(const LaunchConfig& config, LaunchDraft& draft) {
  draft.num_cpus = config.vcpus;
  if (const auto* spec = std::get_if<VmsaSpec>(&config.vmsa)) {
    draft.cpu = spec->cpu_signature;
    draft.vmsa_layout = spec->layout;
    draft.sev_features = spec->sev_features;
  }
  if (const auto* files = std::get_if<VmsaFiles>(&config.vmsa)) {
    draft.vmsa_cpu0 = files->cpu0;
    draft.vmsa_cpu1 = files->cpu1;
  }
}

}  // namespace

LaunchDraft draft_of(LaunchRequest request) {
  LaunchDraft draft;
  draft.measurement = request.reported;
  draft.api_major = request.api.major;
  draft.api_minor = request.api.minor;
  draft.build_id = request.api.build;
  draft.policy = request.policy;
  draft.tik = std::move(request.tik);
  draft.firmware = std::move(request.config.firmware);
  if (const auto& boot = request.config.kernel) {
    draft.kernel = BootPart{boot->kernel};
    if (boot->initrd) draft.initrd = BootPart{*boot->initrd};
    draft.cmdline = boot->cmdline;
  }
  put_cpus(request.config, draft);
  return draft;
}

}  // namespace sevproof::test
