#include "sevproof/formats/encryption_bits.h"

#include <gtest/gtest.h>

#include "platform_data.h"
#include "sevproof/formats/platform_files.h"

namespace sevproof {
namespace {

std::optional<EncryptionBits> found_in(std::string_view text) {
  return find_encryption_bits(as_bytes(text));
}

TEST(EncryptionBits, OfTheStandIn) {
  const EncryptionBits bits{51, 1};
  EXPECT_EQ(find_encryption_bits(test::platform_file("stand-in-a/nodesevinfo.txt")), bits);
  EXPECT_EQ(find_encryption_bits(test::platform_file("stand-in-a/query-sev-capabilities.json")),
            bits);
  for (const char* const name : {"pdh.cert", "ark.cert", "chip-id.txt"}) {
    EXPECT_FALSE(find_encryption_bits(test::platform_file(std::string("stand-in-a/") + name)));
  }
}

TEST(EncryptionBits, Lines) {
  EXPECT_EQ(found_in("cbitpos : 47\nreduced-phys-bits:5\n"), (EncryptionBits{47, 5}));
  EXPECT_EQ(found_in("x\r\n reduced-phys-bits : 1\r\n\tcbitpos : 51"), (EncryptionBits{51, 1}));
  EXPECT_EQ(found_in("cbitpos: 63\nreduced-phys-bits: 0"), (EncryptionBits{63, 0}));
  for (const char* const text :
       {"", "cbitpos : 47", "reduced-phys-bits : 1", "cbitpos : 64\nreduced-phys-bits : 1",
        "cbitpos : -1\nreduced-phys-bits : 1", "cbitpos : x\nreduced-phys-bits : 1",
        "cbitpos :\nreduced-phys-bits : 1", "xcbitpos : 47\nreduced-phys-bits : 1",
        "cbitpos 47\nreduced-phys-bits 1"}) {
    EXPECT_FALSE(found_in(text)) << text;
  }
}

TEST(EncryptionBits, Json) {
  EXPECT_EQ(found_in(R"({"return": {"cbitpos": 51, "reduced-phys-bits": 1}})"),
            (EncryptionBits{51, 1}));
  EXPECT_EQ(found_in(R"(some text {"a": [{"reduced-phys-bits": 5}], "cbitpos": 47} more)"),
            (EncryptionBits{47, 5}));
  for (const char* const text :
       {R"({"cbitpos": "51", "reduced-phys-bits": 1})", R"({"cbitpos": 51})",
        R"({"cbitpos": 51.5, "reduced-phys-bits": 1})",
        R"({"cbitpos": -1, "reduced-phys-bits": 1})", R"({"cbitpos": 64, "reduced-phys-bits": 1})",
        R"({"cbitpos": 51, "reduced-phys-bits": 1)", R"({"cbitpos": null, "reduced-phys-bits": 1})",
        R"({"cbitpos": 18446744073709551615, "reduced-phys-bits": 1})"}) {
    EXPECT_FALSE(found_in(text)) << text;
  }
}

TEST(EncryptionBits, TooLarge) {
  std::string text = "cbitpos : 51\nreduced-phys-bits : 1\n";
  EXPECT_TRUE(found_in(text + std::string(kMaxPlatformFileSize - text.size(), ' ')));
  EXPECT_FALSE(found_in(text + std::string(kMaxPlatformFileSize - text.size() + 1, ' ')));
}

}  // namespace
}  // namespace sevproof
