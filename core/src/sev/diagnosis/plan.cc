#include "sev/diagnosis/plan.h"

#include <algorithm>
#include <array>

namespace sevproof::internal {
namespace {

constexpr unsigned kMajors = 3;  // 0 to 2
constexpr unsigned kMinors = 256;
// So that an item stays short.
constexpr unsigned kMinorsPerItem = 16;
constexpr std::uint64_t kCompressionsPerItem = 1U << 17;

constexpr std::uint64_t kCompressionsPerPage = kVmsaSize / 64;
constexpr std::uint64_t kCompressionsPerTable = 3;
constexpr std::uint64_t kCompressionsPerTag = 3;

constexpr Range kGiven = {0, 1};

class Planner {
 public:
  explicit Planner(const Space& space) : space_(space) {
    if (!space_.cpus.empty() && space_.es()) given_cpu_ = 0;
  }

  Plan take() && { return std::move(plan_); }

  void add_singles() {
    add_items(said_items(space_));
    add(given(), space_.one_change);
    for (const PlanItem& item : flipped()) add(item, space_.flipped);
    add_tables(given(), space_.table_singles, kGiven);
    for (const PlanItem& item : other_firmwares()) add(item, kGiven);
    for (const Range& range : {space_.cpu_singles, space_.cpu_counts}) {
      for (const PlanItem& item : cpus(range)) add(item, kGiven);
    }
    add_tables(given(), space_.table_edits, kGiven);
    for (const PlanItem& item : cpus(space_.cpu_wide)) add(item, kGiven);
    add_all_versions(0);
    plan_.singles = plan_.items.size();
  }

  void add_pairs() {
    add_items(said_pair_items(space_));
    add(given(), space_.two_changes);
    add_launch_pairs();
    add_flipped_pairs();
    add_likely_launches(space_.one_change);
    add_tables(given(), space_.table_edits, space_.edit_changes);
  }

  // Another kernel with another initrd, and one more change.
  void add_upgrades() {
    add_tables(given(), space_.table_upgrades, kGiven);
    for (const PlanItem& item : likely_cpus()) add_tables(item, space_.table_boots, kGiven);
    add_tables(given(), space_.table_boots, space_.one_change);
  }

  // What another host of the same guest does differently. CPUs are explained as they were given, by
  // pages or by what is built.
  void add_other_hosts() {
    add_items(said_product_items(space_));
    std::array<Range, 2> ranges = {space_.cpu_products, space_.cpu_page_counts};
    if (space_.given_page0) std::swap(ranges[0], ranges[1]);
    for (const Range& range : ranges) {
      for (const PlanItem& item : cpus(range)) add(item, kGiven);
    }
    add_likely_launches(space_.usual_versions);
  }

  void add_products() {
    for (const Index firmware : candidate_firmwares()) add_firmware_products(firmware);
    for (const Range& range : {space_.cpu_features, space_.cpu_wide_products}) {
      for (const PlanItem& item : cpus(range)) add(item, kGiven);
    }
    add_candidate_products();
    // A file that was cut or filled up is less likely than another one.
    for (const Index firmware : changed_firmwares()) {
      add_candidate_firmware_products(firmware);
      add_firmware_products(firmware);
    }
  }

  void add_many_pairs() {
    for (Index message = space_.few_changes.first; message < space_.few_changes.last; ++message) {
      if (has_given_version(space_.messages[message])) add_all_versions(message);
    }
    for (const PlanItem& item : cpus(space_.cpu_wide)) add(item, space_.few_changes);
  }

 private:
  PlanItem given() const { return {0, {0, 1}, given_cpu_, kGiven, {}}; }

  // The others have been swept already, or have no version.
  bool has_given_version(const Message& message) const {
    return !message.old_form && message.api == space_.api;
  }

  bool has_many_launches(const PlanItem& item) const {
    return item.cpu && space_.cpus[*item.cpu].most > space_.cpus[*item.cpu].least;
  }

  void add_items(const std::vector<PlanItem>& items) {
    for (const PlanItem& item : items) add(item, item.messages);
  }

  void add(const PlanItem& item, Range messages) { add_tables(item, item.tables, messages); }

  // `item` with each of these tables and messages, in items of about the same cost.
  void add_tables(PlanItem item, Range tables, Range messages) {
    if (tables.size() == 0 || messages.size() == 0) return;
    if (space_.firmwares[item.firmware].launch_digest) {
      if (item.cpu || tables.first > 0) return;
      tables = kGiven;
    }
    item.tables = {0, 1};
    item.messages = messages;
    const std::uint64_t all = cost_of(item, space_).compressions;
    const Index message_step = pieces_of(messages.size(), all);
    const Index table_step =
        message_step < messages.size() ? 1 : pieces_of(tables.size(), tables.size() * all);
    for (Index table = tables.first; table < tables.last; table += table_step) {
      item.tables = {table, std::min(table + table_step, tables.last)};
      for (Index first = messages.first; first < messages.last; first += message_step) {
        item.messages = {first, std::min(first + message_step, messages.last)};
        plan_.items.push_back(item);
      }
    }
  }

  // How many of `count` things that cost `all` together fit into an item.
  static Index pieces_of(Index count, std::uint64_t all) {
    const std::uint64_t items = std::max<std::uint64_t>(all / kCompressionsPerItem, 1);
    return std::max<Index>(static_cast<Index>(count / items), 1);
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

  std::vector<PlanItem> other_firmwares() const {
    std::vector<PlanItem> items;
    for (Index firmware = 1; firmware < space_.firmwares.size(); ++firmware) {
      items.push_back(given());
      items.back().firmware = firmware;
    }
    return items;
  }

  // Images of candidates, or with a part of one.
  std::vector<Index> candidate_firmwares() const {
    std::vector<Index> all;
    for (const Range& range : {space_.firmware_candidates, space_.firmware_parts}) {
      for (Index firmware = range.first; firmware < range.last; ++firmware) all.push_back(firmware);
    }
    return all;
  }

  // The given image cut or filled up.
  std::vector<Index> changed_firmwares() const {
    std::vector<Index> all;
    for (Index firmware = space_.firmware_candidates.last; firmware < space_.firmware_parts.first;
         ++firmware) {
      all.push_back(firmware);
    }
    return all;
  }

  // A firmware with any CPUs.
  void add_firmware_products(Index firmware) {
    for (PlanItem item : cpus(space_.cpu_products)) {
      item.firmware = firmware;
      add(item, kGiven);
    }
  }

  std::vector<PlanItem> cpus(Range range) const {
    std::vector<PlanItem> items;
    for (Index cpu = range.first; cpu < range.last; ++cpu) {
      items.push_back(given());
      items.back().cpu = cpu;
    }
    return items;
  }

  // All but the unusual signatures.
  std::vector<PlanItem> likely_cpus() const {
    std::vector<PlanItem> items = cpus(space_.cpu_singles);
    const auto counts = cpus(space_.cpu_counts);
    items.insert(items.end(), counts.begin(), counts.end());
    return items;
  }

  // Every launch with one change but the unusual signatures.
  void add_likely_launches(Range messages) {
    add_tables(given(), space_.table_singles, messages);
    for (const PlanItem& item : other_firmwares()) add(item, messages);
    for (const PlanItem& item : likely_cpus()) add(item, messages);
  }

  // The launch when the policy's ES bit is the other way round.
  std::vector<PlanItem> flipped() const {
    if (!space_.es() && !space_.digest_only()) return cpus(space_.cpu_flipped);
    PlanItem item = given();
    item.cpu = std::nullopt;
    return {item};
  }

  // `item` with another firmware or table.
  void add_files(PlanItem item, Range messages) {
    add_tables(item, space_.table_singles, messages);
    for (const PlanItem& other : other_firmwares()) {
      item.firmware = other.firmware;
      add(item, messages);
    }
  }

  void add_launch_pairs() {
    add_tables(given(), space_.table_pairs, kGiven);
    for (const PlanItem& item : other_firmwares()) add_tables(item, space_.table_singles, kGiven);
    for (const PlanItem& item : likely_cpus()) add_files(item, kGiven);
  }

  // Where the number of CPUs is not known either, there would be too many.
  void add_flipped_pairs() {
    for (const PlanItem& item : cpus(space_.cpu_flipped_pairs)) add(item, space_.flipped);
    for (const PlanItem& item : flipped()) {
      if (has_many_launches(item)) continue;
      add(item, space_.flipped_pairs);
      add_files(item, space_.flipped);
    }
  }

  // Whichever of the candidates were started together.
  void add_candidate_products() {
    add_tables(given(), space_.table_candidates, kGiven);
    add_tables(given(), space_.table_products, space_.key_changes);
    for (const Index firmware : candidate_firmwares()) add_candidate_firmware_products(firmware);
  }

  // A firmware with any of the candidates' kernels, initrds, command lines and keys.
  void add_candidate_firmware_products(Index firmware) {
    PlanItem item = given();
    item.firmware = firmware;
    add_tables(item, space_.table_products, kGiven);
    add_tables(item, space_.table_products, space_.key_changes);
  }

  const Space& space_;
  std::optional<Index> given_cpu_;
  Plan plan_;
};

}  // namespace

PlanCost cost_of(const PlanItem& item, const Space& space) {
  std::uint64_t launches = 1;
  std::uint64_t pages = 0;
  if (item.cpu) {
    const CpuOption& cpu = space.cpus[*item.cpu];
    // Without a page for them there are no APs.
    pages = 1;
    if (space.has_ap_page(cpu, item.firmware)) pages = cpu.most;
    launches = pages < cpu.least ? 0 : pages - cpu.least + 1;
  }
  const std::uint64_t messages =
      item.sweep ? std::uint64_t{kBuilds} *
                       static_cast<std::uint64_t>(item.sweep->last_minor - item.sweep->first_minor)
                 : item.messages.size();
  const std::uint64_t tables = item.tables.size();
  const std::uint64_t trials = tables * launches * messages;
  return {trials, tables * (kCompressionsPerTable + pages * kCompressionsPerPage + launches) +
                      trials * kCompressionsPerTag};
}

Plan make_plan(const Space& space) {
  Planner planner(space);
  planner.add_singles();
  planner.add_pairs();
  planner.add_upgrades();
  planner.add_other_hosts();
  planner.add_products();
  planner.add_many_pairs();
  return std::move(planner).take();
}

}  // namespace sevproof::internal
