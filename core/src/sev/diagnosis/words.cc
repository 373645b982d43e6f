// What a trial changes, in words.
#include <algorithm>
#include <bit>

#include "sev/diagnosis/said.h"
#include "sevproof/formats/cpu.h"
#include "sevproof/text.h"

namespace sevproof::internal {
namespace {

using enum Hypothesis;

// The changes of a trial. Says of each where the request has the value from.
struct Changes {
  // `about` is what the owner may have left to the host.
  void add(HostValue about, Change change) {
    const auto is_in = [&](const std::vector<HostValue>& values) {
      return std::find(values.begin(), values.end(), about) != values.end();
    };
    if (is_in(space.from_launch_info)) change.source = HostSource::kLaunchInfo;
    if (is_in(space.from_host)) change.source = space.host_source;
    add(std::move(change));
  }
  void add(HostValue about, const std::optional<Change>& change) {
    if (change) add(about, Change(*change));
  }
  // About what nobody but the owner can give.
  void add(Change change) { list.push_back(std::move(change)); }

  const Space& space;
  std::vector<Change> list{};
};

// --- The message

std::string policy_text(Policy policy) {
  const std::string names = policy_flag_names(policy);
  return to_hex_number(policy.value) + (names.empty() ? "" : " (" + names + ")");
}

std::string both_bases(std::uint32_t value) {
  return std::to_string(value) + " (" + to_hex_number(value) + ")";
}

Change misread_change(const std::string& name, std::uint32_t given, std::uint32_t found) {
  return {kNumberBase, both_bases(given), name + " is " + both_bases(found)};
}

bool is_misread(std::uint32_t given, std::uint32_t found) {
  return digits_as_hex(given) == found || digits_as_decimal(given) == found;
}

void describe_api(const Space& space, const ApiVersion& found, Changes& changes) {
  const ApiVersion& given = space.api;
  if (given == found) return;
  // A part of the given version may be the host's, but not the part that differs.
  if (space.said.reported_api == found) {
    return changes.add({kSaidApi, api_text(given), api_text(found)});
  }
  std::vector<Change> misread;
  bool is_all = true;
  const auto compare = [&](const char* name, std::uint8_t of_given, std::uint8_t of_found) {
    if (of_given == of_found) return;
    is_all = is_all && is_misread(of_given, of_found);
    misread.push_back(misread_change(name, of_given, of_found));
  };
  compare("API major", given.major, found.major);
  compare("API minor", given.minor, found.minor);
  compare("build", given.build, found.build);
  if (is_all) {
    for (const Change& change : misread) changes.add(HostValue::kApi, change);
    return;
  }
  const bool swapped = found == ApiVersion{given.minor, given.major, given.build} ||
                       found == ApiVersion{given.major, given.build, given.minor};
  changes.add(HostValue::kApi,
              Change{swapped ? kApiSwapped : kApiVersion, api_text(given), api_text(found)});
}

std::string cpu_text(const VmsaSpec& spec) {
  return describe_cpu_signature(spec.cpu_signature) + ", layout " +
         std::string(layout_name(spec.layout)) + ", sev_features " +
         to_hex_number(spec.sev_features);
}

std::string vcpus_text(std::uint32_t vcpus) {
  return std::to_string(vcpus) + (vcpus == 1 ? " vCPU" : " vCPUs");
}

// Whether the request says what CPUs a SEV-ES guest has.
bool has_cpus(const Space& space) { return space.es() || (space.given_spec && space.vcpus); }

// The CPUs of a guest that is SEV-ES though it was not to be, where none were given to compare
// with.
std::string flipped_cpus(const Space& space, const Trial& trial) {
  const CpuOption& cpu = trial.cpu;
  if (cpu.count.most == 0 || has_cpus(space)) return "";
  std::string text = ", with " + vcpus_text(trial.vcpus);
  if (!cpu.pages.page0) text += " of " + cpu_text(cpu.spec);
  return text;
}

void describe_policy(const Space& space, const Trial& trial, Changes& changes) {
  const std::uint32_t given = space.policy.value;
  const Policy found = space.messages.policies[trial.message[kPolicy]];
  if (given == found.value) return;
  const std::string given_text = policy_text(space.policy);
  const std::string found_text = policy_text(found) + flipped_cpus(space, trial);
  const auto is_found = [&](const auto& said) { return said && said->value == found.value; };
  if (is_found(space.said.policy)) {
    return changes.add({kSaidPolicy, given_text, found_text + as_said(space)});
  }
  if (is_found(space.said.reported_policy)) {
    return changes.add({kSaidPolicy, given_text, found_text + ", as the host reports"});
  }
  const std::uint32_t differing = given ^ found.value;
  const int bits = std::popcount(differing);
  const bool few_flags = differing <= 0xffff && bits <= 2;
  Change change = {kPolicyFlags, given_text, found_text};
  if (space.es() != found.es()) {
    change.hypothesis = kPolicyEs;
  } else if (!few_flags || (bits == 2 && is_misread(given, found.value))) {
    change = misread_change("policy", given, found.value);
  }
  changes.add(HostValue::kPolicy, std::move(change));
}

void describe_message(const Space& space, const Trial& trial, Changes& changes) {
  const Messages& messages = space.messages;
  if (const auto& key = messages.keys[trial.message[kKey]].change) changes.add(*key);
  describe_api(space, messages.apis[trial.message[kApi]], changes);
  describe_policy(space, trial, changes);
  for (const Change& change : messages.forms[trial.message[kForm]].changes) changes.add(change);
}

// --- The kernel-hashes table

std::string measured_kernel(const Tables& tables, const TableList::Indexes& table) {
  std::string text = "kernel " + tables.kernels[table[kKernel]].change->found;
  const auto& initrd = tables.initrds[table[kInitrd]].change;
  text += initrd ? ", initrd " + initrd->found : ", no initrd";
  const auto& cmdline = tables.cmdlines[table[kCmdline]].change;
  return text +
         (cmdline ? " and the command line in " + cmdline->found : " and an empty command line");
}

Change hashes_off(KernelKind kind) {
  Change change{kKernelHashesOff, {}, {}};
  if (!is_hashed(kind)) {
    change.hint =
        "QEMU starts an ELF or multiboot kernel without hashing it, even with kernel-hashes=on: "
        "have "
        "the guest started with a bzImage and kernel-hashes=on, and give that.";
  }
  return change;
}

void describe_table(const Space& space, const TableList::Indexes& table, Changes& changes) {
  const Tables& tables = space.tables;
  const bool was_given = tables.list[0][kMode] != kNotMeasured;
  if (table[kMode] == kNotMeasured) {
    if (!was_given) return;
    const auto said = said_kernel_hashes_off(space);
    changes.add(said && is_hashed(space.kernel_kind) ? *said : hashes_off(space.kernel_kind));
    return;
  }
  if (!was_given) {
    changes.add({kKernelHashesOn, {}, measured_kernel(tables, table)});
    return;
  }
  if (table[kMode] == kSwapped) changes.add({kKernelInitrdSwapped, {}, {}});
  changes.add(HostValue::kKernel, tables.kernels[table[kKernel]].change);
  changes.add(HostValue::kInitrd, tables.initrds[table[kInitrd]].change);
  changes.add(HostValue::kCmdline, tables.cmdlines[table[kCmdline]].change);
}

// --- CPUs

bool is_model(std::uint32_t signature) {
  const CpuSku sku = decode_cpu_signature(signature);
  const auto models = cpu_models();
  return std::any_of(models.begin(), models.end(),
                     [&](const CpuModel& model) { return model.sku == sku; });
}

void describe_signature(const Space& space, std::uint32_t found, Changes& changes) {
  const std::uint32_t given = space.given_spec->cpu_signature;
  if (given == found) return;
  Change change = {is_model(found) ? kCpuModel : kCpuSignature, describe_cpu_signature(given),
                   describe_cpu_signature(found)};
  if (space.said.cpu_signature == found) {
    change.hypothesis = kSaidCpu;
    change.found += space.said.default_cpu
                        ? ", QEMU's default, as " + source_name(space) + " names no other model"
                        : as_said(space);
  }
  changes.add(HostValue::kCpu, std::move(change));
}

void describe_spec(const Space& space, const VmsaSpec& found, Changes& changes) {
  const VmsaSpec& given = *space.given_spec;
  describe_signature(space, found.cpu_signature, changes);
  if (given.layout != found.layout) {
    changes.add({kVmsaLayout, std::string(layout_name(given.layout)),
                 std::string(layout_name(found.layout))});
  }
  if (given.sev_features != found.sev_features) {
    changes.add(
        {kSevFeatures, to_hex_number(given.sev_features), to_hex_number(found.sev_features)});
  }
}

// Where the pages of a trial come from, other than given: in words for each hypothesis.
class PageWords {
 public:
  PageWords(const Space& space, const Trial& trial)
      : space_(space), trial_(trial), cpu_(trial.cpu) {}

  void describe(Changes& changes) {
    look_at("the boot CPU", cpu_.pages.page0, space_.given_pages.page0, space_.boot_page(cpu_));
    const auto ap = space_.ap_page(cpu_, trial_.firmware);
    if (trial_.vcpus > 1 && ap) {
      look_at("the APs", cpu_.pages.page1, space_.given_pages.page1, *ap);
    }
    for (const Change& change : {swapped_, candidates_, built_}) {
      if (!change.found.empty()) changes.add(change);
    }
  }

 private:
  using PageIndex = std::optional<std::uint16_t>;

  static void append(Change& change, const std::string& more, const char* between = ", ") {
    change.found += (change.found.empty() ? "" : between) + more;
  }

  // Where only the address differs, it is what there is to say.
  std::string start_text(PageIndex given) const {
    if (!cpu_.reset_address || given != space_.given_pages.page1) return "";
    return ", starting at " + to_hex_number(*cpu_.reset_address);
  }

  void look_at(const std::string& which, PageIndex used, PageIndex given, const VmsaPage& page) {
    if (used == given) return;
    if (given && same_bytes(page, space_.cpus.pages[*given].page)) return;
    if (!used) {
      // Of a page that was never given there is nothing to say.
      if (given) append(built_, which + ": " + cpu_text(cpu_.spec) + start_text(given));
      return;
    }
    const std::string& candidate = space_.cpus.pages[*used].candidate;
    if (!candidate.empty()) {
      return append(candidates_, "that of " + which + " is " + quote_name(candidate));
    }
    const bool is_boot = used == space_.given_pages.page0;
    append(swapped_,
           which + " is the one that you gave for " + (is_boot ? "the boot CPU" : "the APs"),
           ", and that for ");
  }

  const Space& space_;
  const Trial& trial_;
  const CpuOption& cpu_;
  Change swapped_{kVmsaSwapped, {}, {}};
  Change candidates_{kVmsaCandidate, {}, {}};
  Change built_{kVmsaBuilt, {}, {}};
};

void describe_cpus(const Space& space, const Trial& trial, Changes& changes) {
  const CpuOption& cpu = trial.cpu;
  if (cpu.count.most == 0 || !has_cpus(space)) return;
  if (trial.vcpus != space.vcpus) {
    const bool is_said = trial.vcpus == space.said.vcpus;
    changes.add(HostValue::kVcpus,
                Change{is_said ? kSaidVcpus : kVcpus, std::to_string(space.vcpus.value_or(0)),
                       vcpus_text(trial.vcpus) + (is_said ? as_said(space) : "")});
  }
  PageWords(space, trial).describe(changes);
  const bool uses_spec = !cpu.pages.page0 || (trial.vcpus > 1 && !cpu.pages.page1);
  if (uses_spec && !space.given_pages.page0) describe_spec(space, cpu.spec, changes);
  if (!cpu.reset_address || space.given_pages.page1) return;
  const auto own = space.firmwares[trial.firmware].reset_address;
  changes.add(
      {kResetAddress, own ? to_hex_number(*own) : "nothing", to_hex_number(*cpu.reset_address)});
}

}  // namespace

std::vector<Change> describe_trial(const Space& space, const Trial& trial) {
  Changes changes{space};
  describe_message(space, trial, changes);
  changes.add(HostValue::kFirmware, space.firmwares[trial.firmware].change);
  describe_table(space, trial.table, changes);
  describe_cpus(space, trial, changes);
  return changes.list;
}

}  // namespace sevproof::internal
