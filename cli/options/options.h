// The options of a command line, read into types: what a command needs of them, it is given.
#ifndef SEVPROOF_CLI_OPTIONS_OPTIONS_H
#define SEVPROOF_CLI_OPTIONS_OPTIONS_H

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "options/arguments.h"
#include "options/file_options.h"
#include "options/report_options.h"
#include "options/snp_options.h"
#include "sevproof/result.h"
#include "sevproof/sev/draft.h"
#include "sevproof/sev/policy_text.h"

namespace sevproof::cli {

// The most that --wait and --diagnose take.
inline constexpr std::uint64_t kMostSeconds = 24UL * 60 * 60;

using Path = std::optional<std::string>;

struct LaunchFiles {
  Path launch_info;
  Path firmware;
  Path kernel;
  Path initrd;
  Path vmsa_cpu0;
  Path vmsa_cpu1;
};

struct KeyFiles {
  Path tk;
  Path tik;
  Path tek;
};

struct DomainOptions {
  Path xml;
  std::optional<std::string> name;     // of a live domain
  std::string uri = "qemu:///system";  // of its host
  std::chrono::seconds wait{60};
  bool insecure = false;
  bool ignore_config = false;
};

struct NamedFile {
  std::string name;
  std::string path;
};

// A packet of secrets is two files.
struct PacketFiles {
  Path header;
  Path payload;
};

struct VmsaOutputs {
  Path cpu0;
  Path cpu1;
};

// Of a session that is made or checked.
struct SessionOptions {
  std::vector<std::string> platform;  // files
  std::vector<std::string> sessions;
  std::vector<std::string> certificates;
  std::optional<GivenPolicy> policy;
  std::optional<std::string> name;
  bool kernel_hashes = false;
  bool insecure = false;
};

struct Options {
  bool debug = false;
  bool quiet = false;
  bool json = false;
  bool prints() const { return json || !quiet; }

  // What the options say themselves; loaders add what their files say.
  LaunchDraft draft;
  FieldSet given;  // files included
  LaunchFiles files;
  KeyFiles keys;
  DomainOptions domain;
  std::vector<NamedFile> secrets;
  PacketFiles packet;
  std::vector<std::string> candidates;
  // How long every core searches for the reason of a mismatch; nothing where it is not to.
  std::optional<std::chrono::seconds> diagnosis_time = std::chrono::seconds(2);
  std::optional<Nonce> nonce;
  std::optional<std::uint32_t> reset_address;
  VmsaOutputs vmsa_outputs;
  Path out_folder;
  Path root;
  std::optional<std::string> chip_id;  // hex, or the name of a file
  Path attestation_report;
  std::vector<std::string> positionals;
  FileNames names;
  SessionOptions session;
  SnpOptions snp;
  ReportOptions report;
};

// Fails with kInvalid for a value that is malformed or out of range, for options that exclude each
// other, and for those that are nothing without another one. Reads no file.
Result<Options> read_options(const Arguments& arguments);

}  // namespace sevproof::cli

#endif
