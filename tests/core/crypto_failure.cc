// Packs a secret with a crypto library of which one function fails: `crypto_failure FUNCTION`. The
// linker puts __wrap_F of crypto_failure_*.cc in the place of F (CMakeLists.txt). What it prints
// beside the message of must_work would be sent to a guest.
#include "crypto_failure.h"

#include <cstdio>

#include "sev/secret_packet.h"

std::string_view sevproof::test::failing;

int main(int argc, char** argv) {
  using namespace sevproof;
  if (argc > 1) test::failing = argv[1];
  const SecretArray<16> key(std::array<std::uint8_t, 16>{1});
  const SecretPacket packet =
      internal::seal_packet(SecretBytes(Bytes(32, 0x41)), Tik(key.view().first<16>()),
                            Tek(key.view().first<16>()), Sha256Digest{}, AesIv{});
  std::printf("sealed %s\n", to_hex(packet.payload).c_str());
  return 0;
}
