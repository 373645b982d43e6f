// Whole validations and secrets.
#include <benchmark/benchmark.h>

#include <array>
#include <memory>

#include "bench_launch.h"
#include "sevproof/report.h"
#include "sevproof/sev/secret.h"
#include "sevproof/sev/validation.h"

namespace sevproof::bench {
namespace {

LaunchRequest make_request(std::size_t firmware_size, std::uint32_t vcpus) {
  const std::array<std::uint8_t, kTransportKeySize> tik = {1, 2, 3};
  LaunchRequest request{
      make_config(firmware_size, vcpus), {1, 55, 21}, Policy{7}, MeasurementBlob({}, {}), Tik(tik)};
  const auto first = validate(request);
  if (first) request.reported.measurement = first->report.expected;
  return request;
}

void validation_by_firmware_size(benchmark::State& state) {
  LaunchRequest request = make_request(static_cast<std::size_t>(state.range(0)), 1);
  const HashedBytes image = request.config.firmware;
  const auto keep_alive = std::make_shared<int>();
  for (auto _ : state) {
    // Hashed anew, as whoever reads a file does.
    request.config.firmware = HashedBytes(keep_alive, image.bytes());
    benchmark::DoNotOptimize(validate(request));
  }
  state.SetComplexityN(state.range(0));
}
BENCHMARK(validation_by_firmware_size)->RangeMultiplier(4)->Range(1 << 18, 1 << 24)->Complexity();

void validation_by_vcpus(benchmark::State& state) {
  const LaunchRequest request = make_request(4096, static_cast<std::uint32_t>(state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(validate(request));
  state.SetComplexityN(state.range(0));
}
BENCHMARK(validation_by_vcpus)->RangeMultiplier(4)->Range(1, 512)->Complexity();

void report_as_json(benchmark::State& state) {
  const auto validation = validate(make_request(4096, 4));
  for (auto _ : state) benchmark::DoNotOptimize(to_json(validation->report));
}
BENCHMARK(report_as_json);

void secret_packet(benchmark::State& state) {
  const auto validation = validate(make_request(4096, 4));
  std::vector<LaunchSecret> secrets;
  secrets.push_back({Guid(), SecretBytes(Bytes(static_cast<std::size_t>(state.range(0))))});
  const std::array<std::uint8_t, kTransportKeySize> key = {4, 5, 6};
  const Tek tek(key);
  for (auto _ : state) {
    benchmark::DoNotOptimize(pack_secret(*validation->launch, tek, secrets));
  }
}
BENCHMARK(secret_packet)->Arg(64)->Arg(16000);

}  // namespace
}  // namespace sevproof::bench
