// Building and reading the formats.
#include <benchmark/benchmark.h>

#include "bench_launch.h"
#include "sevproof/formats/firmware.h"
#include "sevproof/formats/kernel_hashes.h"
#include "sevproof/formats/launch_info.h"
#include "sevproof/formats/vmsa.h"

namespace sevproof::bench {
namespace {

void firmware_table(benchmark::State& state) {
  const Bytes image = make_firmware(2 << 20);
  for (auto _ : state) benchmark::DoNotOptimize(parse_firmware(image));
}
BENCHMARK(firmware_table);

void kernel_hashes_table(benchmark::State& state) {
  const KernelHashes hashes;
  for (auto _ : state) benchmark::DoNotOptimize(build_kernel_hashes_table(hashes));
}
BENCHMARK(kernel_hashes_table);

void vmsa_page(benchmark::State& state) {
  const VmsaSpec spec{kMilanSignature, VmsaLayout::kInit2, 0};
  for (auto _ : state) benchmark::DoNotOptimize(build_ap_vmsa(spec, 0x80b004));
}
BENCHMARK(vmsa_page);

void launch_info_of_virsh(benchmark::State& state) {
  constexpr std::string_view kText =
      "sev-measurement: lORx+d0csYx6w/q1FqRTqNK/Bx4f3P8wmRdoyqFIV40AAQIDBAUGBwgJCgsMDQ4P\n"
      "sev-api-major  : 1\nsev-api-minor  : 55\nsev-build-id   : 21\nsev-policy     : 7\n";
  for (auto _ : state) benchmark::DoNotOptimize(parse_launch_info(kText));
}
BENCHMARK(launch_info_of_virsh);

}  // namespace
}  // namespace sevproof::bench
