#include "sevproof/snp/id_block.h"

#include "crypto/p384_signing.h"
#include "snp/id_auth.h"

namespace sevproof::snp {
namespace {

using internal::IdAuthPart;

// Numbers of the ABI are little-endian, those of the curve big-endian.
void put_number(std::span<std::uint8_t> out, ByteView number) {
  std::copy(number.rbegin(), number.rend(), out.begin());
}

void put_signature(std::span<std::uint8_t> out, const P384Signature& signature) {
  put_number(out, signature.r);
  put_number(out.subspan(internal::kNumberSize), signature.s);
}

void put_key(std::span<std::uint8_t> out, const P384Point& point) {
  store_le<std::uint32_t>(out, internal::kCurveP384);
  put_number(out.subspan(4), point.x());
  put_number(out.subspan(4 + internal::kNumberSize), point.y());
}

}  // namespace

IdBlockBytes id_block_bytes(const IdBlock& block) {
  IdBlockBytes bytes{};
  const std::span<std::uint8_t> out(bytes);
  put_bytes(out, block.launch_digest);
  put_bytes(out.subspan(0x30), block.family_id);
  put_bytes(out.subspan(0x40), block.image_id);
  store_le<std::uint32_t>(out.subspan(0x50), block.version);
  store_le<std::uint32_t>(out.subspan(0x54), block.guest_svn);
  store_le<std::uint64_t>(out.subspan(0x58), block.policy);
  return bytes;
}

IdBlock read_id_block(const IdBlockBytes& bytes) {
  const ByteView in(bytes);
  IdBlock block;
  put_bytes(block.launch_digest, in.first(0x30));
  put_bytes(block.family_id, in.subspan(0x30, 16));
  put_bytes(block.image_id, in.subspan(0x40, 16));
  block.version = load_le<std::uint32_t>(in.subspan(0x50));
  block.guest_svn = load_le<std::uint32_t>(in.subspan(0x54));
  block.policy = load_le<std::uint64_t>(in.subspan(0x58));
  return block;
}

Result<SignedIdBlock> sign_id_block(const IdBlock& block, const KeyFile& id_key,
                                    const std::optional<KeyFile>& author_key) {
  const auto key = P384SigningKey::from_file(id_key.content, id_key.name);
  if (!key) return fail(key.error());
  SignedIdBlock made;
  made.block = id_block_bytes(block);
  const auto signature = key->sign(sha384(made.block));
  if (!signature) return fail(signature.error());
  const std::span<std::uint8_t> out(made.auth);
  const auto part = [&](const IdAuthPart& one) { return out.subspan(one.offset, one.size); };
  store_le<std::uint32_t>(out, internal::kEcdsaP384);
  put_signature(part(internal::kBlockSignature), *signature);
  put_key(part(internal::kIdKey), key->public_point());
  const ByteView id_key_bytes = part(internal::kIdKey);
  made.id_key_digest = sha384(id_key_bytes);
  if (!author_key) return made;
  const auto author = P384SigningKey::from_file(author_key->content, author_key->name);
  if (!author) return fail(author.error());
  const auto of_key = author->sign(made.id_key_digest);
  if (!of_key) return fail(of_key.error());
  store_le<std::uint32_t>(out.subspan(4), internal::kEcdsaP384);
  put_signature(part(internal::kKeySignature), *of_key);
  put_key(part(internal::kAuthorKey), author->public_point());
  made.author_key_digest = sha384(ByteView(part(internal::kAuthorKey)));
  return made;
}

}  // namespace sevproof::snp
