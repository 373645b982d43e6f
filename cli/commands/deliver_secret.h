// A packet of secrets on its way to a validated guest: into two files, through its host, or both.
#ifndef SEVPROOF_CLI_COMMANDS_DELIVER_SECRET_H
#define SEVPROOF_CLI_COMMANDS_DELIVER_SECRET_H

#include <functional>
#include <span>

#include "load/launch.h"
#include "options/options.h"
#include "os/console.h"
#include "sevproof/formats/transport_keys.h"
#include "sevproof/result.h"
#include "sevproof/sev/secret.h"
#include "sevproof/sev/validation.h"

namespace sevproof::cli {

// Says an error and ends the program: the host is silent, and the call that waits for it cannot be
// broken off.
using GiveUp = std::function<void(const Error&)>;

// Packs the secrets of a report that matches; writes the files that are named; then, with a live
// domain, injects the packet, lets the guest run, and puts into the report how far this came. An
// error says so too.
Result<void> deliver_secrets(const Options& options, std::span<const LaunchSecret> secrets,
                             const Tek& tek, const ValidatedLaunch& launch, const LiveDomain& live,
                             Report& report, const GiveUp& give_up, Console& console);

// Says what deliver_secrets did.
void say_delivered(const Options& options, const HostDomain* domain, Console& console);

}  // namespace sevproof::cli

#endif
