// Classes of mistakes about keys, what the host reports, CPUs and firmware.
#include <algorithm>
#include <array>

#include "claims.h"
#include "firmware_image.h"
#include "sev/keyed_message.h"
#include "sevproof/formats/cpu.h"

namespace sevproof::test {
namespace {

using enum Hypothesis;
using Make = std::function<void(MistakenLaunch&, Random&)>;

std::uint8_t byte(Random& random) { return static_cast<std::uint8_t>(random()); }

Bytes random_bytes(std::size_t size, Random& random) {
  Bytes bytes(size);
  // No text, and no white space at an end.
  for (std::uint8_t& value : bytes) value = byte(random) | 0x80;
  return bytes;
}

// The host's key stands in another file, in this form.
Claim key_file(std::string words, std::function<Bytes(const Bytes& tik, const Bytes& tek)> form) {
  return {kKeyCandidate, std::move(words), [form](MistakenLaunch& launch, Random& random) {
            launch.host.tik = random_bytes(16, random);
            launch.candidates.push_back(
                candidate("key", form(launch.host.tik, random_bytes(16, random))));
          }};
}

std::vector<Claim> key_claims() {
  const auto hex = [](const Bytes& bytes) { return bytes_of(to_hex(bytes) + "\n"); };
  const auto base64 = [](const Bytes& bytes) { return bytes_of(to_base64(bytes) + "\r\n"); };
  return {
      {kKeysSwapped, "TIK and TEK swapped",
       [](MistakenLaunch& launch, Random& random) {
         launch.host.tik = random_bytes(16, random);
         launch.owner.tek = launch.host.tik;
       }},
      {kNoSession, "a TIK of zeros",
       [](MistakenLaunch& launch, Random&) { launch.host.tik = Bytes(16); }},
      key_file("16 bytes", [](const Bytes& tik, const Bytes&) { return tik; }),
      key_file("TK of 32 bytes",
               [](const Bytes& tik, const Bytes& tek) { return joined(tek, tik); }),
      key_file("TK the other way round",
               [](const Bytes& tik, const Bytes& tek) { return joined(tik, tek); }),
      key_file("hex of 16", [hex](const Bytes& tik, const Bytes&) { return hex(tik); }),
      key_file("hex of 32",
               [hex](const Bytes& tik, const Bytes& tek) { return hex(joined(tek, tik)); }),
      key_file("base64 of 16", [base64](const Bytes& tik, const Bytes&) { return base64(tik); }),
      key_file("base64 of 32",
               [base64](const Bytes& tik, const Bytes& tek) { return base64(joined(tik, tek)); }),
  };
}

Claim host(Hypothesis row, std::string words, Make make) {
  return {row, std::move(words), std::move(make)};
}

std::vector<Claim> host_claims() {
  const auto flip = [](MistakenLaunch& launch, Random& random, int count) {
    for (int at = 0; at < count; ++at) {
      std::uint32_t bit = 4;
      while (bit == 4) bit = 1U << below(16, random);
      launch.host.policy.value ^= bit;
    }
  };
  return {
      host(kApiVersion, "any API major 0 to 2, minor and build",
           [](MistakenLaunch& launch, Random& random) {
             launch.host.api = {static_cast<std::uint8_t>(below(3, random)), byte(random),
                                byte(random)};
           }),
      host(kApiSwapped, "major and minor exchanged",
           [](MistakenLaunch& launch, Random& random) {
             launch.host.api = {1, byte(random), byte(random)};
             launch.owner.api = {launch.host.api.minor, 1, launch.host.api.build};
           }),
      host(kApiSwapped, "minor and build exchanged",
           [](MistakenLaunch& launch, Random& random) {
             launch.host.api = {1, byte(random), byte(random)};
             launch.owner.api = {1, launch.host.api.build, launch.host.api.minor};
           }),
      host(kNumberBase, "decimal digits of minor and build read as hexadecimal ones",
           [](MistakenLaunch& launch, Random& random) {
             const std::size_t minor = 10 + below(90, random);
             launch.owner.api.minor = static_cast<std::uint8_t>(minor / 10 * 16 + minor % 10);
             launch.host.api.minor = static_cast<std::uint8_t>(minor);
           }),
      host(kNumberBase, "policy read as decimal",
           [](MistakenLaunch& launch, Random&) {
             launch.owner.policy.value = 19;
             launch.host.policy.value = 0x19;
           }),
      host(kPolicyFlags, "one of bits 0 to 15",
           [flip](MistakenLaunch& launch, Random& random) { flip(launch, random, 1); }),
      host(kPolicyFlags, "two of bits 0 to 15",
           [flip](MistakenLaunch& launch, Random& random) { flip(launch, random, 2); }),
      {kPolicyEs, "ES missing, with one other flag",
       [](MistakenLaunch& launch, Random&) { launch.owner.policy.value ^= 4 | 1; }, Guest::kSevEs},
      {kPolicyEs, "ES, with CPUs of a model that are not given",
       [](MistakenLaunch& launch, Random& random) {
         launch.owner.policy.value ^= 4;
         launch.owner.vcpus.reset();
         launch.owner.vmsa = std::monostate();
         launch.host.vcpus = static_cast<std::uint32_t>(1 + below(512, random));
       },
       Guest::kSevEs},
      host(kMessageForm, "the message below API 0.17",
           [](MistakenLaunch& launch, Random&) { launch.host.old_form = OldMessage::kBare; }),
      host(
          kMessageForm, "the message below API 0.17, with 04 before it",
          [](MistakenLaunch& launch, Random&) { launch.host.old_form = OldMessage::kWithContext; }),
      host(kBlobSwapped, "nonce before measurement",
           [](MistakenLaunch& launch, Random&) { launch.blob_swapped = true; }),
  };
}

VmsaSpec& spec(PlainLaunch& launch) { return std::get<VmsaSpec>(launch.vmsa); }

Claim cpu(Hypothesis row, std::string words, Make make) {
  return {row, std::move(words), std::move(make), Guest::kSevEs};
}

std::vector<Claim> cpu_claims() {
  return {
      cpu(kVcpus, "1 to 512 vCPUs",
          [](MistakenLaunch& launch, Random& random) {
            launch.host.vcpus = static_cast<std::uint32_t>(1 + below(512, random));
          }),
      cpu(kCpuModel, "a model of QEMU",
          [](MistakenLaunch& launch, Random& random) {
            const auto models = cpu_models();
            spec(launch.host).cpu_signature =
                cpu_signature(models[below(models.size(), random)].sku).value_or(0);
          }),
      cpu(kCpuSignature, "any signature of families 23, 25 and 26",
          [](MistakenLaunch& launch, Random& random) {
            const std::uint32_t family = std::array<std::uint32_t, 3>{23, 25, 26}[below(3, random)];
            spec(launch.host).cpu_signature =
                cpu_signature({family, static_cast<std::uint32_t>(below(256, random)),
                               static_cast<std::uint32_t>(below(16, random))})
                    .value_or(0);
          }),
      cpu(kVmsaLayout, "the other layout",
          [](MistakenLaunch& launch, Random&) { spec(launch.host).layout = VmsaLayout::kLegacy; }),
      cpu(kSevFeatures, "sev_features 0",
          [](MistakenLaunch& launch, Random&) { spec(launch.owner).sev_features = 0x21; }),
      cpu(kSevFeatures, "each single bit",
          [](MistakenLaunch& launch, Random& random) {
            spec(launch.owner).sev_features = 0x21;
            spec(launch.host).sev_features = std::uint64_t{1} << below(64, random);
          }),
      cpu(kSevFeatures, "the given ones with any one bit changed",
          [](MistakenLaunch& launch, Random& random) {
            spec(launch.owner).sev_features = 0x21;
            spec(launch.host).sev_features = 0x21 ^ std::uint64_t{1} << below(64, random);
          }),
      cpu(kResetAddress, "at any 4 KiB of 0x800004 to 0x82f004",
          [](MistakenLaunch& launch, Random& random) {
            launch.host.reset_address =
                static_cast<std::uint32_t>(0x800004 + 4096 * below(48, random));
          }),
      cpu(kResetAddress, "where the boot CPU starts",
          [](MistakenLaunch& launch, Random&) { launch.host.reset_address = 0xfffffff0; }),
  };
}

std::vector<Claim> firmware_claims() {
  const auto padded = [](MistakenLaunch& launch, Random& random) {
    const std::size_t size = (std::size_t{16} << below(3, random)) * 1024;
    const Bytes more(size - launch.host.firmware.size(), below(2, random) == 0 ? 0 : 0xff);
    launch.host.firmware = below(2, random) == 0 ? joined(more, launch.owner.firmware)
                                                 : joined(launch.owner.firmware, more);
  };
  return {
      host(kFirmwareCode, "the code part alone",
           [](MistakenLaunch& launch, Random&) {
             launch.host.firmware = code_of(launch.owner.firmware);
           }),
      host(kFirmwareVars, "another file's variable store in front of or behind the code",
           [](MistakenLaunch& launch, Random& random) {
             Bytes vars = vars_image();
             vars[vars.size() - 7] = byte(random) | 1;
             launch.candidates.push_back(candidate("VARS.fd", vars));
             launch.owner.firmware = code_of(launch.owner.firmware);
             launch.host.firmware = below(2, random) == 0 ? joined(vars, launch.owner.firmware)
                                                          : joined(launch.owner.firmware, vars);
           }),
      host(kFirmwarePadded, "filled up to one of three powers of two, at either end", padded),
      host(kFirmwareTrimmed, "the first or last bytes, as many as one of three powers of two",
           [](MistakenLaunch& launch, Random& random) {
             const Bytes& image = launch.owner.firmware;
             const auto size = static_cast<std::ptrdiff_t>(std::size_t{8192} >> below(3, random));
             launch.host.firmware = below(2, random) == 0
                                        ? Bytes(image.begin(), image.begin() + size)
                                        : Bytes(image.end() - size, image.end());
           }),
      host(kFirmwareCandidate, "another image",
           [](MistakenLaunch& launch, Random& random) {
             launch.host.firmware[0x2100] ^= static_cast<std::uint8_t>(byte(random) | 1);
             launch.candidates.push_back(candidate("OVMF.fd", launch.host.firmware));
           }),
  };
}

std::vector<Claim> boot_claims() {
  const auto file = [](Random& random) { return random_bytes(2000, random); };
  return {
      host(kKernelHashesOff, "a kernel that was not measured",
           [](MistakenLaunch& launch, Random&) { launch.host.boot.reset(); }),
      host(kKernelCandidate, "a file that looks like a kernel",
           [](MistakenLaunch& launch, Random& random) {
             launch.host.boot->kernel = kernel_file(byte(random) | 0x80);
             launch.candidates.push_back(candidate("k", launch.host.boot->kernel));
           }),
      host(kKernelCandidate, "a file that looks like nothing, as the kernel",
           [file](MistakenLaunch& launch, Random& random) {
             launch.host.boot->kernel = file(random);
             launch.candidates.push_back(candidate("k", launch.host.boot->kernel));
           }),
      host(kInitrdCandidate, "a file that looks like an initrd",
           [](MistakenLaunch& launch, Random& random) {
             launch.host.boot->initrd = initrd_file(byte(random) | 0x80);
             launch.candidates.push_back(candidate("i", *launch.host.boot->initrd));
           }),
      host(kInitrdCandidate, "a file that looks like nothing, as the initrd",
           [file](MistakenLaunch& launch, Random& random) {
             launch.host.boot->initrd = file(random);
             launch.candidates.push_back(candidate("i", *launch.host.boot->initrd));
           }),
      host(kInitrdAbsent, "no initrd",
           [](MistakenLaunch& launch, Random&) { launch.host.boot->initrd.reset(); }),
      host(kKernelInitrdSwapped, "kernel and initrd exchanged",
           [](MistakenLaunch& launch, Random&) {
             std::swap(launch.owner.boot->kernel, *launch.owner.boot->initrd);
           }),
      {kKernelHashesOn, "a kernel of the other files, without anything",
       [](MistakenLaunch& launch, Random& random) {
         launch.host.boot = PlainBoot{kernel_file(byte(random) | 0x80), std::nullopt, ""};
         launch.candidates.push_back(candidate("k", launch.host.boot->kernel));
       },
       Guest::kNoKernel},
  };
}

}  // namespace

std::vector<Claim> launch_claims() {
  std::vector<Claim> all;
  for (auto part : {key_claims(), host_claims(), boot_claims(), cpu_claims(), firmware_claims()}) {
    for (Claim& claim : part) all.push_back(std::move(claim));
  }
  return all;
}

}  // namespace sevproof::test
