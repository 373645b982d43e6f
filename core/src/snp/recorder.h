// Pages on their way into a launch digest, and who watches them.
#ifndef SEVPROOF_SNP_RECORDER_H
#define SEVPROOF_SNP_RECORDER_H

#include <span>
#include <vector>

#include "sevproof/formats/vmsa.h"
#include "sevproof/snp/launch.h"

namespace sevproof::snp::internal {

// Adds pages, and tells about each.
class Recorder {
 public:
  Recorder(LaunchDigest start, const Observer& observe) : digest_(start), observe_(observe) {}

  void add(PageType type, std::uint64_t gpa, const Sha384Digest& contents = {}) {
    digest_.add(type, gpa, contents);
    if (observe_) observe_({type, gpa, digest_.value()});
  }

  const Sha384Digest& value() const { return digest_.value(); }

 private:
  LaunchDigest digest_;
  const Observer& observe_;
};

// The VMSA pages of virtual CPUs, in the order of their indices, all at one address. The digest for
// n CPUs is a step on the way to that for n + 1.
class VcpuPages {
 public:
  explicit VcpuPages(std::uint64_t gpa) : gpa_(gpa) {}

  // The next one; what is like the one before is not hashed again.
  void add(const VmsaPage& page) {
    if (contents_.empty() || page != last_) last_digest_ = sha384(page);
    last_ = page;
    contents_.push_back(last_digest_);
  }

  // Of as many CPUs as each count says; at least the largest of them has been added.
  std::vector<CountedDigest> measure(Recorder& out, std::span<const std::uint32_t> counts) const;

 private:
  std::uint64_t gpa_;
  VmsaPage last_{};
  Sha384Digest last_digest_{};
  std::vector<Sha384Digest> contents_;
};

// Fails with kInvalidInput about kVcpus unless there are some, each 1 to kMaxVcpus.
Result<void> check_counts(std::span<const std::uint32_t> counts);

}  // namespace sevproof::snp::internal

#endif
