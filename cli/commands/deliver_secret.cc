#include "commands/deliver_secret.h"

#include <array>
#include <string>
#include <vector>

#include "commands/send_secret.h"
#include "os/output_files.h"
#include "sevproof/sev/secret.h"
#include "sevproof/text.h"

namespace sevproof::cli {
namespace {

bool writes_files(const Options& options) {
  return !options.secrets.empty() && options.packet.header && options.packet.payload;
}

std::string count_text(std::size_t count) {
  return std::to_string(count) + (count == 1 ? " secret" : " secrets");
}

Result<void> write_packet(const Options& options, const SecretPacket& packet) {
  const std::string header = to_base64(packet.header);
  const std::string payload = to_base64(packet.payload);
  const std::array<OutputFile, 2> files = {
      {{{"secret header", *options.packet.header}, as_bytes(header)},
       {{"secret payload", *options.packet.payload}, as_bytes(payload)}}};
  const auto written = write_outputs(files, options.names.inputs);
  if (written) return {};
  return fail(
      reworded(written.error(), kMatches + ("no secret was written: " + written.error().message)));
}

// What QEMU writes over cannot be taken back, so that a live guest is spared what is only a finding
// for files.
Result<void> check_fit(const Report& report) {
  for (const Finding& finding : report.findings) {
    if (finding.code != FindingCode::kSecretExceedsArea) continue;
    const FindingInfo& info = finding_info(finding.code);
    return fail(ErrorCode::kSecretsTooLarge,
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

Result<void> deliver_secrets(const Options& options, std::span<const LaunchSecret> secrets,
                             const Tek& tek, const ValidatedLaunch& launch, const LiveDomain& live,
                             Report& report, const GiveUp& give_up, Console& console) {
  const HostWord word = options.domain.insecure ? HostWord::kAccepted : HostWord::kRefused;
  const auto packet = pack_secret(launch, tek, secrets, word);
  if (!packet) {
    return fail(
        reworded(packet.error(), kMatches + ("no secret was packed: " + packet.error().message)));
  }
  console.debug("secret header", to_hex(packet->header));
  console.debug("secret payload sha256 (encrypted)", to_hex(sha256(packet->payload)));
  if (live.domain) report.delivery = SecretDelivery{secrets.size(), Done::kNo, Done::kNo};
  const bool writes = writes_files(options);
  if (writes) {
    if (auto written = write_packet(options, *packet); !written) return written;
    console.has_done("the requested files have been written");
  }
  if (!live.domain) return {};
  const GiveUp give_up_with_files = [&](const Error& error) { give_up(with_files(error)); };
  auto sent = send(live, *packet, report, writes ? give_up_with_files : give_up, console);
  if (!sent && writes) return fail(with_files(sent.error()));
  return sent;
}

void say_delivered(const Options& options, const HostDomain* domain, Console& console) {
  const std::size_t count = options.secrets.size();
  if (writes_files(options)) {
    console.ok("Packed " + count_text(count) + " into " + quote(*options.packet.header) + " and " +
               quote(*options.packet.payload));
  }
  if (domain != nullptr) {
    console.ok("Injected " + count_text(count) + " into " + quote(domain->name()) +
               ", which is running now");
  }
}

}  // namespace sevproof::cli
