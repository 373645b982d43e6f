// IGVM files: what a guest starts from, described for several kinds of platform at once (microsoft
// igvm_defs). A fixed header, variable headers in order, and data behind them, to which headers
// point from the start of the file.
#ifndef SEVPROOF_FORMATS_IGVM_H
#define SEVPROOF_FORMATS_IGVM_H

#include <array>
#include <cstdint>
#include <string_view>
#include <variant>
#include <vector>

#include "sevproof/bytes.h"
#include "sevproof/result.h"

namespace sevproof {

// The largest file that is read.
inline constexpr std::uint64_t kMaxIgvmSize = 256ULL * 1024 * 1024;
inline constexpr std::size_t kIgvmPageSize = 4096;

enum class IgvmPlatformType : std::uint8_t {
  kNative = 0,
  kVsm = 1,
  kSevSnp = 2,
  kTdx = 3,
  kSev = 4,
  kSevEs = 5,
  kCca = 6,
};

std::string_view igvm_platform_name(IgvmPlatformType type);  // "SEV-SNP" and so on

// A header counts for a platform where its mask and the platform's have a bit in common.
struct IgvmPlatform {
  std::uint32_t mask = 0;
  std::uint8_t highest_vtl = 0;
  IgvmPlatformType type = IgvmPlatformType::kNative;
  std::uint16_t version = 0;
  std::uint64_t shared_gpa_boundary = 0;
};

struct IgvmPolicy {
  std::uint64_t policy = 0;
  std::uint32_t mask = 0;
};

enum class IgvmDataType : std::uint16_t { kNormal = 0, kSecrets = 1, kCpuid = 2, kCpuidXf = 3 };

struct IgvmPage {
  static constexpr std::uint32_t kUnmeasured = 1U << 1;
  static constexpr std::uint32_t kShared = 1U << 2;

  std::uint64_t gpa = 0;
  std::uint32_t mask = 0;
  std::uint32_t flags = 0;
  IgvmDataType data_type = IgvmDataType::kNormal;
  ByteView data;  // 4096 bytes; none: a page of zeros
};

// How a virtual processor starts.
struct IgvmVpContext {
  std::uint64_t gpa = 0;
  std::uint32_t mask = 0;
  std::uint16_t index = 0;
  ByteView data;  // 4096 bytes, a VMSA page
};

// Memory that the host fills, and its place.
struct IgvmParameterArea {
  std::uint64_t bytes = 0;
  std::uint32_t index = 0;
};
struct IgvmParameterInsert {
  std::uint64_t gpa = 0;
  std::uint32_t mask = 0;
  std::uint32_t area = 0;  // the index of one that stands before
};

struct IgvmRequiredMemory {
  std::uint64_t gpa = 0;
  std::uint32_t mask = 0;
  std::uint32_t bytes = 0;
};

// The parts of SEV-SNP's ID block and ID authentication.
struct IgvmIdKey {
  std::uint32_t curve = 0;
  std::array<std::uint8_t, 72> x{};  // little-endian
  std::array<std::uint8_t, 72> y{};
};
struct IgvmIdSignature {
  std::array<std::uint8_t, 72> r{};
  std::array<std::uint8_t, 72> s{};
};
struct IgvmSnpIdBlock {
  std::uint32_t mask = 0;
  bool author_key_enabled = false;
  std::array<std::uint8_t, 48> launch_digest{};
  std::array<std::uint8_t, 16> family_id{};
  std::array<std::uint8_t, 16> image_id{};
  std::uint32_t version = 0;
  std::uint32_t guest_svn = 0;
  std::uint32_t id_key_algorithm = 0;
  std::uint32_t author_key_algorithm = 0;
  IgvmIdSignature id_signature;
  IgvmIdKey id_key;
  IgvmIdSignature author_signature;
  IgvmIdKey author_key;
};

// A table that the host writes into a parameter area: nothing of it is measured.
struct IgvmHostTable {
  std::uint32_t type = 0;  // of the header: 0x307 and so on
  std::uint32_t area = 0;
  std::uint32_t offset = 0;
};

// Of TDX or VBS alone, or one that a reader may pass over: nothing that SEV measures.
struct IgvmOther {
  std::uint32_t type = 0;
};

using IgvmDirective = std::variant<IgvmPage, IgvmVpContext, IgvmParameterArea, IgvmParameterInsert,
                                   IgvmRequiredMemory, IgvmSnpIdBlock, IgvmHostTable, IgvmOther>;

struct Igvm {
  std::uint32_t version = 0;  // of the format: 1 or 2
  std::vector<IgvmPlatform> platforms;
  std::vector<IgvmPolicy> policies;
  std::vector<IgvmDirective> directives;  // in the order of the file
  bool has_relocations = false;           // pages that a loader may move, and so change
};

// Views of it point into `file`, which must outlive it. Fails with kMalformedIgvm, naming the
// offset, where anything does not fit: lengths, offsets, the checksum, an order of headers that no
// loader takes, pages that are not 4096 bytes, an area that is not there or there twice.
Result<Igvm> parse_igvm(ByteView file);

// "0x302 PAGE_DATA"
std::string igvm_header_name(std::uint32_t type);

}  // namespace sevproof

#endif
