// SHA-256 of one buffer, each time as often as makes 64 MiB, by the core and by others, in turns,
// so that a noisy machine is noisy for all. Prints JSON: megabytes a second, and how many times as
// fast as each other one the core is. Runs natively and, under Node, as WebAssembly.
//
// Usage: sevproof_sha256_ratios [MIB [ROUNDS]]
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "mbedtls_sha256.h"
#ifdef SEVPROOF_BENCH_OPENSSL
#include <openssl/evp.h>
#endif

namespace sevproof::bench {
namespace {

using Hash = Sha256Digest (*)(ByteView);

struct Contender {
  std::string name;
  Hash hash;
  std::vector<double> seconds;
};

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

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t size = values.size();
  return (values[(size - 1) / 2] + values[size / 2]) / 2;
}

void take_turns(std::vector<Contender>& contenders, ByteView buffer, std::size_t repeats,
                int rounds) {
  const Sha256Digest expected = mbedtls_sha256_of(buffer);
  // Some rounds more, which count for nothing: engines compile meanwhile.
  const int uncounted = 1 + rounds / 3;
  for (int round = 0; round < uncounted + rounds; ++round) {
    for (Contender& contender : contenders) {
      const auto started = std::chrono::steady_clock::now();
      Sha256Digest digest{};
      for (std::size_t i = 0; i < repeats; ++i) digest = contender.hash(buffer);
      const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - started;
      if (digest != expected) {
        std::fprintf(stderr, "%s: not the SHA-256 of the others\n", contender.name.c_str());
        std::exit(1);
      }
      if (round >= uncounted) contender.seconds.push_back(taken.count());
    }
  }
}

// Of each round by itself, then the median.
double ratio(const Contender& ours, const Contender& theirs) {
  std::vector<double> ratios;
  for (std::size_t i = 0; i < ours.seconds.size(); ++i) {
    ratios.push_back(theirs.seconds[i] / ours.seconds[i]);
  }
  return median(ratios);
}

int run(std::size_t mib, int rounds) {
  Bytes buffer(mib << 20);
  std::uint32_t state = 1;
  for (std::uint8_t& byte : buffer) {
    state = state * 1664525 + 1013904223;
    byte = static_cast<std::uint8_t>(state >> 24);
  }
  std::vector<Contender> contenders = {{"sevproof", &sha256, {}},
                                       {"Mbed TLS", &mbedtls_sha256_of, {}}};
#ifdef SEVPROOF_BENCH_OPENSSL
  contenders.push_back({"OpenSSL", &openssl_sha256_of, {}});
#endif
  // Some clocks tick a thousand times a second only.
  const std::size_t repeats = std::max<std::size_t>(1, 64 / mib);
  take_turns(contenders, buffer, repeats, rounds);
  std::printf("{\"implementation\": \"%s\", \"mib\": %zu, \"rounds\": %d, \"contenders\": {",
              std::string(sha256_implementation()).c_str(), mib, rounds);
  const char* comma = "";
  for (const Contender& contender : contenders) {
    std::printf("%s\"%s\": {\"megabytesPerSecond\": %.0f, \"ratio\": %.3f}", comma,
                contender.name.c_str(),
                static_cast<double>(buffer.size() * repeats) / median(contender.seconds) / 1e6,
                ratio(contenders.front(), contender));
    comma = ", ";
  }
  std::puts("}}");
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
