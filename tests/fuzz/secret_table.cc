// Tables of secrets, read and built again.
#include <algorithm>

#include "base/byte_reader.h"
#include "fuzz.h"
#include "sevproof/report.h"
#include "sevproof/sev/secret.h"

using namespace sevproof;

namespace {

bool same_secrets(std::span<const LaunchSecret> one, std::span<const LaunchSecret> other) {
  return std::equal(one.begin(), one.end(), other.begin(), other.end(),
                    [](const LaunchSecret& a, const LaunchSecret& b) {
                      return a.guid == b.guid && same_bytes(a.data.view(), b.data.view());
                    });
}

void check_built(std::span<const LaunchSecret> secrets) {
  const auto table = build_secret_table(secrets);
  if (!fuzz::is_there(table)) return;
  fuzz::expect(table->size() % 16 == 0 && table->size() <= kMaxSecretPayload,
               "a table fills blocks and fits a packet");
  const auto read = parse_secret_table(table->view());
  fuzz::expect(read && read->findings.empty() && same_secrets(read->secrets, secrets),
               "a table that was built reads as it was built");
}

// A table about which nothing is said is the one that is built, but for the zeros behind it.
void check_parsed(ByteView bytes) {
  const auto opened = parse_secret_table(bytes);
  if (!fuzz::is_there(opened)) return;
  for (const Finding& finding : opened->findings) fuzz::expect_sound(finding);
  fuzz::expect_document(secrets_to_json(*opened));
  check_built(opened->secrets);
  const auto table = build_secret_table(opened->secrets);
  if (!table || !opened->findings.empty()) return;
  const std::size_t common = std::min(table->size(), bytes.size());
  fuzz::expect(same_bytes(table->view().first(common), bytes.first(common)),
               "a sound table is built again byte for byte");
}

// The input as secrets: a byte of GUID, two of length, data.
std::vector<LaunchSecret> secrets_in(internal::ByteReader in) {
  std::vector<LaunchSecret> secrets;
  while (in.remaining() > 0) {
    std::array<std::uint8_t, Guid::kSize> guid{};
    guid[0] = in.u8();
    const std::size_t size = std::min<std::size_t>(in.u16(), in.remaining());
    const ByteView data = in.bytes(size);
    secrets.push_back({Guid::from_bytes(guid), SecretBytes(Bytes(data.begin(), data.end()))});
  }
  return secrets;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView bytes(data, size);
  check_parsed(bytes);
  check_parsed(with_table_header(bytes).view());
  check_built(secrets_in(internal::ByteReader(bytes)));
  if (const auto name = parse_secret_name(as_text(bytes)); fuzz::is_there(name)) {
    fuzz::expect(parse_secret_name(name->to_string()) == *name, "a name reads as it is written");
  }
  return 0;
}
