#include "boot/diagnosis/change.h"

#include <algorithm>

namespace sevproof::internal {

DiagnosisChange told(const Change& change) { return {change.hypothesis, {}, change.found}; }

void Changes::add(HostValue what, DiagnosisChange change) {
  const auto is_in = [&](const std::vector<HostValue>& values) {
    return std::find(values.begin(), values.end(), what) != values.end();
  };
  if (is_in(host_given.from_launch_info)) change.source = HostSource::kLaunchInfo;
  if (is_in(host_given.from_host)) change.source = host_given.host_source;
  add(std::move(change));
}

void Changes::add_option(HostValue what, const std::optional<Change>& change) {
  if (change) add(what, told(*change));
}

std::string source_name(HostSource source) {
  return source == HostSource::kLive ? "the live domain" : "the domain XML";
}

std::string as_said(HostSource source) { return ", as " + source_name(source) + " says"; }

std::string vcpus_text(std::uint32_t vcpus) {
  return std::to_string(vcpus) + (vcpus == 1 ? " vCPU" : " vCPUs");
}

}  // namespace sevproof::internal
