// Launch sessions: made for a platform before a guest is started, and checked afterwards.
#include <emscripten/bind.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "answer.h"
#include "fields.h"
#include "objects.h"
#include "platform_request.h"
#include "sevproof/report.h"
#include "sevproof/sev/policy_text.h"
#include "sevproof/sev/session.h"
#include "sevproof/sev/session_check.h"
#include "sevproof/text.h"

namespace sevproof::wasm {
namespace {

using emscripten::val;

constexpr const char* kPolicy = "policy";

Read<GivenPolicy> read_policy(const std::string& text) {
  auto policy = parse_policy("policy", text);
  if (!policy) return misfit(kPolicy, policy.error());
  return *policy;
}

// Of the policy by itself, all that making a session would say of it.
std::string check_policy(const std::string& text) {
  const auto given = read_policy(text);
  if (!given) return answer(given.error());
  std::vector<Finding> findings = policy_findings(given->policy, std::nullopt);
  if (auto notation = notation_finding(*given)) findings.push_back(*notation);
  return answer_with({{"description", policy_text(given->policy)}, {"number", given->policy.value}},
                     findings);
}

// The field that an error of making a session belongs to.
FieldError in_its_field(const Error& error) {
  const bool is_policy = error.about == Subject::kPolicy;
  return {is_policy ? kPolicy : "platform", error};
}

// One session. Its keys are in this memory alone until the worker takes them, as bytes.
class SessionRun {
 public:
  // `wish`: {policy, name, insecure, kernelHashes}. Answers with the report and what its files are,
  // none where nobody vouches for the platform.
  std::string make(const val& files, const val& root, const std::string& chip_id, const val& wish);
  // A view of the file's bytes in this memory, valid until the next call; empty where there is no
  // such file.
  val content(unsigned at) {
    const ByteView bytes = at < files_.size() ? files_[at].content.view() : ByteView();
    return val(emscripten::typed_memory_view(bytes.size(), bytes.data()));
  }

 private:
  std::vector<SessionFile> files_;
};

std::string SessionRun::make(const val& files, const val& root, const std::string& chip_id,
                             const val& wish) {
  files_.clear();
  auto platform = read_platform(files, root, chip_id);
  if (!platform) return answer(platform.error());
  const auto policy = read_policy(wish["policy"].as<std::string>());
  if (!policy) return answer(policy.error());
  const auto creation = make_session({std::move(platform->chain), std::move(platform->root),
                                      *policy, wish["insecure"].as<bool>()});
  if (!creation) return answer(in_its_field(creation.error()));
  if (creation->session) {
    auto made = session_files(*creation->session, wish["name"].as<std::string>(),
                              {creation->platform.chain.bits, wish["kernelHashes"].as<bool>()});
    if (!made) return answer(made.error(), "sessionName");
    files_ = std::move(*made);
  }
  Json list = Json::array();
  for (const SessionFile& file : files_) {
    list.push_back({{"name", file.name}, {"role", file.role}, {"isSecret", file.is_secret}});
  }
  return answer(Json{{"report", to_json(*creation)}, {"files", std::move(list)}});
}

Read<std::vector<SessionInput>> read_inputs(const val& files, const char* field) {
  std::vector<SessionInput> inputs;
  for (const std::string& name : names_in(files)) {
    auto input = read_session_file(read_bytes(files[name]), name);
    if (!input) return misfit(field, input.error());
    inputs.push_back(*std::move(input));
  }
  return inputs;
}

struct GivenKeys {
  Tik tik;
  std::optional<Tek> tek;
  bool are_in_one_file = false;
};

Read<GivenKeys> read_tk(const val& file) {
  const SecretBytes bytes(read_bytes(file));
  auto both = parse_tk(bytes.view());
  if (!both) return misfit("tk", both.error());
  return GivenKeys{std::move(both->tik), std::move(both->tek), true};
}

// `keys` has tik and perhaps tek, or tk.
Read<GivenKeys> read_keys(const val& keys) {
  if (has(keys, "tk")) return read_tk(keys["tk"]);
  if (!has(keys, "tik")) {
    return misfit("tik", Error{ErrorCode::kMissingInput, "A TIK is needed to check a session",
                               "A session authenticates its policy under the TIK."});
  }
  const SecretBytes first(read_bytes(keys["tik"]));
  auto tik = parse_tik(first.view());
  if (!tik) return misfit("tik", tik.error());
  GivenKeys given{std::move(*tik), std::nullopt};
  if (!has(keys, "tek")) return given;
  const SecretBytes second(read_bytes(keys["tek"]));
  auto tek = parse_tek(second.view());
  if (!tek) return misfit("tek", tek.error());
  given.tek = std::move(*tek);
  return given;
}

// What besides the keys; the platform and the policy may be absent.
Read<void> read_context(SessionCheckRequest& request, const val& platform,
                        const std::string& policy) {
  if (!names_in(platform).empty()) {
    auto read = read_platform(platform, val::object(), "");
    if (!read) return tl::unexpected(read.error());
    request.platform = std::move(read->chain);
  }
  if (policy.empty()) return {};
  const auto given = read_policy(policy);
  if (!given) return tl::unexpected(given.error());
  request.policy = *given;
  return {};
}

std::string check(const val& sessions, const val& certificates, const val& platform,
                  const val& key_files, const std::string& policy) {
  auto blobs = read_inputs(sessions, "session");
  if (!blobs) return answer(blobs.error());
  auto owners = read_inputs(certificates, "godh");
  if (!owners) return answer(owners.error());
  auto keys = read_keys(key_files);
  if (!keys) return answer(keys.error());
  SessionCheckRequest request{std::move(*blobs),    std::move(*owners),    std::move(keys->tik),
                              std::move(keys->tek), keys->are_in_one_file, std::nullopt};
  if (auto read = read_context(request, platform, policy); !read) return answer(read.error());
  const auto report = check_session(request);
  if (!report) return answer(report.error(), "session");
  return answer(Json{{"report", to_json(*report)}});
}

}  // namespace

EMSCRIPTEN_BINDINGS(session) {
  emscripten::function("checkPolicy", &check_policy);
  emscripten::function("checkSession", &check);
  bind_object<SessionRun>("SessionMaker.new", "SessionMaker.delete");
  bind_method<&SessionRun::make>("SessionMaker.make");
  bind_method<&SessionRun::content>("SessionMaker.content");
}

}  // namespace sevproof::wasm
