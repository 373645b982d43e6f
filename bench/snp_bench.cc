// SHA-384 and SEV-SNP launch digests.
#include <benchmark/benchmark.h>

#include <array>
#include <string>
#include <vector>

#include "bench_launch.h"
#include "crypto/sha384_pages.h"
#include "crypto/sha512_variant.h"
#include "sevproof/snp/launch.h"

namespace sevproof::bench {
namespace {

constexpr std::size_t kImage = std::size_t{4} << 20;

void sha512_compression(benchmark::State& state, internal::Sha512Compress compress) {
  const Bytes buffer = make_firmware(static_cast<std::size_t>(state.range(0)));
  std::array<std::uint64_t, 8> words{};
  for (auto _ : state) {
    compress(words.data(), buffer.data(), buffer.size() / 128);
    benchmark::DoNotOptimize(words.data());
  }
  state.SetBytesProcessed(state.iterations() * state.range(0));
}

// 4 MiB as pages, several at once.
void sha384_of_pages(benchmark::State& state, const internal::Sha512Lanes& how) {
  const Bytes image = make_firmware(kImage);
  std::vector<const std::uint8_t*> pages;
  for (std::size_t at = 0; at < kImage; at += internal::kHashedPageSize)
    pages.push_back(&image[at]);
  std::vector<Sha384Digest> digests(pages.size());
  for (auto _ : state) internal::sha384_pages_by(how, pages, digests);
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(kImage));
}

const bool kVariantsRegistered = [] {
  for (const internal::Sha512Variant& variant : internal::sha512_variants()) {
    const std::string name = "sha512_compression/" + std::string(variant.name);
    benchmark::RegisterBenchmark(name.c_str(), sha512_compression, variant.compress)
        ->Arg(4096)
        ->Arg(16 << 20);
  }
  for (const internal::Sha512Lanes& how : internal::sha512_lanes()) {
    const std::string name = "sha384_of_pages/" + std::string(how.name);
    benchmark::RegisterBenchmark(name.c_str(), sha384_of_pages, how);
  }
  return true;
}();

void snp_page_added(benchmark::State& state) {
  snp::LaunchDigest digest;
  for (auto _ : state) digest.add(snp::PageType::kZero, 0x800000);
  benchmark::DoNotOptimize(digest.value());
}
BENCHMARK(snp_page_added);

snp::LaunchConfig snp_config(const Bytes& image) {
  snp::LaunchConfig config;
  config.firmware = snp::GuestFirmware{parse_firmware(image).value(), image};
  // The image has no metadata of its own.
  config.firmware->firmware.sev_metadata = {{0x800000, 0x9000, 1, {}}, {0x80e000, 0x1000, 3, {}}};
  config.vcpu.cpu_signature = kMilanSignature;
  return config;
}

void snp_digest_by_firmware_size(benchmark::State& state) {
  const Bytes image = make_firmware(static_cast<std::size_t>(state.range(0)));
  const snp::LaunchConfig config = snp_config(image);
  const std::vector<std::uint32_t> counts = {1};
  for (auto _ : state) benchmark::DoNotOptimize(snp::measure(config, counts));
}
BENCHMARK(snp_digest_by_firmware_size)->RangeMultiplier(4)->Range(1 << 18, 1 << 24);

void snp_digest_by_vcpus(benchmark::State& state) {
  const Bytes image = make_firmware(4096);
  const snp::LaunchConfig config = snp_config(image);
  const std::vector<std::uint32_t> counts = {static_cast<std::uint32_t>(state.range(0))};
  for (auto _ : state) benchmark::DoNotOptimize(snp::measure(config, counts));
}
BENCHMARK(snp_digest_by_vcpus)->RangeMultiplier(8)->Range(1, 512);

}  // namespace
}  // namespace sevproof::bench
