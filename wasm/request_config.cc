#include "request_config.h"

#include <string>
#include <tuple>
#include <utility>

#include "fields.h"
#include "known_code.h"
#include "sevproof/recognise.h"

namespace sevproof::wasm {
namespace {

using emscripten::val;

// The beginning of a file, by which it is recognised. A page that knows a file by its digest alone
// has none.
Bytes read_head(const val& file) { return has(file, "head") ? read_bytes(file["head"]) : Bytes(); }

Read<std::optional<KernelBoot>> read_kernel(const val& request) {
  const auto cmdline = text(request, "cmdline");
  if (!has(request, "kernel")) {
    if (!has(request, "initrd") && !cmdline) return std::optional<KernelBoot>();
    return missing("kernel", "Initrd and command line need a kernel",
                   "They are measured only as part of the kernel-hashes table.");
  }
  const auto kernel = read_digest(request["kernel"], "kernel");
  if (!kernel) return tl::unexpected(kernel.error());
  if (kernel->size == 0) {
    return misfit("kernel", {ErrorKind::kInvalid, "Kernel: expected a file, got 0 bytes", ""});
  }
  const Bytes head = read_head(request["kernel"]);
  const auto other = check_kernel_file(head, kernel->size);
  if (!other) return misfit("kernel", other.error());
  KernelBoot boot{*kernel, std::nullopt, cmdline, KernelKind::kUnknown, *other, {}};
  if (!head.empty()) boot.kind = kernel_kind(head);
  if (has(request, "initrd")) {
    const auto initrd = read_digest(request["initrd"], "initrd");
    if (!initrd) return tl::unexpected(initrd.error());
    boot.initrd = *initrd;
    boot.initrd_is = recognise_wrong_initrd(read_head(request["initrd"]), initrd->size);
  }
  return std::optional<KernelBoot>(std::move(boot));
}

Read<std::optional<VmsaLayout>> read_layout(const val& request) {
  const auto given = text(request, "vmsaLayout");
  if (!given) return std::optional<VmsaLayout>();
  const auto layout = parse_layout(*given);
  if (!layout) return misfit("vmsaLayout", layout.error());
  return std::optional<VmsaLayout>(*layout);
}

Read<VmsaPage> read_vmsa(const val& request, const char* key, const char* label) {
  const auto page = parse_vmsa(label, read_bytes(request[key]));
  if (!page) return misfit(key, page.error());
  return *page;
}

Read<VmsaSource> read_vmsa_files(const val& request, VmsaFiles files) {
  if (text(request, "cpu")) {
    return misfit("cpu", {ErrorKind::kInvalid, "VMSA files exclude a CPU model",
                          "Give the CPU model to have the pages built, or the pages themselves."});
  }
  if (!has(request, "vmsaCpu0")) {
    return missing("vmsaCpu0", "VMSA CPU 1 needs VMSA CPU 0",
                   "VMSA CPU 0 is the boot CPU's page, VMSA CPU 1 that of all APs.");
  }
  const auto cpu0 = read_vmsa(request, "vmsaCpu0", "VMSA CPU 0");
  if (!cpu0) return tl::unexpected(cpu0.error());
  files.cpu0 = *cpu0;
  if (has(request, "vmsaCpu1")) {
    const auto cpu1 = read_vmsa(request, "vmsaCpu1", "VMSA CPU 1");
    if (!cpu1) return tl::unexpected(cpu1.error());
    files.cpu1 = *cpu1;
  }
  return VmsaSource(std::move(files));
}

Read<VmsaSource> read_vmsa_source(const val& request) {
  const auto layout = read_layout(request);
  if (!layout) return tl::unexpected(layout.error());
  const auto features = optional_number<std::uint64_t>(request, "sevFeatures");
  if (!features) return tl::unexpected(features.error());
  if (has(request, "vmsaCpu0") || has(request, "vmsaCpu1")) {
    return read_vmsa_files(request, VmsaFiles{{}, {}, *layout, *features});
  }
  const auto cpu = text(request, "cpu");
  if (!cpu) return VmsaSource();
  const auto signature = read_cpu(*cpu);
  if (!signature) return tl::unexpected(signature.error());
  return VmsaSource(
      VmsaSpec{*signature, layout->value_or(VmsaLayout::kLegacy), features->value_or(0)});
}

// A digest in the place of the firmware, or of all that is measured.
Read<std::optional<KnownDigest>> read_known(const val& request) {
  using enum KnownDigest::Of;
  std::optional<KnownDigest> known;
  for (const auto& [field, label, of] :
       {std::tuple("firmwareSha256", "SHA-256 of the firmware", kFirmware),
        std::tuple("launchDigest", "Launch digest", kLaunch)}) {
    const auto given = text(request, field);
    if (!given) continue;
    if (known) {
      return misfit(field,
                    {ErrorKind::kInvalid, "The launch digest excludes the SHA-256 of the firmware",
                     "It covers the firmware: remove one of the two."});
    }
    const auto parsed = parse_known_digest(of, label, trim(*given));
    if (!parsed) return misfit(field, parsed.error());
    known = *parsed;
  }
  return known;
}

Read<void> read_firmware(const val& request, LaunchConfig& config) {
  const auto known = read_known(request);
  if (!known) return tl::unexpected(known.error());
  config.known = *known;
  if (!has(request, "firmware")) {
    if (config.known) return {};
    return missing("firmware", "Firmware is needed",
                   "It is the image that the guest was started with.");
  }
  config.firmware = read_bytes(request["firmware"]);
  // The core checks it again, but only here is it known whose fault it is.
  if (auto checked = check_firmware_file(config.firmware.bytes()); !checked) {
    return misfit("firmware", checked.error());
  }
  if (auto firmware = parse_firmware(config.firmware.bytes()); !firmware) {
    return misfit("firmware", firmware.error());
  }
  return {};
}

}  // namespace

Read<LaunchConfig> read_config(const val& request) {
  LaunchConfig config;
  if (auto read = read_firmware(request, config); !read) return tl::unexpected(read.error());
  auto kernel = read_kernel(request);
  if (!kernel) return tl::unexpected(kernel.error());
  config.kernel = std::move(*kernel);
  config.firmware_code = known_code(config.firmware);
  const auto vcpus = optional_number<std::uint32_t>(request, "numCpus");
  if (!vcpus) return tl::unexpected(vcpus.error());
  config.vcpus = *vcpus;
  auto vmsa = read_vmsa_source(request);
  if (!vmsa) return tl::unexpected(vmsa.error());
  config.vmsa = std::move(*vmsa);
  return config;
}

}  // namespace sevproof::wasm
