// Changes as they are collected from a trial.
#ifndef SEVPROOF_SEV_DIAGNOSIS_WORDS_H
#define SEVPROOF_SEV_DIAGNOSIS_WORDS_H

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sev/diagnosis/space.h"

namespace sevproof::internal {

// Says of each change where the request has the value from.
class Changes {
 public:
  explicit Changes(const Space& space) : space_(space) {}

  // `about` is what the owner may have left to the host.
  void add(HostValue about, Change change) {
    const auto is_in = [&](const std::vector<HostValue>& values) {
      return std::find(values.begin(), values.end(), about) != values.end();
    };
    if (is_in(space_.from_launch_info)) change.source = HostSource::kLaunchInfo;
    if (is_in(space_.from_host)) change.source = space_.host_source;
    add(std::move(change));
  }
  void add(HostValue about, const std::optional<Change>& change) {
    if (change) add(about, Change(*change));
  }
  // About what nobody but the owner can give.
  void add(Change change) { list_.push_back(std::move(change)); }

  std::vector<Change> take() && { return std::move(list_); }

 private:
  const Space& space_;
  std::vector<Change> list_;
};

std::string cpu_text(const VmsaSpec& spec);
std::string vcpus_text(std::uint32_t vcpus);

// Whether the request says what CPUs a SEV-ES guest has.
bool has_cpus(const Space& space);

// words_cpus.cc: number, model, layout, features and pages.
void describe_cpus(const Space& space, const Trial& trial, Changes& changes);

}  // namespace sevproof::internal

#endif
