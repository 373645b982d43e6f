// What a SEV-SNP launch digest consists of, in turns with what does the same. Prints JSON.
//
// Usage: sevproof_snp_ratios [ROUNDS]            SHA-384 beside OpenSSL's, and counts of CPUs
//        sevproof_snp_ratios ROUNDS FIRMWARE     one digest with 1 CPU, in milliseconds
//
// OpenSSL looks at OPENSSL_ia32cap: with ":0" it runs code for any x86-64.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <numeric>
#include <string>
#include <vector>

#include "crypto/sha384_pages.h"
#include "sevproof/snp/launch.h"
#include "sevproof/text.h"
#include "turns.h"
#ifdef SEVPROOF_BENCH_OPENSSL
#include <openssl/evp.h>
#endif

namespace sevproof::bench {
namespace {

using internal::kHashedPageSize;
using Hash = Sha384Digest (*)(ByteView);

constexpr std::size_t kImage = std::size_t{4} << 20;
constexpr std::uint32_t kCpus = 512;

[[noreturn]] void give_up(const std::string& why) {
  std::fprintf(stderr, "%s\n", why.c_str());
  std::exit(1);
}

#ifdef SEVPROOF_BENCH_OPENSSL
Sha384Digest openssl_sha384_of(ByteView bytes) {
  // Fetched once: looking it up by name takes as long as hashing some hundred bytes.
  static EVP_MD* const kMethod = EVP_MD_fetch(nullptr, "SHA384", nullptr);
  Sha384Digest digest{};
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, kMethod, nullptr) != 1) {
    give_up("OpenSSL failed");
  }
  return digest;
}
#endif

Bytes make_noise(std::size_t size) {
  Bytes noise(size);
  std::uint32_t state = 1;
  for (std::uint8_t& byte : noise) {
    state = state * 1664525 + 1013904223;
    byte = static_cast<std::uint8_t>(state >> 24);
  }
  return noise;
}

// All of `image`, as messages of `size` bytes.
Contender of_messages(std::string name, Hash hash, ByteView image, std::size_t size) {
  return {name, [=] {
            for (std::size_t at = 0; at < image.size(); at += size) {
              static_cast<void>(hash(image.subspan(at, size)));
            }
          }};
}

Contender by_lanes(const internal::Sha512Lanes& how, ByteView image) {
  return {std::string(how.name), [=] {
            std::vector<const std::uint8_t*> pages;
            for (std::size_t at = 0; at < image.size(); at += kHashedPageSize) {
              pages.push_back(&image[at]);
            }
            std::vector<Sha384Digest> digests(pages.size());
            internal::sha384_pages_by(how, pages, digests);
          }};
}

void print_messages(ByteView image, std::size_t size, int rounds) {
  std::vector<Contender> contenders = {of_messages("sevproof", &sha384, image, size)};
#ifdef SEVPROOF_BENCH_OPENSSL
  if (openssl_sha384_of(image) != sha384(image)) give_up("OpenSSL: another SHA-384");
  contenders.push_back(of_messages("OpenSSL", &openssl_sha384_of, image, size));
#endif
  if (size == kHashedPageSize) {
    for (const auto& how : internal::sha512_lanes()) contenders.push_back(by_lanes(how, image));
  }
  take_turns(contenders, rounds);
  std::printf("{\"implementation\": \"%s\", \"contenders\": ",
              std::string(sha384_implementation()).c_str());
  print_rates(contenders, static_cast<double>(image.size()));
  std::printf("}");
}

// Of firmware by its digest, so that all of the time is in CPUs; every CPU is a chained page.
snp::LaunchConfig without_firmware() {
  snp::LaunchConfig config;
  snp::FirmwareDigest firmware;
  firmware.sections = {{0x800000, 0x9000, 1, {}}, {0x80e000, 0x1000, 3, {}}};
  firmware.reset_address = 0x80b004;
  config.firmware_digest = firmware;
  config.vcpu.cpu_signature = 0xa00f11;
  return config;
}

Contender of_counts(std::string name, const snp::LaunchConfig& config,
                    std::vector<std::uint32_t> counts) {
  return {std::move(name), [&config, counts = std::move(counts)] {
            // Once takes less than some clocks can tell.
            for (int i = 0; i < 10; ++i) {
              if (!snp::measure(config, counts)) give_up("no digest");
            }
          }};
}

// One run with all numbers of CPUs beside one with the largest alone.
double ratio_of_counts(int rounds) {
  const snp::LaunchConfig config = without_firmware();
  std::vector<std::uint32_t> all(kCpus);
  std::iota(all.begin(), all.end(), 1);
  std::vector<Contender> contenders = {of_counts("one", config, {kCpus}),
                                       of_counts("all", config, all)};
  take_turns(contenders, rounds);
  return ratio(contenders[0], contenders[1]);
}

int print_ratios(int rounds) {
  const Bytes image = make_noise(kImage);
  std::printf("{\"pages\": ");
  print_messages(image, kHashedPageSize, rounds);
  std::printf(", \"whole\": ");
  print_messages(image, kImage, rounds);
  std::printf(", \"countsTo512\": %.3f}\n", ratio_of_counts(rounds));
  return 0;
}

int print_digest(int rounds, const char* path) {
  std::ifstream file(path, std::ios::binary);
  const Bytes image((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  const auto firmware = parse_firmware(image);
  if (!firmware) give_up(firmware.error().message);
  snp::LaunchConfig config;
  config.firmware = snp::GuestFirmware{*firmware, image};
  config.vcpu.cpu_signature = 0xa00f11;
  const std::vector<std::uint32_t> counts = {1};
  std::string digest;
  std::vector<Contender> one = {{"sevproof", [&] {
                                   const auto measured = snp::measure(config, counts);
                                   if (!measured) give_up(measured.error().message);
                                   digest = to_hex(measured->digests.at(0).digest);
                                 }}};
  take_turns(one, rounds);
  std::printf("{\"milliseconds\": %.4f, \"digest\": \"%s\"}\n", median(one[0].seconds) * 1e3,
              digest.c_str());
  return 0;
}

}  // namespace
}  // namespace sevproof::bench

int main(int argc, char** argv) {
  const int rounds = argc > 1 ? std::atoi(argv[1]) : 15;
  if (rounds < 1 || argc > 3) {
    std::fputs("usage: sevproof_snp_ratios [ROUNDS [FIRMWARE]]\n", stderr);
    return 2;
  }
  return argc > 2 ? sevproof::bench::print_digest(rounds, argv[2])
                  : sevproof::bench::print_ratios(rounds);
}
