// Keys.
#include "diagnosis_space.h"
#include "sevproof/quote.h"

namespace sevproof::internal {
namespace {

void add_key(Space& space, const Tik& tik, std::optional<Change> change) {
  space.keys.push_back({HmacSha256(tik.bytes.view()), std::move(change)});
}

// A TK file of 32 hex digits: one key as text, which passes for two.
void add_key_text(const DiagnosisInput& input, Space& space) {
  std::array<std::uint8_t, 2 * kTransportKeySize> text{};
  put_bytes(text, input.tek->bytes.view());
  put_bytes(std::span(text).subspan(kTransportKeySize), input.request.tik.bytes.view());
  auto digits = from_hex({reinterpret_cast<const char*>(text.data()), text.size()});
  wipe(text);
  if (!digits) return;
  add_key(space, Tik{SecretArray<kTransportKeySize>(*digits)},
          Change{Hypothesis::kKeyText, "the TK file", "hexadecimal text of the TIK"});
  wipe(*digits);
}

}  // namespace

void add_keys(const DiagnosisInput& input, Space& space) {
  add_key(space, input.request.tik, std::nullopt);
  if (input.tek != nullptr) {
    const Tik swapped{input.tek->bytes.clone()};
    add_key(
        space, swapped,
        Change{
            input.keys_in_one_file ? Hypothesis::kTkReversed : Hypothesis::kKeysSwapped, {}, {}});
    if (input.keys_in_one_file) add_key_text(input, space);
  }
  add_key(space, Tik{}, Change{Hypothesis::kNoSession, {}, {}});
  for (const Candidate& candidate : input.candidates) {
    for (const CandidateKey& key : candidate.keys) {
      const std::string part = key.meaning.empty() ? "" : key.meaning + " ";
      add_key(space, key.tik,
              Change{Hypothesis::kKeyCandidate, {}, part + quote_name(candidate.name)});
    }
  }
}

}  // namespace sevproof::internal
