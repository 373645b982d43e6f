// Does something with a crypto library of which one function fails: `psa_failure DEED FUNCTION`.
// The linker puts __wrap_F of crypto_failure_psa.cc in the place of F (CMakeLists.txt). What it
// prints beside the message of must_work would be sent to a guest, or believed.
#include "crypto_failure.h"

#include <cstdio>

#include "crypto/p384.h"
#include "crypto/rsa_pss.h"
#include "sev/secret_packet.h"

std::string_view sevproof::test::failing;

namespace {

using namespace sevproof;

std::string_view function;

// What a deed needs is made before anything fails.
void fail_from_here() { test::failing = function; }

std::string pack() {
  const SecretArray<16> key(std::array<std::uint8_t, 16>{1});
  fail_from_here();
  const SecretPacket packet =
      internal::seal_packet(SecretBytes(Bytes(32, 0x41)), Tik(key.view().first<16>()),
                            Tek(key.view().first<16>()), Sha256Digest{}, AesIv{});
  return to_hex(packet.payload);
}

// Nothing here is a signature: "verifies" is what a failure must never become.
std::string verdict(bool verifies) { return verifies ? "verifies" : "does not"; }

std::string verify_rsa() {
  const auto key = RsaPublicKey::make(Bytes(256, 0xff), 65537);
  fail_from_here();
  return verdict(key->verifies(PssHash::kSha256, {}, Bytes(256, 1)));
}

P384PrivateKey key_of_one() {
  P384Number d{};
  d[47] = 1;
  return *P384PrivateKey::from_bytes(d);
}

std::string make_point() {
  const P384PrivateKey key = key_of_one();
  P384Number x{};
  P384Number y{};
  put_bytes(x, key.public_point().x());
  put_bytes(y, key.public_point().y());
  fail_from_here();
  return P384Point::make(x, y) ? "a point" : "none";
}

std::string verify_ecdsa() {
  const P384PrivateKey key = key_of_one();
  fail_from_here();
  return verdict(key.public_point().verifies(Sha256Digest{}, {1}, {1}));
}

std::string generate() {
  fail_from_here();
  return to_hex(P384PrivateKey::generate()->public_point().x());
}

std::string take() {
  fail_from_here();
  return to_hex(key_of_one().public_point().x());
}

std::string agree() {
  const P384PrivateKey key = key_of_one();
  fail_from_here();
  return to_hex(key.shared_secret(key.public_point())->view());
}

struct Deed {
  std::string_view name;
  std::string (*run)();
};

constexpr Deed kDeeds[] = {
    {"pack", &pack},         {"verify-rsa", &verify_rsa},
    {"point", &make_point},  {"verify-ecdsa", &verify_ecdsa},
    {"generate", &generate}, {"take", &take},
    {"agree", &agree},
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  function = argv[2];
  for (const Deed& deed : kDeeds) {
    if (deed.name != argv[1]) continue;
    std::printf("done: %s\n", deed.run().c_str());
    return 0;
  }
  return 2;
}
