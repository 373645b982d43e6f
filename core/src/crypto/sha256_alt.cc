// Mbed TLS's SHA-256 interface over this project's variants: whole runs of blocks go to the
// compression in one call, straight from the caller's memory.
#include <mbedtls/sha256.h>

#ifdef MBEDTLS_SHA256_ALT

#include <mbedtls/platform_util.h>

#include <algorithm>
#include <iterator>

#include "crypto/big_endian.h"
#include "crypto/sha256_variant.h"

namespace {

using Context = mbedtls_sha256_context;

constexpr std::size_t kBlock = 64;
constexpr std::size_t kLengthAt = 56;

constexpr std::uint32_t kInitial[] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                      0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

void compress(Context& context, const std::uint8_t* data, std::size_t blocks) {
  sevproof::internal::sha256_variant_in_force().compress(context.state, data, blocks);
}

// Section 5.1.1: a one bit, zeros, and the length in bits as the last eight bytes of a block.
void pad(Context& context) {
  std::size_t used = context.size % kBlock;
  context.buffer[used++] = 0x80;
  if (used > kLengthAt) {
    std::fill(context.buffer + used, context.buffer + kBlock, std::uint8_t{0});
    compress(context, context.buffer, 1);
    used = 0;
  }
  std::fill(context.buffer + used, context.buffer + kLengthAt, std::uint8_t{0});
  sevproof::internal::store_be<std::uint64_t>(context.buffer + kLengthAt, context.size * 8);
  compress(context, context.buffer, 1);
}

}  // namespace

void mbedtls_sha256_init(Context* context) { *context = {}; }

void mbedtls_sha256_free(Context* context) {
  if (context != nullptr) mbedtls_platform_zeroize(context, sizeof(*context));
}

void mbedtls_sha256_clone(Context* to, const Context* from) { *to = *from; }

int mbedtls_sha256_starts(Context* context, int is224) {
  if (is224 != 0) return MBEDTLS_ERR_SHA256_BAD_INPUT_DATA;
  std::copy(std::begin(kInitial), std::end(kInitial), context->state);
  context->size = 0;
  return 0;
}

int mbedtls_sha256_update(Context* context, const unsigned char* input, size_t size) {
  if (size == 0) return 0;
  const std::size_t waiting = context->size % kBlock;
  context->size += size;
  if (waiting != 0) {
    const std::size_t taken = std::min(kBlock - waiting, size);
    std::copy_n(input, taken, context->buffer + waiting);
    if (waiting + taken < kBlock) return 0;
    compress(*context, context->buffer, 1);
    input += taken;
    size -= taken;
  }
  const std::size_t blocks = size / kBlock;
  if (blocks > 0) compress(*context, input, blocks);
  std::copy_n(input + blocks * kBlock, size % kBlock, context->buffer);
  return 0;
}

int mbedtls_sha256_finish(Context* context, unsigned char* output) {
  pad(*context);
  for (std::size_t i = 0; i < 8; ++i) {
    sevproof::internal::store_be(output + 4 * i, context->state[i]);
  }
  mbedtls_sha256_free(context);
  return 0;
}

#endif
