// Keys.
#include "sev/diagnosis/space.h"
#include "sevproof/text.h"

namespace sevproof::internal {
namespace {

void add_key(Space& space, const Tik& tik, std::optional<Change> change) {
  space.messages.keys.push_back({HmacSha256(tik.bytes().view()), std::move(change)});
}

}  // namespace

void add_keys(const DiagnosisInput& input, Space& space) {
  add_key(space, input.request.tik, std::nullopt);
  if (input.tek != nullptr) {
    const Tik swapped(input.tek->bytes().view().first<kTransportKeySize>());
    add_key(
        space, swapped,
        Change{
            input.keys_in_one_file ? Hypothesis::kTkReversed : Hypothesis::kKeysSwapped, {}, {}});
  }
  add_key(space, Tik(std::array<std::uint8_t, kTransportKeySize>{}),
          Change{Hypothesis::kNoSession, {}, {}});
  for (const Candidate& candidate : input.candidates) {
    for (const CandidateKey& key : candidate.keys) {
      const std::string part = key.meaning.empty() ? "" : key.meaning + " ";
      add_key(space, key.tik,
              Change{Hypothesis::kKeyCandidate, {}, part + quote_name(candidate.name)});
    }
  }
}

}  // namespace sevproof::internal
