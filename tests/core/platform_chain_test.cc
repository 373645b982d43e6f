// What was given of a platform, put in its places, and what may be a root.
#include <gtest/gtest.h>

#include <string>

#include "platform_data.h"
#include "sevproof/sev/platform.h"
#include "test_errors.h"

namespace sevproof {
namespace {

using test::fails;
using test::platform_file;
using test::succeeds;

constexpr const char* kUnsignedArk = "amd-roots/naples/ask_ark_naples.published.cert";

PlatformPieces pieces_of(const std::string& name) {
  auto pieces = parse_platform_file(platform_file(name), name);
  EXPECT_TRUE(succeeds(pieces));
  return pieces ? *std::move(pieces) : PlatformPieces{};
}

std::vector<PlatformPieces> files_of(std::initializer_list<const char*> names) {
  std::vector<PlatformPieces> files;
  for (const char* const name : names) files.push_back(pieces_of(name));
  return files;
}

Result<PlatformChain> collected(std::initializer_list<const char*> names) {
  return collect_platform(files_of(names));
}

// All that the files hold, as in one.
PlatformPieces joined(std::initializer_list<const char*> names) {
  PlatformPieces all;
  for (const PlatformPieces& file : files_of(names)) {
    all.amd.insert(all.amd.end(), file.amd.begin(), file.amd.end());
    all.sev.insert(all.sev.end(), file.sev.begin(), file.sev.end());
  }
  return all;
}

ChipId known_chip() { return ChipId::parse(platform_file("stand-in-a/chip-id.txt")).value(); }

// The generator of secp256k1.
ChipId other_chip() {
  return ChipId::parse(
             test::to_bytes("79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"
                            "483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8"))
      .value();
}

PlatformPieces chip(const std::optional<ChipId>& id) { return {{}, {}, id}; }

PlatformPieces with_bits(std::uint32_t cbitpos) {
  return {{}, {}, std::nullopt, EncryptionBits{cbitpos, 1}};
}

TEST(PlatformChain, TwoForOnePlaceMustBeTheSame) {
  const auto contradicts = [](std::initializer_list<const char*> names, std::string_view words) {
    return fails(collected(names), ErrorKind::kInvalid, {words});
  };
  EXPECT_TRUE(contradicts({"amd-roots/rome/ask.cert", "amd-roots/milan/ask.cert"}, "two ASK"));
  EXPECT_TRUE(contradicts({"amd-roots/rome/ark.cert", "amd-roots/milan/ark.cert"}, "two ARK"));
  EXPECT_TRUE(contradicts({"chains/rome/oca.cert", "chains/naples/oca.cert"}, "two OCA"));
  EXPECT_TRUE(contradicts({"chains/rome/pdh.cert", "chains/naples/pdh.cert"}, "two PDH"));
  EXPECT_TRUE(succeeds(collected({"amd-roots/rome/ask.cert", "amd-roots/rome/ask.cert"})));
}

// Naples' root, in either order.
TEST(PlatformChain, AnArkWithItsSignatureIsTaken) {
  constexpr const char* kWhole = "amd-roots/naples/ark.cert";
  for (const auto& [first, second] : {std::pair(kUnsignedArk, kWhole), {kWhole, kUnsignedArk}}) {
    const auto chain = collected({first, second});
    ASSERT_TRUE(succeeds(chain));
    EXPECT_EQ(chain->ark->signature().size(), 256U) << first;
  }
}

TEST(PlatformChain, AChipIdIsThatOfAllFiles) {
  for (const auto& files :
       {std::vector{chip(known_chip()), chip({})}, std::vector{chip({}), chip(known_chip())},
        std::vector{chip(known_chip()), chip(known_chip())}}) {
    const auto chain = collect_platform(files);
    ASSERT_TRUE(succeeds(chain));
    EXPECT_EQ(chain->chip_id, known_chip());
  }
  EXPECT_TRUE(fails(collect_platform(std::vector{chip(known_chip()), chip(other_chip())}),
                    ErrorKind::kInvalid, {"two chip ids"}));
}

TEST(PlatformChain, TheFirstBitsCount) {
  const auto chain =
      collect_platform(std::vector{chip({}), with_bits(51), with_bits(47), chip({})});
  ASSERT_TRUE(succeeds(chain));
  EXPECT_EQ(chain->bits, (EncryptionBits{51, 1}));
}

TEST(PlatformChain, RootsAreArks) {
  EXPECT_TRUE(succeeds(take_root(pieces_of("amd-roots/milan/ark.cert"))));
  const auto pair = take_root(pieces_of(kUnsignedArk));
  ASSERT_TRUE(succeeds(pair));
  EXPECT_TRUE(pair->ask.has_value());
  EXPECT_TRUE(fails(take_root(pieces_of("amd-roots/milan/ask.cert")), ErrorKind::kInvalid,
                    {"expected an ARK", "got an ASK alone"}));
  EXPECT_TRUE(fails(take_root(pieces_of("chains/rome/pek.cert")), ErrorKind::kInvalid,
                    {"expected an ARK", "got a platform's own certificates"}));
}

// Whatever a host's files have beside their root, it came with them.
TEST(PlatformChain, ARootHasNothingOfAPlatformBesideIt) {
  EXPECT_TRUE(fails(take_root(joined({"stand-in-a/ark.cert", "stand-in-a/pek.cert"})),
                    ErrorKind::kInvalid, {"a platform's own certificates"}));
  PlatformPieces pieces = pieces_of("stand-in-a/ark.cert");
  pieces.chip_id = known_chip();
  EXPECT_TRUE(fails(take_root(pieces), ErrorKind::kInvalid, {"a platform's own certificates"}));
}

TEST(PlatformChain, OneRootIsNotTwo) {
  EXPECT_TRUE(fails(take_root(joined({"amd-roots/rome/ark.cert", "amd-roots/milan/ark.cert"})),
                    ErrorKind::kInvalid, {"two ARK"}));
}

}  // namespace
}  // namespace sevproof
