// Files that a guest may have been started from, as a diagnosis measures them: what comes before
// the pages of CPUs, and these.
#ifndef SEVPROOF_SNP_DIAGNOSIS_START_FILES_H
#define SEVPROOF_SNP_DIAGNOSIS_START_FILES_H

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "sevproof/formats/igvm_launch.h"
#include "snp/sections.h"

namespace sevproof::snp::internal {

// What a VMM reads at the end of a firmware image.
struct Footer {
  Sections sections;
  std::optional<std::uint32_t> reset_address;
};

// Nothing where no host starts a guest with it.
std::optional<Footer> read_footer(ByteView end);

// Where APs of a firmware start; none where only one CPU can.
struct ResetCpus {
  std::optional<std::uint32_t> address;
};

struct StartFile {
  // Of an IGVM file, the digest as its directives stand.
  std::optional<Sha384Digest> in_order;
  // As QEMU starts it: the digest before the pages of CPUs, and what makes those. None where it
  // does not.
  Sha384Digest before_cpus{};
  std::variant<std::monostate, IgvmLaunch, ResetCpus> cpus;
  std::uint32_t least_vcpus = 1;  // the IGVM file has pages for so many
};

// Views point into `file`. Of one that cannot be read nothing is known.
StartFile read_igvm_start(ByteView file);
StartFile read_firmware_start(ByteView image);

// The pages of as many CPUs as there can be, up to kMostVcpus, on QEMU. None where it does not
// start the file, or not without a signature.
std::vector<VmsaPage> vmsa_pages(const StartFile& file, std::optional<std::uint32_t> signature);

}  // namespace sevproof::snp::internal

#endif
