// A launch as its owner asked for it, and what follows from it: tables, pages and launch digest.
// Needs no key.
#ifndef SEVPROOF_SEV_LAUNCH_H
#define SEVPROOF_SEV_LAUNCH_H

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sevproof/boot.h"
#include "sevproof/bytes.h"
#include "sevproof/finding.h"
#include "sevproof/formats/firmware.h"
#include "sevproof/formats/kernel_hashes.h"
#include "sevproof/formats/vmsa.h"
#include "sevproof/result.h"
#include "sevproof/sha256.h"

namespace sevproof {

// VMSA pages taken from files. What else was said about them is checked against the pages.
struct VmsaFiles {
  VmsaPage cpu0{};
  std::optional<VmsaPage> cpu1;
  std::optional<VmsaLayout> said_layout;
  std::optional<std::uint64_t> said_sev_features;
};

// Where the CPUs' initial state comes from: nowhere (enough for plain SEV), built, or files.
using VmsaSource = std::variant<std::monostate, VmsaSpec, VmsaFiles>;

// A SHA-256 that its owner gives where what it is of is not at hand.
struct KnownDigest {
  enum class Of : std::uint8_t {
    kFirmware,  // the image; enough where nothing else is measured: the launch digest of more is
                // one SHA-256 over firmware and all that follows, which no finished SHA-256 leads
                // to
    kLaunch,    // all that is measured: the launch digest itself
  };

  Of of = Of::kFirmware;
  Sha256Digest sha256{};
};

// From 64 hex digits in either case. `what` names it in the message. Fails with kInvalid.
Result<KnownDigest> parse_known_digest(KnownDigest::Of of, std::string_view what,
                                       std::string_view text);

struct LaunchConfig {
  // Empty where `known` is given. A face that reads it looks at it with check_firmware_file first.
  HashedBytes firmware;
  // Of that firmware, where it is known already: finding it takes time.
  std::optional<FirmwareCode> firmware_code;
  std::optional<KernelBoot> kernel;
  std::optional<std::uint32_t> vcpus;  // needed for SEV-ES; 1 to kMaxVcpus
  VmsaSource vmsa;
  std::optional<KnownDigest> known;  // in the place of the firmware, or of everything else
};

// The CPU state that went into the launch digest (SEV-ES only).
struct MeasuredCpus {
  std::uint32_t vcpus = 0;
  bool from_files = false;
  VmsaPage cpu0{};
  std::optional<VmsaPage> cpu1;  // of every AP, when there are any
};

struct MeasuredLaunch {
  bool es = false;
  // The image's; absent where the launch digest alone is given.
  std::optional<Sha256Digest> firmware_sha256;
  std::optional<Firmware> firmware;    // absent where only a digest is given
  std::optional<KernelBoot> kernel;    // as given
  std::optional<std::uint32_t> vcpus;  // as given
  std::optional<KernelHashes> kernel_hashes;
  std::optional<KernelHashesTable> kernel_hashes_table;
  std::optional<MeasuredCpus> cpus;
  Sha256Digest launch_digest{};
  // About firmware, kernel and CPUs.
  std::vector<Finding> findings;
};

// Computes what the firmware of an honest host measures. `es` says whether the guest is a SEV-ES
// guest: CPU state is measured only then. Fails with kIncomplete where SEV-ES lacks a vCPU count, a
// CPU model or a VMSA page; with kInvalid where something is out of range, or where the pages of
// APs cannot be built because the firmware names no reset address; with kInvalid also where `known`
// is not enough for what else is given, or excludes it.
Result<MeasuredLaunch> measure_launch(const LaunchConfig& config, bool es);

}  // namespace sevproof

#endif
