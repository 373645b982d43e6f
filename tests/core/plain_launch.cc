#include "plain_launch.h"

#include <algorithm>

#include "firmware_image.h"
#include "sev/keyed_message.h"
#include "sevproof/formats/cpu.h"
#include "sevproof/formats/firmware.h"
#include "test_bytes.h"

namespace sevproof::test {
namespace {

FileDigest digest_of(ByteView content) {
  return {sha256(content), content.size(),
          std::make_shared<const Sha256>(Sha256().update(content))};
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

Nonce nonce_from(std::uint8_t first) {
  Nonce nonce{};
  for (std::size_t i = 0; i < nonce.size(); ++i) nonce[i] = static_cast<std::uint8_t>(first + i);
  return nonce;
}

}  // namespace

Bytes bytes_of(std::string_view text) { return {text.begin(), text.end()}; }

Bytes joined(ByteView a, ByteView b) {
  Bytes both;
  both.reserve(a.size() + b.size());
  append(both, a);
  append(both, b);
  return both;
}

Bytes combined_image() {
  FirmwareImage image = full_image();
  image.size = 3 * kVolume;
  image.volume_guid = kVariableVolumeGuid;
  image.volume_length = kVolume;
  return image.build();
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

VmsaFiles unusual_files(const VmsaSpec& spec) {
  VmsaFiles files = usual_files(spec);
  files.cpu0[0x600] = 1;
  (*files.cpu1)[0x600] = 2;
  return files;
}

MeasurementBlob measure(const PlainLaunch& launch, const Nonce& nonce) {
  Bytes content = launch.firmware;
  if (launch.boot) append(content, table_of(*launch.boot));
  if (launch.policy.es()) append_cpus(content, launch);
  Bytes message;
  if (launch.old_form != OldMessage::kBare) append(message, Bytes{0x04});
  if (!launch.old_form)
    append(message, Bytes{launch.api.major, launch.api.minor, launch.api.build});
  append_le<std::uint32_t>(message, launch.policy.value);
  append(message, sha256(content));
  append(message, nonce);
  return {HmacSha256(launch.tik).tag({message}), nonce};
}

LaunchRequest MistakenLaunch::request() const {
  MeasurementBlob blob = measure(host, nonce_from(other_start ? 0xb0 : 0xa0));
  if (other_start) blob.measurement[0] ^= 1;
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
  return {std::move(config), owner.api, owner.policy, blob, Tik(to_array<16>(owner.tik))};
}

Diagnosis MistakenLaunch::diagnose(const DiagnosisBudget& budget) const {
  const LaunchRequest asked = request();
  const Tek own(to_array<16>(owner.tek));
  std::optional<SaidLaunch> by_host = said;
  if (other_start) {
    by_host = said.value_or(SaidLaunch());
    by_host->reported_measurement = measure(host, nonce_from(0xa0));
  }
  return sevproof::diagnose({asked,
                             &own,
                             keys_in_one_file,
                             candidates,
                             from_host,
                             host_source,
                             {},
                             by_host ? &*by_host : nullptr},
                            budget);
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
    if (guest == Guest::kSevEsFiles) launch.vmsa = unusual_files(spec_of("EPYC-Milan"));
  }
  MistakenLaunch both;
  both.host = launch;
  both.owner = launch;
  return both;
}

}  // namespace sevproof::test
