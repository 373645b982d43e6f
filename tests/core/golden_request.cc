#include "golden_request.h"

#include <gtest/gtest.h>

#include "launch_vectors.h"
#include "sevproof/request.h"
#include "test_data.h"

namespace sevproof::test {
namespace {

RequestFiles files_in(const std::string& folder) {
  return {[folder](const std::string& name) -> Result<Bytes> { return read_data(folder + name); },
          [folder](const std::string& name) -> Result<RequestFiles::Streamed> {
            return RequestFiles::Streamed{digest_of(read_data(folder + name)), {}};
          },
          [folder](const std::string& name) -> Result<SecretBytes> {
            return SecretBytes(read_data(folder + name));
          }};
}

}  // namespace

std::optional<GoldenRequest> load_golden_request(const std::string& name) {
  const std::string folder = "golden/" + name + "/";
  const Bytes text = read_data(folder + "request.json");
  auto document = read_request(as_text(text), files_in(folder));
  if (!document) {
    ADD_FAILURE() << document.error().key << ": " << document.error().error.message;
    return std::nullopt;
  }
  auto draft = complete(std::move(document->draft));
  if (!draft) {
    ADD_FAILURE() << joined(draft.error()).message;
    return std::nullopt;
  }
  return GoldenRequest{std::move(*draft), std::move(document->secrets)};
}

}  // namespace sevproof::test
