// Packets: sealed ones open with the right keys alone, and a single changed bit closes them.
#include <algorithm>

#include "base/byte_reader.h"
#include "fuzz.h"
#include "sev/secret_packet.h"
#include "sevproof/sev/secret.h"

using namespace sevproof;
using internal::ByteReader;

namespace {

struct Sealed {
  std::array<std::uint8_t, 16> tik;
  std::array<std::uint8_t, 16> tek;
  Sha256Digest measurement;
  SecretPacket packet;
};

Result<OpenedSecrets> open(const Sealed& sealed) {
  return unpack_secret(sealed.packet, {Tik(sealed.tik), Tek(sealed.tek)}, sealed.measurement);
}

// The bit `at` of everything that a packet's opening depends on, but the header's flags.
void flip(Sealed& sealed, std::size_t at) {
  const auto mask = static_cast<std::uint8_t>(1U << at % 8);
  std::size_t byte = at / 8;
  for (const std::span<std::uint8_t> part :
       {std::span<std::uint8_t>(sealed.tik), std::span<std::uint8_t>(sealed.measurement),
        std::span<std::uint8_t>(sealed.packet.header),
        std::span<std::uint8_t>(sealed.packet.payload)}) {
    if (byte < part.size()) {
      part[byte] ^= mask;
      return;
    }
    byte -= part.size();
  }
  sealed.tek[byte % sealed.tek.size()] ^= mask;
}

Sealed seal(ByteReader& in, SecretBytes table) {
  Sealed sealed{in.array<16>(), in.array<16>(), in.array<32>(), {}};
  const AesIv iv = in.array<16>();
  sealed.packet = internal::seal_packet(std::move(table), Tik(sealed.tik), Tek(sealed.tek),
                                        sealed.measurement, iv);
  return sealed;
}

void check_sealed(ByteReader in) {
  const std::uint32_t bit = in.u24();
  const std::size_t size = std::min<std::size_t>(in.u8(), in.remaining());
  const ByteView data = in.bytes(size);
  std::vector<LaunchSecret> secrets;
  secrets.push_back({Guid(), SecretBytes(Bytes(data.begin(), data.end()))});
  auto table = build_secret_table(secrets);
  fuzz::expect(table.has_value(), "a short secret has a table");
  Sealed sealed = seal(in, std::move(*table));
  const auto opened = open(sealed);
  fuzz::expect(opened && opened->findings.empty() && opened->secrets.size() == 1 &&
                   same_bytes(opened->secrets.front().data.view(), data),
               "the right keys open a packet");
  const std::size_t all = sealed.tik.size() + sealed.measurement.size() +
                          sealed.packet.header.size() + sealed.packet.payload.size();
  flip(sealed, bit % (8 * all));
  fuzz::expect(!fuzz::is_there(open(sealed)), "a changed bit closes a packet");
}

// Nobody who has not the TIK makes a packet, base64 or not.
void check_foreign(ByteView bytes) {
  const std::size_t cut = std::min<std::size_t>(bytes.size(), kSecretHeaderSize);
  const auto packet = parse_secret_packet(bytes.first(cut), bytes.subspan(cut));
  fuzz::expect(
      fuzz::is_there(packet) == (bytes.size() > cut && bytes.size() - cut <= kMaxSecretPayload),
      "a packet has its sizes");
  if (packet) {
    const Sealed foreign{{1}, {2}, {3}, *packet};
    fuzz::expect(!fuzz::is_there(open(foreign)), "a foreign packet does not open");
  }
  fuzz::is_there(decode_packet_file(bytes));
  const auto decoded = decode_packet_file(as_bytes(to_base64(bytes)));
  fuzz::expect(bytes.empty() || (decoded && same_bytes(*decoded, bytes)),
               "a packet's base64 is the packet");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  check_sealed(ByteReader(ByteView(data, size)));
  check_foreign(ByteView(data, size));
  return 0;
}
