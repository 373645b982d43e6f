#include "load/load_domain.h"

#include "os/file_descriptor.h"
#include "os/input_file.h"
#include "sevproof/sev/domain.h"

namespace sevproof::cli {
namespace {

template <typename T>
bool fill(std::optional<T>& value, const std::optional<T>& from) {
  if (value || !from) return false;
  value = from;
  return true;
}

}  // namespace

Result<std::optional<DomainConfig>> load_domain(const Path& path) {
  if (!path) return std::nullopt;
  const auto content = read_file(*path, {.role = "domain XML", .max_size = kMaxDomainXmlSize});
  if (!content) return fail(content.error());
  // The core's errors begin with this; here the file is named instead.
  constexpr std::string_view kPrefix = "domain XML";
  auto domain = parse_domain({reinterpret_cast<const char*>(content->data()), content->size()});
  if (!domain) {
    return fail(reworded(domain.error(), describe_file("domain XML", *path) +
                                             domain.error().message.substr(kPrefix.size())));
  }
  return std::optional<DomainConfig>(std::move(*domain));
}

Result<void> check_configuration(const DomainOptions& options, const DomainConfig& domain,
                                 bool reads_host_files, Launch& launch) {
  if (options.ignore_config) return {};
  DomainContext context = domain_context(launch.draft);
  context.insecure = options.insecure;
  context.reads_host_files = reads_host_files;
  const DomainCheck check = check_domain(domain, context);
  if (check.refusal) return fail(*check.refusal);
  launch.add(check.findings);
  return {};
}

Result<void> apply_domain(const DomainOptions& options, const DomainConfig& domain,
                          Launch& launch) {
  if (auto checked = check_configuration(options, domain, false, launch); !checked) return checked;
  // Whoever wrote the XML could add init=/bin/sh and still get a match, so nothing is taken from it
  // unless that risk was asked for by its name.
  if (!options.insecure) return {};
  LaunchDraft& draft = launch.draft;
  std::vector<HostValue>& taken = draft.from_host;
  if (fill(draft.policy, domain_policy(domain))) taken.push_back(HostValue::kPolicy);
  if (draft.kernel && fill(draft.cmdline, domain.cmdline)) taken.push_back(HostValue::kCmdline);
  // A launch digest covers everything else already.
  if (!draft.launch_digest) {
    // Without SEV-ES the number of CPUs is not measured, and nothing hangs on where it comes from.
    if (fill(draft.num_cpus, domain.vcpus) && draft.es()) taken.push_back(HostValue::kVcpus);
    // A model that is not known, or the host's own, leaves the CPU to be asked for.
    const bool needs_cpu = draft.es() && !draft.vmsa_cpu0;
    if (needs_cpu && fill(draft.cpu, domain_cpu_signature(domain))) {
      taken.push_back(HostValue::kCpu);
    }
  }
  launch.add(host_value_findings(HostSource::kDomainXml, taken));
  return {};
}

}  // namespace sevproof::cli
