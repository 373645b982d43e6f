// Keys, and what the host reports.
#include "make_mistake.h"
#include "sev/keyed_message.h"
#include "sevproof/sev/measurement.h"

namespace sevproof::test {

using enum Hypothesis;

std::vector<Mistake> key_mistakes() {
  const auto own_key = [](MistakenLaunch& launch, Bytes content) {
    launch.candidates.push_back(candidate("tik.txt", content));
    launch.owner.tik.assign(16, 0x77);
  };
  return {
      always("keys swapped", kKeysSwapped,
             [](MistakenLaunch& launch) { std::swap(launch.owner.tik, launch.owner.tek); }),
      always("TK reversed", kTkReversed,
             [](MistakenLaunch& launch) {
               launch.keys_in_one_file = true;
               std::swap(launch.owner.tik, launch.owner.tek);
             }),
      always("launch without a session", kNoSession,
             [](MistakenLaunch& launch) { launch.host.tik.assign(16, 0); }),
      always("TIK among the candidates", kKeyCandidate,
             [own_key](MistakenLaunch& launch) { own_key(launch, launch.host.tik); }),
      always("TIK in hex among the candidates", kKeyCandidate,
             [own_key](MistakenLaunch& launch) {
               own_key(launch, bytes_of(to_hex(launch.host.tik) + "\n"));
             }),
      always("TK in base64 among the candidates", kKeyCandidate,
             [own_key](MistakenLaunch& launch) {
               Bytes both = launch.host.tek;
               append(both, launch.host.tik);
               own_key(launch, bytes_of(to_base64(both)));
             }),
      always("reversed TK among the candidates", kKeyCandidate,
             [own_key](MistakenLaunch& launch) {
               Bytes both = launch.host.tik;
               append(both, launch.host.tek);
               own_key(launch, both);
             }),
  };
}

std::vector<Mistake> host_mistakes() {
  return {
      always("API minor", kApiVersion, [](MistakenLaunch& launch) { launch.owner.api.minor = 51; }),
      always("API build", kApiVersion,
             [](MistakenLaunch& launch) { launch.owner.api.build = 255; }),
      always("API major", kApiVersion, [](MistakenLaunch& launch) { launch.owner.api.major = 2; }),
      always("API minor and build", kApiVersion,
             [](MistakenLaunch& launch) {
               launch.owner.api = {1, 51, 9};
             }),
      always("API of another generation", kApiVersion,
             [](MistakenLaunch& launch) {
               launch.owner.api = {0, 24, 13};
             }),
      with_part(always("whole API version", kApiVersion,
                       [](MistakenLaunch& launch) {
                         launch.owner.api = {2, 200, 100};
                       }),
                MistakePart::kApiVersion),
      always("API major and minor exchanged", kApiSwapped,
             [](MistakenLaunch& launch) {
               launch.owner.api = {55, 1, 21};
             }),
      always("API minor and build exchanged", kApiSwapped,
             [](MistakenLaunch& launch) {
               launch.owner.api = {1, 21, 55};
             }),
      always("API minor as hex", kNumberBase,
             [](MistakenLaunch& launch) { launch.owner.api.minor = 0x55; }),
      always("build as decimal", kNumberBase,
             [](MistakenLaunch& launch) {
               launch.host.api.build = 0x21;
               launch.owner.api.build = 21;
             }),
      with_part(always("policy as decimal", kNumberBase,
                       [](MistakenLaunch& launch) {
                         launch.host.policy.value |= 0x10000;
                         launch.owner.policy.value = launch.host.policy.es() ? 10007 : 10003;
                       }),
                MistakePart::kPolicy),
      always("one policy flag", kPolicyFlags,
             [](MistakenLaunch& launch) { launch.owner.policy.value ^= Policy::kNoSend; }),
      always("two policy flags", kPolicyFlags,
             [](MistakenLaunch& launch) {
               launch.owner.policy.value ^= Policy::kNoKeySharing | Policy::kDomain;
             }),
      mistake("policy without ES", kPolicyEs,
              [](MistakenLaunch& launch) {
                if (!launch.host.policy.es()) return false;
                launch.owner.policy.value ^= Policy::kEs;
                return true;
              }),
      mistake("policy with ES", kPolicyEs,
              [](MistakenLaunch& launch) {
                if (!launch.host.policy.es()) return false;
                launch.host.policy.value ^= Policy::kEs;
                return true;
              }),
      with_part(mistake("SEV-ES guest whose CPUs are not given", kPolicyEs,
                        [](MistakenLaunch& launch) {
                          if (launch.host.policy.es()) return false;
                          launch.host.policy.value ^= Policy::kEs | Policy::kNoSend;
                          launch.host.vcpus = 6;
                          launch.host.vmsa = spec_of("EPYC-Rome");
                          return true;
                        }),
                MistakePart::kUnknownCpus),
      always("old message", kMessageForm,
             [](MistakenLaunch& launch) { launch.host.old_form = OldMessage::kBare; }),
      always("old message with 04", kMessageForm,
             [](MistakenLaunch& launch) { launch.host.old_form = OldMessage::kWithContext; }),
      always("nonce first", kBlobSwapped,
             [](MistakenLaunch& launch) { launch.blob_swapped = true; }),
  };
}

}  // namespace sevproof::test
