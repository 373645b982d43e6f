// ID blocks of SEV-SNP: made with their owner's keys, and checked.
#include <emscripten/bind.h>

#include <optional>
#include <string>

#include "answer.h"
#include "fields.h"
#include "sevproof/report.h"
#include "sevproof/secret_bytes.h"
#include "sevproof/snp/id_block.h"
#include "sevproof/snp/policy.h"
#include "sevproof/text.h"
#include "snp_request.h"

namespace sevproof::wasm {
namespace {

using emscripten::val;

Json files_json(const std::vector<snp::IdBlockFile>& files) {
  Json list = Json::array();
  for (const snp::IdBlockFile& file : files) {
    list.push_back({{"name", file.name}, {"role", file.role}, {"base64", to_base64(file.content)}});
  }
  return list;
}

// `keys` has idKey, and perhaps authorKey. Of both nothing stays in this memory.
std::string create_id_block(const val& texts, const val& keys, const std::string& name) {
  const auto wish = read_id_block_wish(texts);
  if (!wish) return answer(wish.error());
  if (!wish->launch_digest) {
    return answer(Error{ErrorCode::kMissingInput, "A launch digest is needed", ""}, "launchDigest");
  }
  if (!has(keys, "idKey")) {
    return answer(Error{ErrorCode::kMissingInput, "An ID key is needed", "It signs the ID block."},
                  "idKey");
  }
  if (auto startable = snp::expect_startable({wished_block(*wish).policy}); !startable) {
    return answer(startable.error(), "policy");
  }
  const SecretBytes id_key(read_bytes(keys["idKey"]));
  std::optional<SecretBytes> author;
  if (has(keys, "authorKey")) author.emplace(read_bytes(keys["authorKey"]));
  // The ID key is looked at first.
  if (author) {
    const auto alone = snp::sign_id_block(wished_block(*wish), {id_key.view(), "ID key"}, {});
    if (!alone) return answer(alone.error(), "idKey");
  }
  const auto made = snp::sign_id_block(
      wished_block(*wish), {id_key.view(), "ID key"},
      author ? std::optional(snp::KeyFile{author->view(), "author key"}) : std::nullopt);
  if (!made) return answer(made.error(), author ? "authorKey" : "idKey");
  const auto files = snp::id_block_files(*made, name, has(texts, "kernelHashes"));
  if (!files) return answer(files.error(), "blockName");
  return answer(Json{{"report", to_json(*made)}, {"files", files_json(*files)}});
}

std::string check_given_block(const val& texts, const val& files) {
  const auto wish = read_id_block_wish(texts);
  if (!wish) return answer(wish.error());
  for (const char* field : {"idBlock", "idAuth"}) {
    if (has(files, field)) continue;
    return answer(Error{ErrorCode::kMissingInput, "ID block and authentication are needed", ""},
                  field);
  }
  const auto block = snp::read_id_block_file(read_bytes(files["idBlock"]), "ID block");
  if (!block) return answer(block.error(), "idBlock");
  const auto auth = snp::read_id_auth_file(read_bytes(files["idAuth"]), "ID authentication");
  if (!auth) return answer(auth.error(), "idAuth");
  return answer(Json{{"report", to_json(snp::check_id_block(*block, *auth, *wish))}});
}

}  // namespace

EMSCRIPTEN_BINDINGS(id_block) {
  emscripten::function("createIdBlock", &create_id_block);
  emscripten::function("checkIdBlock", &check_given_block);
}

}  // namespace sevproof::wasm
