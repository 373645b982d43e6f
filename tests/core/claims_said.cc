// Classes of what a guest's configuration and its host say, and started. Words and products of
// these rows are tested in diagnosis_said_test.cc.
#include "claims.h"
#include "sevproof/formats/cpu.h"

namespace sevproof::test {
namespace {

using enum Hypothesis;

SaidLaunch& said(MistakenLaunch& launch) {
  if (!launch.said) launch.said.emplace();
  return *launch.said;
}

// The configuration has `shown` where the guest was started with `hidden`.
Claim said_line(std::string words, std::string shown, std::string hidden) {
  return {kSaidCmdline, std::move(words), [=](MistakenLaunch& launch, Random& random) {
            const std::string front = random_line(random);
            const std::string back = random_line(random);
            launch.host.boot->cmdline = front + hidden + back + hidden;
            said(launch).boot = SaidBoot{true, true, front + shown + back + shown};
          }};
}

}  // namespace

std::vector<Claim> said_claims() {
  return {
      {kSaidMeasurement, "the measurement of another start",
       [](MistakenLaunch& launch, Random&) { launch.other_start = true; }},
      {kSaidPolicy, "any policy that the configuration names",
       [](MistakenLaunch& launch, Random& random) {
         launch.host.policy.value = (static_cast<std::uint32_t>(random()) & ~4U) | 0x3a0000U;
         said(launch).policy = launch.host.policy;
       }},
      {kSaidApi, "any API version that the host reports",
       [](MistakenLaunch& launch, Random& random) {
         launch.host.api = {static_cast<std::uint8_t>(3 + below(250, random)),
                            static_cast<std::uint8_t>(random()),
                            static_cast<std::uint8_t>(random())};
         said(launch).reported_api = launch.host.api;
       }},
      {kSaidCmdline, "any command line in the configuration",
       [](MistakenLaunch& launch, Random& random) {
         launch.host.boot->cmdline = random_line(random);
         said(launch).boot = SaidBoot{true, true, launch.host.boot->cmdline};
       }},
      said_line("its newlines as carriage returns", "\n", "\r"),
      said_line("its newlines as both", "\n", "\r\n"),
      said_line("its carriage returns as newlines", "\r", "\n"),
      {kSaidNoInitrd, "no initrd in the configuration",
       [](MistakenLaunch& launch, Random&) {
         launch.host.boot->initrd.reset();
         said(launch).boot = SaidBoot{true, false, launch.host.boot->cmdline};
       }},
      {kSaidKernelHashesOff, "kernel hashes not on in the configuration",
       [](MistakenLaunch& launch, Random&) {
         launch.host.boot.reset();
         said(launch).boot = SaidBoot{false, false, ""};
       }},
      {kSaidVcpus, "any number of vCPUs in the configuration",
       [](MistakenLaunch& launch, Random& random) {
         launch.host.vcpus = static_cast<std::uint32_t>(513 + below(500, random));
         said(launch).vcpus = launch.host.vcpus;
       },
       Guest::kSevEs},
      {kSaidCpu, "any CPU signature in the configuration",
       [](MistakenLaunch& launch, Random& random) {
         const auto signature = static_cast<std::uint32_t>(random()) & 0x0fff3fffU;
         std::get<VmsaSpec>(launch.host.vmsa).cpu_signature = signature;
         said(launch).cpu_signature = signature;
       },
       Guest::kSevEs},
  };
}

}  // namespace sevproof::test
