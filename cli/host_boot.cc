#include "host_boot.h"

#include <utility>

#include "fill_state.h"
#include "input_file.h"
#include "load_config.h"
#include "sevproof/host_capabilities.h"
#include "sevproof/quote.h"

namespace sevproof::cli {
namespace {

class Filler {
 public:
  Filler(const Arguments& arguments, const HostBoot& boot, PartialLaunch& launch, Console& console)
      : arguments_(arguments), boot_(boot), launch_(launch), console_(console) {}

  Result<void> fill_vcpus();
  Result<void> fill_firmware();
  Result<void> fill_kernel();
  Result<void> fill_initrd();
  Result<void> fill_cmdline();
  Result<void> fill_cpu();

 private:
  // virt-qemu-sev-validate asks the two in another order for a file than for a value.
  Result<void> may_take(const std::string& what, const char* option, bool is_file) const;
  Result<FileDigest> hash(const char* role, const std::string& path, bool may_be_empty);
  Result<std::uint32_t> guest_signature() const;
  bool es() const { return launch_.state.policy && launch_.state.policy->es(); }
  void took(HostValue value) { launch_.from_host.push_back(value); }

  const Arguments& arguments_;
  const HostBoot& boot_;
  PartialLaunch& launch_;
  Console& console_;
};

Result<void> Filler::may_take(const std::string& what, const char* option, bool is_file) const {
  const std::string needed = what + " is needed: give " + option;
  const bool insecure = arguments_.has(Option::kInsecure);
  if (!boot_.local && (is_file || insecure)) {
    return fail(ErrorKind::kIncomplete, needed, "It is not taken from a host elsewhere.");
  }
  if (!insecure) {
    return fail(ErrorKind::kInsecure, needed,
                boot_.local ? "Taking it from the host is not secure: --insecure does, for tests."
                            : "Taking it from the host is not secure.");
  }
  return {};
}

Result<void> check_path(std::string_view role, const std::string& path) {
  if (path.starts_with('/')) return {};
  return fail(
      blame_host("expected an absolute path of " + std::string(role) + ", got " + quote(path)));
}

Result<FileDigest> Filler::hash(const char* role, const std::string& path, bool may_be_empty) {
  if (auto checked = check_path(role, path); !checked) return fail(checked.error());
  return hash_file(path,
                   {.role = role,
                    .max_size = kMaxBootFileSize,
                    .may_be_empty = may_be_empty,
                    .only_regular = true},
                   console_.progress(role));
}

Result<void> Filler::fill_vcpus() {
  if (!es() || launch_.config.vcpus) return {};
  if (auto may = may_take("the number of CPUs", "--num-cpus", false); !may) return may;
  if (boot_.vcpus < 1 || boot_.vcpus > kMaxVcpus) {
    return fail(blame_host("number of CPUs: expected 1 to " + std::to_string(kMaxVcpus) + ", got " +
                           std::to_string(boot_.vcpus)));
  }
  launch_.config.vcpus = boot_.vcpus;
  took(HostValue::kVcpus);
  return {};
}

Result<void> Filler::fill_firmware() {
  if (arguments_.has(Option::kFirmware)) return {};
  if (auto may = may_take("the firmware", "--firmware", true); !may) return may;
  if (boot_.domain.loaders.empty()) {
    return fail(ErrorKind::kIncomplete, "the firmware is needed: give --firmware",
                "The domain names none.");
  }
  const std::string& path = boot_.domain.loaders.front().path;
  constexpr std::string_view kRole = "the domain's firmware";
  if (auto checked = check_path(kRole, path); !checked) return checked;
  auto firmware =
      read_file(path, {.role = kRole, .max_size = kMaxFirmwareSize, .only_regular = true});
  if (!firmware) return fail(firmware.error());
  launch_.config.firmware = std::move(*firmware);
  took(HostValue::kFirmware);
  return {};
}

Result<void> Filler::fill_kernel() {
  if (launch_.config.kernel || !boot_.domain.kernel) return {};
  if (auto may = may_take("the kernel", "--kernel", true); !may) return may;
  const auto kernel = hash("the domain's kernel", *boot_.domain.kernel, false);
  if (!kernel) return fail(kernel.error());
  launch_.config.kernel = KernelBoot{*kernel, {}, {}};
  took(HostValue::kKernel);
  return {};
}

Result<void> Filler::fill_initrd() {
  if (!launch_.config.kernel || launch_.config.kernel->initrd || !boot_.domain.initrd) return {};
  if (auto may = may_take("the initrd", "--initrd", true); !may) return may;
  const auto initrd = hash("the domain's initrd", *boot_.domain.initrd, true);
  if (!initrd) return fail(initrd.error());
  launch_.config.kernel->initrd = *initrd;
  took(HostValue::kInitrd);
  return {};
}

Result<void> Filler::fill_cmdline() {
  if (!launch_.config.kernel || launch_.config.kernel->cmdline || !boot_.domain.cmdline) return {};
  if (auto may = may_take("the kernel command line", "--cmdline", false); !may) return may;
  launch_.config.kernel->cmdline = boot_.domain.cmdline;
  took(HostValue::kCmdline);
  return {};
}

// A guest whose CPU is not the host's has the signature of its model.
Result<std::uint32_t> Filler::guest_signature() const {
  if (const auto model = domain_cpu_signature(boot_.domain)) return *model;
  const auto& given = boot_.domain.cpu;
  if (given && given->mode == "custom") {
    return fail(ErrorKind::kIncomplete,
                "the CPU is needed: give --cpu-family, --cpu-model and --cpu-stepping",
                "The domain's CPU model " + quote(given->model) + " is not known here.");
  }
  const auto xml = boot_.host.capabilities();
  if (!xml) return fail(xml.error());
  const auto cpu = parse_host_cpu(*xml);
  if (!cpu) return fail(blame_host(cpu.error().message));
  if (*cpu) return cpu_signature(**cpu);
  return fail(ErrorKind::kIncomplete,
              "a CPU is needed: give --cpu, or --cpu-family, --cpu-model and --cpu-stepping",
              "The host's libvirt is too old to report the signature of its CPU.");
}

Result<void> Filler::fill_cpu() {
  if (!es() || !std::holds_alternative<std::monostate>(launch_.config.vmsa)) return {};
  if (auto may = may_take("the CPU", "--cpu, a SKU or VMSA pages", false); !may) return may;
  const auto signature = guest_signature();
  if (!signature) return fail(signature.error());
  const auto spec = make_vmsa_spec(arguments_, *signature);
  if (!spec) return fail(spec.error());
  launch_.config.vmsa = *spec;
  took(HostValue::kCpu);
  return {};
}

bool boots_kernel(const DomainConfig& domain) {
  return domain.kernel || domain.initrd || domain.cmdline;
}

}  // namespace

Result<void> fill_config(const Arguments& arguments, const HostBoot& boot, PartialLaunch& launch,
                         Console& console) {
  Filler filler(arguments, boot, launch, console);
  if (auto filled = filler.fill_vcpus(); !filled) return filled;
  if (auto filled = filler.fill_firmware(); !filled) return filled;
  // Without kernel hashes QEMU measures nothing of a kernel, so none is needed. That is said even
  // where nothing is checked, since the guest is then open to its host.
  if (!boot.domain.kernel_hashes) {
    if (boots_kernel(boot.domain) && arguments.has(Option::kIgnoreConfig)) {
      launch.findings.push_back({FindingCode::kDomainKernelNotMeasured, {}});
    }
  } else {
    for (const auto fill : {&Filler::fill_kernel, &Filler::fill_initrd, &Filler::fill_cmdline}) {
      if (auto filled = (filler.*fill)(); !filled) return filled;
    }
  }
  return filler.fill_cpu();
}

}  // namespace sevproof::cli
