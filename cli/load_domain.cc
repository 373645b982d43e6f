#include "load_domain.h"

#include "file_descriptor.h"
#include "input_file.h"
#include "load_config.h"
#include "sevproof/sev/domain.h"

namespace sevproof::cli {
namespace {

template <typename T>
bool fill(std::optional<T>& value, const std::optional<T>& from) {
  if (value || !from) return false;
  value = from;
  return true;
}

// A model that is not known, or the host's own, leaves the CPU to be asked for.
Result<void> fill_cpu(const Arguments& arguments, const DomainConfig& domain,
                      PartialLaunch& launch) {
  const auto signature = domain_cpu_signature(domain);
  if (!signature || !std::holds_alternative<std::monostate>(launch.config.vmsa)) return {};
  const auto spec = make_vmsa_spec(arguments, *signature);
  if (!spec) return fail(spec.error());
  launch.config.vmsa = *spec;
  launch.from_host.push_back(HostValue::kCpu);
  return {};
}

}  // namespace

Result<std::optional<DomainConfig>> load_domain(const Arguments& arguments) {
  const auto path = arguments.value(Option::kDomainXml);
  if (!path) return std::nullopt;
  const auto content = read_file(*path, {.role = "domain XML", .max_size = kMaxDomainXmlSize});
  if (!content) return fail(content.error());
  // The core's errors begin with this; here the file is named instead.
  constexpr std::string_view kPrefix = "domain XML";
  auto domain = parse_domain({reinterpret_cast<const char*>(content->data()), content->size()});
  if (!domain) {
    return fail(domain.error().kind,
                describe_file("domain XML", *path) + domain.error().message.substr(kPrefix.size()),
                domain.error().hint);
  }
  return std::optional<DomainConfig>(std::move(*domain));
}

Result<void> check_configuration(const Arguments& arguments, const DomainConfig& domain,
                                 bool reads_host_files, PartialLaunch& launch) {
  if (arguments.has(Option::kIgnoreConfig)) return {};
  DomainContext context = domain_context(launch.config, launch.state.policy);
  context.insecure = arguments.has(Option::kInsecure);
  context.reads_host_files = reads_host_files;
  const DomainCheck check = check_domain(domain, context);
  if (check.refusal) return fail(*check.refusal);
  launch.add(check.findings);
  return {};
}

Result<void> apply_domain(const Arguments& arguments, const DomainConfig& domain,
                          PartialLaunch& launch) {
  if (auto checked = check_configuration(arguments, domain, false, launch); !checked) {
    return checked;
  }
  // Whoever wrote the XML could add init=/bin/sh and still get a match, so nothing is taken from it
  // unless that risk was asked for by its name.
  if (!arguments.has(Option::kInsecure)) return {};
  LaunchConfig& config = launch.config;
  if (fill(launch.state.policy, domain_policy(domain)))
    launch.from_host.push_back(HostValue::kPolicy);
  // A launch digest covers everything else already.
  const bool is_covered = arguments.has(Option::kLaunchDigest);
  if (config.kernel && fill(config.kernel->cmdline, domain.cmdline)) {
    launch.from_host.push_back(HostValue::kCmdline);
  }
  // Without SEV-ES the number of CPUs is not measured, and nothing hangs on where it comes from.
  const bool es = launch.state.policy && launch.state.policy->es();
  if (!is_covered && fill(config.vcpus, domain.vcpus) && es) {
    launch.from_host.push_back(HostValue::kVcpus);
  }
  if (es && !is_covered) {
    if (auto filled = fill_cpu(arguments, domain, launch); !filled) return filled;
  }
  launch.add(host_value_findings(HostSource::kDomainXml, launch.from_host));
  return {};
}

}  // namespace sevproof::cli
