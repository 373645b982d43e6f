#include "sevproof/formats/cpu.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "test_errors.h"

namespace sevproof {
namespace {

using test::fails;
using test::succeeds;
using ::testing::HasSubstr;

struct Known {
  std::string_view name;
  CpuSku sku;
  std::uint32_t signature;
};

// RDX at reset, read from a stopped machine of every model of QEMU 7.2, 10.0 and 11.1.
constexpr Known kKnown[] = {
    {"EPYC", {23, 1, 2}, 0x800f12},        {"EPYC-IBPB", {23, 1, 2}, 0x800f12},
    {"EPYC-Rome", {23, 49, 0}, 0x830f10},  {"EPYC-Milan", {25, 1, 1}, 0xa00f11},
    {"EPYC-Genoa", {25, 17, 0}, 0xa10f10}, {"EPYC-Turin", {26, 0, 0}, 0xb00f00},
    {"Dhyana", {24, 0, 1}, 0x900f01},      {"Opteron_G1", {15, 6, 1}, 0xf61},
    {"Opteron_G2", {15, 6, 1}, 0xf61},     {"Opteron_G3", {16, 2, 3}, 0x100f23},
    {"Opteron_G4", {21, 1, 2}, 0x600f12},  {"Opteron_G5", {21, 2, 0}, 0x600f20},
    {"phenom", {16, 2, 3}, 0x100f23},      {"athlon", {6, 2, 3}, 0x623},
    {"qemu64", {15, 107, 1}, 0x60fb1},     {"kvm64", {15, 6, 1}, 0xf61},
    {"kvm32", {15, 6, 1}, 0xf61},          {"base", {0, 0, 0}, 0},
};

TEST(Cpu, KnowsTheModelsOfQemu) {
  for (const Known& known : kKnown) {
    const Result<CpuSku> sku = find_cpu_model(known.name);
    ASSERT_TRUE(succeeds(sku)) << known.name;
    EXPECT_EQ(*sku, known.sku) << known.name;
    EXPECT_EQ(*cpu_signature(*sku), known.signature) << known.name;
    EXPECT_EQ(*parse_cpu(known.name), known.signature) << known.name;
  }
  EXPECT_EQ(cpu_models().size(), std::size(kKnown));
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

struct Versions {
  std::string_view name;
  unsigned newest;  // of QEMU 11.1; 0 where there is none
};

TEST(Cpu, KnowsExactlyTheVersionsThatThereAre) {
  constexpr Versions kVersions[] = {
      {"EPYC", 5},       {"EPYC-IBPB", 0},  {"EPYC-Rome", 5},  {"EPYC-Milan", 4}, {"EPYC-Genoa", 3},
      {"EPYC-Turin", 2}, {"Dhyana", 2},     {"Opteron_G1", 1}, {"Opteron_G2", 1}, {"Opteron_G3", 1},
      {"Opteron_G4", 1}, {"Opteron_G5", 1}, {"phenom", 1},     {"athlon", 1},     {"qemu64", 1},
      {"kvm64", 1},      {"kvm32", 1},      {"base", 0}};
  for (const Versions& model : kVersions) {
    const std::string name(model.name);
    for (unsigned version = 1; version <= model.newest; ++version) {
      const Result<CpuSku> sku = find_cpu_model(name + "-v" + std::to_string(version));
      ASSERT_TRUE(succeeds(sku)) << name << version;
      EXPECT_EQ(*sku, *find_cpu_model(name)) << name << version;
    }
    for (const unsigned version : {0U, model.newest + 1, 9U, 10U, 99U}) {
      EXPECT_TRUE(fails(find_cpu_model(name + "-v" + std::to_string(version)), ErrorKind::kInvalid))
          << name << version;
    }
  }
}

TEST(Cpu, RefusesOtherNames) {
  for (const std::string_view name :
       {"",           " ",        "EPY",         "EPYCX",        "EPYC-",          "EPYC-v",
        "EPYC-vx",    "EPYC-v1x", "EPYC-Milan-", "EPYC-Milan-v", "EPYC-Milan-1",   "EPYC Milan",
        " EPYC",      "EPYC ",    "-v1",         "v1",           "Skylake-Server", "qemu32",
        "EPYC-v1-v1", "EPYC-v-1", "EPYC-v01",    "EPYC-V1",      "EPYC-v100",      "opteron_G1"}) {
    EXPECT_TRUE(fails(find_cpu_model(name), ErrorKind::kInvalid)) << name;
    EXPECT_TRUE(fails(parse_cpu(name), ErrorKind::kInvalid)) << name;
  }
  EXPECT_TRUE(fails(find_cpu_model("Opteron_G5x"), ErrorKind::kInvalid, {"Opteron_G5x"}));
}

TEST(Cpu, NamesTheNearestOfARefusedName) {
  const auto hint = [](std::string_view name) { return find_cpu_model(name).error().hint; };
  EXPECT_THAT(hint("epyc-milan"), HasSubstr("EPYC-Milan and EPYC-Milan-v1 to -v4"));
  EXPECT_THAT(hint("EPYC_Milan-V2"), HasSubstr("EPYC-Milan and EPYC-Milan-v1 to -v4"));
  EXPECT_THAT(hint("EPYC-Genoa-v9"), HasSubstr("EPYC-Genoa and EPYC-Genoa-v1 to -v3"));
  EXPECT_THAT(hint("EPYC-IBPB-v1"), HasSubstr("EPYC-IBPB without a version"));
  EXPECT_THAT(hint("QEMU64"), HasSubstr("qemu64 and qemu64-v1"));
  EXPECT_THAT(hint("EPYC-Naples"), HasSubstr("EPYC, EPYC-IBPB, EPYC-Rome"));
}

TEST(Cpu, TheHostsOwnCpuGetsHintsOfItsOwn) {
  for (const std::string_view name : {"host", "max", "HOST", "host-passthrough", "maximum"}) {
    const Result<CpuSku> sku = find_cpu_model(name);
    ASSERT_TRUE(fails(sku, ErrorKind::kInvalid, {name}));
    EXPECT_THAT(sku.error().hint, HasSubstr("family, model and stepping")) << name;
  }
  EXPECT_THAT(find_cpu_model("host-model").error().hint, HasSubstr("dumpxml"));
}

struct Written {
  std::string_view text;
  std::uint32_t signature;
};

// The overrides were read back from QEMU as RDX at reset.
TEST(Cpu, TakesWhatQemuTakes) {
  constexpr Written kWritten[] = {
      {"EPYC-v4,+invtsc", 0x800f12},
      {"EPYC-Milan-v2,x2apic=on", 0xa00f11},
      {"EPYC-Milan,-svm,enforce,model-id=My CPU v1", 0xa00f11},
      {"EPYC-Milan,family=23", 0x800f11},
      {"EPYC-Milan,family=0x17", 0x800f11},
      {"base,family=25,model=1,stepping=1", 0xa00f11},
      {"EPYC,stepping=3", 0x800f13},
      {"host,family=25,model=1,stepping=1", 0xa00f11},
      {"max,stepping=0x2,+invtsc,model=1,family=23", 0x800f12},
      {"qemu64,family=270,model=255,stepping=15", 0xfff0fff},
  };
  for (const Written& written : kWritten) {
    const Result<std::uint32_t> signature = parse_cpu(written.text);
    ASSERT_TRUE(succeeds(signature)) << written.text;
    EXPECT_EQ(*signature, written.signature) << written.text;
  }
}

TEST(Cpu, RefusesFeaturesThatMayChangeTheSignature) {
  for (const std::string_view text : {"EPYC,family=271",
                                      "EPYC,model=256",
                                      "EPYC,stepping=16",
                                      "EPYC,family=",
                                      "EPYC,family",
                                      "EPYC,+family",
                                      "EPYC,Family=23",
                                      "EPYC,+stepping=1",
                                      "EPYC,family=23,family=25",
                                      "EPYC,family=-1",
                                      "EPYC,family= 23",
                                      "EPYC,",
                                      "EPYC,,+svm",
                                      "EPYC,+",
                                      "EPYC,=1",
                                      "EPYC, family=23",
                                      "EPYC,+x=on",
                                      ",family=23",
                                      "epyc,family=23",
                                      "host,family=25,model=1",
                                      "max,model=1,stepping=1",
                                      "host,+svm",
                                      "max,",
                                      "host,family=25,model=1,stepping=16",
                                      "Host,family=25,model=1,stepping=1",
                                      "host-passthrough,family=25,model=1,stepping=1"}) {
    EXPECT_TRUE(fails(parse_cpu(text), ErrorKind::kInvalid)) << text;
  }
}

TEST(Cpu, TakesASignatureAsOneNumber) {
  for (const Written& written :
       {Written{"0xa00f11", 0xa00f11}, Written{"0XA00F11", 0xa00f11}, Written{"10489617", 0xa00f11},
        Written{"0x623", 0x623}, Written{"0xfff0fff", 0xfff0fff}, Written{"0x400", 0x400}}) {
    const Result<std::uint32_t> signature = parse_cpu(written.text);
    ASSERT_TRUE(succeeds(signature)) << written.text;
    EXPECT_EQ(*signature, written.signature) << written.text;
  }
  // Reserved bits, an extended family where there is none, families that no such CPU has.
  for (const std::string_view text :
       {"0x10a00f11", "0xa01f11", "0xa00e11", "25", "0x19", "623", "0", "0x3ff", "4294967296",
        "0xa00f11 ", "0x", "800f12", "-1", "a00f11"}) {
    EXPECT_TRUE(fails(parse_cpu(text), ErrorKind::kInvalid)) << text;
  }
}

TEST(Cpu, SaysThatASignatureLacksIts0x) {
  for (const std::string text : {"a00f11", "A00F11", "800f12", "623"}) {
    const auto signature = parse_cpu(text);
    ASSERT_TRUE(fails(signature, ErrorKind::kInvalid));
    EXPECT_NE(signature.error().hint.find("did you mean 0x" + text + "?"), std::string::npos)
        << signature.error().hint;
  }
  for (const std::string_view text : {"a01f11", "25", "face off", "host", "0xa01f11", "10a00f11"}) {
    EXPECT_EQ(parse_cpu(text).error().hint.find("did you mean"), std::string::npos) << text;
  }
}

TEST(Cpu, WritesASignatureAsItTakesIt) {
  EXPECT_EQ(cpu_argument(0xa00f11), "EPYC-Milan");
  EXPECT_EQ(cpu_argument(0x800f12), "EPYC");
  EXPECT_EQ(cpu_argument(0xa00f12), "25/1/2");
  for (const std::uint32_t signature : {0xa00f11U, 0x800f12U, 0xa00f12U, 0U, 0x623U, 0xfff0fffU}) {
    EXPECT_EQ(parse_cpu(cpu_argument(signature)), signature);
  }
}

TEST(Cpu, TakesFamilyModelAndStepping) {
  EXPECT_EQ(*parse_cpu("25/1/1"), 0xa00f11U);
  EXPECT_EQ(*parse_cpu("0x19/0x1/0x1"), 0xa00f11U);
  EXPECT_EQ(*parse_cpu("0/0/0"), 0U);
  for (const std::string_view text : {"25/1", "25/1/1/1", "//", "/", "25//1", "271/1/1", "25/256/1",
                                      "25/1/16", "25/ 1/1", "EPYC/1/1"}) {
    EXPECT_TRUE(fails(parse_cpu(text), ErrorKind::kInvalid)) << text;
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
