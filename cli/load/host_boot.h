// What a guest boots, from the host that boots it: for tests on the host itself, where nothing is
// proved.
#ifndef SEVPROOF_CLI_LOAD_HOST_BOOT_H
#define SEVPROOF_CLI_LOAD_HOST_BOOT_H

#include <cstdint>

#include "load/launch.h"
#include "options/options.h"
#include "os/console.h"
#include "sevproof/formats/domain_config.h"
#include "sevproof/result.h"

namespace sevproof::cli {

struct HostBoot {
  const DomainConfig& domain;
  std::uint32_t vcpus;  // that the guest has
  const LibvirtHost& host;
  bool local;  // the host is this machine
};

// Puts firmware, kernel, initrd, command line, number of CPUs and CPU signature into the launch
// where they are needed and not given. Fails with kInsecure without --insecure, and with
// kIncomplete where the host is not this machine or does not say; for files as their readers do.
Result<void> fill_config(const Options& options, const HostBoot& boot, Launch& launch,
                         Console& console);

}  // namespace sevproof::cli

#endif
