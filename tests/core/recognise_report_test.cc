// SEV-SNP reports, their certificates and expectations are recognised in every form, and by nothing
// less.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "sevproof/bytes.h"
#include "sevproof/recognise.h"
#include "test_data.h"

namespace sevproof {
namespace {

std::string role(ByteView bytes) {
  const auto seen =
      recognise_file("a file", bytes.first(std::min(bytes.size(), kRecogniseRoleHead)),
                     bytes.size(), bytes.last(std::min(bytes.size(), kRecogniseTail)));
  return std::string(file_role_name(seen.role));
}

std::string role(std::string_view text) { return role(as_bytes(text)); }

Bytes file(const std::string& name) { return test::read_data("vectors/snp/" + name); }

TEST(RecogniseReport, InEveryForm) {
  for (const char* const name :
       {"milan-v3.bin", "genoa-v3.bin", "turin-v5.bin", "milan-v2-debug.bin", "milan-v3-vlek.bin",
        "azure-milan-v2.hcl.bin"}) {
    const Bytes bytes = file("reports/" + std::string(name));
    EXPECT_EQ(role(bytes), "report") << name;
    EXPECT_EQ(role(to_hex(bytes)), "report") << name;
    EXPECT_EQ(role(to_base64(bytes) + "\n"), "report") << name;
  }
  Bytes answer(0x20);
  answer[4] = 0xa0;
  answer[5] = 0x04;
  const Bytes report = file("reports/milan-v3.bin");
  answer.insert(answer.end(), report.begin(), report.end());
  EXPECT_EQ(role(answer), "report");
  EXPECT_EQ(role(to_base64(answer)), "report");
}

TEST(RecogniseReport, CertificatesAndRevocationLists) {
  for (const char* const name : {"reports/milan-v3.vcek.der", "reports/milan-v3-vlek.vlek.der",
                                 "reports/azure-milan-v2.vcek-chain.pem", "ca/ark-turin.pem",
                                 "ca/asvk-genoa.der", "crl/amd-genoa-2022.crl.der"}) {
    EXPECT_EQ(role(file(name)), "certs") << name;
  }
}

TEST(RecogniseReport, Expectations) {
  EXPECT_EQ(role(R"({"schemaVersion": 2, "reportData": "ab"})"), "expectations");
  EXPECT_EQ(role(R"( {"minimumTcb": {"snp": 24}} )"), "expectations");
  EXPECT_EQ(role(R"({"schemaVersion": 2, "generator": "sevproof 0.1.0", "measurement": ""})"),
            "unknown");
  EXPECT_EQ(role(R"({"x": 1, "report_data": "ab"})"), "expectations");
  EXPECT_EQ(role(R"({"min-tcb": "snp=24"})"), "expectations");
  EXPECT_EQ(role(R"({"reportDatas": "ab"})"), "unknown");
  EXPECT_EQ(role(R"({"x": {"reportData": "ab"}})"), "unknown");
  EXPECT_EQ(role(R"({"x": "reportData"})"), "unknown");
  EXPECT_EQ(role(R"({"reportData": )"), "unknown");
  EXPECT_EQ(role(R"({"schemaVersion": 2})"), "unknown");
  EXPECT_EQ(role(R"(["reportData"])"), "unknown");
}

TEST(RecogniseReport, NothingLess) {
  Bytes report = file("reports/milan-v3.bin");
  report[0] = 1;
  EXPECT_EQ(role(report), "unknown") << "a version that nobody has";
  report[0] = 3;
  EXPECT_EQ(role(ByteView(report).first(1183)), "report") << "its place says that it is cut off";
  EXPECT_EQ(role(ByteView(report).first(0x50)), "report");
  EXPECT_EQ(role(ByteView(report).first(0x4f)), "unknown");
  for (const std::size_t at : {0U, 0x0aU, 0x0cU, 0x34U}) {
    Bytes other(report.begin(), report.begin() + 1000);
    other[at] = static_cast<std::uint8_t>(other[at] ^ (at == 0 ? 0x10U : 2U));
    EXPECT_EQ(role(other), "unknown") << at;
  }
  EXPECT_EQ(role(ByteView(file("reports/milan-v3.vcek.der")).first(1000)), "unknown");
}

}  // namespace
}  // namespace sevproof
