// ID blocks and their authentication: any bytes are looked at, and none but signed ones hold.
#include "sevproof/snp/id_block.h"

#include "fuzz.h"
#include "sevproof/report.h"

using namespace sevproof;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView input(data, size);
  const std::size_t first = std::min(size, snp::kIdBlockSize);
  const auto block = snp::read_id_block_file(input.first(first), "the block");
  fuzz::is_there(snp::read_id_block_file(input, "the file"));
  if (!fuzz::is_there(block)) return 0;
  fuzz::expect(snp::id_block_bytes(snp::read_id_block(*block)) == *block,
               "a block is written as it was read");
  const auto auth = snp::read_id_auth_file(input.subspan(first), "the authentication");
  if (!fuzz::is_there(auth)) return 0;
  const snp::IdBlockReport report = snp::check_id_block(*block, *auth, {});
  // Those of the seed, or nothing: nobody makes a signature by chance.
  const std::string_view known =
      "870b7e35c53f8a72d0d322f75ab2af8262792aaf6579622ce4131c3f21f289e77cb0560a5e3b90b3932e674ec709"
      "cb14";
  if (report.holds())
    fuzz::expect(to_hex(report.id_key_digest) == known, "the seed's key signed it");
  fuzz::expect_document(to_json(report));
  return 0;
}
