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

constexpr const char* kMatches = "the measurement matches, but ";

Result<void> write_packet(const Arguments& arguments, const SecretPacket& packet) {
  const std::string header = to_base64(packet.header);
  const std::string payload = to_base64(packet.payload);
  const auto outputs = packet_outputs(arguments);
  const std::array<OutputFile, 2> files = {
      {{outputs[0], as_bytes(header)}, {outputs[1], as_bytes(payload)}}};
  const auto written = write_outputs(files);
  if (written) return {};
  return fail(written.error().kind,
              kMatches + ("no secret was written: " + written.error().message),
              written.error().hint);
}

std::string start_anew(const HostDomain& domain) {
  return "start it anew with `virsh start --paused " + domain.name() + "`";
}

// What QEMU writes over cannot be taken back, so that a live guest is spared what is only a finding
// for files.
Result<void> check_fit(const Report& report) {
  for (const Finding& finding : report.findings) {
    if (finding.code != FindingCode::kSecretExceedsArea) continue;
    const FindingInfo& info = finding_info(finding.code);
    return fail(ErrorKind::kInvalid,
                kMatches + ("no secret was injected: " + std::string(info.message) + " (" +
                            finding.detail + ")"),
                std::string(info.hint));
  }
  return {};
}

// The guest may have been let run since it was checked.
Result<void> check_still_paused(const HostDomain& domain) {
  const auto state = domain.state();
  if (!state) {
    return fail(state.error().kind, kMatches + ("no secret was injected: " + state.error().message),
                state.error().hint);
  }
  if (state->active && state->paused) return {};
  return fail(ErrorKind::kDomainState,
              kMatches + ("no secret was injected: the domain " + quote(domain.name()) + " is " +
                          state->words + ", no longer paused"),
              "Secrets reach a guest only before it runs: " + start_anew(domain) + ".");
}

Result<void> inject(const HostDomain& domain, const SecretPacket& packet,
                    SecretDelivery& delivery) {
  const CommandResult result = domain.inject(packet);
  switch (result.outcome) {
    case Outcome::kDone:
      delivery.injected = Done::kYes;
      return {};
    case Outcome::kRefused:
      return fail(ErrorKind::kHost,
                  kMatches + ("no secret was injected, the host refused it: " + result.words),
                  "The guest was not let run. If it has run before, " + start_anew(domain) + ".");
    case Outcome::kUnknown:
      break;
  }
  delivery.injected = Done::kUnknown;
  return fail(
      ErrorKind::kHost,
      kMatches + ("it is not known whether the secret that was sent has arrived: " + result.words),
      "The guest was not let run: to be sure, " + start_anew(domain) + ".");
}

Result<void> resume(const HostDomain& domain, SecretDelivery& delivery) {
  const std::string done = "the measurement matches and the secret was injected, but ";
  const CommandResult result = domain.resume();
  delivery.resumed = Done::kYes;
  if (result.outcome == Outcome::kDone) return {};
  // Somebody else may have been quicker, or only the answer was lost.
  const auto state = domain.state();
  if (state && state->active && !state->paused) return {};
  if (state && state->paused) {
    delivery.resumed = Done::kNo;
    return fail(ErrorKind::kHost, done + "the guest still waits: " + result.words,
                "`virsh resume " + domain.name() + "` on the host lets it run.");
  }
  delivery.resumed = Done::kUnknown;
  return fail(ErrorKind::kHost, done + "it is not known whether the guest runs: " + result.words,
              "`virsh domstate " + domain.name() + "` on the host tells.");
}

Result<void> send(const HostDomain& domain, const SecretPacket& packet, Report& report,
                  Console& console) {
  if (auto fits = check_fit(report); !fits) return fits;
  if (auto paused = check_still_paused(domain); !paused) return paused;
  if (auto injected = inject(domain, packet, *report.delivery); !injected) return injected;
  console.has_done("the secret was injected into the guest");
  if (auto resumed = resume(domain, *report.delivery); !resumed) return resumed;
  console.has_done("the secret was injected into the guest, which runs");
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
                             const HostDomain* domain, Report& report, Console& console) {
  const auto packet = pack_secret(launch, tek, secrets);
  if (!packet) return fail(packet.error());
  console.debug("secret header", to_hex(packet->header));
  console.debug("secret payload sha256 (encrypted)", to_hex(sha256(packet->payload)));
  if (domain != nullptr) report.delivery = SecretDelivery{secrets.size(), Done::kNo, Done::kNo};
  const bool writes = writes_files(arguments);
  if (writes) {
    if (auto written = write_packet(arguments, *packet); !written) return written;
    console.has_done("files that were asked for have been written");
  }
  if (domain == nullptr) return {};
  auto sent = send(*domain, *packet, report, console);
  if (!sent && writes) sent.error().hint += " The packet is in the two files.";
  return sent;
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
