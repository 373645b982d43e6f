#include "mistakes.h"

#include <algorithm>

#include "firmware_image.h"
#include "sevproof/cpu.h"
#include "sevproof/firmware.h"

namespace sevproof::test {
namespace {

using enum Hypothesis;

constexpr std::uint32_t kApStart = 0x80b004;
constexpr std::size_t kVolume = 4096;

Bytes bytes_of(std::string_view text) { return {text.begin(), text.end()}; }

Bytes joined(ByteView a, ByteView b) {
  Bytes both;
  both.reserve(a.size() + b.size());
  append(both, a);
  append(both, b);
  return both;
}

// A variable store, then code with a table: 12 KiB.
Bytes combined_image() {
  FirmwareImage image = full_image();
  image.size = 3 * kVolume;
  image.volume_guid = kVariableVolumeGuid;
  image.volume_length = kVolume;
  return image.build();
}

// Another version of it.
Bytes other_image(std::uint8_t version) {
  Bytes image = combined_image();
  image[2 * kVolume] ^= version;
  return image;
}

Bytes vars_image() {
  FirmwareImage image;
  image.size = kVolume;
  image.with_table = false;
  image.volume_guid = kVariableVolumeGuid;
  image.volume_length = kVolume;
  return image.build();
}

Bytes code_of(const Bytes& image) { return {image.begin() + kVolume, image.end()}; }

Bytes kernel_file(std::uint8_t version) {
  Bytes kernel(1024, version);
  std::copy_n("HdrS", 4, kernel.begin() + 0x202);
  return kernel;
}

Bytes initrd_file(std::uint8_t version) {
  Bytes initrd = bytes_of("070701");
  initrd.push_back(version);
  return initrd;
}

FileDigest digest_of(ByteView content) { return {sha256(content), content.size()}; }

Candidate candidate(std::string name, const Bytes& content) {
  return make_candidate(std::move(name), digest_of(content), content);
}

VmsaSpec spec_of(const char* model) {
  const auto sku = find_cpu_model(model);
  return {cpu_signature(*sku).value_or(0), VmsaLayout::kInit2, 0};
}

VmsaFiles usual_files(const VmsaSpec& spec) {
  return {build_boot_vmsa(spec), build_ap_vmsa(spec, kApStart), {}, {}};
}

VmsaFiles files_of(const VmsaSpec& spec) {
  // No KVM makes this page as it is: without its file nothing explains it.
  VmsaFiles files = usual_files(spec);
  files.cpu0[0x600] = 1;
  (*files.cpu1)[0x600] = 2;
  return files;
}

using Apply = std::function<bool(MistakenLaunch&)>;

bool has_cpus(const MistakenLaunch& launch) {
  return !std::holds_alternative<std::monostate>(launch.owner.vmsa);
}

MistakePart part_of(Hypothesis hypothesis) {
  switch (hypothesis_info(hypothesis).group) {
    case HypothesisGroup::kKeys:
      return MistakePart::kKeys;
    case HypothesisGroup::kKernel:
      return MistakePart::kKernel;
    case HypothesisGroup::kCpus:
      return hypothesis == kCpuSignature ? MistakePart::kCpuWide : MistakePart::kCpus;
    case HypothesisGroup::kFirmware:
      return MistakePart::kFirmware;
    case HypothesisGroup::kHost:
      break;
  }
  if (hypothesis == kPolicyEs) return MistakePart::kPolicyEs;
  if (hypothesis == kPolicyFlags) return MistakePart::kPolicy;
  if (hypothesis == kMessageForm || hypothesis == kBlobSwapped) return MistakePart::kForm;
  return MistakePart::kApiNumber;
}

Mistake mistake(std::string name, Hypothesis hypothesis, Apply apply) {
  return {std::move(name), hypothesis, part_of(hypothesis), std::move(apply)};
}

Mistake with_part(Mistake mistake, MistakePart part) {
  mistake.part = part;
  return mistake;
}

Mistake owner_spec(std::string name, Hypothesis hypothesis, std::function<void(VmsaSpec&)> change) {
  return mistake(std::move(name), hypothesis, [change = std::move(change)](MistakenLaunch& launch) {
    auto* spec = std::get_if<VmsaSpec>(&launch.owner.vmsa);
    if (spec == nullptr) return false;
    change(*spec);
    return true;
  });
}

Mistake host_cmdline(std::string name, Hypothesis hypothesis,
                     std::function<std::string(const std::string&)> change) {
  return mistake(std::move(name), hypothesis, [change = std::move(change)](MistakenLaunch& launch) {
    if (!launch.host.boot || !launch.owner.boot) return false;
    launch.host.boot->cmdline = change(launch.owner.boot->cmdline);
    return true;
  });
}

Mistake owner_cmdline(std::string name, Hypothesis hypothesis,
                      std::function<std::string(const std::string&)> change) {
  return mistake(std::move(name), hypothesis, [change = std::move(change)](MistakenLaunch& launch) {
    if (!launch.host.boot || !launch.owner.boot) return false;
    launch.owner.boot->cmdline = change(launch.host.boot->cmdline);
    return true;
  });
}

Mistake always(std::string name, Hypothesis hypothesis,
               std::function<void(MistakenLaunch&)> change) {
  return mistake(std::move(name), hypothesis, [change = std::move(change)](MistakenLaunch& launch) {
    change(launch);
    return true;
  });
}

std::vector<Mistake> key_mistakes() {
  const auto own_key = [](MistakenLaunch& launch, Bytes content) {
    launch.candidates.push_back(candidate("tik.txt", content));
    launch.owner.tik.assign(16, 0x77);
  };
  return {
      always("keys swapped", kKeysSwapped,
             [](MistakenLaunch& launch) { std::swap(launch.owner.tik, launch.owner.tek); }),
      always("TK reversed", kTkReversed,
             [](MistakenLaunch& launch) {
               launch.keys_in_one_file = true;
               std::swap(launch.owner.tik, launch.owner.tek);
             }),
      always("TK of hex text", kKeyText,
             [](MistakenLaunch& launch) {
               launch.keys_in_one_file = true;
               const std::string hex = to_hex(launch.host.tik);
               launch.owner.tek = bytes_of(hex.substr(0, 16));
               launch.owner.tik = bytes_of(hex.substr(16));
             }),
      always("TIK among the candidates", kKeyCandidate,
             [own_key](MistakenLaunch& launch) { own_key(launch, launch.host.tik); }),
      always("TIK in hex among the candidates", kKeyCandidate,
             [own_key](MistakenLaunch& launch) {
               own_key(launch, bytes_of(to_hex(launch.host.tik) + "\n"));
             }),
      always("TK in base64 among the candidates", kKeyCandidate,
             [own_key](MistakenLaunch& launch) {
               Bytes both = launch.host.tek;
               append(both, launch.host.tik);
               own_key(launch, bytes_of(to_base64(both)));
             }),
      always("reversed TK among the candidates", kKeyCandidate,
             [own_key](MistakenLaunch& launch) {
               Bytes both = launch.host.tik;
               append(both, launch.host.tek);
               own_key(launch, both);
             }),
  };
}

std::vector<Mistake> host_mistakes() {
  return {
      always("API minor", kApiVersion, [](MistakenLaunch& launch) { launch.owner.api.minor = 51; }),
      always("API build", kApiVersion,
             [](MistakenLaunch& launch) { launch.owner.api.build = 255; }),
      always("API major", kApiVersion, [](MistakenLaunch& launch) { launch.owner.api.major = 2; }),
      always("API minor and build", kApiVersion,
             [](MistakenLaunch& launch) {
               launch.owner.api = {1, 51, 9};
             }),
      with_part(always("whole API version", kApiVersion,
                       [](MistakenLaunch& launch) {
                         launch.owner.api = {0, 24, 13};
                       }),
                MistakePart::kApiVersion),
      always("API major and minor exchanged", kApiSwapped,
             [](MistakenLaunch& launch) {
               launch.owner.api = {55, 1, 21};
             }),
      always("API minor and build exchanged", kApiSwapped,
             [](MistakenLaunch& launch) {
               launch.owner.api = {1, 21, 55};
             }),
      always("API minor as hex", kNumberBase,
             [](MistakenLaunch& launch) { launch.owner.api.minor = 0x55; }),
      always("build as decimal", kNumberBase,
             [](MistakenLaunch& launch) {
               launch.host.api.build = 0x21;
               launch.owner.api.build = 21;
             }),
      with_part(always("policy as decimal", kNumberBase,
                       [](MistakenLaunch& launch) {
                         launch.host.policy.value |= 0x10000;
                         launch.owner.policy.value = launch.host.policy.es() ? 10007 : 10003;
                       }),
                MistakePart::kPolicy),
      always("one policy flag", kPolicyFlags,
             [](MistakenLaunch& launch) { launch.owner.policy.value ^= Policy::kNoSend; }),
      always("two policy flags", kPolicyFlags,
             [](MistakenLaunch& launch) {
               launch.owner.policy.value ^= Policy::kNoKeySharing | Policy::kDomain;
             }),
      mistake("policy without ES", kPolicyEs,
              [](MistakenLaunch& launch) {
                if (!launch.host.policy.es()) return false;
                launch.owner.policy.value ^= Policy::kEs;
                return true;
              }),
      mistake("policy with ES", kPolicyEs,
              [](MistakenLaunch& launch) {
                if (!launch.host.policy.es()) return false;
                launch.host.policy.value ^= Policy::kEs;
                return true;
              }),
      with_part(mistake("SEV-ES guest whose CPUs are not given", kPolicyEs,
                        [](MistakenLaunch& launch) {
                          if (launch.host.policy.es()) return false;
                          launch.host.policy.value ^= Policy::kEs | Policy::kNoSend;
                          launch.host.vcpus = 6;
                          launch.host.vmsa = spec_of("EPYC-Rome");
                          return true;
                        }),
                MistakePart::kUnknownCpus),
      always("old message", kMessageForm,
             [](MistakenLaunch& launch) { launch.host.old_form = true; }),
      always("nonce first", kBlobSwapped,
             [](MistakenLaunch& launch) { launch.blob_swapped = true; }),
  };
}

std::vector<Mistake> kernel_mistakes() {
  return {
      mistake("kernel hashes off", kKernelHashesOff,
              [](MistakenLaunch& launch) {
                if (!launch.owner.boot) return false;
                launch.host.boot.reset();
                return true;
              }),
      mistake("kernel hashes on", kKernelHashesOn,
              [](MistakenLaunch& launch) {
                if (launch.owner.boot) return false;
                launch.host.boot = PlainBoot{kernel_file(9), initrd_file(9), "quiet"};
                launch.candidates.push_back(candidate("vmlinuz", launch.host.boot->kernel));
                launch.candidates.push_back(candidate("initrd.img", *launch.host.boot->initrd));
                launch.candidates.push_back(candidate("cmdline.txt", bytes_of("quiet\n")));
                return true;
              }),
      mistake("kernel among the candidates", kKernelCandidate,
              [](MistakenLaunch& launch) {
                if (!launch.owner.boot || !launch.host.boot) return false;
                launch.host.boot->kernel = kernel_file(7);
                launch.candidates.push_back(candidate("vmlinuz-old", kernel_file(8)));
                launch.candidates.push_back(candidate("vmlinuz-new", kernel_file(7)));
                return true;
              }),
      mistake("initrd among the candidates", kInitrdCandidate,
              [](MistakenLaunch& launch) {
                if (!launch.owner.boot || !launch.host.boot) return false;
                launch.host.boot->initrd = initrd_file(7);
                launch.candidates.push_back(candidate("initrd-new", initrd_file(7)));
                return true;
              }),
      mistake("initrd not given, among the candidates", kInitrdCandidate,
              [](MistakenLaunch& launch) {
                if (!launch.owner.boot || !launch.host.boot) return false;
                launch.owner.boot->initrd.reset();
                launch.candidates.push_back(candidate("initrd", *launch.host.boot->initrd));
                return true;
              }),
      mistake("initrd wrongly given", kInitrdAbsent,
              [](MistakenLaunch& launch) {
                if (!launch.owner.boot || !launch.host.boot) return false;
                launch.host.boot->initrd.reset();
                return true;
              }),
      mistake("kernel and initrd swapped", kKernelInitrdSwapped,
              [](MistakenLaunch& launch) {
                if (!launch.owner.boot || !launch.host.boot) return false;
                std::swap(launch.owner.boot->kernel, *launch.owner.boot->initrd);
                return true;
              }),
      mistake("command line among the candidates", kCmdlineCandidate,
              [](MistakenLaunch& launch) {
                if (!launch.owner.boot || !launch.host.boot) return false;
                launch.host.boot->cmdline = "root=/dev/sdb1 single";
                launch.candidates.push_back(
                    candidate("cmdline.txt", bytes_of("root=/dev/sdb1 single\n")));
                return true;
              }),
  };
}

std::vector<Mistake> cmdline_mistakes() {
  using Text = const std::string&;
  return {
      host_cmdline("blank at the host's end", kCmdlineBlanks, [](Text line) { return line + " "; }),
      owner_cmdline("blank at the owner's end", kCmdlineBlanks,
                    [](Text line) { return line + " "; }),
      owner_cmdline("blanks at the owner's beginning", kCmdlineBlanks,
                    [](Text line) { return "  " + line; }),
      host_cmdline("newline on the host", kCmdlineLineEnd, [](Text line) { return line + "\n"; }),
      owner_cmdline("newline of the owner", kCmdlineLineEnd, [](Text line) { return line + "\n"; }),
      owner_cmdline("CRLF of the owner", kCmdlineLineEnd, [](Text line) { return line + "\r\n"; }),
      host_cmdline("carriage return on the host", kCmdlineLineEnd,
                   [](Text line) { return line + "\r"; }),
      host_cmdline("NUL byte on the host", kCmdlineNul,
                   [](Text line) { return line + std::string(1, '\0'); }),
      mistake("no NUL byte hashed", kCmdlineNul,
              [](MistakenLaunch& launch) {
                if (!launch.host.boot || !launch.owner.boot) return false;
                launch.host.boot->with_nul = false;
                return true;
              }),
      host_cmdline("quotes around it on the host", kCmdlineQuotes,
                   [](Text line) { return '"' + line + '"'; }),
      owner_cmdline("quotes around it of the owner", kCmdlineQuotes,
                    [](Text line) { return "'" + line + "'"; }),
      owner_cmdline("quotes within of the owner", kCmdlineQuotes,
                    [](Text line) { return "root=\"/dev/vda1\"" + line.substr(line.find(' ')); }),
      host_cmdline("initrd= on the host", kCmdlineInitrd,
                   [](Text line) { return line + " initrd=initrd"; }),
      owner_cmdline("initrd= of the owner", kCmdlineInitrd,
                    [](Text line) { return "initrd=/initrd-6.1 " + line; }),
      host_cmdline("a doubled blank on the host", kCmdlineSpaces,
                   [](Text line) { return std::string(line).insert(line.find(' '), 1, ' '); }),
      owner_cmdline("a doubled blank of the owner", kCmdlineSpaces,
                    [](Text line) { return std::string(line).insert(line.rfind(' '), 1, ' '); }),
      host_cmdline("init=/bin/sh on the host", kCmdlineWords,
                   [](Text line) { return line + " init=/bin/sh"; }),
      owner_cmdline("a parameter more of the owner", kCmdlineWords,
                    [](Text line) { return line + " mydebug=3"; }),
      host_cmdline("empty on the host", kCmdlineEmpty, [](Text) { return std::string(); }),
  };
}

std::vector<Mistake> cpu_mistakes() {
  const auto count = [](std::string name, std::uint32_t given, std::uint32_t started) {
    return mistake(std::move(name), kVcpus, [=](MistakenLaunch& launch) {
      if (!has_cpus(launch)) return false;
      launch.owner.vcpus = given;
      launch.host.vcpus = started;
      return true;
    });
  };
  return {
      count("8 vCPUs started", 4, 8),
      count("1 vCPU started", 4, 1),
      count("512 vCPUs started", 2, 512),
      owner_spec("another QEMU model", kCpuModel,
                 [](VmsaSpec& spec) { spec.cpu_signature = spec_of("EPYC").cpu_signature; }),
      mistake("a CPU without a model", kCpuSignature,
              [](MistakenLaunch& launch) {
                auto* spec = std::get_if<VmsaSpec>(&launch.host.vmsa);
                if (spec == nullptr) return false;
                spec->cpu_signature = cpu_signature({26, 255, 15}).value_or(0);
                return true;
              }),
      owner_spec("legacy layout given", kVmsaLayout,
                 [](VmsaSpec& spec) { spec.layout = VmsaLayout::kLegacy; }),
      owner_spec("DebugSwap given", kSevFeatures,
                 [](VmsaSpec& spec) { spec.sev_features = kSevFeatureDebugSwap; }),
      mistake("an unusual feature started", kSevFeatures,
              [](MistakenLaunch& launch) {
                auto* spec = std::get_if<VmsaSpec>(&launch.host.vmsa);
                if (spec == nullptr) return false;
                spec->sev_features = std::uint64_t{1} << 63;
                return true;
              }),
      mistake("the boot CPU's reset address", kResetAddress,
              [](MistakenLaunch& launch) {
                if (!std::holds_alternative<VmsaSpec>(launch.owner.vmsa)) return false;
                launch.host.reset_address = kBootAddress;
                return true;
              }),
      mistake("VMSA files swapped", kVmsaSwapped,
              [](MistakenLaunch& launch) {
                auto* files = std::get_if<VmsaFiles>(&launch.owner.vmsa);
                if (files == nullptr) return false;
                std::swap(files->cpu0, *files->cpu1);
                return true;
              }),
      mistake("usual VMSA files swapped", kVmsaSwapped,
              [](MistakenLaunch& launch) {
                if (!std::holds_alternative<VmsaFiles>(launch.owner.vmsa)) return false;
                VmsaFiles files = usual_files(spec_of("EPYC-Milan"));
                launch.host.vmsa = files;
                std::swap(files.cpu0, *files.cpu1);
                launch.owner.vmsa = files;
                return true;
              }),
      mistake("the same VMSA file twice", kVmsaSwapped,
              [](MistakenLaunch& launch) {
                auto* files = std::get_if<VmsaFiles>(&launch.owner.vmsa);
                if (files == nullptr) return false;
                launch.host.vmsa = *files;
                std::get<VmsaFiles>(launch.host.vmsa).cpu1 = files->cpu0;
                return true;
              }),
      mistake("one page built instead of a file", kVmsaBuilt,
              [](MistakenLaunch& launch) {
                auto* files = std::get_if<VmsaFiles>(&launch.host.vmsa);
                if (files == nullptr) return false;
                files->cpu1 = build_ap_vmsa(spec_of("EPYC-Milan"), kApStart);
                return true;
              }),
      mistake("one VMSA page among the candidates", kVmsaCandidate,
              [](MistakenLaunch& launch) {
                auto* files = std::get_if<VmsaFiles>(&launch.host.vmsa);
                if (files == nullptr) return false;
                files->cpu0[0x700] = 7;
                launch.candidates.push_back(
                    candidate("vmsa0", {files->cpu0.begin(), files->cpu0.end()}));
                return true;
              }),
      mistake("built pages instead of files", kVmsaBuilt,
              [](MistakenLaunch& launch) {
                if (!std::holds_alternative<VmsaFiles>(launch.owner.vmsa)) return false;
                launch.host.vmsa = spec_of("EPYC-Milan");
                return true;
              }),
      mistake(
          "VMSA pages among the candidates", kVmsaCandidate,
          [](MistakenLaunch& launch) {
            if (!has_cpus(launch)) return false;
            const VmsaFiles files = files_of({0x123456, VmsaLayout::kLegacy, 0x8000});
            launch.host.vmsa = files;
            launch.candidates.push_back(candidate("vmsa0", {files.cpu0.begin(), files.cpu0.end()}));
            launch.candidates.push_back(
                candidate("vmsa1", {files.cpu1->begin(), files.cpu1->end()}));
            return true;
          }),
  };
}

std::vector<Mistake> firmware_mistakes() {
  const auto owner_firmware = [](std::string name, Hypothesis hypothesis,
                                 std::function<Bytes(const Bytes&)> change) {
    return always(std::move(name), hypothesis,
                  [change = std::move(change)](MistakenLaunch& launch) {
                    launch.owner.firmware = change(launch.host.firmware);
                  });
  };
  return {
      always("code part only", kFirmwareCode,
             [](MistakenLaunch& launch) { launch.host.firmware = code_of(launch.owner.firmware); }),
      always("variable store of a candidate before the code", kFirmwareVars,
             [](MistakenLaunch& launch) {
               launch.owner.firmware = code_of(launch.host.firmware);
               launch.candidates.push_back(candidate("OVMF_VARS.fd", vars_image()));
             }),
      always("code before its variable store", kFirmwareVars,
             [](MistakenLaunch& launch) {
               const Bytes& image = launch.owner.firmware;
               launch.host.firmware = joined(code_of(image), ByteView(image).first(kVolume));
             }),
      always("power of two, padded on the host", kFirmwarePadded,
             [](MistakenLaunch& launch) {
               launch.owner.firmware = code_of(launch.owner.firmware);
               launch.host.firmware = joined(Bytes(2 * kVolume, 0), launch.owner.firmware);
             }),
      always("padded on the host", kFirmwarePadded,
             [](MistakenLaunch& launch) {
               const Bytes padding(4 * kVolume - launch.owner.firmware.size(), 0xff);
               launch.host.firmware = joined(padding, launch.owner.firmware);
             }),
      always("cut to a power of two on the host", kFirmwareTrimmed,
             [](MistakenLaunch& launch) {
               launch.host.firmware = code_of(launch.host.firmware);
               launch.owner.firmware = joined(Bytes(kVolume, 0x5a), launch.host.firmware);
             }),
      owner_firmware("padded by the owner", kFirmwareTrimmed,
                     [](const Bytes& image) { return joined(Bytes(kVolume, 0), image); }),
      always("firmware among the candidates", kFirmwareCandidate,
             [](MistakenLaunch& launch) {
               launch.host.firmware = other_image(7);
               launch.candidates.push_back(candidate("OVMF-old.fd", other_image(6)));
               launch.candidates.push_back(candidate("OVMF-new.fd", other_image(7)));
             }),
  };
}

std::uint32_t reset_address_of(const PlainLaunch& launch) {
  if (launch.reset_address) return *launch.reset_address;
  const auto firmware = parse_firmware(launch.firmware);
  return firmware && firmware->reset_address ? *firmware->reset_address : kApStart;
}

void append_cpus(Bytes& content, const PlainLaunch& launch) {
  VmsaFiles pages;
  if (const auto* spec = std::get_if<VmsaSpec>(&launch.vmsa)) {
    pages = {build_boot_vmsa(*spec), build_ap_vmsa(*spec, reset_address_of(launch)), {}, {}};
  } else {
    pages = std::get<VmsaFiles>(launch.vmsa);
  }
  append(content, pages.cpu0);
  for (std::uint32_t cpu = 1; cpu < launch.vcpus.value_or(1); ++cpu) append(content, *pages.cpu1);
}

KernelHashesTable table_of(const PlainBoot& boot) {
  Bytes line = bytes_of(boot.cmdline);
  if (boot.with_nul) line.push_back(0);
  return build_kernel_hashes_table(
      {sha256(line), sha256(boot.initrd.value_or(Bytes())), sha256(boot.kernel)});
}

}  // namespace

MeasurementBlob measure(const PlainLaunch& launch, const Nonce& nonce) {
  Bytes content = launch.firmware;
  if (launch.boot) append(content, table_of(*launch.boot));
  if (launch.policy.es()) append_cpus(content, launch);
  Bytes message = {0x04};
  if (!launch.old_form)
    append(message, Bytes{launch.api.major, launch.api.minor, launch.api.build});
  append_le<std::uint32_t>(message, launch.policy.value);
  append(message, sha256(content));
  append(message, nonce);
  return {HmacSha256(launch.tik).tag({message}), nonce};
}

LaunchRequest MistakenLaunch::request() const {
  Nonce nonce{};
  for (std::size_t i = 0; i < nonce.size(); ++i) nonce[i] = static_cast<std::uint8_t>(0xa0 + i);
  MeasurementBlob blob = measure(host, nonce);
  if (blob_swapped) {
    Bytes bytes(blob.nonce.begin(), blob.nonce.end());
    append(bytes, blob.measurement);
    std::copy_n(bytes.begin(), blob.measurement.size(), blob.measurement.begin());
    std::copy_n(bytes.begin() + 32, blob.nonce.size(), blob.nonce.begin());
  }
  LaunchConfig config;
  config.firmware = owner.firmware;
  if (owner.boot) {
    config.kernel = KernelBoot{digest_of(owner.boot->kernel), {}, owner.boot->cmdline};
    if (owner.boot->initrd) config.kernel->initrd = digest_of(*owner.boot->initrd);
  }
  config.vcpus = owner.vcpus;
  config.vmsa = owner.vmsa;
  return {std::move(config), owner.api, owner.policy, blob,
          Tik{SecretArray<16>(ByteView(owner.tik))}};
}

Diagnosis MistakenLaunch::diagnose(const DiagnosisBudget& budget) const {
  const LaunchRequest asked = request();
  const Tek own{SecretArray<16>(ByteView(owner.tek))};
  return sevproof::diagnose({asked, &own, keys_in_one_file, candidates}, budget);
}

std::string_view guest_name(Guest guest) {
  switch (guest) {
    case Guest::kSev:
      return "SEV";
    case Guest::kSevEs:
      return "SEV-ES";
    case Guest::kSevEsFiles:
      return "SEV-ES with VMSA files";
    case Guest::kNoKernel:
      return "SEV without a kernel";
  }
  return "";
}

MistakenLaunch correct_launch(Guest guest) {
  PlainLaunch launch;
  launch.firmware = combined_image();
  launch.api = {1, 55, 21};
  launch.policy = {Policy::kNoDebug | Policy::kNoKeySharing};
  launch.tik = bytes_of("a key of 16 byte");
  launch.tek = bytes_of("the other of 16 ");
  if (guest != Guest::kNoKernel) {
    launch.boot = PlainBoot{kernel_file(1), initrd_file(1), "root=/dev/vda1 console=ttyS0 quiet"};
  }
  if (guest == Guest::kSevEs || guest == Guest::kSevEsFiles) {
    launch.policy.value |= Policy::kEs;
    launch.vcpus = 4;
    launch.vmsa = spec_of("EPYC-Milan");
    if (guest == Guest::kSevEsFiles) launch.vmsa = files_of(spec_of("EPYC-Milan"));
  }
  MistakenLaunch both;
  both.host = launch;
  both.owner = launch;
  return both;
}

const std::vector<Mistake>& mistakes() {
  static const std::vector<Mistake> all = [] {
    std::vector<Mistake> list;
    for (auto part : {key_mistakes(), host_mistakes(), kernel_mistakes(), cmdline_mistakes(),
                      cpu_mistakes(), firmware_mistakes()}) {
      for (Mistake& mistake : part) list.push_back(std::move(mistake));
    }
    return list;
  }();
  return all;
}

namespace {

// Which of the files of a kernel boot a mistake is about.
enum class BootPart { kKernel, kInitrd, kCmdline, kAll };

BootPart boot_part(const Mistake& mistake) {
  switch (mistake.hypothesis) {
    case kKernelCandidate:
      return BootPart::kKernel;
    case kInitrdCandidate:
    case kInitrdAbsent:
      return BootPart::kInitrd;
    case kKernelHashesOff:
    case kKernelHashesOn:
    case kKernelInitrdSwapped:
      return BootPart::kAll;
    default:
      return BootPart::kCmdline;
  }
}

bool is_in_products(const Mistake& mistake) {
  return mistake.hypothesis == kVcpus || mistake.hypothesis == kCpuModel ||
         mistake.hypothesis == kVmsaLayout || mistake.hypothesis == kSevFeatures;
}

bool is_pair_of_one_part(const Mistake& a, const Mistake& b) {
  if (a.part == MistakePart::kKernel) {
    const BootPart first = boot_part(a);
    const BootPart second = boot_part(b);
    return first != second && first != BootPart::kAll && second != BootPart::kAll;
  }
  return a.part == MistakePart::kCpus && a.hypothesis != b.hypothesis && is_in_products(a) &&
         is_in_products(b);
}

}  // namespace

bool is_promised_pair(const Mistake& a, const Mistake& b) {
  using enum MistakePart;
  if (a.part == b.part) return is_pair_of_one_part(a, b);
  const auto pair_of = [&](MistakePart part, std::initializer_list<MistakePart> others) {
    const bool found = a.part == part || b.part == part;
    const MistakePart other = a.part == part ? b.part : a.part;
    return found && std::find(others.begin(), others.end(), other) != others.end();
  };
  const auto either = [&](MistakePart part) { return a.part == part || b.part == part; };
  if (either(kUnknownCpus)) return false;
  // One policy flag only; old messages do not have the version.
  const auto is = [&](const char* name) { return a.name == name || b.name == name; };
  if (is("API minor and build") && is("two policy flags")) return false;
  if (is("old message") && (either(kApiNumber) || either(kApiVersion))) return false;
  if (either(kApiVersion)) {
    return pair_of(kApiVersion, {kKeys, kForm, kPolicy}) && !is("two policy flags");
  }
  if (either(kCpuWide)) {
    const bool few = pair_of(kCpuWide, {kKeys, kForm, kPolicy}) ||
                     is("API major and minor exchanged") || is("API minor and build exchanged") ||
                     is("legacy layout given") || is("DebugSwap given");
    return few && !is("two policy flags") && !is("policy as decimal");
  }
  // What CPUs there are does not show in a guest without ES.
  if (either(kPolicyEs)) {
    const Mistake& other = a.part == kPolicyEs ? b : a;
    if (is("policy without ES") && is_in_products(other)) return true;
    return pair_of(kPolicyEs, {kKeys, kApiNumber, kForm, kKernel, kFirmware});
  }
  return true;
}

}  // namespace sevproof::test
