#include <algorithm>
#include <string>

#include "commands/command.h"
#include "commands/platform_text.h"
#include "load/load_platform.h"
#include "os/output_folder.h"
#include "sevproof/report.h"
#include "sevproof/sev/session.h"
#include "sevproof/text.h"

namespace sevproof::cli {
namespace {

Result<void> check_needed(const Options& options) {
  std::string missing;
  const auto need = [&](Option option, bool is_given) {
    if (is_given) return;
    missing += (missing.empty() ? "" : ", ") + option_text(option);
  };
  need(Option::kPlatform, !options.session.platform.empty());
  need(Option::kPolicy, options.session.policy.has_value());
  need(Option::kOut, options.out_folder.has_value());
  if (missing.empty()) return {};
  return fail(ErrorCode::kMissingInput, "needed as well: " + missing,
              "A session is made for one platform and one policy; --help says more.");
}

struct Made {
  SessionCreation creation;
  std::vector<SessionFile> files;  // none where nobody vouches for the platform
};

Result<Made> make(const Options& options) {
  const SessionOptions& wish = options.session;
  if (auto checked = check_needed(options); !checked) return fail(checked.error());
  auto given = load_platform_and_root(wish.platform, std::nullopt, options.root);
  if (!given) return fail(given.error());
  auto creation =
      make_session({std::move(given->chain), std::move(given->root), *wish.policy, wish.insecure});
  if (!creation) return fail(creation.error());
  Made made{std::move(*creation), {}};
  if (!made.creation.session) return made;
  const std::string name = wish.name.value_or(std::string(kDefaultSessionName));
  auto files = session_files(*made.creation.session, name,
                             {made.creation.platform.chain.bits, wish.kernel_hashes});
  if (!files) return fail(files.error());
  made.files = std::move(*files);
  return made;
}

// No other session is harmed.
Result<void> write_session(const Options& options, const std::vector<SessionFile>& files) {
  std::vector<NewFile> outputs;
  outputs.reserve(files.size());
  for (const SessionFile& file : files) {
    outputs.push_back({file.role, file.name, file.content.view()});
  }
  return write_new_files(*options.out_folder, outputs, options.names.inputs);
}

void say_files(const Options& options, const std::vector<SessionFile>& files, Console& console) {
  console.result("written to " + quote(*options.out_folder) + ":\n");
  for (const SessionFile& file : files) {
    console.result("  " + file.name + "  " + std::string(file.role) +
                   (file.is_secret ? ", secret: it stays with you\n" : ", for the host\n"));
  }
}

void say_made(const Options& options, const Made& made, Console& console) {
  const SessionCreation& creation = made.creation;
  const bool is_verified = creation.platform.voucher != Voucher::kNobody;
  const std::string session = "A session for policy " + policy_text(creation.policy);
  if (is_verified) {
    console.ok(session);
  } else {
    console.result("INSECURE: " + session + "\n");
  }
  console.result(voucher_sentence(creation.platform) + ":\n" +
                 certificate_line(*creation.platform.chain.pdh) + "owner's certificate:\n" +
                 certificate_line(creation.session->certificate));
  say_files(options, made.files, console);
  console.findings(creation.findings);
}

void say_not_made(const SessionCreation& creation, Console& console) {
  console.line("ERROR: " + voucher_sentence(creation.platform) + ", so no session was made");
  console.result(checks_text(creation.platform.checks));
  console.findings(creation.findings);
}

}  // namespace

int run_session_create(Options& options, Console& console) {
  const auto made = make(options);
  if (!made) return console.error(made.error());
  const SessionCreation& creation = made->creation;
  if (creation.session) {
    if (auto written = write_session(options, made->files); !written) {
      return console.error(written.error());
    }
    console.has_done("the session's files were written");
  }
  const int status = creation.session ? 0 : kAnswerIsNo;
  if (options.json) {
    console.document(to_json(creation));
  } else if (creation.session) {
    say_made(options, *made, console);
  } else {
    say_not_made(creation, console);
  }
  return status;
}

}  // namespace sevproof::cli
