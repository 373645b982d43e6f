// What a change of a diagnosis is about, and what that input would have to be. That such a value
// makes the launch match, diagnosis_test.cc shows for every mistake.
#include <gtest/gtest.h>

#include <algorithm>

#include "mistakes.h"
#include "report_changes.h"
#include "sevproof/formats/cpu.h"

namespace sevproof {
namespace {

using test::correct_launch;
using test::Guest;
using test::Json;
using test::MistakenLaunch;

// about and value of each change.
Json places_of(const MistakenLaunch& launch) {
  Json places = Json::array();
  for (const Json& change : test::report_changes(launch, launch.diagnose())) {
    places.push_back({change["about"], change["value"]});
  }
  return places;
}

MistakenLaunch mistaken(Guest guest, std::string_view name) {
  MistakenLaunch launch = correct_launch(guest);
  const std::vector<test::Mistake>& all = test::mistakes();
  const auto mistake = std::find_if(all.begin(), all.end(),
                                    [&](const test::Mistake& one) { return one.name == name; });
  EXPECT_TRUE(mistake != all.end() && mistake->apply(launch)) << name;
  return launch;
}

struct Case {
  const char* mistake;
  Json about;
  Json value;
};

void expect_places(Guest guest, const std::vector<Case>& cases) {
  for (const auto& [mistake, about, value] : cases) {
    const Json expected = Json::array({Json::array({about, value})});
    EXPECT_EQ(places_of(mistaken(guest, mistake)), expected) << mistake;
  }
}

TEST(DiagnosisValues, OfKeysAndWhatTheHostReports) {
  expect_places(Guest::kSevEs, {{"keys swapped", nullptr, nullptr},
                                {"launch without a session", nullptr, nullptr},
                                {"API major", "/inputs/api/value/major", "1"},
                                {"API minor", "/inputs/api/value/minor", "55"},
                                {"API build", "/inputs/api/value/build", "21"},
                                {"API minor and build", "/inputs/api", nullptr},
                                {"API major and minor exchanged", "/inputs/api", nullptr},
                                {"API minor as hex", "/inputs/api/value/minor", "55"},
                                {"policy as decimal", "/inputs/policy", "0x10007"},
                                {"one policy flag", "/inputs/policy", "0x7"},
                                {"policy without ES", "/inputs/policy", "0x7"},
                                {"policy with ES", "/inputs/policy", "0x3"},
                                {"old message", "/inputs/api", nullptr}});
  MistakenLaunch launch = mistaken(Guest::kSev, "nonce first");
  launch.blob_swapped = false;
  const std::string reported = launch.request().reported.to_base64();
  expect_places(Guest::kSev, {{"nonce first", "/evidence/measurement", reported}});
}

TEST(DiagnosisValues, OfFirmwareAndKernel) {
  expect_places(Guest::kSev, {{"code part only", "/inputs/firmware", nullptr},
                              {"kernel hashes off", "/inputs/kernel", nullptr},
                              {"kernel among the candidates", "/inputs/kernel", nullptr},
                              {"kernel and initrd swapped", "/inputs/kernel", nullptr},
                              {"initrd wrongly given", "/inputs/initrd", nullptr},
                              {"initrd not given, among the candidates", "/inputs/initrd", nullptr},
                              {"no initrd in the domain", "/inputs/initrd", nullptr}});
}

// A report has only the hash of the owner's command line, and of what stands in files.
TEST(DiagnosisValues, OfACommandLine) {
  expect_places(Guest::kSev, {{"blank at the owner's end", "/inputs/cmdline", nullptr},
                              {"init=/bin/sh on the host", "/inputs/cmdline", nullptr},
                              {"command line among the candidates", "/inputs/cmdline", nullptr},
                              {"empty on the host", "/inputs/cmdline", ""},
                              {"no command line in the domain", "/inputs/cmdline", ""},
                              {"command line of the domain", "/inputs/cmdline",
                               "root=/dev/vda2 a=1 console=ttyS0 b=2"}});
  // What a message cannot show as it is, or not whole.
  for (const std::string& line : {std::string("a\tb"), std::string(401, 'a')}) {
    MistakenLaunch launch = correct_launch(Guest::kSev);
    launch.said = SaidLaunch();
    launch.said->boot = SaidBoot{true, true, line};
    launch.host.boot->cmdline = line;
    EXPECT_EQ(places_of(launch), Json::parse(R"([["/inputs/cmdline", null]])"));
  }
}

TEST(DiagnosisValues, OfCpus) {
  expect_places(Guest::kSevEs,
                {{"8 vCPUs started", "/inputs/vcpus", "8"},
                 {"1024 vCPUs in the domain", "/inputs/vcpus", "1024"},
                 {"another QEMU model", "/inputs/vmsa/value/signature", "EPYC-Milan"},
                 {"a server's own CPU", "/inputs/vmsa/value/signature", "25/17/1"},
                 {"QEMU's default CPU in the domain", "/inputs/vmsa/value/signature", "qemu64"},
                 {"legacy layout given", "/inputs/vmsa/value/layout", "init2"},
                 {"DebugSwap given", "/inputs/vmsa/value/sevFeatures", "0x0"},
                 {"the boot CPU's reset address", "/computed/vmsa/cpuNSha256", nullptr}});
}

TEST(DiagnosisValues, OfVmsaPages) {
  expect_places(Guest::kSevEsFiles,
                {{"VMSA files swapped", "/inputs/vmsa", nullptr},
                 {"the same VMSA file twice", "/computed/vmsa/cpuNSha256", nullptr},
                 {"one page built instead of a file", "/computed/vmsa/cpuNSha256", nullptr},
                 {"one VMSA page among the candidates", "/computed/vmsa/cpu0Sha256", nullptr}});
}

// One value is not enough where something else has to be given with it.
TEST(DiagnosisValues, NoneWhereMoreIsNeeded) {
  expect_places(Guest::kSev,
                {{"SEV-ES guest whose CPUs are not given", "/inputs/policy", nullptr},
                 {"a domain with ES and CPUs that are not given", "/inputs/policy", nullptr}});
  MistakenLaunch launch = correct_launch(Guest::kSevEs);
  launch.owner.vmsa = test::usual_files(test::spec_of("EPYC-Milan"));
  std::get<VmsaFiles>(launch.owner.vmsa).cpu1.reset();
  launch.owner.vcpus = 1;
  EXPECT_EQ(places_of(launch), Json::parse(R"([["/inputs/vcpus", null]])"));
}

// The report has the CPUs only where they are measured.
TEST(DiagnosisValues, NoneWhereTheReportHasNoPlaceForIt) {
  MistakenLaunch launch = mistaken(Guest::kSevEs, "policy without ES");
  std::get<VmsaSpec>(launch.owner.vmsa).layout = VmsaLayout::kLegacy;
  EXPECT_EQ(places_of(launch),
            Json::parse(R"([["/inputs/policy", "0x7"], ["/inputs/vmsa", null]])"));
}

}  // namespace
}  // namespace sevproof
