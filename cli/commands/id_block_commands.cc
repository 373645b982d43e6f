// Making and checking ID blocks.
#include <algorithm>
#include <string>
#include <vector>

#include "commands/columns.h"
#include "commands/command.h"
#include "load/load_snp.h"
#include "os/file_descriptor.h"
#include "os/input_file.h"
#include "os/output_folder.h"
#include "sevproof/report.h"
#include "sevproof/snp/domain.h"
#include "sevproof/snp/policy.h"
#include "sevproof/text.h"

namespace sevproof::cli {
namespace {

Result<void> check_needed(const Options& options, std::initializer_list<Option> needed) {
  const IdBlockOptions& wish = options.snp.id_block;
  const auto is_given = [&](Option option) {
    switch (option) {
      case Option::kLaunchDigest:
        return wish.values.launch_digest.has_value();
      case Option::kIdKey:
        return wish.id_key.has_value();
      case Option::kIdBlock:
        return wish.id_block.has_value();
      case Option::kIdAuth:
        return wish.id_auth.has_value();
      default:
        return options.out_folder.has_value();
    }
  };
  std::string missing;
  for (const Option option : needed) {
    if (!is_given(option)) missing += (missing.empty() ? "" : ", ") + option_text(option);
  }
  if (missing.empty()) return {};
  return fail(ErrorCode::kMissingInput, "needed as well: " + missing, "--help says more of each.");
}

// --- Making

struct LoadedKey {
  SecretBytes content;
  std::string name;

  snp::KeyFile file() const { return {content.view(), name}; }
};

Result<LoadedKey> load_key(const char* role, const std::string& path) {
  auto content = read_secret_file(path, {.role = role, .max_size = snp::kMaxKeyFileSize});
  if (!content) return fail(content.error());
  return LoadedKey{std::move(*content), describe_file(role, path)};
}

Result<snp::SignedIdBlock> make(const Options& options) {
  const IdBlockOptions& wish = options.snp.id_block;
  const snp::IdBlock block = snp::wished_block(wish.values);
  if (auto startable = snp::expect_startable({block.policy}); !startable) {
    return fail(startable.error());
  }
  const auto id_key = load_key("ID key", *wish.id_key);
  if (!id_key) return fail(id_key.error());
  std::optional<LoadedKey> author;
  if (wish.author_key) {
    auto loaded = load_key("author key", *wish.author_key);
    if (!loaded) return fail(loaded.error());
    author = std::move(*loaded);
  }
  return snp::sign_id_block(block, id_key->file(),
                            author ? std::optional(author->file()) : std::nullopt);
}

// No other block is harmed.
Result<void> write_files(const Options& options, const std::vector<snp::IdBlockFile>& files) {
  std::vector<NewFile> outputs;
  outputs.reserve(files.size());
  for (const snp::IdBlockFile& file : files)
    outputs.push_back({file.role, file.name, file.content});
  return write_new_files(*options.out_folder, outputs, options.names.inputs);
}

std::string block_text(const snp::IdBlock& block) {
  return "launch digest: " + to_hex(block.launch_digest) +
         "\npolicy: " + snp::policy_text({block.policy}) +
         "\nfamily id: " + to_hex(block.family_id) + "\nimage id: " + to_hex(block.image_id) +
         "\nguest SVN: " + std::to_string(block.guest_svn) + "\n";
}

std::string keys_text(const Sha384Digest& id_key, const std::optional<Sha384Digest>& author) {
  return "ID key digest: " + to_hex(id_key) +
         "\nauthor key digest: " + (author ? to_hex(*author) : "none, as there is no author key") +
         "\n";
}

}  // namespace

int run_id_block_create(Options& options, Console& console) {
  using enum Option;
  if (auto checked = check_needed(options, {kLaunchDigest, kIdKey, kOut}); !checked) {
    return console.error(checked.error());
  }
  const std::string name = options.session.name.value_or("vm");
  if (auto checked = check_output_name(option_text(kName), name); !checked) {
    return console.error(checked.error());
  }
  const auto made = make(options);
  if (!made) return console.error(made.error());
  const auto files = snp::id_block_files(*made, name, options.session.kernel_hashes);
  if (!files) return console.error(files.error());
  if (auto written = write_files(options, *files); !written) return console.error(written.error());
  console.has_done("the ID block's files were written");
  if (options.json) {
    console.document(to_json(*made));
    return 0;
  }
  const snp::IdBlock block = snp::read_id_block(made->block);
  console.ok("The ID block is made, for policy " + snp::policy_text({block.policy}));
  console.result(block_text(block) + keys_text(made->id_key_digest, made->author_key_digest));
  console.result("written to " + quote(*options.out_folder) + ":\n");
  for (const snp::IdBlockFile& file : *files) {
    console.result("  " + file.name + "  " + std::string(file.role) + "\n");
  }
  if (!options.session.kernel_hashes) {
    console.hint(
        "If the digest is that of a guest with a kernel, give --kernel-hashes: without them its "
        "digest is another one.");
  }
  console.findings(snp::id_block_findings(block, made->id_key_digest, made->author_key_digest));
  return 0;
}

// --- Checking

namespace {

struct Pair {
  snp::IdBlockBytes block{};
  snp::IdAuthBytes auth{};
};

Result<Pair> load_pair(const IdBlockOptions& wish) {
  // Of base64 with white space.
  constexpr std::uint64_t kMaxSize = 4 * snp::kIdAuthSize;
  const auto block_file = read_file(*wish.id_block, {.role = "ID block", .max_size = kMaxSize});
  if (!block_file) return fail(block_file.error());
  const auto block =
      snp::read_id_block_file(*block_file, describe_file("ID block", *wish.id_block));
  if (!block) return fail(block.error());
  const auto auth_file =
      read_file(*wish.id_auth, {.role = "ID authentication", .max_size = kMaxSize});
  if (!auth_file) return fail(auth_file.error());
  const auto auth =
      snp::read_id_auth_file(*auth_file, describe_file("ID authentication", *wish.id_auth));
  if (!auth) return fail(auth.error());
  return Pair{*block, *auth};
}

// What is wrong with a value is said as of a launch.
Result<Pair> pair_of(const DomainSnp& snp) {
  const auto block = snp::domain_id_block(snp);
  const auto auth = snp::domain_id_auth(snp);
  if (block && auth) return Pair{*block, *auth};
  if (snp.id_block.count == 0 || snp.id_auth.count == 0) {
    return fail(ErrorCode::kMissingInput,
                "domain XML: expected idBlock and idAuth, and one of them or both are missing",
                "`sevproof snp id-block create` makes them.");
  }
  std::string faults;
  for (const Finding& finding : snp::review_id_values(snp)) {
    if (finding.code != FindingCode::kSnpDomainValueMalformed) continue;
    faults += (faults.empty() ? "" : "; ") + finding.detail;
  }
  return fail(ErrorCode::kMalformedBase64, "domain XML: " + faults,
              "Copy the whole value, in base64.");
}

Result<snp::IdBlockReport> check(const Options& options) {
  snp::ExpectedIdBlock expected = options.snp.id_block.values;
  const auto domain = load_snp_domain(options);
  if (!domain) return fail(domain.error());
  const auto pair = *domain ? pair_of(*(*domain)->snp) : load_pair(options.snp.id_block);
  if (!pair) return fail(pair.error());
  if (*domain && !expected.policy) expected.policy = (*domain)->snp->policy;
  snp::IdBlockReport report = snp::check_id_block(pair->block, pair->auth, expected);
  if (*domain) {
    for (Finding& finding : snp::review_id_values(*(*domain)->snp)) {
      report.findings.push_back(std::move(finding));
    }
  }
  return report;
}

std::string row(CheckOutcome outcome, std::string_view words) {
  constexpr std::size_t kWidth = 13;
  const std::string_view name =
      outcome == CheckOutcome::kNotChecked ? "not checked" : outcome_name(outcome);
  return "  " + padded(name, kWidth) + std::string(words) + "\n";
}

// What the meaning of the check is not, in words of its own.
std::string failure(const Check& check) {
  switch (check.code) {
    case CheckCode::kIdBlockShape:
      return "Firmware does not take it: " + check.got + ".";
    case CheckCode::kIdBlockSigned:
      return "The ID key did not sign this ID block: the files are of two, or one was changed.";
    case CheckCode::kIdKeySigned:
      return "The author key did not sign this ID key.";
    default:
      return std::string(check_info(check.code).meaning) + "\n    expected " + check.expected +
             "\n    got      " + check.got;
  }
}

std::string check_text(const Check& check) {
  if (check.outcome == CheckOutcome::kFail) return row(check.outcome, failure(check));
  return row(check.outcome, check.why.empty() ? check_info(check.code).meaning : check.why);
}

// What says what the pair must be.
std::string expectation_of(CheckCode code) {
  switch (code) {
    case CheckCode::kIdBlockDigest:
      return option_text(Option::kLaunchDigest);
    case CheckCode::kIdBlockPolicy:
      return option_text(Option::kGuestPolicy);
    case CheckCode::kIdBlockFamily:
      return option_text(Option::kFamilyId);
    case CheckCode::kIdBlockImage:
      return option_text(Option::kImageId);
    case CheckCode::kIdBlockSvn:
      return option_text(Option::kGuestSvn);
    case CheckCode::kIdKeyDigest:
      return option_text(Option::kIdKeyDigest);
    default:
      return option_text(Option::kAuthorKeyDigest);
  }
}

// What was not given is one line.
std::string checks_text(const std::vector<Check>& checks) {
  std::string text;
  std::string skipped;
  for (const Check& check : checks) {
    if (check.why == snp::kNotCompared) {
      skipped += (skipped.empty() ? "" : ", ") + expectation_of(check.code);
    } else {
      text += check_text(check);
    }
  }
  if (skipped.empty()) return text;
  return text +
         row(CheckOutcome::kNotChecked, "Nothing to compare with was given by " + skipped + ".");
}

}  // namespace

int run_id_block_check(Options& options, Console& console) {
  using enum Option;
  if (!options.domain.xml) {
    if (auto checked = check_needed(options, {kIdBlock, kIdAuth}); !checked) {
      return console.error(checked.error());
    }
  }
  const auto report = check(options);
  if (!report) return console.error(report.error());
  const int status = report->holds() ? 0 : kAnswerIsNo;
  if (options.json) {
    console.document(to_json(*report));
    return status;
  }
  if (report->holds()) {
    console.ok("ID block and authentication belong together");
  } else {
    console.line("ERROR: ID block and authentication are not as they should be");
  }
  console.result(block_text(report->block) +
                 keys_text(report->id_key_digest, report->author_key_digest));
  console.result(checks_text(report->checks));
  console.findings(report->findings);
  if (options.domain.xml) {
    console.hint(
        "Of the domain its ID block alone was looked at: `sevproof snp measure "
        "--domain-xml FILE` reviews the rest.");
  }
  return status;
}

}  // namespace sevproof::cli
