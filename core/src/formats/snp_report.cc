// ATTESTATION_REPORT of the SEV Secure Nested Paging firmware ABI (56860).
#include "sevproof/formats/snp_report.h"

#include <array>

#include "base/byte_reader.h"

namespace sevproof {
namespace {

using internal::ByteReader;

constexpr std::uint32_t kFirstVersion = 2;
constexpr std::uint32_t kVersionWithCpu = 3;
constexpr std::uint32_t kVersionWithMitigations = 5;

FirmwareVersion read_firmware(ByteReader& in) {
  FirmwareVersion version;
  version.build = in.u8();
  version.minor = in.u8();
  version.major = in.u8();
  in.skip(1);
  return version;
}

// From 0 to the reported TCB.
void read_guest(ByteReader& in, SnpReport& report) {
  report.version = in.u32();
  report.guest_svn = in.u32();
  report.policy = in.u64();
  report.family_id = in.array<16>();
  report.image_id = in.array<16>();
  report.vmpl = in.u32();
  report.signature_algorithm = in.u32();
  report.current_tcb = in.array<8>();
  report.platform_info = in.u64();
  report.key_info = in.u32();
  in.skip(4);
  report.report_data = in.array<64>();
  report.measurement = in.array<48>();
  report.host_data = in.array<32>();
  report.id_key_digest = in.array<48>();
  report.author_key_digest = in.array<48>();
  report.report_id = in.array<32>();
  report.report_id_ma = in.array<32>();
}

// From 0x180 to the mitigations.
void read_platform(ByteReader& in, SnpReport& report) {
  report.reported_tcb = in.array<8>();
  const auto cpu = in.array<3>();
  in.skip(21);
  report.chip_id = in.array<64>();
  report.committed_tcb = in.array<8>();
  report.current_firmware = read_firmware(in);
  report.committed_firmware = read_firmware(in);
  report.launch_tcb = in.array<8>();
  const std::uint64_t launch_mitigations = in.u64();
  const std::uint64_t current_mitigations = in.u64();
  if (report.version >= kVersionWithCpu) {
    report.cpu_family = cpu[0];
    report.cpu_model = cpu[1];
    report.cpu_stepping = cpu[2];
  }
  if (report.version >= kVersionWithMitigations) {
    report.launch_mitigations = launch_mitigations;
    report.current_mitigations = current_mitigations;
  }
}

struct Range {
  std::size_t begin;
  std::size_t end;
};

// Some bits of the word of keys are known, all of its first byte.
std::array<Range, 5> reserved_ranges(std::uint32_t version) {
  return {{{0x49, 0x50},
           {version < kVersionWithCpu ? 0x188U : 0x18bU, 0x1a0},
           {0x1eb, 0x1ec},
           {0x1ef, 0x1f0},
           {version < kVersionWithMitigations ? 0x1f8U : 0x208U, kSnpReportSignedSize}}};
}

}  // namespace

Result<SnpReport> parse_snp_report(const SnpReportBytes& bytes, std::string_view what) {
  SnpReport report;
  report.bytes = bytes;
  ByteReader in(report.bytes);
  read_guest(in, report);
  read_platform(in, report);
  if (report.version < kFirstVersion) {
    return fail(ErrorCode::kMalformedAttestation,
                std::string(what) + ": expected a report of version 2 or later, got version " +
                    std::to_string(report.version));
  }
  return report;
}

std::string reserved_bytes_set(const SnpReport& report) {
  constexpr std::size_t kMostNamed = 4;
  constexpr std::size_t kKeyInfoAt = 0x48;
  constexpr std::uint8_t kKeyInfoReserved = 0xe0;
  std::string text;
  std::size_t named = 0;
  const auto look_at = [&](std::size_t at, std::uint8_t mask) {
    if ((report.bytes[at] & mask) == 0 || named == kMostNamed) return;
    text += (named++ == 0 ? "" : ", ") + to_hex_number(at);
  };
  look_at(kKeyInfoAt, kKeyInfoReserved);
  for (const Range& range : reserved_ranges(report.version)) {
    for (std::size_t at = range.begin; at < range.end; ++at) look_at(at, 0xff);
  }
  return text;
}

}  // namespace sevproof
