// VMMs and CPUs.
#include <algorithm>
#include <set>

#include "boot/diagnosis/cpu_signatures.h"
#include "snp/diagnosis/space.h"

namespace sevproof::snp::internal {
namespace {

using Block = CpuList::Block;

constexpr unsigned kFeatureBits = 64;

// Of the numbers: as given, as said, any.
constexpr Range kSaidNumber = {1, 2};
constexpr Range kAnyNumber = {2, 3};
// Of the signatures: the given one, the one that was said, then the likely ones.
constexpr Range kSaidSignature = {1, 2};

template <typename T, typename More>
Range add_options(std::vector<T>& options, const More& more) {
  return search::append_range(options,
                              [&] { options.insert(options.end(), more.begin(), more.end()); });
}

// What kernels set of their own: SNPActive, with DebugSwap, SecureTSC and both.
std::set<std::uint64_t> usual_features(std::uint64_t given) {
  return {given, 0x1, 0x21, 0x201, 0x221};
}

std::set<std::uint64_t> all_features(std::uint64_t given) {
  std::set<std::uint64_t> all = usual_features(given);
  for (unsigned bit = 0; bit < kFeatureBits; ++bit) {
    all.insert(kSevFeatureSnpActive | std::uint64_t{1} << bit);
    all.insert(given ^ std::uint64_t{1} << bit);
  }
  return all;
}

Block with(Block block, CpuPart part, Range range) {
  block[part] = range;
  return block;
}

class CpuLists {
 public:
  CpuLists(const LaunchConfig& config, Space& space)
      : space_(space), cpus_(space.cpus), list_(space.cpus.list) {
    const std::uint64_t features = config.vcpu.sev_features;
    cpus_.signatures = {config.vcpu.cpu_signature, space.said.cpu_signature};
    likely_ = search::append_range(cpus_.signatures, [&] { add_likely(); });
    wide_ = add_options(cpus_.signatures, sevproof::internal::all_signatures());
    cpus_.features = {features};
    usual_ = add_options(cpus_.features, usual_features(features));
    features_ = add_options(cpus_.features, all_features(features));
    const std::uint32_t given = space.counts.front();
    const std::uint32_t said = space.said.vcpus.value_or(0);
    cpus_.counts = {{given, given}, {said, said}, {0, std::max(kMostVcpus, given)}};
  }

  void add_all() {
    using enum CpuTier;
    list_.add(given_);
    tier(kSaid) = {{0, list_.add(said_blocks()).last}};
    tier(kModels) = {kGivenOnly, list_.add(with(given_, kSignature, likely_))};
    tier(kLikely) = {search::append_range(list_, [&] {
      list_.add(with(given_, kCpuCount, kAnyNumber));
      list_.add(with(given_, kSignature, likely_));
      list_.add(with(given_, kFeatures, features_));
    })};
    tier(kWide) = {list_.add(with(given_, kSignature, wide_))};
    tier(kProducts) = {search::append_range(list_, [&] { add_products(); })};
    tier(kUnlikely) = {list_.add(with(with(given_, kFeatures, features_), kCpuCount, kAnyNumber)),
                       list_.add(with(with(given_, kFeatures, features_), kSignature, likely_))};
  }

 private:
  Tier& tier(CpuTier name) { return space_.tier(name); }

  // And what RDX is where the VMM sets no model, or a tool knows none.
  void add_likely() {
    cpus_.signatures.emplace_back(std::nullopt);
    cpus_.signatures.emplace_back(0);
    for (const std::uint32_t one : sevproof::internal::likely_signatures()) {
      cpus_.signatures.emplace_back(one);
    }
  }

  // Number and signature as they were said, each alone and both.
  std::vector<Block> said_blocks() const {
    std::vector<Block> blocks;
    if (space_.said.vcpus) blocks.push_back(with(given_, kCpuCount, kSaidNumber));
    if (!space_.said.cpu_signature) return blocks;
    blocks.push_back(with(given_, kSignature, kSaidSignature));
    if (space_.said.vcpus) blocks.push_back(with(blocks.back(), kCpuCount, kSaidNumber));
    return blocks;
  }

  void add_products() {
    const Block any = with(with(given_, kCpuCount, kAnyNumber), kFeatures, usual_);
    list_.add(any);
    if (space_.said.cpu_signature) list_.add(with(any, kSignature, kSaidSignature));
    list_.add(with(any, kSignature, likely_));
  }

  Space& space_;
  Cpus& cpus_;
  CpuList& list_;
  const Block given_ = CpuList::given();
  Range likely_;
  Range wide_;
  Range usual_;
  Range features_;
};

}  // namespace

void add_cpus(const LaunchConfig& config, Space& space) { CpuLists(config, space).add_all(); }

void add_vmms(const LaunchConfig& config, Space& space) {
  Vmms& vmms = space.vmms;
  vmms.vmms = {config.vmm};
  for (const Vmm vmm : {Vmm::kQemu, Vmm::kEc2, Vmm::kGce}) {
    if (vmm != config.vmm) vmms.vmms.push_back(vmm);
  }
  vmms.orders = {SectionOrder::kTable, SectionOrder::kAddress};
  vmms.addresses = {config.vmsa_gpa};
  for (const std::uint64_t gpa : {kVmsaGpa, kWideVmsaGpa}) {
    if (gpa != config.vmsa_gpa) vmms.addresses.push_back(gpa);
  }
  const std::array<Index, kVmmParts> sizes = {
      static_cast<Index>(vmms.vmms.size()), static_cast<Index>(vmms.orders.size()),
      static_cast<Index>(vmms.addresses.size()), static_cast<Index>(vmms.ap_floats.size())};
  const auto given = VmmList::given();
  vmms.list.add(given);
  const auto add_others = [&](VmmPart part) {
    auto block = given;
    block[part] = {1, sizes[part]};
    return vmms.list.add(block);
  };
  space.tier(VmmTier::kOthers) = {add_others(kKind)};
  const Range variants = search::append_range(vmms.list, [&] {
    for (const VmmPart part : {kOrder, kAddress, kFloats}) add_others(part);
  });
  space.tier(VmmTier::kVariants) = {variants};
  VmmList::Block all;
  for (std::size_t part = 0; part < kVmmParts; ++part) all[part] = {0, sizes[part]};
  space.tier(VmmTier::kAll) = {vmms.list.add(all)};
}

}  // namespace sevproof::snp::internal
