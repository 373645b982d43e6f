// What the host's side said, as it is planned: tried before any other mistake, and as something
// from which one more mistake may have been made.
#include "sev/diagnosis/plan.h"

namespace sevproof::internal {
namespace {

// Each list from the given option to the last that was said, which are neighbours.
class SaidPlan {
 public:
  explicit SaidPlan(const Space& space) : space_(space) {}

  bool is_empty() const {
    return space_.said_messages.size() == 0 && space_.said_flipped.size() == 0 &&
           space_.said_tables.size() == 0 && !space_.said.vcpus && !space_.said.cpu_signature;
  }

  std::vector<PlanItem> take() && { return std::move(items_); }

  void add_combinations() {
    add_with_cpus(own_cpus(), 0, messages());
    add_with_cpus(flipped_cpus(), 0, space_.said_flipped);
  }

  void add_pairs() {
    add_other_firmwares();
    add_other_messages();
    add_with_cpus(cpus(space_.said_cpu_pairs), 0, messages());
    add_other_cpus(space_.cpu_singles);
    add_other_cpus(space_.cpu_counts);
    for (const Range& range : {space_.cpu_flipped, space_.cpu_flipped_pairs}) {
      add_with_cpus(cpus(range), 0, space_.said_flipped);
    }
    add_other_tables();
  }

  void add_products() { add_other_cpus(space_.cpu_products); }

 private:
  using Cpu = std::optional<Index>;

  Range messages() const { return {0, 1 + space_.said_messages.size()}; }
  Range tables() const { return {0, 1 + space_.said_tables.size()}; }

  static std::vector<Cpu> cpus(Range range) {
    std::vector<Cpu> all;
    for (Index cpu = range.first; cpu < range.last; ++cpu) all.emplace_back(cpu);
    return all;
  }

  // As the given policy has it: no CPUs, or the given and those that were said.
  std::vector<Cpu> own_cpus() const {
    if (!space_.es() || space_.cpus.empty()) return {std::nullopt};
    return cpus({0, 1 + space_.said_cpus.size()});
  }

  // With the ES bit the other way round.
  std::vector<Cpu> flipped_cpus() const {
    if (space_.es()) return {std::nullopt};
    std::vector<Cpu> all = cpus(space_.said_cpu_flipped);
    // Without given CPUs these are many.
    if (!space_.given_spec) return all;
    for (const Cpu& cpu : cpus(space_.cpu_flipped)) all.push_back(cpu);
    return all;
  }

  void add(const Cpu& cpu, Index firmware, Range tables, Range messages) {
    PlanItem item;
    item.cpu = cpu;
    item.firmware = firmware;
    item.tables = tables;
    item.messages = messages;
    items_.push_back(item);
  }

  void add_with_cpus(const std::vector<Cpu>& cpus, Index firmware, Range messages) {
    for (const Cpu& cpu : cpus) add(cpu, firmware, tables(), messages);
  }

  // With the given kernel, under the given message, they are tried in any case.
  void add_other_cpus(Range range) {
    const Range said_tables = {1, 1 + space_.said_tables.size()};
    for (const Cpu& cpu : cpus(range)) {
      add(cpu, 0, said_tables, messages());
      add(cpu, 0, {0, 1}, space_.said_messages);
    }
  }

  void add_other_firmwares() {
    for (Index firmware = 1; firmware < space_.firmwares.size(); ++firmware) {
      add_with_cpus(own_cpus(), firmware, messages());
      add_with_cpus(flipped_cpus(), firmware, space_.said_flipped);
    }
  }

  void add_other_messages() {
    for (const Range& range : {space_.said_pairs, space_.one_change, space_.usual_versions}) {
      add_with_cpus(own_cpus(), 0, range);
    }
    add_with_cpus(flipped_cpus(), 0, space_.said_flipped_pairs);
    if (!space_.es()) add_with_cpus(cpus(space_.said_cpu_flipped), 0, space_.flipped);
  }

  // What was said, with another kernel, initrd or command line.
  void add_other_tables() {
    for (const Range& range : {space_.table_singles, space_.said_table_pairs}) {
      for (const Cpu& cpu : own_cpus()) add(cpu, 0, range, messages());
      for (const Cpu& cpu : flipped_cpus()) add(cpu, 0, range, space_.said_flipped);
    }
  }

  const Space& space_;
  std::vector<PlanItem> items_;
};

}  // namespace

std::vector<PlanItem> said_items(const Space& space) {
  SaidPlan plan(space);
  if (!plan.is_empty()) plan.add_combinations();
  return std::move(plan).take();
}

std::vector<PlanItem> said_pair_items(const Space& space) {
  SaidPlan plan(space);
  if (!plan.is_empty()) plan.add_pairs();
  return std::move(plan).take();
}

std::vector<PlanItem> said_product_items(const Space& space) {
  SaidPlan plan(space);
  if (!plan.is_empty()) plan.add_products();
  return std::move(plan).take();
}

}  // namespace sevproof::internal
