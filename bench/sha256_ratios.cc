// SHA-256 of one buffer, each time as often as makes 64 MiB, by the core and by others, in turns,
// so that a noisy machine is noisy for all. Prints JSON: megabytes a second, and how many times as
// fast as each other one the core is. Runs natively and, under Node, as WebAssembly.
//
// Usage: sevproof_sha256_ratios [MIB [ROUNDS]]
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "mbedtls_sha256.h"
#include "turns.h"
#ifdef SEVPROOF_BENCH_OPENSSL
#include <openssl/evp.h>
#endif

namespace sevproof::bench {
namespace {

using Hash = Sha256Digest (*)(ByteView);

#ifdef SEVPROOF_BENCH_OPENSSL
Sha256Digest openssl_sha256_of(ByteView bytes) {
  Sha256Digest digest{};
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, EVP_sha256(), nullptr) != 1) {
    std::fputs("OpenSSL failed\n", stderr);
    std::exit(1);
  }
  return digest;
}
#endif

Contender contender(std::string name, Hash hash, ByteView buffer, std::size_t repeats) {
  const Sha256Digest expected = mbedtls_sha256_of(buffer);
  return {name, [=] {
            for (std::size_t i = 0; i < repeats; ++i) {
              if (hash(buffer) == expected) continue;
              std::fprintf(stderr, "%s: not the SHA-256 of the others\n", name.c_str());
              std::exit(1);
            }
          }};
}

int run(std::size_t mib, int rounds) {
  Bytes buffer(mib << 20);
  std::uint32_t state = 1;
  for (std::uint8_t& byte : buffer) {
    state = state * 1664525 + 1013904223;
    byte = static_cast<std::uint8_t>(state >> 24);
  }
  // Some clocks tick a thousand times a second only.
  const std::size_t repeats = std::max<std::size_t>(1, 64 / mib);
  std::vector<Contender> contenders = {contender("sevproof", &sha256, buffer, repeats),
                                       contender("Mbed TLS", &mbedtls_sha256_of, buffer, repeats)};
#ifdef SEVPROOF_BENCH_OPENSSL
  contenders.push_back(contender("OpenSSL", &openssl_sha256_of, buffer, repeats));
#endif
  take_turns(contenders, rounds);
  std::printf("{\"implementation\": \"%s\", \"mib\": %zu, \"rounds\": %d, \"contenders\": ",
              std::string(sha256_implementation()).c_str(), mib, rounds);
  print_rates(contenders, static_cast<double>(buffer.size() * repeats));
  std::puts("}");
  return 0;
}

}  // namespace
}  // namespace sevproof::bench

int main(int argc, char** argv) {
  const int mib = argc > 1 ? std::atoi(argv[1]) : 64;
  const int rounds = argc > 2 ? std::atoi(argv[2]) : 15;
  if (mib < 1 || mib > 1024 || rounds < 1) {
    std::fputs("usage: sevproof_sha256_ratios [MIB [ROUNDS]]\n", stderr);
    return 2;
  }
  return sevproof::bench::run(static_cast<std::size_t>(mib), rounds);
}
