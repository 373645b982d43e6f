// In what an option of a diagnosis differs from what was given, and who gave that.
#ifndef SEVPROOF_BOOT_DIAGNOSIS_CHANGE_H
#define SEVPROOF_BOOT_DIAGNOSIS_CHANGE_H

#include <optional>
#include <string>
#include <vector>

#include "sevproof/diagnosis.h"
#include "sevproof/host_values.h"

namespace sevproof::internal {

// There can be hundreds of thousands of options, so it has no more than that.
struct Change {
  Hypothesis hypothesis;
  std::string found{};
};

DiagnosisChange told(const Change& change);

// Where what the owner did not give is from.
struct HostGiven {
  std::vector<HostValue> from_host;
  HostSource host_source = HostSource::kDomainXml;
  std::vector<HostValue> from_launch_info;
};

// The changes of a trial. Says of each where the request has the value from.
struct Changes {
  // `what` is what the owner may have left to the host.
  void add(HostValue what, DiagnosisChange change);
  void add_option(HostValue what, const std::optional<Change>& change);
  // About what nobody but the owner can give.
  void add(DiagnosisChange change) { list.push_back(std::move(change)); }

  const HostGiven& host_given;
  std::vector<DiagnosisChange> list{};
};

// "the live domain" or "the domain XML"; and ", as the domain XML says".
std::string source_name(HostSource source);
std::string as_said(HostSource source);

// "1 vCPU", "2 vCPUs"
std::string vcpus_text(std::uint32_t vcpus);

}  // namespace sevproof::internal

#endif
