// Keys, and forms of the measured message.
#include <algorithm>

#include "sev/diagnosis/space.h"
#include "sevproof/text.h"

namespace sevproof::internal {
namespace {

using enum Hypothesis;

// Whoever copied the nonce first.
MeasurementBlob halves_exchanged(const MeasurementBlob& blob) {
  std::array<std::uint8_t, MeasurementBlob::kSize> bytes{};
  put_bytes(bytes, blob.measurement);
  put_bytes(std::span(bytes).last(blob.nonce.size()), blob.nonce);
  std::rotate(bytes.begin(), bytes.begin() + blob.nonce.size(), bytes.end());
  return MeasurementBlob(bytes);
}

// The two old ones, then the blob with its halves the other way round; these with the blob that the
// host reports, and the old ones with both.
void add_forms(const MeasurementBlob& given, Space& space) {
  using enum OldMessage;
  const MeasurementBlob by_host = space.said.reported_measurement.value_or(given);
  const MeasurementBlob exchanged = halves_exchanged(given);
  const Change bare = {kMessageForm, "policy, launch digest and nonce, nothing else"};
  const Change context = {kMessageForm, "the byte 04, policy, launch digest and nonce"};
  const Change swapped = {kBlobSwapped};
  const Change said = {kSaidMeasurement};
  space.messages.forms = {{{}, given, {}},
                          {kBare, given, {bare}},
                          {kWithContext, given, {context}},
                          {{}, exchanged, {swapped}},
                          {{}, by_host, {said}},
                          {kBare, by_host, {bare, said}},
                          {kWithContext, by_host, {context, said}},
                          {{}, by_host, {swapped, said}},
                          {kBare, exchanged, {bare, swapped}},
                          {kWithContext, exchanged, {context, swapped}}};
}

}  // namespace

void add_keys_and_forms(const DiagnosisInput& input, Space& space) {
  const auto add = [&](const Tik& tik, std::optional<Change> change) {
    space.messages.keys.push_back({HmacSha256(tik.bytes().view()), std::move(change)});
  };
  add(input.request.tik, std::nullopt);
  if (input.tek != nullptr) {
    const Hypothesis swapped = input.keys_in_one_file ? kTkReversed : kKeysSwapped;
    add(Tik(input.tek->bytes().view().first<kTransportKeySize>()), Change{swapped});
  }
  add(Tik(std::array<std::uint8_t, kTransportKeySize>{}), Change{kNoSession});
  for (const Candidate& candidate : input.candidates) {
    for (const CandidateKey& key : candidate.keys) {
      const std::string part = key.meaning.empty() ? "" : key.meaning + " ";
      add(key.tik, Change{kKeyCandidate, part + quote_name(candidate.name)});
    }
  }
  add_forms(input.request.reported, space);
}

}  // namespace sevproof::internal
