#include "sevproof/snp/igvm.h"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "sevproof/text.h"
#include "snp/page_ranges.h"
#include "snp/recorder.h"

namespace sevproof::snp {
namespace {

using internal::Recorder;

constexpr std::uint64_t kLastPage = std::numeric_limits<std::uint64_t>::max() / kPageSize;

tl::unexpected<Error> bad_file(std::string message) {
  return tl::unexpected(
      about(Subject::kIgvm, Error(ErrorCode::kInvalidInput, "IGVM file: " + std::move(message),
                                  "No host starts a SEV-SNP guest from it.")));
}

PageType type_of(IgvmMeasured what) {
  switch (what) {
    case IgvmMeasured::kContent:
      return PageType::kNormal;
    case IgvmMeasured::kNothing:
      return PageType::kUnmeasured;
    case IgvmMeasured::kSecrets:
      return PageType::kSecrets;
    case IgvmMeasured::kCpuid:
      return PageType::kCpuid;
    case IgvmMeasured::kContext:
      return PageType::kVmsa;
  }
  return PageType::kNormal;
}

void add_pages(Recorder& out, const IgvmLaunch& launch) {
  static const Sha384Digest kZeros = sha384(Bytes(kPageSize));
  for (const IgvmPages& pages : launch.pages) {
    const PageType type = type_of(pages.what);
    const bool is_measured = type == PageType::kNormal || type == PageType::kVmsa;
    Sha384Digest contents{};
    if (is_measured) contents = pages.data.empty() ? kZeros : sha384(pages.data);
    for (std::uint64_t i = 0; i < pages.count; ++i) {
      out.add(type, pages.gpa + i * kPageSize, contents);
    }
  }
}

// Pages of CPUs share an address.
Result<void> check_pages(const IgvmLaunch& launch) {
  std::vector<internal::PageRange> ranges;
  for (const IgvmPages& pages : launch.pages) {
    if (pages.what == IgvmMeasured::kContext || pages.count == 0) continue;
    const std::uint64_t first = pages.gpa / kPageSize;
    if (pages.count - 1 > kLastPage - first) {
      return bad_file("pages at " + to_hex_number(pages.gpa) + " go beyond the last address");
    }
    ranges.push_back({first, first + pages.count - 1, ranges.size()});
  }
  const auto found = internal::find_overlap(std::move(ranges));
  if (!found) return {};
  return bad_file("the page at " + to_hex_number(found->second.first * kPageSize) +
                  " is handed over twice");
}

}  // namespace

Result<Sha384Digest> measure_igvm_in_order(const IgvmLaunch& launch, const Observer& observe) {
  if (auto checked = check_pages(launch); !checked) return fail(checked.error());
  Recorder out(LaunchDigest(), observe);
  add_pages(out, launch);
  return out.value();
}

Result<std::vector<CountedDigest>> measure_igvm(const IgvmLaunch& launch, const IgvmCpus& cpus,
                                                const Observer& observe) {
  if (auto checked = internal::check_counts(cpus.counts); !checked) return fail(checked.error());
  const std::uint64_t features = igvm_sev_features(launch).value_or(kSevFeatureSnpActive);
  if ((features & kSevFeatureSnpActive) == 0) {
    return tl::unexpected(about(
        Subject::kIgvm, Error(ErrorCode::kInvalidInput,
                              "IGVM file: the sev_features of its first VMSA page, " +
                                  to_hex_number(features) + ", are not those of a SEV-SNP guest",
                              "QEMU does not start a guest from it.")));
  }
  const auto [least, most] = std::minmax_element(cpus.counts.begin(), cpus.counts.end());
  // What is wrong with fewer CPUs: pages for more of them.
  if (const auto pages = igvm_vmsa_pages(launch, *least, 0, features); !pages) {
    return fail(pages.error());
  }
  const auto pages = igvm_vmsa_pages(launch, *most, cpus.cpu_signature, features);
  if (!pages) return fail(pages.error());
  if (auto checked = check_pages(launch); !checked) return fail(checked.error());
  Recorder out(LaunchDigest(), observe);
  add_pages(out, launch);
  internal::VcpuPages all(kVmsaGpa);
  for (const VmsaPage& page : *pages) all.add(page);
  return all.measure(out, cpus.counts);
}

}  // namespace sevproof::snp
