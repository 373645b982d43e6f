#include "load_config.h"

#include <array>
#include <filesystem>
#include <limits>
#include <tuple>
#include <utility>

#include "boot_files.h"
#include "file_descriptor.h"
#include "input_file.h"
#include "sevproof/recognise.h"
#include "sevproof/text.h"

namespace sevproof::cli {
namespace {

tl::unexpected<Error> misuse(std::string message, std::string hint = {}) {
  return fail(ErrorKind::kInvalid, std::move(message), std::move(hint));
}

bool has_sku_part(const Arguments& arguments) {
  return arguments.has(Option::kCpuFamily) || arguments.has(Option::kCpuModel) ||
         arguments.has(Option::kCpuStepping);
}

bool has_cpu(const Arguments& arguments) {
  return arguments.has(Option::kCpu) || has_sku_part(arguments);
}

bool has_vmsa_file(const Arguments& arguments) {
  return arguments.has(Option::kVmsaCpu0) || arguments.has(Option::kVmsaCpu1);
}

Result<std::uint32_t> load_number(const Arguments& arguments, Option option, const char* name,
                                  std::uint32_t low, std::uint32_t high) {
  const auto number = parse_number(name, arguments.value(option).value_or(""), low, high);
  if (!number) return fail(number.error());
  return static_cast<std::uint32_t>(*number);
}

Result<std::uint32_t> load_signature(const Arguments& arguments) {
  if (const auto text = arguments.value(Option::kCpu)) return parse_cpu(*text);
  const auto family =
      load_number(arguments, Option::kCpuFamily, "--cpu-family", 0, CpuSku::kMaxFamily);
  if (!family) return fail(family.error());
  const auto model = load_number(arguments, Option::kCpuModel, "--cpu-model", 0, CpuSku::kMaxModel);
  if (!model) return fail(model.error());
  const auto stepping =
      load_number(arguments, Option::kCpuStepping, "--cpu-stepping", 0, CpuSku::kMaxStepping);
  if (!stepping) return fail(stepping.error());
  return cpu_signature({*family, *model, *stepping});
}

// --vmsa-layout and --sev-features, each where given.
struct Features {
  std::optional<VmsaLayout> layout;
  std::optional<std::uint64_t> sev_features;
};

Result<Features> load_features(const Arguments& arguments) {
  Features features;
  if (const auto name = arguments.value(Option::kVmsaLayout)) {
    const auto layout = parse_layout(*name);
    if (!layout) return fail(layout.error());
    features.layout = *layout;
  }
  if (const auto text = arguments.value(Option::kSevFeatures)) {
    const auto number =
        parse_number("--sev-features", *text, 0, std::numeric_limits<std::uint64_t>::max());
    if (!number) return fail(number.error());
    features.sev_features = *number;
  }
  return features;
}

Result<std::optional<KnownDigest>> load_known(const Arguments& arguments) {
  using enum KnownDigest::Of;
  for (const auto& [option, name, of] :
       {std::tuple(Option::kFirmwareSha256, "--firmware-sha256", kFirmware),
        std::tuple(Option::kLaunchDigest, "--launch-digest", kLaunch)}) {
    const auto text = arguments.value(option);
    if (!text) continue;
    const auto known = parse_known_digest(of, name, trim(*text));
    if (!known) return fail(known.error());
    return *known;
  }
  return std::nullopt;
}

Result<VmsaFiles> load_vmsa_files(const Arguments& arguments) {
  const auto features = load_features(arguments);
  if (!features) return fail(features.error());
  VmsaFiles files;
  files.said_layout = features->layout;
  files.said_sev_features = features->sev_features;
  auto cpu0 = load_vmsa("VMSA of boot CPU", *arguments.value(Option::kVmsaCpu0));
  if (!cpu0) return fail(cpu0.error());
  files.cpu0 = *cpu0;
  if (const auto path = arguments.value(Option::kVmsaCpu1)) {
    auto cpu1 = load_vmsa("VMSA of APs", *path);
    if (!cpu1) return fail(cpu1.error());
    files.cpu1 = *cpu1;
  }
  return files;
}

Result<VmsaSource> load_vmsa_source(const Arguments& arguments) {
  if (has_vmsa_file(arguments)) {
    auto files = load_vmsa_files(arguments);
    if (!files) return fail(files.error());
    return VmsaSource(std::move(*files));
  }
  if (!has_cpu(arguments)) {
    // Not used, but checked like everything that is given.
    if (const auto features = load_features(arguments); !features) return fail(features.error());
    return VmsaSource();
  }
  auto spec = load_vmsa_spec(arguments);
  if (!spec) return fail(spec.error());
  return VmsaSource(*spec);
}

Result<void> load_boot_files(const Arguments& arguments, LaunchConfig& config, Console& console) {
  BootFiles files(console);
  if (const auto path = arguments.value(Option::kFirmware)) files.add_firmware({"firmware", *path});
  if (const auto path = arguments.value(Option::kKernel)) {
    files.add_kernel({"kernel", *path});
    if (const auto initrd = arguments.value(Option::kInitrd)) files.add_initrd({"initrd", *initrd});
  }
  if (auto loaded = files.load_into(config); !loaded) return loaded;
  if (config.kernel) config.kernel->cmdline = arguments.value(Option::kCmdline);
  return {};
}

// What the launch digest covers, or says how it is made.
constexpr auto kCovered = std::to_array<std::pair<Option, const char*>>({
    {Option::kFirmware, "--firmware"},
    {Option::kFirmwareSha256, "--firmware-sha256"},
    {Option::kKernel, "--kernel"},
    {Option::kInitrd, "--initrd"},
    {Option::kCmdline, "--cmdline"},
    {Option::kNumCpus, "--num-cpus"},
    {Option::kCpu, "--cpu"},
    {Option::kCpuFamily, "--cpu-family"},
    {Option::kCpuModel, "--cpu-model"},
    {Option::kCpuStepping, "--cpu-stepping"},
    {Option::kVmsaLayout, "--vmsa-layout"},
    {Option::kSevFeatures, "--sev-features"},
    {Option::kVmsaCpu0, "--vmsa-cpu0"},
    {Option::kVmsaCpu1, "--vmsa-cpu1"},
});

Result<void> check_known_usage(const Arguments& arguments) {
  if (arguments.has(Option::kLaunchDigest)) {
    for (const auto& [option, name] : kCovered) {
      if (!arguments.has(option)) continue;
      return misuse("--launch-digest excludes " + std::string(name),
                    "Give either the launch digest or the parts: the digest covers everything that "
                    "is measured.");
    }
  }
  if (arguments.has(Option::kFirmware) && arguments.has(Option::kFirmwareSha256)) {
    return misuse("--firmware-sha256 excludes --firmware", "Give the image alone: it says more.");
  }
  return {};
}

}  // namespace

bool is_launch_given(const Arguments& arguments) {
  return arguments.has(Option::kFirmware) || arguments.has(Option::kFirmwareSha256) ||
         arguments.has(Option::kLaunchDigest);
}

tl::unexpected<Error> firmware_needed() {
  return fail(ErrorKind::kIncomplete, "--firmware is needed",
              "It is the image that the guest was started with. If you have only a digest, give "
              "--firmware-sha256 or --launch-digest in its place.");
}

Result<void> check_config_usage(const Arguments& arguments) {
  if (auto checked = check_known_usage(arguments); !checked) return checked;
  if (!arguments.has(Option::kKernel) &&
      (arguments.has(Option::kInitrd) || arguments.has(Option::kCmdline))) {
    return misuse("--initrd and --cmdline need --kernel",
                  "They are measured only as part of the kernel-hashes table.");
  }
  if (arguments.has(Option::kCpu) && has_sku_part(arguments)) {
    return misuse("--cpu excludes --cpu-family, --cpu-model and --cpu-stepping");
  }
  if (has_cpu(arguments) && has_vmsa_file(arguments)) {
    return misuse("VMSA files exclude a CPU model",
                  "Give the CPU model to have the pages built, or the pages themselves.");
  }
  const bool whole_sku = arguments.has(Option::kCpuFamily) && arguments.has(Option::kCpuModel) &&
                         arguments.has(Option::kCpuStepping);
  if (has_sku_part(arguments) && !whole_sku) {
    return misuse("--cpu-family, --cpu-model and --cpu-stepping are needed together",
                  "Or give a QEMU model name with --cpu.");
  }
  if (arguments.has(Option::kVmsaCpu1) && !arguments.has(Option::kVmsaCpu0)) {
    return misuse("--vmsa-cpu1 needs --vmsa-cpu0");
  }
  return {};
}

std::optional<std::string> cmdline_hint(const Arguments& arguments) {
  const auto text = arguments.value(Option::kCmdline);
  if (!text || text->empty()) return std::nullopt;
  const bool is_one_word = text->find_first_of(" \t\n=") == std::string::npos;
  const bool is_path = is_one_word && text->find('/') != std::string::npos;
  std::error_code error;
  const auto kind = std::filesystem::status(*text, error).type();
  if (!is_path && kind != std::filesystem::file_type::regular) return std::nullopt;
  return "--cmdline takes the command line itself, and " + quote(*text) +
         " looks like a file: give its content with --cmdline \"$(cat FILE)\".";
}

Result<VmsaSpec> load_vmsa_spec(const Arguments& arguments) {
  if (!has_cpu(arguments)) {
    return fail(ErrorKind::kIncomplete,
                "a CPU is needed: give --cpu, or --cpu-family, --cpu-model and --cpu-stepping");
  }
  const auto signature = load_signature(arguments);
  if (!signature) return fail(signature.error());
  return make_vmsa_spec(arguments, *signature);
}

Result<VmsaSpec> make_vmsa_spec(const Arguments& arguments, std::uint32_t signature) {
  const auto features = load_features(arguments);
  if (!features) return fail(features.error());
  return VmsaSpec{signature, features->layout.value_or(VmsaLayout::kLegacy),
                  features->sev_features.value_or(0)};
}

Result<Bytes> load_firmware(const std::string& path) {
  auto image = read_file(path, {.role = "firmware", .max_size = kMaxFirmwareSize});
  if (!image) return image;
  const auto checked = check_firmware_file(*image, describe_file("firmware", path));
  if (!checked) return fail(checked.error());
  return image;
}

Result<VmsaPage> load_vmsa(std::string_view role, const std::string& path) {
  const auto content = read_file(path, {.role = role, .max_size = kVmsaSize});
  if (!content) return fail(content.error());
  return parse_vmsa(describe_file(role, path), *content);
}

Result<LaunchConfig> load_config(const Arguments& arguments, Console& console) {
  LaunchConfig config;
  if (const auto text = arguments.value(Option::kNumCpus)) {
    const auto vcpus = load_number(arguments, Option::kNumCpus, "--num-cpus", 1, kMaxVcpus);
    if (!vcpus) return fail(vcpus.error());
    config.vcpus = *vcpus;
  }
  auto vmsa = load_vmsa_source(arguments);
  if (!vmsa) return fail(vmsa.error());
  config.vmsa = std::move(*vmsa);
  const auto known = load_known(arguments);
  if (!known) return fail(known.error());
  config.known = *known;
  if (auto loaded = load_boot_files(arguments, config, console); !loaded) {
    return fail(loaded.error());
  }
  return config;
}

}  // namespace sevproof::cli
