#include "sevproof/host_values.h"

#include <array>
#include <string>

#include "base/in_order.h"

namespace sevproof {
namespace {

struct ValueInfo {
  HostValue value;
  std::string_view name;
  std::string_view words;  // in a finding
  bool measured;
};

constexpr auto kValues = std::to_array<ValueInfo>({
    {HostValue::kMeasurement, "measurement", "measurement", true},
    {HostValue::kApi, "api", "SEV API version", true},
    {HostValue::kPolicy, "policy", "policy", true},
    {HostValue::kFirmware, "firmware", "firmware", false},
    {HostValue::kKernel, "kernel", "kernel", false},
    {HostValue::kInitrd, "initrd", "initrd", false},
    {HostValue::kCmdline, "cmdline", "kernel command line", false},
    {HostValue::kVcpus, "vcpus", "number of CPUs", false},
    {HostValue::kCpu, "cpu", "CPU signature", false},
});

constexpr const ValueInfo& info_of(HostValue value) {
  return kValues[static_cast<std::size_t>(value)];
}

static_assert(internal::is_in_order(kValues, &ValueInfo::value) &&
              kValues.back().value == HostValue::kCpu);

std::string list_words(std::span<const HostValue> values, bool measured) {
  std::string words;
  for (const HostValue value : values) {
    if (info_of(value).measured != measured) continue;
    words += (words.empty() ? "" : ", ") + std::string(info_of(value).words);
  }
  return words;
}

}  // namespace

std::string_view host_value_name(HostValue value) { return info_of(value).name; }

std::string described_by_host(std::span<const HostValue> values) {
  return list_words(values, false);
}

std::vector<Finding> host_value_findings(HostSource source, std::span<const HostValue> values) {
  const bool live = source != HostSource::kDomainXml;
  std::vector<Finding> findings;
  if (std::string words = list_words(values, true); !words.empty()) {
    findings.push_back(
        {live ? FindingCode::kHostReported : FindingCode::kDomainXmlUsed, std::move(words)});
  }
  if (std::string words = described_by_host(values); !words.empty()) {
    findings.push_back(
        {live ? FindingCode::kHostTrusted : FindingCode::kDomainXmlTrusted, std::move(words)});
  }
  return findings;
}

}  // namespace sevproof
