// Keys, and forms of the measured message.
#include "sev/diagnosis/space.h"
#include "sevproof/text.h"

namespace sevproof::internal {
namespace {

void add_key(Space& space, const Tik& tik, std::optional<Change> change) {
  space.messages.keys.push_back({HmacSha256(tik.bytes().view()), std::move(change)});
}

// Whoever copied the nonce first.
MeasurementBlob halves_exchanged(const MeasurementBlob& blob) {
  std::array<std::uint8_t, MeasurementBlob::kSize> bytes{};
  const std::span<std::uint8_t> out(bytes);
  const ByteView measurement(blob.measurement);
  const std::size_t half = blob.nonce.size();
  put_bytes(out, measurement.subspan(half));
  put_bytes(out.subspan(half), blob.nonce);
  put_bytes(out.subspan(2 * half), measurement.first(half));
  return MeasurementBlob(bytes);
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

// The two old ones, then the blob with its halves the other way round; these with the blob that the
// host reports, and the old ones with both.
void add_forms(Space& space) {
  using enum OldMessage;
  const MeasurementBlob& given = space.reported;
  const MeasurementBlob by_host = space.said.reported_measurement.value_or(given);
  const MeasurementBlob exchanged = halves_exchanged(given);
  const Change bare = {
      Hypothesis::kMessageForm, {}, "policy, launch digest and nonce, nothing else"};
  const Change context = {
      Hypothesis::kMessageForm, {}, "the byte 04, policy, launch digest and nonce"};
  const Change swapped = {Hypothesis::kBlobSwapped, {}, {}};
  const Change said = {Hypothesis::kSaidMeasurement, {}, {}};
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

}  // namespace sevproof::internal
