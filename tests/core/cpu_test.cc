#include "sevproof/cpu.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "test_errors.h"

namespace sevproof {
namespace {

using test::fails;
using test::succeeds;
using ::testing::AnyOf;
using ::testing::HasSubstr;

struct Known {
  std::string_view name;
  CpuSku sku;
  std::uint32_t signature;
};

constexpr Known kKnown[] = {
    {"EPYC", {23, 1, 2}, 0x800f12},        {"EPYC-IBPB", {23, 1, 2}, 0x800f12},
    {"EPYC-Rome", {23, 49, 0}, 0x830f10},  {"EPYC-Milan", {25, 1, 1}, 0xa00f11},
    {"EPYC-Genoa", {25, 17, 0}, 0xa10f10}, {"EPYC-Turin", {26, 0, 0}, 0xb00f00},
};

TEST(Cpu, KnowsTheModelsOfQemu) {
  for (const Known& known : kKnown) {
    const Result<CpuSku> sku = find_cpu_model(known.name);
    ASSERT_TRUE(succeeds(sku)) << known.name;
    EXPECT_EQ(*sku, known.sku) << known.name;
    EXPECT_EQ(*cpu_signature(*sku), known.signature) << known.name;
  }
}

TEST(Cpu, ListsEveryModelThatItFinds) {
  for (const Known& known : kKnown) {
    EXPECT_TRUE(std::any_of(cpu_models().begin(), cpu_models().end(), [&](const CpuModel& model) {
      return model.name == known.name && model.sku == known.sku;
    })) << known.name;
  }
  for (const CpuModel& model : cpu_models()) {
    ASSERT_TRUE(succeeds(find_cpu_model(model.name))) << model.name;
    EXPECT_EQ(*find_cpu_model(model.name), model.sku);
  }
}

TEST(Cpu, TakesAnyCaseAndVersions) {
  for (const std::string_view name : {"epyc-milan", "EPYC-MILAN", "Epyc-Milan", "EPYC-Milan-v1",
                                      "EPYC-Milan-v2", "epyc-milan-V3"}) {
    const Result<CpuSku> sku = find_cpu_model(name);
    ASSERT_TRUE(succeeds(sku)) << name;
    EXPECT_EQ(*sku, (CpuSku{25, 1, 1})) << name;
  }
  for (const std::string_view name : {"EPYC-v1", "EPYC-v2", "EPYC-v3", "EPYC-v4"}) {
    ASSERT_TRUE(succeeds(find_cpu_model(name))) << name;
    EXPECT_EQ(*find_cpu_model(name), (CpuSku{23, 1, 2})) << name;
  }
}

TEST(Cpu, RefusesOtherNames) {
  for (const std::string_view name :
       {"",           " ",        "EPY",         "EPYCX",        "EPYC-",          "EPYC-v",
        "EPYC-vx",    "EPYC-v1x", "EPYC-Milan-", "EPYC-Milan-v", "EPYC-Milan-1",   "EPYC Milan",
        " EPYC",      "EPYC ",    "-v1",         "v1",           "Skylake-Server", "qemu64",
        "EPYC-v1-v1", "EPYC-v-1"}) {
    EXPECT_TRUE(fails(find_cpu_model(name), ErrorKind::kInvalid)) << name;
  }
  EXPECT_TRUE(fails(find_cpu_model("Opteron_G5x"), ErrorKind::kInvalid, {"Opteron_G5x"}));
}

TEST(Cpu, HostAndMaxGetHintsOfTheirOwn) {
  const std::string other = find_cpu_model("nonsense").error().hint;
  for (const std::string_view name : {"host", "max", "HOST"}) {
    const Result<CpuSku> sku = find_cpu_model(name);
    ASSERT_TRUE(fails(sku, ErrorKind::kInvalid));
    EXPECT_FALSE(sku.error().hint.empty()) << name;
    EXPECT_NE(sku.error().hint, other) << name;
    EXPECT_THAT(sku.error().hint, AnyOf(HasSubstr("family"), HasSubstr("host")));
  }
}

// CPUID Fn0000_0001_EAX: base family, extended family, base and extended model, stepping.
TEST(Cpu, EncodesTheEdgesOfEveryPart) {
  EXPECT_EQ(*cpu_signature({0, 0, 0}), 0x0U);
  EXPECT_EQ(*cpu_signature({6, 0x9e, 0xa}), 0x906eaU);
  EXPECT_EQ(*cpu_signature({14, 0, 0}), 0xe00U);
  EXPECT_EQ(*cpu_signature({15, 0, 0}), 0xf00U);
  EXPECT_EQ(*cpu_signature({16, 0, 0}), 0x100f00U);
  EXPECT_EQ(*cpu_signature({23, 15, 15}), 0x800fffU);
  EXPECT_EQ(*cpu_signature({23, 16, 0}), 0x810f00U);
  EXPECT_EQ(*cpu_signature({270, 255, 15}), 0xfff0fffU);
}

TEST(Cpu, RefusesPartsOutOfRange) {
  EXPECT_TRUE(
      succeeds(cpu_signature({CpuSku::kMaxFamily, CpuSku::kMaxModel, CpuSku::kMaxStepping})));
  EXPECT_TRUE(fails(cpu_signature({271, 0, 0}), ErrorKind::kInvalid, {"271", "270"}));
  EXPECT_TRUE(fails(cpu_signature({0, 256, 0}), ErrorKind::kInvalid, {"256", "255"}));
  EXPECT_TRUE(fails(cpu_signature({0, 0, 16}), ErrorKind::kInvalid, {"16", "15"}));
  EXPECT_TRUE(fails(cpu_signature({0xffffffff, 0, 0}), ErrorKind::kInvalid));
  EXPECT_TRUE(fails(cpu_signature({0, 0xffffffff, 0}), ErrorKind::kInvalid));
  EXPECT_TRUE(fails(cpu_signature({0, 0, 0xffffffff}), ErrorKind::kInvalid));
}

TEST(Cpu, DecodesWhatItEncodes) {
  for (std::uint32_t family = 0; family <= CpuSku::kMaxFamily; ++family) {
    for (const std::uint32_t model : {0U, 1U, 15U, 16U, 17U, 49U, 127U, 240U, 255U}) {
      for (const std::uint32_t stepping : {0U, 1U, 7U, 15U}) {
        const CpuSku sku{family, model, stepping};
        const Result<std::uint32_t> signature = cpu_signature(sku);
        ASSERT_TRUE(succeeds(signature));
        ASSERT_EQ(decode_cpu_signature(*signature), sku) << *signature;
      }
    }
  }
}

TEST(Cpu, DecodingIgnoresReservedBits) {
  EXPECT_EQ(decode_cpu_signature(0xf000f000U | 0xa00f11U), (CpuSku{25, 1, 1}));
  EXPECT_EQ(decode_cpu_signature(0xffffffffU), (CpuSku{270, 255, 15}));
}

TEST(Cpu, DescribesSignatures) {
  EXPECT_EQ(describe_cpu_signature(0xa00f11), "family 25, model 1, stepping 1 (EPYC-Milan)");
  EXPECT_EQ(describe_cpu_signature(0xa00f12), "family 25, model 1, stepping 2");
  EXPECT_THAT(describe_cpu_signature(0x800f12), HasSubstr("(EPYC"));
}

}  // namespace
}  // namespace sevproof
