// Hashing and what is built on it.
#include <benchmark/benchmark.h>

#include <array>
#include <string>

#include "bench_launch.h"
#include "crypto/hmac.h"
#include "crypto/sha256_variant.h"
#include "mbedtls_sha256.h"
#include "sev/keyed_message.h"
#include "sevproof/sev/measurement.h"
#include "sevproof/sha256.h"

namespace sevproof::bench {
namespace {

void sha256_of_buffer(benchmark::State& state, Sha256Digest (*hash)(ByteView)) {
  const Bytes buffer = make_firmware(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(hash(buffer));
  state.SetBytesProcessed(state.iterations() * state.range(0));
}
BENCHMARK_CAPTURE(sha256_of_buffer, sevproof, &sha256)->RangeMultiplier(16)->Range(4096, 16 << 20);
BENCHMARK_CAPTURE(sha256_of_buffer, mbedtls, &mbedtls_sha256_of)
    ->RangeMultiplier(16)
    ->Range(4096, 16 << 20);

// The compression alone, in every way that this machine can run.
void sha256_compression(benchmark::State& state, internal::Sha256Compress compress) {
  const Bytes buffer = make_firmware(static_cast<std::size_t>(state.range(0)));
  std::array<std::uint32_t, 8> words{};
  for (auto _ : state) {
    compress(words.data(), buffer.data(), buffer.size() / 64);
    benchmark::DoNotOptimize(words.data());
  }
  state.SetBytesProcessed(state.iterations() * state.range(0));
}
const bool kVariantsRegistered = [] {
  for (const internal::Sha256Variant& variant : internal::sha256_variants()) {
    const std::string name = "sha256_compression/" + std::string(variant.name);
    benchmark::RegisterBenchmark(name.c_str(), sha256_compression, variant.compress)
        ->RangeMultiplier(16)
        ->Range(4096, 16 << 20);
  }
  return true;
}();

void copy_of_midstate(benchmark::State& state) {
  Sha256 midstate;
  midstate.update(as_bytes("firmware"));
  for (auto _ : state) {
    Sha256 copy = midstate;
    benchmark::DoNotOptimize(copy);
  }
}
BENCHMARK(copy_of_midstate);

void key_state_of_tik(benchmark::State& state) {
  const std::array<std::uint8_t, 16> tik = {1, 2, 3};
  for (auto _ : state) benchmark::DoNotOptimize(HmacSha256(tik));
}
BENCHMARK(key_state_of_tik);

// One HMAC with the key taken in before, as a search over many messages needs it.
void measurement_from_saved_key_state(benchmark::State& state) {
  const std::array<std::uint8_t, 16> tik = {1, 2, 3};
  const HmacSha256 key(tik);
  ApiVersion api{1, 55, 0};
  for (auto _ : state) {
    ++api.build;
    benchmark::DoNotOptimize(
        compute_measurement(key, build_measured_message(api, Policy{7}, {}, {})));
  }
}
BENCHMARK(measurement_from_saved_key_state);

}  // namespace
}  // namespace sevproof::bench
