#include "diagnosis_plan.h"

#include <algorithm>

namespace sevproof::internal {
namespace {

constexpr unsigned kMajors = 3;  // 0 to 2
constexpr unsigned kMinors = 256;
constexpr unsigned kBuilds = 256;
// So that an item stays short.
constexpr unsigned kMinorsPerItem = 16;
constexpr Index kMessagesPerItem = 4096;

constexpr std::uint64_t kCompressionsPerPage = kVmsaSize / 64;
constexpr std::uint64_t kCompressionsPerTable = 3;
constexpr std::uint64_t kCompressionsPerTag = 3;

constexpr Range kGiven = {0, 1};

class Planner {
 public:
  explicit Planner(const Space& space) : space_(space) {
    if (space_.es()) given_cpu_ = 0;
    other_firmwares_ = {1, static_cast<Index>(space_.firmwares.size())};
  }

  Plan take() && { return std::move(plan_); }

  void add_singles() {
    add(given(), space_.one_change);
    add_all_versions(0);
    for (const PlanItem& item : flipped()) add(item, space_.flipped);
    for (const PlanItem& item : tables(space_.table_singles)) add(item, kGiven);
    for (const PlanItem& item : firmwares(other_firmwares_)) add(item, kGiven);
    for (const Range& range : {space_.cpu_singles, space_.cpu_counts, space_.cpu_wide}) {
      for (const PlanItem& item : cpus(range)) add(item, kGiven);
    }
    plan_.singles = plan_.items.size();
  }

  void add_pairs() {
    add(given(), space_.two_changes);
    add_launch_pairs();
    add_flipped_pairs();
    for (const Range& messages : {space_.one_change, space_.usual_versions}) {
      for (const PlanItem& item : likely_launches()) add(item, messages);
    }
    for (Index message = space_.few_changes.first; message < space_.few_changes.last; ++message) {
      if (!space_.messages[message].old_form) add_all_versions(message);
    }
    for (const PlanItem& item : cpus(space_.cpu_wide)) add(item, space_.few_changes);
  }

  void add_products() {
    for (Index firmware = 0; firmware < space_.firmwares.size(); ++firmware) {
      for (PlanItem item : cpus(space_.cpu_products)) {
        item.firmware = firmware;
        add(item, kGiven);
      }
    }
    for (const Range& range : {space_.cpu_features, space_.cpu_wide_products}) {
      for (const PlanItem& item : cpus(range)) add(item, kGiven);
    }
    add_candidate_products();
  }

 private:
  PlanItem given() const { return {0, 0, given_cpu_, kGiven, {}}; }

  void add(PlanItem item, Range messages) {
    const bool many_launches =
        item.cpu && space_.cpus[*item.cpu].most > space_.cpus[*item.cpu].least;
    const Index step = many_launches ? kMessagesPerItem / 64 : kMessagesPerItem;
    for (Index first = messages.first; first < messages.last; first += step) {
      item.messages = {first, std::min(first + step, messages.last)};
      plan_.items.push_back(item);
    }
  }

  void add_all_versions(Index base) {
    for (unsigned major = 0; major < kMajors; ++major) {
      for (unsigned minor = 0; minor < kMinors; minor += kMinorsPerItem) {
        PlanItem item = given();
        item.sweep =
            ApiSweep{base, static_cast<std::uint8_t>(major), static_cast<std::uint16_t>(minor),
                     static_cast<std::uint16_t>(minor + kMinorsPerItem)};
        plan_.items.push_back(item);
      }
    }
  }

  std::vector<PlanItem> tables(Range range) const {
    std::vector<PlanItem> items;
    for (Index table = range.first; table < range.last; ++table) {
      items.push_back(given());
      items.back().table = table;
    }
    return items;
  }

  std::vector<PlanItem> firmwares(Range range) const {
    std::vector<PlanItem> items;
    for (Index firmware = range.first; firmware < range.last; ++firmware) {
      items.push_back(given());
      items.back().firmware = firmware;
    }
    return items;
  }

  std::vector<PlanItem> cpus(Range range) const {
    std::vector<PlanItem> items;
    for (Index cpu = range.first; cpu < range.last; ++cpu) {
      items.push_back(given());
      items.back().cpu = cpu;
    }
    return items;
  }

  // The launch when the policy's ES bit is the other way round.
  std::vector<PlanItem> flipped() const {
    if (!space_.es()) return cpus(space_.cpu_flipped);
    PlanItem item = given();
    item.cpu = std::nullopt;
    return {item};
  }

  // Every launch with one change but the unusual signatures.
  std::vector<PlanItem> likely_launches() const {
    std::vector<PlanItem> items = tables(space_.table_singles);
    for (const auto& more :
         {firmwares(other_firmwares_), cpus(space_.cpu_singles), cpus(space_.cpu_counts)}) {
      items.insert(items.end(), more.begin(), more.end());
    }
    return items;
  }

  void add_launch_pairs() {
    for (const PlanItem& item : tables(space_.table_pairs)) add(item, kGiven);
    for (const PlanItem& other : firmwares(other_firmwares_)) {
      for (PlanItem item : tables(space_.table_singles)) {
        item.firmware = other.firmware;
        add(item, kGiven);
      }
    }
    for (const Range& range : {space_.cpu_singles, space_.cpu_counts}) {
      for (const PlanItem& cpu : cpus(range)) {
        for (PlanItem item : firmwares(other_firmwares_)) {
          item.cpu = cpu.cpu;
          add(item, kGiven);
        }
        for (PlanItem item : tables(space_.table_singles)) {
          item.cpu = cpu.cpu;
          add(item, kGiven);
        }
      }
    }
  }

  // Where the number of CPUs is not known either, there would be too many.
  void add_flipped_pairs() {
    for (const PlanItem& other : flipped()) {
      if (other.cpu && space_.cpus[*other.cpu].most > space_.cpus[*other.cpu].least) continue;
      add(other, space_.flipped_pairs);
      for (PlanItem item : tables(space_.table_singles)) {
        item.cpu = other.cpu;
        add(item, space_.flipped);
      }
      for (PlanItem item : firmwares(other_firmwares_)) {
        item.cpu = other.cpu;
        add(item, space_.flipped);
      }
    }
  }

  // Whichever of the candidates were started together.
  void add_candidate_products() {
    const Range keys = {space_.few_changes.first,
                        space_.few_changes.first + static_cast<Index>(space_.keys.size()) - 1};
    for (Index table = 0; table < space_.tables.size(); ++table) {
      const bool triple =
          table >= space_.table_candidates.first && table < space_.table_candidates.last;
      PlanItem item = given();
      item.table = table;
      if (triple) add(item, kGiven);
      add(item, keys);
      for (Index firmware = space_.firmware_candidates.first;
           firmware < space_.firmware_candidates.last; ++firmware) {
        item.firmware = firmware;
        add(item, kGiven);
        add(item, keys);
      }
    }
  }

  const Space& space_;
  std::optional<Index> given_cpu_;
  Range other_firmwares_;
  Plan plan_;
};

// Without it there can be one CPU only.
bool has_further_page(const PlanItem& item, const Space& space) {
  const CpuOption& cpu = space.cpus[*item.cpu];
  if (cpu.pages) return space.pages[*cpu.pages].cpu1.has_value();
  return cpu.reset_address || space.firmwares[item.firmware].reset_address;
}

}  // namespace

PlanCost cost_of(const PlanItem& item, const Space& space) {
  std::uint64_t launches = 1;
  std::uint64_t pages = 0;
  if (item.cpu) {
    const CpuOption& cpu = space.cpus[*item.cpu];
    pages = has_further_page(item, space) ? cpu.most : 1;
    launches = pages < cpu.least ? 0 : pages - cpu.least + 1;
  }
  const std::uint64_t messages =
      item.sweep ? std::uint64_t{kBuilds} *
                       static_cast<std::uint64_t>(item.sweep->last_minor - item.sweep->first_minor)
                 : item.messages.size();
  const std::uint64_t table = space.tables[item.table].measured ? kCompressionsPerTable : 0;
  return {launches * messages, table + pages * kCompressionsPerPage + launches +
                                   launches * messages * kCompressionsPerTag};
}

Plan make_plan(const Space& space) {
  Planner planner(space);
  planner.add_singles();
  planner.add_pairs();
  planner.add_products();
  return std::move(planner).take();
}

}  // namespace sevproof::internal
