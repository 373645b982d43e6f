// The rules of a request's fields, and drafts that become requests.
#include "sevproof/sev/draft.h"

#include <gtest/gtest.h>

#include "launch_vectors.h"
#include "request_draft.h"
#include "test_errors.h"

namespace sevproof {
namespace {

using enum Field;
using test::fails;
using test::succeeds;

constexpr std::initializer_list<Field> kOfHost = {kMeasurement, kApiMajor, kApiMinor, kBuildId,
                                                  kPolicy};

FieldSet with(std::initializer_list<Field> more) {
  FieldSet all(kOfHost);
  for (const Field field : more) all.add(field);
  return all;
}

std::vector<Field> fields_of(const std::vector<FieldProblem>& problems) {
  std::vector<Field> fields;
  for (const FieldProblem& problem : problems) fields.push_back(problem.field);
  return fields;
}

using Fields = std::vector<Field>;

TEST(Fields, HaveAKeyEach) {
  for (const FieldInfo& info : field_catalogue()) {
    EXPECT_EQ(find_field(info.name), info.field);
    EXPECT_EQ(&field_info(info.field), &info);
    EXPECT_FALSE(info.words.empty());
  }
  EXPECT_FALSE(find_field("numcpus") || find_field(""));
}

struct PairCase {
  FieldSet given;
  const char* says;  // null where nothing is wrong
};

TEST(Fields, ThatExcludeOrNeedEachOther) {
  for (const auto& [given, says] : {
           PairCase{{}, nullptr},
           PairCase{{kFirmware, kKernel, kInitrd, kCmdline, kNumCpus, kCpu, kTk}, nullptr},
           PairCase{{kLaunchDigest, kPolicy, kTik, kTek}, nullptr},
           PairCase{{kLaunchDigest, kFirmware}, "the launch digest excludes the firmware"},
           PairCase{{kLaunchDigest, kSevFeatures}, "the launch digest excludes sev_features"},
           PairCase{{kFirmware, kFirmwareSha256},
                    "the SHA-256 of the firmware excludes the "
                    "firmware"},
           PairCase{{kFirmwareSha256, kKernel}, "the SHA-256 of the firmware excludes the kernel"},
           PairCase{{kInitrd}, "the initrd needs the kernel"},
           PairCase{{kCmdline}, "the kernel command line needs the kernel"},
           PairCase{{kVmsaCpu0, kCpu}, "the boot CPU's VMSA page excludes the CPU model"},
           PairCase{{kVmsaCpu0, kVmsaCpu1, kVmsaLayout}, nullptr},
           PairCase{{kVmsaCpu1}, "the APs' VMSA page needs the boot CPU's VMSA page"},
           PairCase{{kTk, kTek}, "a TK file excludes a TEK"},
           PairCase{{kSecret, kTik}, "a secret needs a TEK (or a TK file)"},
           PairCase{{kSecret, kTk}, nullptr},
       }) {
    const auto problems = contradictions(given);
    EXPECT_EQ(problems.empty(), says == nullptr);
    if (says == nullptr || problems.empty()) continue;
    EXPECT_EQ(problems.front().error.message, says);
  }
}

TEST(Fields, EveryMissingOneIsNamed) {
  EXPECT_EQ(fields_of(missing_fields({}, {})),
            (Fields{kMeasurement, kApiMajor, kApiMinor, kBuildId, kPolicy, kFirmware, kTik}));
  EXPECT_EQ(fields_of(missing_fields(with({kFirmware}), {.es = true})),
            (Fields{kNumCpus, kCpu, kTik}));
  EXPECT_EQ(fields_of(missing_fields({}, {.verdict = false})), Fields{kFirmware});
}

TEST(Fields, AnotherOneMayDoAsWell) {
  for (const Field way : {kFirmware, kFirmwareSha256, kLaunchDigest}) {
    EXPECT_TRUE(missing_fields(with({way, kTk}), {}).empty());
  }
  EXPECT_TRUE(missing_fields(with({kLaunchDigest, kTik}), {.es = true}).empty());
  EXPECT_TRUE(missing_fields(with({kFirmware, kTik, kNumCpus, kVmsaCpu0}), {.es = true, .vcpus = 1})
                  .empty());
}

TEST(Fields, OfAGuestWithCpusAreMore) {
  const FieldSet pages = with({kFirmware, kTik, kNumCpus, kVmsaCpu0});
  EXPECT_EQ(fields_of(missing_fields(pages, {.es = true, .vcpus = 2})), Fields{kVmsaCpu1});
  EXPECT_EQ(fields_of(missing_fields(with({kFirmwareSha256, kTik, kNumCpus, kCpu}), {.es = true})),
            Fields{kFirmware});
}

TEST(Fields, AreNamedByTheFace) {
  const auto names = [](Field field) -> std::string_view {
    if (field == kTk) return {};
    return field == kTik ? "--tik" : "--other";
  };
  const auto problems = missing_fields(with({kFirmware}), {}, names);
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(problems.front().error.message, "--tik is needed");
}

TEST(Fields, AreJoinedIntoOneSentence) {
  const auto error = [](const FieldSet& given, const Needs& needs) {
    return joined(missing_fields(given, needs)).message;
  };
  EXPECT_EQ(error(with({kFirmware, kTik}), {.es = true}),
            "the number of CPUs and the CPU model (or the boot CPU's VMSA page) are needed for a "
            "SEV-ES guest");
  EXPECT_EQ(error({kMeasurement, kApiMajor, kApiMinor, kFirmware, kTk}, {}),
            "the SEV build ID and the guest policy are needed");
  EXPECT_EQ(error(with({kFirmware}), {.es = true}),
            "the number of CPUs, the CPU model (or the boot CPU's VMSA page) and a TIK (or a TK "
            "file) are needed");
}

TEST(Fields, ThatLaunchInfoLacksAreNamed) {
  const auto problems = missing_fields(
      {kMeasurement, kApiMajor, kBuildId, kLaunchInfo, kFirmware, kTk}, {}, field_words);
  EXPECT_EQ(fields_of(problems), (Fields{kApiMinor, kPolicy}));
  for (const FieldProblem& problem : problems) {
    EXPECT_EQ(problem.error.hint,
              "The launch info lacks the SEV API minor version and the guest policy: was it cut "
              "off? Give the whole output of `virsh domlaunchsecinfo DOMAIN`.");
  }
}

TEST(Draft, TextsAreReadAsTheirFieldsAre) {
  LaunchDraft draft;
  for (const auto& [field, text] :
       {std::pair(kApiMajor, "1"), std::pair(kApiMinor, "0x37"), std::pair(kBuildId, "255"),
        std::pair(kPolicy, "7"), std::pair(kNumCpus, "4096"), std::pair(kCpu, "EPYC-Milan"),
        std::pair(kVmsaLayout, "init2"), std::pair(kSevFeatures, "0xffffffffffffffff"),
        std::pair(kCmdline, " quiet ")}) {
    EXPECT_TRUE(succeeds(read_text(draft, field, text)));
  }
  EXPECT_EQ(draft.api(), (ApiVersion{1, 55, 255}));
  EXPECT_TRUE(draft.es());
  EXPECT_EQ(draft.num_cpus, 4096U);
  EXPECT_EQ(draft.cpu, 0xa00f11U);
  EXPECT_EQ(draft.vmsa_layout, VmsaLayout::kInit2);
  EXPECT_EQ(draft.sev_features, ~std::uint64_t{0});
  EXPECT_EQ(draft.cmdline, " quiet ");
  EXPECT_EQ(given_fields(draft), (FieldSet{kApiMajor, kApiMinor, kBuildId, kPolicy, kNumCpus, kCpu,
                                           kVmsaLayout, kSevFeatures, kCmdline}));
}

TEST(Draft, TextsOutOfRangeAreRefusedByName) {
  LaunchDraft draft;
  for (const auto& [field, text] :
       {std::pair(kApiMajor, "256"), std::pair(kPolicy, "0x100000000"), std::pair(kNumCpus, "0"),
        std::pair(kNumCpus, "4097"), std::pair(kSevFeatures, "-1"), std::pair(kCpu, "Pentium"),
        std::pair(kVmsaLayout, "Legacy"), std::pair(kLaunchDigest, "00"),
        std::pair(kMeasurement, "AAAA")}) {
    EXPECT_TRUE(fails(read_text(draft, field, text), ErrorKind::kInvalid)) << text;
  }
  EXPECT_TRUE(fails(read_text(draft, kNumCpus, "0", "--num-cpus"), ErrorKind::kInvalid,
                    {"--num-cpus", "4096"}));
  EXPECT_TRUE(fails(read_text(draft, kFirmware, "x"), ErrorKind::kInternal));
  EXPECT_EQ(given_fields(draft), FieldSet{});
}

LaunchInfo reported() {
  LaunchInfo info;
  info.api_major = std::uint8_t{1};
  info.api_minor = std::uint8_t{55};
  info.build = std::uint8_t{21};
  info.policy = 7U;
  return info;
}

TEST(Draft, TakesWhatTheHostReportsAndSaysSo) {
  LaunchDraft draft;
  ASSERT_TRUE(succeeds(take_launch_info(draft, reported())));
  EXPECT_EQ(draft.api(), (ApiVersion{1, 55, 21}));
  EXPECT_EQ(draft.from_launch_info, (std::vector{HostValue::kApi, HostValue::kPolicy}));
}

TEST(Draft, WhatIsGivenMustAgreeWithTheHost) {
  LaunchDraft draft;
  draft.policy = Policy{7};
  ASSERT_TRUE(succeeds(take_launch_info(draft, reported())));
  EXPECT_EQ(draft.from_launch_info, std::vector{HostValue::kApi});
  draft.policy = Policy{3};
  EXPECT_TRUE(fails(take_launch_info(draft, reported()), ErrorKind::kInvalid,
                    {"the guest policy is 3 (0x3)", "launch info says 7 (0x7)"}));
}

TEST(Draft, BecomesTheRequestThatItDescribes) {
  const test::LaunchVector vector = test::launch_vector(test::kEsVector);
  const LaunchRequest expected = vector.request();
  LaunchDraft draft = test::draft_of(vector.request());
  draft.tik.reset();
  EXPECT_EQ(fields_of(complete(std::move(draft)).error()), Fields{kTik});

  draft.tik = expected.tik.clone();
  const auto whole = complete(std::move(draft));
  ASSERT_TRUE(whole.has_value());
  const auto validation = validate(whole->request);
  ASSERT_TRUE(succeeds(validation));
  EXPECT_EQ(validation->report.verdict, Verdict::kMatch);
}

}  // namespace
}  // namespace sevproof
