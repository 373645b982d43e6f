// Sessions and policies of others: every text has one meaning or none, a session that was made is
// found to belong together with its keys and policy alone, and no file brings the check down.
#include <algorithm>

#include "base/byte_reader.h"
#include "fuzz.h"
#include "sev/session_making.h"
#include "sevproof/report.h"
#include "sevproof/sev/session_check.h"

using namespace sevproof;
using internal::ByteReader;

namespace {

constexpr std::array<std::uint8_t, 16> kTik = {1};
constexpr std::array<std::uint8_t, 16> kTek = {2};

void check_policy(std::string_view text) {
  const auto given = parse_policy("policy", text);
  if (!fuzz::is_there(given)) return;
  const Policy policy = given->policy;
  fuzz::expect_plain(policy_text(policy));
  const auto hex = parse_policy("policy", to_hex_number(policy.value));
  fuzz::expect(hex && hex->policy.value == policy.value && !hex->in_libvirt,
               "a policy in hex has one meaning");
  if (const auto finding = notation_finding(*given)) fuzz::expect_sound(*finding);
  std::string names = policy_flag_names(policy);
  std::ranges::replace(names, ' ', ',');
  if (names.empty()) return;
  const auto named = parse_policy("policy", names);
  fuzz::expect(named && named->policy.value == (policy.value & 0x3f),
               "flags read as they are named");
}

void check_report(const SessionCheckRequest& request) {
  const auto report = check_session(request);
  if (!fuzz::is_there(report)) return;
  fuzz::expect(report->checks.size() == 6, "every check is in the list");
  for (const Finding& finding : report->findings) fuzz::expect_sound(finding);
  fuzz::expect_document(to_json(*report));
  const bool is_sound = std::ranges::none_of(
      report->checks, [](const Check& check) { return check.outcome == CheckOutcome::kFail; });
  fuzz::expect(is_sound || report->verdict == Verdict::kMismatch, "nothing that fails matches");
}

// The same file as session and as certificate: the search is what takes long.
void check_file(ByteView content) {
  const auto input = read_session_file(content, "session");
  if (!fuzz::is_there(input)) return;
  fuzz::expect(input->bytes.size() == 128 || input->bytes.size() == 2084,
               "it has one of two sizes");
  check_report({.sessions = {*input}, .certificates = {*input}, .tik = Tik(kTik)});
}

// One bit of a session with a known TIK.
void check_changed(ByteReader in) {
  const Policy policy{in.u32()};
  SessionBlob blob{};
  blob.nonce = in.array<16>();
  blob.policy_mac = internal::policy_mac(SecretArray<16>(kTik), policy);
  auto bytes = session_bytes(blob);
  SessionCheckRequest request{.sessions = {{"session", Bytes(bytes.begin(), bytes.end())}},
                              .certificates = {},
                              .tik = Tik(kTik),
                              .tek = Tek(kTek),
                              .policy = GivenPolicy{policy}};
  const auto report = check_session(request);
  fuzz::expect(
      report && report->verdict == Verdict::kMatch && report->made_for->value == policy.value,
      "a session belongs to its TIK and policy");
  request.sessions.front().bytes[0x60 + in.u8() % 32U] ^= 1;
  const auto changed = check_session(request);
  fuzz::expect(changed && changed->verdict == Verdict::kMismatch, "a changed one does not");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const ByteView rest(data + 1, size - 1);
  switch (data[0] % 3) {
    case 0:
      check_policy(as_text(rest));
      break;
    case 1:
      check_file(rest);
      break;
    default:
      check_changed(ByteReader(rest));
  }
  return 0;
}
