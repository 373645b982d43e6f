// CPUs: their number, signature, layout, features, and where their pages come from.
#include <algorithm>

#include "boot/diagnosis/cpu_signatures.h"
#include "sev/diagnosis/cpu_values.h"
#include "sev/diagnosis/space.h"

namespace sevproof::internal {
namespace {

using Block = CpuList::Block;

// Of the numbers: as given, as said, any, and no pages at all.
constexpr Range kSaidNumber = {1, 2};
constexpr Range kAnyNumber = {2, 3};
constexpr Range kNoCpus = {3, 4};
// Of the pages: built ones come behind the given.
constexpr Range kBuilt = {1, 2};
// Of the signatures: the given one, the one that was said, then every likely one.
constexpr Range kSaidSignature = {1, 2};
// Of the layouts: the given one, then both.
constexpr Range kBothLayouts = {1, 3};

constexpr Range only(Index option) { return {option, option + 1}; }

template <typename T>
Range add_options(std::vector<T>& options, const auto& more) {
  return append_range(options, [&] { options.insert(options.end(), more.begin(), more.end()); });
}

// These options in ranges, without those of that value.
template <typename T>
Tier without(const std::vector<T>& options, Range range, const T& value) {
  Tier rest;
  for (Index at = range.first; at < range.last; ++at) {
    if (options[at] == value) continue;
    if (rest.empty() || rest.back().last < at) rest.push_back({at, at});
    rest.back().last = at + 1;
  }
  return rest;
}

Block with(Block block, CpuPart part, Range range) {
  block[part] = range;
  return block;
}

class CpuLists {
 public:
  explicit CpuLists(Space& space)
      : space_(space), cpus_(space.cpus), list_(space.cpus.list), vcpus_(space.vcpus.value_or(1)) {
    const VmsaSpec spec = space.given_spec.value_or(VmsaSpec());
    cpus_.signatures = {spec.cpu_signature, space.said.cpu_signature.value_or(0)};
    likely_ = add_options(cpus_.signatures, likely_signatures());
    wide_ = add_options(cpus_.signatures, all_signatures());
    cpus_.layouts = {spec.layout, VmsaLayout::kLegacy, VmsaLayout::kInit2};
    cpus_.features = {spec.sev_features};
    usual_ = add_options(cpus_.features, usual_features(spec.sev_features));
    features_ = add_options(cpus_.features, all_features(spec.sev_features));
    cpus_.choices = {space.given_pages, {}};
    other_pages_ = add_options(cpus_.choices, other_pages(space));
    cpus_.resets = {std::nullopt};
    resets_ = add_options(cpus_.resets, reset_addresses(space));
    const std::uint32_t said = space.said.vcpus.value_or(0);
    cpus_.counts = {{vcpus_, vcpus_}, {said, said}, {1, kMostVcpus}, {}};
  }

  // Where no pages can be measured.
  void add_none() {
    using enum CpuTier;
    list_.add(none_);
    tier(kSaid) = {kGivenOnly};
    if (!space_.es() && !space_.digest_only()) return;
    for (const CpuTier flipped : {kSaidFlipped, kFlipped, kFlippedKnown})
      tier(flipped) = {kGivenOnly};
  }

  // For a guest whose CPUs are given, as a model or as pages.
  void add_all() {
    using enum CpuTier;
    list_.add(given_);
    tier(kSaid) = {{0, list_.add(said_blocks()).last}};
    const Tier none = {list_.add(none_)};
    for (const CpuTier flipped : {kSaidFlipped, kFlipped, kFlippedKnown}) tier(flipped) = none;
    tier(kSaidPairs) = {append_range(list_, [&] { add_said_pairs(); })};
    tier(kLikely) = {append_range(list_, [&] { add_singles(); }), list_.add(any_number(given_))};
    tier(kWide) = {list_.add(with(built_, kSignature, wide_))};
    const Range products = append_range(list_, [&] { add_products(); });
    const Range pages = list_.add(any_number(with(given_, kPages, other_pages_)));
    tier(kProducts) = {products};
    // CPUs are explained as they were given, by pages or by what is built.
    tier(kOtherHosts) = {products, pages};
    if (space_.given_pages.page0) tier(kOtherHosts) = {pages, products};
    tier(kUnlikely) = {append_range(list_, [&] { add_features(); }),
                       list_.add(with_usual(with(built_, kSignature, wide_)))};
  }

  // For a guest that is SEV-ES though it was not to be: what is given, or else the usual.
  void add_flipped() {
    using enum CpuTier;
    list_.add(none_);
    tier(kSaid) = {kGivenOnly};
    tier(kSaidCounts) = {append_range(list_, [&] { add_said_flipped(); })};
    const Range flipped = append_range(list_, [&] {
      const Range number = space_.vcpus ? kGivenOnly : kAnyNumber;
      if (space_.given_spec) {
        list_.add(with(given_, kCpuCount, number));
      } else {
        add_usual(with(built_, kCpuCount, number), signatures(space_.said.cpu_signature));
      }
    });
    tier(kFlipped) = {flipped};
    tier(kAllFlipped) = {flipped};
    if (space_.vcpus) tier(kFlippedKnown) = {flipped};
    tier(kSaidFlipped) = tier(kSaidCounts);
    // Without given CPUs these are many.
    if (!space_.given_spec) return;
    tier(kSaidFlipped).push_back(flipped);
    // Also where one more thing about the given CPUs is wrong.
    if (!space_.vcpus) return;
    tier(kFlippedPairs) = {append_range(list_, [&] {
      list_.add(any_number(given_));
      list_.add(with(given_, kPages, other_pages_));
      add_differing(built_);
    })};
    tier(kAllFlipped).push_back(tier(kFlippedPairs).front());
  }

 private:
  Tier& tier(CpuTier name) { return space_.tier(name); }

  static Block any_number(const Block& block) { return with(block, kCpuCount, kAnyNumber); }

  // Both layouts with the usual features.
  Block with_usual(const Block& block) const {
    return with(with(block, kLayout, kBothLayouts), kFeatures, usual_);
  }
  void add_usual(const Block& block, const Tier& signatures) {
    for (const Range& range : signatures) list_.add(with_usual(with(block, kSignature, range)));
  }

  // Every likely signature, that one first.
  Tier signatures(std::optional<std::uint32_t> first) const {
    if (!first) return {likely_};
    Tier tier = without(cpus_.signatures, likely_, *first);
    tier.insert(tier.begin(), *first == cpus_.signatures[0] ? kGivenOnly : kSaidSignature);
    return tier;
  }

  // Every likely difference from the first option of `block`, one at a time.
  void add_differing(const Block& block) {
    const auto add_each = [&](CpuPart part, const Tier& options) {
      for (const Range& range : options) list_.add(with(block, part, range));
    };
    const std::uint32_t signature = cpus_.signatures[block[kSignature].first];
    add_each(kSignature, without(cpus_.signatures, likely_, signature));
    add_each(kLayout, without(cpus_.layouts, kBothLayouts, cpus_.layouts[0]));
    add_each(kFeatures, without(cpus_.features, features_, cpus_.features[0]));
  }

  // Number and signature as they were said, each alone and both.
  std::vector<Block> said_blocks() const {
    const SaidLaunch& said = space_.said;
    std::vector<Block> blocks;
    if (said.vcpus) blocks.push_back(with(given_, kCpuCount, kSaidNumber));
    if (!said.cpu_signature) return blocks;
    blocks.push_back(with(built_, kSignature, kSaidSignature));
    if (said.vcpus) blocks.push_back(with(blocks.back(), kCpuCount, kSaidNumber));
    return blocks;
  }

  // These with every other difference.
  void add_said_pairs() {
    for (const Block& block : said_blocks()) {
      add_differing(with(block, kPages, kBuilt));
      add_resets(with(block, kPages, kBuilt));
      list_.add(any_number(block));
    }
  }

  void add_singles() {
    // What explains CPUs that were described stands before files that say the same.
    if (!space_.given_pages.page0) add_differing(built_);
    list_.add(with(given_, kPages, other_pages_));
    if (space_.given_pages.page0) add_differing(built_);
    add_resets(built_);
  }

  void add_products() {
    const std::uint32_t given = cpus_.signatures[0];
    add_usual(any_number(built_), signatures(given));
    const auto& said = space_.said.cpu_signature;
    if (!said || *said == given) return;
    const bool is_likely = without(cpus_.signatures, likely_, *said) != Tier{likely_};
    if (!is_likely) add_usual(any_number(built_), {kSaidSignature});
  }

  void add_features() {
    for (Index features = features_.first; features < features_.last; ++features) {
      for (Index layout = kBothLayouts.first; layout < kBothLayouts.last; ++layout) {
        const Block block = with(with(built_, kFeatures, only(features)), kLayout, only(layout));
        list_.add(any_number(block));
        for (const Range& range : signatures(cpus_.signatures[0])) {
          list_.add(with(block, kSignature, range));
        }
      }
    }
  }

  // As many CPUs as was said: those that are given, or that were said, or else that can be.
  void add_said_flipped() {
    const SaidLaunch& said = space_.said;
    const bool has_own = space_.given_spec.has_value();
    if (has_own && said.vcpus) list_.add(with(given_, kCpuCount, kSaidNumber));
    if (has_own && !said.cpu_signature) return;
    const Range numbers = {space_.vcpus ? 0U : 1U, said.vcpus ? 2U : 1U};
    add_usual(with(built_, kCpuCount, numbers), {said.cpu_signature ? kSaidSignature : likely_});
  }

  // Where APs start, if there are any.
  void add_resets(const Block& block) {
    if (cpus_.counts[block[kCpuCount].first].most > 1) list_.add(with(block, kReset, resets_));
  }

  Space& space_;
  Cpus& cpus_;
  CpuList& list_;
  std::uint32_t vcpus_;
  const Block given_ = CpuList::given();
  const Block built_ = with(given_, kPages, kBuilt);
  const Block none_ = with(given_, kCpuCount, kNoCpus);
  Range likely_;
  Range wide_;
  Range usual_;
  Range features_;
  Range other_pages_;
  Range resets_;
};

// The pages that were given; those of candidates come behind them.
void add_pages(const DiagnosisInput& input, Space& space) {
  std::vector<PageOption>& pages = space.cpus.pages;
  const auto add = [&](const VmsaPage& page, const std::string& candidate) {
    pages.push_back({page, candidate});
    return static_cast<std::uint16_t>(pages.size() - 1);
  };
  if (const auto* files = std::get_if<VmsaFiles>(&input.request.config.vmsa)) {
    space.given_pages.page0 = add(files->cpu0, "");
    if (files->cpu1) space.given_pages.page1 = add(*files->cpu1, "");
  }
  for (const Candidate& candidate : input.candidates) {
    if (candidate.vmsa) add(*candidate.vmsa, candidate.name);
  }
}

}  // namespace

void add_cpus(const DiagnosisInput& input, Space& space) {
  add_pages(input, space);
  CpuLists lists(space);
  if (!space.has_images() || (space.es() && !space.given_spec)) {
    lists.add_none();
  } else if (space.es()) {
    lists.add_all();
  } else {
    lists.add_flipped();
  }
}

}  // namespace sevproof::internal
