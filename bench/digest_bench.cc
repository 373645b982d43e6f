// Hashing and what is built on it.
#include <benchmark/benchmark.h>

#include "bench_launch.h"
#include "sevproof/hmac.h"
#include "sevproof/measurement.h"
#include "sevproof/sha256.h"

namespace sevproof::bench {
namespace {

void sha256_of_buffer(benchmark::State& state) {
  const Bytes buffer = make_firmware(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(sha256(buffer));
  state.SetBytesProcessed(state.iterations() * state.range(0));
}
BENCHMARK(sha256_of_buffer)->RangeMultiplier(16)->Range(4096, 16 << 20);

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
