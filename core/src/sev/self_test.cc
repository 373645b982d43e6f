#include "sevproof/self_test.h"

#include <array>

#include "crypto/aes_ctr.h"
#include "crypto/hmac.h"
#include "crypto/random.h"
#include "sevproof/formats/vmsa.h"
#include "sevproof/secret_bytes.h"
#include "sevproof/sha256.h"

namespace sevproof {
namespace {

bool is(ByteView bytes, std::string_view hex) { return to_hex(bytes) == hex; }

// FIPS 180-4 examples: one block, two blocks, and a million letters in uneven pieces.
bool sha256_short() {
  return is(sha256(as_bytes("abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad") &&
         is(sha256({}), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

bool sha256_two_blocks() {
  return is(sha256(as_bytes("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

bool sha256_long() {
  constexpr std::size_t kLetters = 1'000'000;
  std::array<std::uint8_t, 997> piece{};
  piece.fill('a');
  Sha256 sha;
  for (std::size_t left = kLetters; left > 0;) {
    const std::size_t size = std::min(left, piece.size());
    sha.update(ByteView(piece).first(size));
    left -= size;
  }
  return is(sha.finish(), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

bool sha256_midstate() {
  Sha256 first;
  first.update(as_bytes("ab"));
  Sha256 second = first;
  second.update(as_bytes("c"));
  return second.finish() == sha256(as_bytes("abc")) && first.finish() == sha256(as_bytes("ab"));
}

// RFC 4231, test cases 1 and 6.
bool hmac_short_key() {
  std::array<std::uint8_t, 20> key{};
  key.fill(0x0b);
  return is(HmacSha256(key).tag({as_bytes("Hi There")}),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
}

bool hmac_long_key() {
  std::array<std::uint8_t, 131> key{};
  key.fill(0xaa);
  return is(
      HmacSha256(key).tag({as_bytes("Test Using Larger Than Block-Size Key - Hash Key First")}),
      "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

// NIST SP 800-38A, F.5.1.
bool aes_ctr() {
  const auto key = from_hex("2b7e151628aed2a6abf7158809cf4f3c");
  const auto iv = from_hex("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff");
  auto data = from_hex("6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51");
  if (!key || !iv || !data) return false;
  AesIv counter{};
  std::copy(iv->begin(), iv->end(), counter.begin());
  aes128_ctr(SecretArray<16>(ByteView(*key).first<16>()), counter, *data);
  return is(*data, "874d6191b620e3261bef6864990db6ce9806f66b7970fdff8617187bb9fffdff");
}

bool constant_time_comparison() {
  Sha256Digest a = sha256(as_bytes("a"));
  const Sha256Digest b = a;
  const bool equal = constant_time_equal(a, b);
  a.back() ^= 1;
  return equal && !constant_time_equal(a, b);
}

// Published values: boot CPU and APs of an EPYC-Milan, both layouts.
bool vmsa_legacy() {
  const VmsaSpec spec{0xa00f11, VmsaLayout::kLegacy, 0};
  return is(sha256(build_boot_vmsa(spec)),
            "f8b52f775502472e5797d2674d9de21f6abc05dc05e9bc49cbb7b6a13688d5e7") &&
         is(sha256(build_ap_vmsa(spec, 0x80b004)),
            "bcee5cb289f72882da17abd8dca5e8a7e9f8e2033e7ad96b4db0ab1a383a6487");
}

bool vmsa_init2() {
  const VmsaSpec spec{0xa00f11, VmsaLayout::kInit2, 0};
  return is(sha256(build_boot_vmsa(spec)),
            "efcc96a66e22e3d25161643c1331c59ef2b11d0ac63369c49c0cf2133c0b58db") &&
         is(sha256(build_ap_vmsa(spec, 0x80b004)),
            "a14b28cfdc8d4d0e2884708ff279ca1204b7e45d45970c38c32fcd3374ba9f4f");
}

// No known answer; but a generator that stands still or is absent must not go unnoticed.
bool random_numbers() {
  std::array<std::uint8_t, 32> a{};
  std::array<std::uint8_t, 32> b{};
  return fill_random(a) && fill_random(b) && a != b;
}

}  // namespace

std::vector<SelfTest> run_self_tests() {
  return {{"SHA-256, one block", sha256_short()},
          {"SHA-256, two blocks", sha256_two_blocks()},
          {"SHA-256, a million bytes", sha256_long()},
          {"SHA-256, copied state", sha256_midstate()},
          {"HMAC-SHA-256, short key", hmac_short_key()},
          {"HMAC-SHA-256, long key", hmac_long_key()},
          {"AES-128-CTR", aes_ctr()},
          {"Constant-time comparison", constant_time_comparison()},
          {"VMSA pages, legacy layout", vmsa_legacy()},
          {"VMSA pages, init2 layout", vmsa_init2()},
          {"Random numbers", random_numbers()}};
}

}  // namespace sevproof
