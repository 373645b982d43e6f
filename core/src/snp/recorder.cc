#include "snp/recorder.h"

#include <algorithm>
#include <string>

namespace sevproof::snp::internal {

std::vector<CountedDigest> VcpuPages::measure(Recorder& out,
                                              std::span<const std::uint32_t> counts) const {
  std::vector<Sha384Digest> after;  // by count
  for (const Sha384Digest& contents : contents_) {
    out.add(PageType::kVmsa, gpa_, contents);
    after.push_back(out.value());
  }
  std::vector<CountedDigest> digests;
  for (const std::uint32_t count : counts) digests.push_back({count, after[count - 1]});
  return digests;
}

Result<void> check_counts(std::span<const std::uint32_t> counts) {
  const auto is_count = [](std::uint32_t count) { return count >= 1 && count <= kMaxVcpus; };
  if (!counts.empty() && std::all_of(counts.begin(), counts.end(), is_count)) return {};
  return tl::unexpected(about(
      Subject::kVcpus, Error(ErrorCode::kInvalidInput,
                             "expected numbers of CPUs from 1 to " + std::to_string(kMaxVcpus))));
}

}  // namespace sevproof::snp::internal
