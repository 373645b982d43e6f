#include "request_domain.h"

#include <string>
#include <utility>

#include "fields.h"
#include "sevproof/sev/domain.h"

namespace sevproof::wasm {
namespace {

using emscripten::val;

// A refused domain has no verdict here either; the page can do without its XML.
Read<std::vector<Finding>> check_xml(const DomainConfig& domain, const LaunchRequest& launch) {
  DomainCheck check = check_domain(domain, domain_context(launch.config, launch.policy));
  if (!check.refusal) return std::move(check.findings);
  Error refusal = std::move(*check.refusal);
  // A file that the domain boots: it is needed, and only its owner has it.
  if (refusal.kind == ErrorKind::kIncomplete) {
    return misfit(launch.config.kernel ? "initrd" : "kernel", std::move(refusal));
  }
  refusal.hint += " To validate without these checks, remove the XML.";
  return misfit("domainXml", std::move(refusal));
}

// In the program's order. Without SEV-ES nothing hangs on the CPUs.
std::vector<HostValue> read_from_xml(const val& request, Policy policy) {
  std::vector<HostValue> values;
  if (!has(request, "fromXml")) return values;
  const val fields = request["fromXml"];
  for (const auto& [field, value] :
       {std::pair("policy", HostValue::kPolicy), std::pair("cmdline", HostValue::kCmdline),
        std::pair("numCpus", HostValue::kVcpus), std::pair("cpu", HostValue::kCpu)}) {
    const bool is_about_cpus = value == HostValue::kVcpus || value == HostValue::kCpu;
    if (is_about_cpus && !policy.es()) continue;
    if (fields.call<bool>("includes", std::string(field))) values.push_back(value);
  }
  return values;
}

}  // namespace

std::vector<HostValue> read_from_launch_info(const val& request) {
  std::vector<HostValue> values;
  if (!has(request, "fromLaunchInfo")) return values;
  const val fields = request["fromLaunchInfo"];
  for (const auto& [field, value] :
       {std::pair("apiMajor", HostValue::kApi), std::pair("apiMinor", HostValue::kApi),
        std::pair("buildId", HostValue::kApi), std::pair("policy", HostValue::kPolicy)}) {
    if (fields.call<bool>("includes", std::string(field))) values.push_back(value);
  }
  return values;
}

Read<void> add_domain(const val& request, PageRequest& page) {
  if (has(request, "domainXml")) {
    const auto domain = read_domain(request["domainXml"]);
    if (!domain) return tl::unexpected(domain.error());
    auto findings = check_xml(*domain, page.launch);
    if (!findings) return tl::unexpected(findings.error());
    page.findings = std::move(*findings);
    page.said = said_by_domain(*domain, HostSource::kDomainXml);
  }
  page.launch.from_host = read_from_xml(request, page.launch.policy);
  const auto used = host_value_findings(HostSource::kDomainXml, page.launch.from_host);
  page.findings.insert(page.findings.end(), used.begin(), used.end());
  return {};
}

void add_domain_part(const PageRequest& request, Report& report) {
  if (request.said) report.domain = ReviewedDomain{request.said->source};
  report.findings.insert(report.findings.end(), request.findings.begin(), request.findings.end());
}

Read<DomainConfig> read_domain(const val& xml) {
  const Bytes bytes = read_bytes(xml);
  auto domain = parse_domain({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  if (!domain) return misfit("domainXml", domain.error());
  return std::move(*domain);
}

}  // namespace sevproof::wasm
