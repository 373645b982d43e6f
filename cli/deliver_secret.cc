#include "deliver_secret.h"

#include <array>
#include <string>
#include <vector>

#include "load_secrets.h"
#include "output_files.h"
#include "sevproof/quote.h"
#include "sevproof/secret_packing.h"

namespace sevproof::cli {
namespace {

bool writes_files(const Arguments& arguments) {
  return arguments.has(Option::kInjectSecret) && arguments.has(Option::kSecretHeader);
}

std::vector<OutputPath> packet_outputs(const Arguments& arguments) {
  if (!writes_files(arguments)) return {};
  return {{"secret header", *arguments.value(Option::kSecretHeader)},
          {"secret payload", *arguments.value(Option::kSecretPayload)}};
}

std::string count_text(std::size_t count) {
  return std::to_string(count) + (count == 1 ? " secret" : " secrets");
}

// The verdict is true in any case, and the user has to know what has become of the guest.
Error after_match(const Error& error, const std::string& what) {
  return {error.kind, "the measurement matches, but " + what + ": " + error.message, error.hint};
}

Result<void> write_packet(const Arguments& arguments, const SecretPacket& packet) {
  const std::string header = to_base64(packet.header);
  const std::string payload = to_base64(packet.payload);
  const auto outputs = packet_outputs(arguments);
  const std::array<OutputFile, 2> files = {
      {{outputs[0], as_bytes(header)}, {outputs[1], as_bytes(payload)}}};
  const auto written = write_outputs(files);
  if (!written) return fail(after_match(written.error(), "no secret was written"));
  return {};
}

// The guest may have been let run since it was checked.
Result<void> check_still_paused(const HostDomain& domain) {
  const auto state = domain.state();
  if (!state) return fail(after_match(state.error(), "no secret was injected"));
  if (state->active && state->paused) return {};
  return fail(ErrorKind::kDomainState,
              "the measurement matches, but no secret was injected: the domain " +
                  quote(domain.name()) + " is " + state->words + ", no longer paused",
              "Secrets reach a guest only before it runs: start it anew with `virsh start --paused "
              "DOMAIN`.");
}

Result<void> inject(const HostDomain& domain, const SecretPacket& packet, Console& console) {
  if (auto paused = check_still_paused(domain); !paused) return paused;
  if (auto injected = domain.inject(packet); !injected) {
    return fail(after_match(injected.error(), "the secret did not arrive"));
  }
  console.debug("injected into", domain.name());
  if (auto resumed = domain.resume(); !resumed) {
    Error error = after_match(resumed.error(), "though the secret was injected, the guest waits");
    error.hint = "`virsh resume DOMAIN` on the host lets it run.";
    return fail(error);
  }
  return {};
}

}  // namespace

Result<void> check_secret_usage(const Arguments& arguments) {
  const bool header = arguments.has(Option::kSecretHeader);
  const bool payload = arguments.has(Option::kSecretPayload);
  if (header != payload) {
    return fail(ErrorKind::kInvalid, "--secret-header and --secret-payload are needed together",
                "A packet is both: the host injects them at once.");
  }
  if (!arguments.has(Option::kInjectSecret)) return {};
  if (!header && !arguments.has(Option::kDomain)) {
    return fail(ErrorKind::kIncomplete,
                "--inject-secret needs --secret-header and --secret-payload, or --domain",
                "They name the two files into which the packet is written.");
  }
  if (!arguments.has(Option::kTk) && !arguments.has(Option::kTek)) {
    return fail(ErrorKind::kIncomplete, "--inject-secret needs a TEK: give --tk or --tek",
                "Secrets are encrypted under the TEK of the launch session.");
  }
  return {};
}

Result<void> check_packet_outputs(const Arguments& arguments) {
  std::vector<std::string> inputs = secret_paths(arguments);
  for (const Option option :
       {Option::kFirmware, Option::kKernel, Option::kInitrd, Option::kVmsaCpu0, Option::kVmsaCpu1,
        Option::kTik, Option::kTek, Option::kTk, Option::kLaunchInfo, Option::kDomainXml}) {
    if (const auto path = arguments.value(option)) inputs.push_back(*path);
  }
  const auto outputs = packet_outputs(arguments);
  const bool prints = arguments.has(Option::kJson) || !arguments.has(Option::kQuiet);
  if (auto checked = check_beside_text(outputs, prints); !checked) return checked;
  return check_outputs(outputs, inputs);
}

Result<void> deliver_secrets(const Arguments& arguments, std::span<const LaunchSecret> secrets,
                             const Tek& tek, const ValidatedLaunch& launch,
                             const HostDomain* domain, Console& console) {
  const auto packet = pack_secret(launch, tek, secrets);
  if (!packet) return fail(packet.error());
  console.debug("secret header", to_hex(packet->header));
  console.debug("secret payload sha256 (encrypted)", to_hex(sha256(packet->payload)));
  if (writes_files(arguments)) {
    if (auto written = write_packet(arguments, *packet); !written) return written;
  }
  return domain == nullptr ? Result<void>() : inject(*domain, *packet, console);
}

void say_delivered(const Arguments& arguments, std::size_t count, const HostDomain* domain,
                   Console& console) {
  if (writes_files(arguments)) {
    console.ok("Packed " + count_text(count) + " into " +
               quote(*arguments.value(Option::kSecretHeader)) + " and " +
               quote(*arguments.value(Option::kSecretPayload)));
  }
  if (domain != nullptr) {
    console.ok("Injected " + count_text(count) + " into " + quote(domain->name()) +
               ", which runs now");
  }
}

}  // namespace sevproof::cli
