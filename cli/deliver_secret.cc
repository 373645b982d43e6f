#include "deliver_secret.h"

#include <array>
#include <string>
#include <vector>

#include "file_options.h"
#include "output_files.h"
#include "send_secret.h"
#include "sevproof/sev/secret.h"
#include "sevproof/text.h"

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

Result<void> write_packet(const Arguments& arguments, const SecretPacket& packet) {
  const std::string header = to_base64(packet.header);
  const std::string payload = to_base64(packet.payload);
  const auto outputs = packet_outputs(arguments);
  const std::array<OutputFile, 2> files = {
      {{outputs[0], as_bytes(header)}, {outputs[1], as_bytes(payload)}}};
  const auto written = write_outputs(files, input_paths(arguments));
  if (written) return {};
  return fail(written.error().kind,
              kMatches + ("no secret was written: " + written.error().message),
              written.error().hint);
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

Result<void> send_with(SecretSender& sender, const SecretPacket& packet, Console& console) {
  if (auto paused = sender.check_paused(); !paused) return paused;
  if (auto injected = sender.inject(packet); !injected) return injected;
  console.has_done("the secret was injected");
  if (auto resumed = sender.resume(); !resumed) return resumed;
  console.has_done("the guest runs");
  return {};
}

Result<void> send(const LiveDomain& live, const SecretPacket& packet, Report& report,
                  const GiveUp& give_up, Console& console) {
  if (auto fits = check_fit(report); !fits) return fits;
  SecretSender sender(*live.domain, *report.delivery);
  live.limit->set_on_silence([&](const std::string& why) { give_up(sender.unfinished(why)); });
  auto sent = send_with(sender, packet, console);
  live.limit->set_on_silence(nullptr);
  return sent;
}

Error with_files(Error error) {
  error.hint += (error.hint.empty() ? "" : " ") + std::string("The packet is in the two files.");
  return error;
}

}  // namespace

Result<void> check_secret_usage(const Arguments& arguments) {
  const bool header = arguments.has(Option::kSecretHeader);
  const bool payload = arguments.has(Option::kSecretPayload);
  if (header != payload) {
    return fail(ErrorKind::kInvalid, "--secret-header and --secret-payload are needed together",
                "A packet consists of both: the host injects them together.");
  }
  if (!arguments.has(Option::kInjectSecret)) return {};
  if (!header && !arguments.has(Option::kDomain)) {
    return fail(ErrorKind::kIncomplete,
                "--inject-secret needs --secret-header and --secret-payload, or --domain",
                "They name the two files that the packet is written to.");
  }
  if (!arguments.has(Option::kTk) && !arguments.has(Option::kTek)) {
    return fail(ErrorKind::kIncomplete, "--inject-secret needs a TEK: give --tk or --tek",
                "Secrets are encrypted under the TEK of the launch session.");
  }
  return {};
}

Result<void> deliver_secrets(const Arguments& arguments, std::span<const LaunchSecret> secrets,
                             const Tek& tek, const ValidatedLaunch& launch, const LiveDomain& live,
                             Report& report, const GiveUp& give_up, Console& console) {
  const HostWord word = arguments.has(Option::kInsecure) ? HostWord::kAccepted : HostWord::kRefused;
  const auto packet = pack_secret(launch, tek, secrets, word);
  if (!packet) {
    return fail(packet.error().kind, kMatches + ("no secret was packed: " + packet.error().message),
                packet.error().hint);
  }
  console.debug("secret header", to_hex(packet->header));
  console.debug("secret payload sha256 (encrypted)", to_hex(sha256(packet->payload)));
  if (live.domain) report.delivery = SecretDelivery{secrets.size(), Done::kNo, Done::kNo};
  const bool writes = writes_files(arguments);
  if (writes) {
    if (auto written = write_packet(arguments, *packet); !written) return written;
    console.has_done("the requested files have been written");
  }
  if (!live.domain) return {};
  const GiveUp give_up_with_files = [&](const Error& error) { give_up(with_files(error)); };
  auto sent = send(live, *packet, report, writes ? give_up_with_files : give_up, console);
  if (!sent && writes) return fail(with_files(sent.error()));
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
               ", which is running now");
  }
}

}  // namespace sevproof::cli
