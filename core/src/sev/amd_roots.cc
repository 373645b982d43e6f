// AMD's roots and SEV signing keys, by generation. From the certificates that AMD publishes, which
// virtee/sev 8.0.0 carries too; a test holds this table against those in tests/vectors/platform.
#include "sev/amd_roots.h"

#include <algorithm>
#include <array>

#include "sevproof/sha256.h"

namespace sevproof::internal {
namespace {

// SHA-256 of the signed bytes of ARK and ASK: 64 + 2 * key size of them.
struct Row {
  AmdGeneration generation;
  std::string_view ark;
  std::string_view ask;
};

constexpr auto kRows = std::to_array<Row>({
    {AmdGeneration::kNaples, "8efddcaaf84990cf6354d93637be270220cf15797332b3d918c3b8cc77349f31",
     "5dff2a2a4dd59dc095d73a26af28be523192ade830bdd35bacdd81ee75584c45"},
    {AmdGeneration::kRome, "ae2456af6c6ad234badd6c75e58915be61568286766083853bf668e6e23977c3",
     "1f668d63e0a7cb120a41bfb1bcefca715564a187305237f058f6e62c3d4ba5b0"},
    {AmdGeneration::kMilan, "263b13fd3170c6ffbb0b4f01f09848dc08a8dc1e9637d47e42cbe6c135e4af12",
     "17109261a9951a4018377a0a57a652a6ae24b19c1d2410f1bd216b6681214cbc"},
    {AmdGeneration::kGenoa, "973df6265e1b40cf8883305c1f6a6cd254979446acb40bd396946b2f19e751e9",
     "b5bebe3b4ff5092c9a9fa28a5624f5d4c8e8aeb2df847c0391209611802d5866"},
    {AmdGeneration::kTurin, "89327696f8082b20f5a588565adc26d478e1c6d56153c1de656e63396b8f8e20",
     "d9a3f28291929d66abea9aa2817201ceb96ba0a8334a89f4ec6058307d36ae99"},
});

std::optional<AmdGeneration> generation_by(std::string_view Row::*pin,
                                           const AmdCertificate& certificate) {
  const std::string digest = to_hex(sha256(certificate.signed_bytes()));
  const auto found =
      std::find_if(kRows.begin(), kRows.end(), [&](const Row& row) { return row.*pin == digest; });
  return found == kRows.end() ? std::nullopt : std::optional(found->generation);
}

}  // namespace

std::optional<AmdGeneration> generation_of_ark(const AmdCertificate& ark) {
  return generation_by(&Row::ark, ark);
}

std::optional<AmdGeneration> generation_of_ask(const AmdCertificate& ask) {
  return generation_by(&Row::ask, ask);
}

}  // namespace sevproof::internal
