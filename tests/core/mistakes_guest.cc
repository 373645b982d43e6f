// CPUs and firmware.
#include <algorithm>

#include "make_mistake.h"
#include "sevproof/formats/cpu.h"

namespace sevproof::test {
namespace {

// Another version of it.
Bytes other_image(std::uint8_t version) {
  Bytes image = combined_image();
  image[2 * kVolume] ^= version;
  return image;
}

bool has_cpus(const MistakenLaunch& launch) {
  return !std::holds_alternative<std::monostate>(launch.owner.vmsa);
}

Mistake owner_spec(std::string name, Hypothesis hypothesis, std::function<void(VmsaSpec&)> change) {
  return mistake(std::move(name), hypothesis, [change = std::move(change)](MistakenLaunch& launch) {
    auto* spec = std::get_if<VmsaSpec>(&launch.owner.vmsa);
    if (spec == nullptr) return false;
    change(*spec);
    return true;
  });
}

}  // namespace

using enum Hypothesis;

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
      with_part(mistake("a server's own CPU", kCpuSignature,
                        [](MistakenLaunch& launch) {
                          auto* spec = std::get_if<VmsaSpec>(&launch.host.vmsa);
                          if (spec == nullptr) return false;
                          spec->cpu_signature = cpu_signature({25, 17, 1}).value_or(0);
                          return true;
                        }),
                MistakePart::kCpus),
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
            const VmsaFiles files = unusual_files({0x123456, VmsaLayout::kLegacy, 0x8000});
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

}  // namespace sevproof::test
