#include "sevproof/sha256.h"

#include <mbedtls/sha256.h>

#include <new>

#include "crypto/must_work.h"
#include "crypto/sha256_variant.h"

namespace sevproof {
namespace {

using internal::must_work;

mbedtls_sha256_context* context_of(std::uint8_t* storage) {
  return std::launder(reinterpret_cast<mbedtls_sha256_context*>(storage));
}

const mbedtls_sha256_context* context_of(const std::uint8_t* storage) {
  return std::launder(reinterpret_cast<const mbedtls_sha256_context*>(storage));
}

}  // namespace

Sha256::Sha256() {
  static_assert(sizeof(mbedtls_sha256_context) <= kContextSize);
  static_assert(alignof(mbedtls_sha256_context) <= 8);
  auto* context = new (context_.data()) mbedtls_sha256_context;
  mbedtls_sha256_init(context);
  must_work(mbedtls_sha256_starts(context, 0), "mbedtls_sha256_starts");
}

Sha256::Sha256(const Sha256& other) {
  auto* context = new (context_.data()) mbedtls_sha256_context;
  mbedtls_sha256_init(context);
  mbedtls_sha256_clone(context, context_of(other.context_.data()));
}

Sha256& Sha256::operator=(const Sha256& other) {
  mbedtls_sha256_clone(context_of(context_.data()), context_of(other.context_.data()));
  return *this;
}

Sha256::~Sha256() { mbedtls_sha256_free(context_of(context_.data())); }

Sha256& Sha256::update(ByteView bytes) {
  must_work(mbedtls_sha256_update(context_of(context_.data()), bytes.data(), bytes.size()),
            "mbedtls_sha256_update");
  return *this;
}

Sha256Digest Sha256::finish() const {
  Sha256 end(*this);
  Sha256Digest digest{};
  must_work(mbedtls_sha256_finish(context_of(end.context_.data()), digest.data()),
            "mbedtls_sha256_finish");
  return digest;
}

HashedBytes::HashedBytes(Bytes bytes) {
  const auto owner = std::make_shared<const Bytes>(std::move(bytes));
  bytes_ = *owner;
  owner_ = owner;
  hash_.update(bytes_);
}

HashedBytes::HashedBytes(std::shared_ptr<const void> owner, ByteView bytes)
    : HashedBytes(std::move(owner), bytes, Sha256().update(bytes)) {}

void HashingBuffer::add(std::size_t count) {
  const ByteView next = memory_.subspan(filled_, std::min(count, memory_.size() - filled_));
  hash_.update(next);
  filled_ += next.size();
}

std::string_view sha256_implementation() {
#ifdef MBEDTLS_SHA256_ALT
  return internal::sha256_variant_in_force().name;
#else
  return "Mbed TLS";
#endif
}

Sha256Digest sha256(ByteView bytes) { return Sha256().update(bytes).finish(); }

}  // namespace sevproof
