#include "request.h"

#include <string>
#include <tuple>

#include "known_code.h"
#include "sevproof/boot_file.h"
#include "sevproof/cpu.h"
#include "sevproof/domain_context.h"
#include "sevproof/quote.h"
#include "text_field.h"

namespace sevproof::wasm {
namespace {

using emscripten::val;

bool has(const val& object, const char* key) {
  const val value = object[key];
  return !value.isUndefined() && !value.isNull();
}

// Absent, null and empty are the same to a person who left a field alone.
std::optional<std::string> text(const val& request, const char* key) {
  if (!has(request, key)) return std::nullopt;
  auto value = request[key].as<std::string>();
  if (value.empty()) return std::nullopt;
  return value;
}

tl::unexpected<FieldError> missing(const char* field, std::string message, std::string hint) {
  return misfit(field, {ErrorKind::kIncomplete, std::move(message), std::move(hint)});
}

template <typename T>
Read<T> required_number(const val& request, const char* key, const char* label) {
  const auto given = text(request, key);
  if (!given) {
    return missing(key, std::string(label) + " is needed",
                   "`virsh domlaunchsecinfo GUEST` on the host shows it.");
  }
  const auto number = read_number(key, *given);
  if (!number) return tl::unexpected(number.error());
  return static_cast<T>(*number);
}

template <typename T>
Read<std::optional<T>> optional_number(const val& request, const char* key) {
  const auto given = text(request, key);
  if (!given) return std::optional<T>();
  const auto number = read_number(key, *given);
  if (!number) return tl::unexpected(number.error());
  return std::optional<T>(static_cast<T>(*number));
}

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
                   "The first page is the boot CPU's, the second that of all others.");
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
    const auto digest = parse_sha256(label, trim(*given));
    if (!digest) return misfit(field, digest.error());
    known = KnownDigest{of, *digest};
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

Read<ApiVersion> read_api(const val& request) {
  const auto major = required_number<std::uint8_t>(request, "apiMajor", "API major");
  if (!major) return tl::unexpected(major.error());
  const auto minor = required_number<std::uint8_t>(request, "apiMinor", "API minor");
  if (!minor) return tl::unexpected(minor.error());
  const auto build = required_number<std::uint8_t>(request, "buildId", "Build ID");
  if (!build) return tl::unexpected(build.error());
  return ApiVersion{*major, *minor, *build};
}

Read<PageKeys> read_tk(const val& request) {
  if (has(request, "tik") || has(request, "tek")) {
    return misfit("tk", {ErrorKind::kInvalid, "TK excludes TIK and TEK",
                         "A TK file holds both keys: remove it, or the others."});
  }
  const SecretBytes content(read_bytes(request["tk"]));
  auto keys = parse_tk(content.view());
  if (!keys) return misfit("tk", keys.error());
  return PageKeys{std::move(keys->tik), std::move(keys->tek)};
}

// A refused domain has no verdict here either; the page can do without its XML.
Read<std::vector<Finding>> check_xml(const DomainConfig& domain, const LaunchRequest& launch) {
  DomainCheck check = check_domain(domain, domain_context(launch.config, launch.policy));
  if (!check.refusal) return std::move(check.findings);
  Error refusal = std::move(*check.refusal);
  // A file that the domain boots: it is needed, and only its owner has it.
  if (refusal.kind == ErrorKind::kIncomplete) {
    return misfit(launch.config.kernel ? "initrd" : "kernel", std::move(refusal));
  }
  refusal.hint += " To validate without these checks, remove the XML.";
  return misfit("domainXml", std::move(refusal));
}

// In the program's order. Without SEV-ES nothing hangs on the CPUs.
std::vector<HostValue> read_from_xml(const val& request, Policy policy) {
  std::vector<HostValue> values;
  if (!has(request, "fromXml")) return values;
  const val fields = request["fromXml"];
  for (const auto& [field, value] :
       {std::pair("policy", HostValue::kPolicy), std::pair("cmdline", HostValue::kCmdline),
        std::pair("numCpus", HostValue::kVcpus), std::pair("cpu", HostValue::kCpu)}) {
    const bool is_about_cpus = value == HostValue::kVcpus || value == HostValue::kCpu;
    if (is_about_cpus && !policy.es()) continue;
    if (fields.call<bool>("includes", std::string(field))) values.push_back(value);
  }
  return values;
}

// What the page filled in from the host's report of the launch.
std::vector<HostValue> read_from_launch_info(const val& request) {
  std::vector<HostValue> values;
  if (!has(request, "fromLaunchInfo")) return values;
  const val fields = request["fromLaunchInfo"];
  for (const auto& [field, value] :
       {std::pair("apiMajor", HostValue::kApi), std::pair("apiMinor", HostValue::kApi),
        std::pair("buildId", HostValue::kApi), std::pair("policy", HostValue::kPolicy)}) {
    if (fields.call<bool>("includes", std::string(field))) values.push_back(value);
  }
  return values;
}

// Adds what the domain's XML gives to a request.
Read<void> add_domain(const val& request, PageRequest& page) {
  if (has(request, "domainXml")) {
    const auto domain = read_domain(request["domainXml"]);
    if (!domain) return tl::unexpected(domain.error());
    auto findings = check_xml(*domain, page.launch);
    if (!findings) return tl::unexpected(findings.error());
    page.findings = std::move(*findings);
    page.said = said_by_domain(*domain, HostSource::kDomainXml);
  }
  page.launch.from_host = read_from_xml(request, page.launch.policy);
  const auto used = host_value_findings(HostSource::kDomainXml, page.launch.from_host);
  page.findings.insert(page.findings.end(), used.begin(), used.end());
  return {};
}

}  // namespace

tl::unexpected<FieldError> misfit(std::string_view field, Error error) {
  return tl::unexpected(FieldError{field, std::move(error)});
}

Bytes read_bytes(const val& array) {
  return emscripten::convertJSArrayToNumberVector<std::uint8_t>(array);
}

Read<FileDigest> read_digest(const val& given, std::string_view field) {
  const auto digest = from_hex(given["sha256"].as<std::string>());
  if (!digest || digest->size() != std::tuple_size_v<Sha256Digest>) {
    return misfit(field, {ErrorKind::kInvalid, "expected a SHA-256 of 64 hex digits", ""});
  }
  FileDigest file;
  std::copy(digest->begin(), digest->end(), file.sha256.begin());
  const double size = given["size"].as<double>();
  if (!(size >= 0 && size <= static_cast<double>(kMaxBootFileSize))) {
    return misfit(field, {ErrorKind::kInvalid,
                          std::string(field) + ": expected at most " +
                              std::to_string(kMaxBootFileSize) + " bytes",
                          "Sizes are 32 bits wide in the boot protocol."});
  }
  file.size = static_cast<std::uint64_t>(size);
  return file;
}

void add_domain_part(const PageRequest& request, Report& report) {
  report.findings.insert(report.findings.end(), request.findings.begin(), request.findings.end());
}

Read<DomainConfig> read_domain(const val& xml) {
  const Bytes bytes = read_bytes(xml);
  auto domain = parse_domain({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  if (!domain) return misfit("domainXml", domain.error());
  return std::move(*domain);
}

Read<PageKeys> read_keys(const val& request) {
  if (has(request, "tk")) return read_tk(request);
  if (!has(request, "tik")) {
    return missing("tik", "A TIK is needed, by itself or in a TK file",
                   "It was made with this launch's session, by `sevctl session` for example.");
  }
  const SecretBytes tik_content(read_bytes(request["tik"]));
  auto tik = parse_tik(tik_content.view());
  if (!tik) return misfit("tik", tik.error());
  PageKeys keys{std::move(*tik), std::nullopt};
  if (has(request, "tek")) {
    const SecretBytes tek_content(read_bytes(request["tek"]));
    auto tek = parse_tek(tek_content.view());
    if (!tek) return misfit("tek", tek.error());
    keys.tek = std::move(*tek);
  }
  return keys;
}

Read<MeasurementBlob> read_measurement(const val& request) {
  const auto given = text(request, "measurement");
  if (!given) {
    return missing("measurement", "Measurement is needed",
                   "`virsh domlaunchsecinfo GUEST` on the host shows it.");
  }
  const auto blob = MeasurementBlob::parse(*given);
  if (!blob) return misfit("measurement", blob.error());
  return *blob;
}

Read<PageRequest> read_request(const val& request) {
  const auto reported = read_measurement(request);
  if (!reported) return tl::unexpected(reported.error());
  const auto api = read_api(request);
  if (!api) return tl::unexpected(api.error());
  const auto policy = required_number<std::uint32_t>(request, "policy", "Policy");
  if (!policy) return tl::unexpected(policy.error());
  auto config = read_config(request);
  if (!config) return tl::unexpected(config.error());
  auto keys = read_keys(request);
  if (!keys) return tl::unexpected(keys.error());
  PageRequest page{{std::move(*config), *api, Policy{*policy}, *reported, std::move(keys->tik), {}},
                   std::move(keys->tek),
                   has(request, "tk"),
                   read_from_launch_info(request),
                   {},
                   std::nullopt};
  if (auto added = add_domain(request, page); !added) return tl::unexpected(added.error());
  return page;
}

Read<std::vector<LaunchSecret>> read_secrets(const val& secrets) {
  std::vector<LaunchSecret> all;
  const auto count = secrets["length"].as<unsigned>();
  for (unsigned i = 0; i < count; ++i) {
    const auto guid = parse_secret_name(trim(secrets[i]["name"].as<std::string>()));
    if (!guid) return misfit("secret", guid.error());
    all.push_back({*guid, SecretBytes(read_bytes(secrets[i]["data"]))});
  }
  return all;
}

}  // namespace sevproof::wasm
