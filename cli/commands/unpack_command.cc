#include <string>
#include <utility>

#include "commands/command.h"
#include "load/load_keys.h"
#include "load/load_launch_info.h"
#include "os/input_file.h"
#include "os/interruptions.h"
#include "os/output_files.h"
#include "os/output_folder.h"
#include "sevproof/report.h"

namespace sevproof::cli {
namespace {

// Base64 takes four characters for three bytes, and as many again for its broken lines.
constexpr std::size_t text_limit(std::size_t bytes) { return (bytes + 2) / 3 * 4 * 2 + 64; }

Result<Bytes> read_part(const char* role, const std::string& path, std::size_t max_bytes) {
  const auto content = read_file(path, {.role = role, .max_size = text_limit(max_bytes)});
  if (!content) return fail(content.error());
  auto bytes = decode_packet_file(*content);
  if (!bytes) {
    return fail(ErrorCode::kMalformedPacket,
                describe_file(role, path) + ": " + bytes.error().message);
  }
  return bytes;
}

Result<SecretPacket> load_packet(const PacketFiles& files) {
  if (!files.header || !files.payload) {
    return fail(ErrorCode::kMissingInput, "--secret-header and --secret-payload are needed",
                "They are the two files of a packet.");
  }
  // As large as a payload: the two may be exchanged.
  const auto header = read_part("secret header", *files.header, kMaxSecretPayload);
  if (!header) return fail(header.error());
  const auto payload = read_part("secret payload", *files.payload, kMaxSecretPayload);
  if (!payload) return fail(payload.error());
  return parse_secret_packet(*header, *payload);
}

Result<OpenedSecrets> unpack(Options& options, Console& console) {
  LaunchDraft& draft = options.draft;
  if (const auto& path = options.files.launch_info) {
    if (auto loaded = load_launch_info(*path, draft); !loaded) return fail(loaded.error());
  }
  if (!draft.measurement) {
    return fail(ErrorCode::kMissingInput,
                "the measurement of the launch is needed: give --measurement or --launch-info",
                "The packet is bound to it.");
  }
  const auto packet = load_packet(options.packet);
  if (!packet) return fail(packet.error());
  if (auto loaded = load_keys(options.keys, draft, console); !loaded) return fail(loaded.error());
  if (!draft.tik || !draft.tek) {
    return fail(ErrorCode::kMissingInput,
                "both transport keys are needed to open a packet: give --tk, or --tik and --tek");
  }
  const TransportKeys keys{std::move(*draft.tik), std::move(*draft.tek)};
  return unpack_secret(*packet, keys, draft.measurement->measurement);
}

Result<void> write_secrets(const Options& options, const std::string& path,
                           const std::vector<LaunchSecret>& secrets) {
  const auto held = hold_interruptions();
  auto folder = OutputFolder::make(path);
  if (!folder) return fail(folder.error());
  std::vector<OutputPath> targets;
  std::vector<OutputFile> files;
  for (const LaunchSecret& secret : secrets) {
    targets.push_back({"secret", path + "/" + secret.guid.to_string()});
    files.push_back({targets.back(), secret.data.view()});
  }
  auto written = check_beside_text(targets, options.prints());
  if (written) written = write_outputs(files, options.names.inputs);
  if (written) folder->keep();
  return written;
}

std::string secret_line(const LaunchSecret& secret) {
  const std::string_view alias = secret_alias(secret.guid);
  return secret.guid.to_string() + "  " + std::to_string(secret.data.size()) + " bytes  sha256 " +
         to_hex(sha256(secret.data.view())) +
         (alias.empty() ? "" : "  (" + std::string(alias) + ")") + "\n";
}

}  // namespace

int run_secret_unpack(Options& options, Console& console) {
  const auto opened = unpack(options, console);
  if (!opened) return console.error(opened.error());
  const std::vector<LaunchSecret>& secrets = opened->secrets;
  const auto folder = options.out_folder;
  if (folder) {
    if (auto written = write_secrets(options, *folder, secrets); !written) {
      return console.error(written.error());
    }
  }
  if (options.json) {
    console.document(secrets_to_json(*opened));
    return 0;
  }
  console.ok("The packet is genuine; it holds " + std::to_string(secrets.size()) +
             (secrets.size() == 1 ? " secret" : " secrets"));
  for (const LaunchSecret& secret : secrets) console.result(secret_line(secret));
  console.findings(opened->findings);
  if (folder) console.result("written to " + quote(*folder) + "\n");
  return 0;
}

}  // namespace sevproof::cli
