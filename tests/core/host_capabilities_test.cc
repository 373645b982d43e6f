#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "sevproof/formats/cpu.h"

namespace sevproof {
namespace {

using ::testing::HasSubstr;

std::string with_signature(const std::string& signature) {
  return "<capabilities><host><uuid>5e5e</uuid><cpu><arch>x86_64</arch>" + signature +
         "<topology sockets='1'/></cpu></host><guest><arch name='i686'/></guest></capabilities>";
}

std::string signature(const std::string& family, const std::string& model,
                      const std::string& stepping) {
  return "<signature family='" + family + "' model='" + model + "' stepping='" + stepping + "'/>";
}

TEST(HostCapabilities, HoldTheSignatureOfTheHostsCpu) {
  const auto cpu = parse_host_cpu(with_signature(signature("25", "1", "1")));
  ASSERT_TRUE(cpu) << cpu.error().message;
  EXPECT_EQ(*cpu, (CpuSku{25, 1, 1}));
  EXPECT_EQ(*parse_host_cpu(with_signature(signature("270", "255", "15"))), (CpuSku{270, 255, 15}));
  EXPECT_EQ(*parse_host_cpu(with_signature(signature("0", "0", "0"))), (CpuSku{0, 0, 0}));
}

TEST(HostCapabilities, WithoutExactlyOneSignatureThereIsNone) {
  const std::string one = signature("25", "1", "1");
  for (const std::string& xml :
       {with_signature(""), with_signature(one + one), std::string("<capabilities/>"),
        "<capabilities>" + one + "<host>" + one + "</host></capabilities>"}) {
    const auto cpu = parse_host_cpu(xml);
    ASSERT_TRUE(cpu) << cpu.error().message;
    EXPECT_FALSE(*cpu) << xml;
  }
}

TEST(HostCapabilities, RefuseNumbersThatCannotBe) {
  for (const std::string& wrong :
       {signature("271", "1", "1"), signature("25", "256", "1"), signature("25", "1", "16"),
        signature("-1", "1", "1"), signature("", "1", "1"), signature("25", " 1", "1"),
        signature("99999999999999999999", "1", "1"), std::string("<signature family='25'/>")}) {
    const auto cpu = parse_host_cpu(with_signature(wrong));
    ASSERT_FALSE(cpu) << wrong;
    EXPECT_EQ(cpu.error().kind, ErrorKind::kInvalid);
    EXPECT_THAT(cpu.error().message, HasSubstr("capabilities XML"));
  }
}

TEST(HostCapabilities, RefuseWhatIsNoCapabilitiesXml) {
  const std::string whole = with_signature(signature("25", "1", "1"));
  for (const std::string& xml :
       {std::string(), whole.substr(0, 60), std::string("<domain/>"), whole + whole,
        "<!DOCTYPE c>" + whole, std::string(kMaxCapabilitiesSize + 1, ' ')}) {
    const auto cpu = parse_host_cpu(xml);
    ASSERT_FALSE(cpu) << xml.substr(0, 80);
    EXPECT_EQ(cpu.error().kind, ErrorKind::kInvalid);
  }
  const std::string room(kMaxCapabilitiesSize - whole.size(), ' ');
  EXPECT_TRUE(parse_host_cpu(whole + room));
}

}  // namespace
}  // namespace sevproof
