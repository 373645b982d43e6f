#include "load/host_boot.h"

#include <utility>

#include "load/boot_files.h"
#include "load/fill_state.h"
#include "os/output_target.h"
#include "sevproof/formats/cpu.h"
#include "sevproof/text.h"

namespace sevproof::cli {
namespace {

class Filler {
 public:
  Filler(const Options& options, const HostBoot& boot, Launch& launch, Console& console)
      : options_(options), boot_(boot), launch_(launch), draft_(launch.draft), files_(console) {}

  Result<void> fill();

 private:
  Result<void> plan();
  Result<void> fill_vcpus();
  Result<void> fill_firmware();
  Result<void> fill_kernel();
  Result<void> fill_initrd();
  Result<void> fill_cmdline();
  Result<void> fill_cpu();
  // virt-qemu-sev-validate asks the two in another order for a file than for a value.
  Result<void> may_take(const std::string& what, const char* option, bool is_file) const;
  Result<std::uint32_t> guest_signature() const;
  bool has_kernel() const { return draft_.kernel || files_.has_kernel(); }
  void took(HostValue value) { draft_.from_host.push_back(value); }

  const Options& options_;
  const HostBoot& boot_;
  Launch& launch_;
  LaunchDraft& draft_;
  BootFiles files_;
};

Result<void> Filler::may_take(const std::string& what, const char* option, bool is_file) const {
  const std::string needed = what + " is needed: give " + option;
  const bool insecure = options_.domain.insecure;
  if (!boot_.local && (is_file || insecure)) {
    return fail(ErrorCode::kMissingInput, needed, "sevproof does not take it from a remote host.");
  }
  if (!insecure) {
    return fail(ErrorCode::kInsecureUsage, needed,
                boot_.local
                    ? "Taking it from the host is not secure: --insecure allows it, for tests."
                    : "Taking it from the host is not secure.");
  }
  return {};
}

// A file that the domain names is an input as much as one that an option names.
Result<void> check_path(const Options& options, std::string_view role, const std::string& path) {
  if (path.starts_with('/')) return check_outputs(options.names.outputs, {{path}});
  return fail(
      blame_host("expected an absolute path of " + std::string(role) + ", got " + quote(path)));
}

Result<void> Filler::fill_vcpus() {
  if (!draft_.es() || draft_.num_cpus) return {};
  if (auto may = may_take("the number of CPUs", "--num-cpus", false); !may) return may;
  if (boot_.vcpus < 1 || boot_.vcpus > kMaxVcpus) {
    return fail(blame_host("number of CPUs: expected 1 to " + std::to_string(kMaxVcpus) + ", got " +
                           std::to_string(boot_.vcpus)));
  }
  draft_.num_cpus = boot_.vcpus;
  took(HostValue::kVcpus);
  return {};
}

Result<void> Filler::fill_firmware() {
  if (draft_.firmware || draft_.firmware_sha256) return {};
  if (auto may = may_take("the firmware", "--firmware", true); !may) return may;
  if (boot_.domain.loaders.empty()) {
    return fail(ErrorCode::kMissingInput, "the firmware is needed: give --firmware",
                "The domain names none.");
  }
  const std::string& path = boot_.domain.loaders.front().path;
  constexpr std::string_view kRole = "the domain's firmware";
  if (auto checked = check_path(options_, kRole, path); !checked) return checked;
  files_.add_firmware({kRole, path, true});
  took(HostValue::kFirmware);
  return {};
}

Result<void> Filler::fill_kernel() {
  if (draft_.kernel || !boot_.domain.kernel) return {};
  if (auto may = may_take("the kernel", "--kernel", true); !may) return may;
  constexpr std::string_view kRole = "the domain's kernel";
  if (auto checked = check_path(options_, kRole, *boot_.domain.kernel); !checked) return checked;
  files_.add_kernel({kRole, *boot_.domain.kernel, true});
  took(HostValue::kKernel);
  return {};
}

Result<void> Filler::fill_initrd() {
  if (!has_kernel() || draft_.initrd || !boot_.domain.initrd) return {};
  if (auto may = may_take("the initrd", "--initrd", true); !may) return may;
  constexpr std::string_view kRole = "the domain's initrd";
  if (auto checked = check_path(options_, kRole, *boot_.domain.initrd); !checked) return checked;
  files_.add_initrd({kRole, *boot_.domain.initrd, true});
  took(HostValue::kInitrd);
  return {};
}

Result<void> Filler::fill_cmdline() {
  if (!has_kernel() || draft_.cmdline || !boot_.domain.cmdline) return {};
  if (auto may = may_take("the kernel command line", "--cmdline", false); !may) return may;
  draft_.cmdline = boot_.domain.cmdline;
  took(HostValue::kCmdline);
  return {};
}

// A guest whose CPU is not the host's has the signature of its model.
Result<std::uint32_t> Filler::guest_signature() const {
  if (const auto model = domain_cpu_signature(boot_.domain)) return *model;
  const auto& given = boot_.domain.cpu;
  if (given && given->mode == "custom") {
    return fail(ErrorCode::kMissingInput,
                "the CPU is needed: give --cpu-family, --cpu-model and --cpu-stepping",
                "The domain's CPU model " + quote(given->model) + " is unknown to sevproof.");
  }
  const auto xml = boot_.host.capabilities();
  if (!xml) return fail(xml.error());
  const auto cpu = parse_host_cpu(*xml);
  if (!cpu) return fail(blame_host(cpu.error().message));
  if (*cpu) return cpu_signature(**cpu);
  return fail(ErrorCode::kMissingInput,
              "a CPU is needed: give --cpu, or --cpu-family, --cpu-model and --cpu-stepping",
              "The host's libvirt is too old to report the signature of its CPU.");
}

Result<void> Filler::fill_cpu() {
  if (!draft_.es() || draft_.cpu || draft_.vmsa_cpu0) return {};
  if (auto may = may_take("the CPU", "--cpu, a SKU or VMSA pages", false); !may) return may;
  const auto signature = guest_signature();
  if (!signature) return fail(signature.error());
  draft_.cpu = *signature;
  took(HostValue::kCpu);
  return {};
}

bool boots_kernel(const DomainConfig& domain) {
  return domain.kernel || domain.initrd || domain.cmdline;
}

// Everything but the CPU, which the host is asked for last; files are only begun.
Result<void> Filler::plan() {
  if (auto filled = fill_vcpus(); !filled) return filled;
  if (auto filled = fill_firmware(); !filled) return filled;
  // Without kernel hashes QEMU measures nothing of a kernel, so none is needed. That is said even
  // where nothing is checked, since the guest is then open to its host.
  if (!boot_.domain.kernel_hashes) {
    if (boots_kernel(boot_.domain) && options_.domain.ignore_config) {
      launch_.findings.push_back({FindingCode::kDomainKernelNotMeasured, {}});
    }
    return {};
  }
  for (const auto fill : {&Filler::fill_kernel, &Filler::fill_initrd, &Filler::fill_cmdline}) {
    if (auto filled = (this->*fill)(); !filled) return filled;
  }
  return {};
}

Result<void> Filler::fill() {
  // Nothing is left to be taken: the digest covers it all.
  if (draft_.launch_digest) return {};
  const Result<void> planned = plan();
  // What is wrong first is told first, although files are read later.
  if (auto read = files_.load_into(draft_); !read) return read;
  if (!planned) return planned;
  return fill_cpu();
}

}  // namespace

Result<void> fill_config(const Options& options, const HostBoot& boot, Launch& launch,
                         Console& console) {
  return Filler(options, boot, launch, console).fill();
}

}  // namespace sevproof::cli
