#include "sevproof/host_values.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <set>

namespace sevproof {
namespace {

using enum HostValue;
using ::testing::IsEmpty;

constexpr auto kAll = std::to_array(
    {kMeasurement, kApi, kPolicy, kFirmware, kKernel, kInitrd, kCmdline, kVcpus, kCpu});

TEST(HostValues, NothingIsSaidOfNothing) {
  EXPECT_THAT(host_value_findings(HostSource::kLive, {}), IsEmpty());
  EXPECT_THAT(host_value_findings(HostSource::kDomainXml, {}), IsEmpty());
}

TEST(HostValues, WhatTheMeasurementCoversIsANoteTheRestAWarning) {
  const auto findings = host_value_findings(HostSource::kLive, kAll);
  ASSERT_EQ(findings.size(), 2U);
  EXPECT_EQ(findings[0].code, FindingCode::kHostReported);
  EXPECT_EQ(finding_info(findings[0].code).severity, Severity::kNote);
  EXPECT_EQ(findings[0].detail, "measurement, SEV API version, policy");
  EXPECT_EQ(findings[1].code, FindingCode::kHostTrusted);
  EXPECT_EQ(finding_info(findings[1].code).severity, Severity::kWarning);
  EXPECT_EQ(findings[1].detail,
            "firmware, kernel, initrd, kernel command line, number of CPUs, CPU signature");
}

TEST(HostValues, AFileOfTheOwnerHasFindingsOfItsOwn) {
  const auto findings =
      host_value_findings(HostSource::kDomainXml, std::array{kPolicy, kCmdline, kVcpus});
  ASSERT_EQ(findings.size(), 2U);
  EXPECT_EQ(findings[0].code, FindingCode::kDomainXmlUsed);
  EXPECT_EQ(findings[0].detail, "policy");
  EXPECT_EQ(findings[1].code, FindingCode::kDomainXmlTrusted);
  EXPECT_EQ(findings[1].detail, "kernel command line, number of CPUs");
}

TEST(HostValues, OneKindAloneIsOneFinding) {
  const auto covered = host_value_findings(HostSource::kLive, std::array{kApi});
  ASSERT_EQ(covered.size(), 1U);
  EXPECT_EQ(covered[0].code, FindingCode::kHostReported);
  const auto trusted = host_value_findings(HostSource::kLive, std::array{kCpu});
  ASSERT_EQ(trusted.size(), 1U);
  EXPECT_EQ(trusted[0].code, FindingCode::kHostTrusted);
}

TEST(HostValues, NamesDiffer) {
  std::set<std::string_view> names;
  for (const HostValue value : kAll) names.insert(host_value_name(value));
  EXPECT_EQ(names.size(), kAll.size());
}

}  // namespace
}  // namespace sevproof
