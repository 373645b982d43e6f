// What the headers of an IGVM file say.
#include "sevproof/formats/igvm.h"

#include <algorithm>
#include <set>
#include <string>

#include "formats/igvm_header.h"
#include "sevproof/text.h"

namespace sevproof {
namespace {

using internal::ByteReader;
using internal::IgvmHeader;
using internal::malformed_igvm;

constexpr std::uint32_t kLargePage = 1U << 0;

class Parser {
 public:
  explicit Parser(ByteView file) : file_(file) {}

  Result<Igvm> parse() &&;

 private:
  Result<void> take(const IgvmHeader& header);
  Result<void> take_platform(const IgvmHeader& header);
  Result<void> take_area(const IgvmHeader& header);
  Result<void> take_page(const IgvmHeader& header);
  Result<void> take_insert(const IgvmHeader& header);
  Result<void> take_context(const IgvmHeader& header);
  Result<void> take_id_block(const IgvmHeader& header);
  Result<void> take_host_table(const IgvmHeader& header);
  void take_policy(const IgvmHeader& header);
  void take_required_memory(const IgvmHeader& header);

  // 4096 bytes at an offset of the file; what else the header says is told by `offset`.
  Result<ByteView> page_at(std::uint32_t at, std::uint64_t offset) const;
  bool has_area(std::uint32_t index) const { return areas_.count(index) != 0; }

  ByteView file_;
  Igvm igvm_;
  std::set<std::uint32_t> areas_;  // by their indices
};

Result<ByteView> Parser::page_at(std::uint32_t at, std::uint64_t offset) const {
  if (at > file_.size() || file_.size() - at < kIgvmPageSize) {
    return malformed_igvm("the 4096 bytes at " + to_hex_number(at) + " do not lie in the file",
                          offset);
  }
  return file_.subspan(at, kIgvmPageSize);
}

Result<void> Parser::take_platform(const IgvmHeader& header) {
  ByteReader in(header.body, header.offset);
  IgvmPlatform platform;
  platform.mask = in.u32();
  platform.highest_vtl = in.u8();
  const std::uint8_t type = in.u8();
  platform.version = in.u16();
  platform.shared_gpa_boundary = in.u64();
  const bool is_taken =
      std::any_of(igvm_.platforms.begin(), igvm_.platforms.end(),
                  [&](const IgvmPlatform& other) { return (other.mask & platform.mask) != 0; });
  if (platform.mask == 0 || is_taken) {
    return malformed_igvm("the mask of a platform is 0, or another platform's too", header.offset);
  }
  if (type > static_cast<std::uint8_t>(IgvmPlatformType::kCca)) {
    return malformed_igvm("platform " + std::to_string(type) + " is not known", header.offset + 5);
  }
  platform.type = static_cast<IgvmPlatformType>(type);
  igvm_.platforms.push_back(platform);
  return {};
}

void Parser::take_policy(const IgvmHeader& header) {
  ByteReader in(header.body, header.offset);
  igvm_.policies.push_back({in.u64(), in.u32()});
}

Result<void> Parser::take_area(const IgvmHeader& header) {
  ByteReader in(header.body, header.offset);
  const IgvmParameterArea area{in.u64(), in.u32()};
  if (area.bytes == 0 || area.bytes % kIgvmPageSize != 0) {
    return malformed_igvm(
        "a parameter area of " + std::to_string(area.bytes) + " bytes: expected a multiple of 4096",
        header.offset);
  }
  if (!areas_.insert(area.index).second) {
    return malformed_igvm("parameter area " + std::to_string(area.index) + " is there twice",
                          header.offset + 8);
  }
  igvm_.directives.emplace_back(area);
  return {};
}

Result<void> Parser::take_page(const IgvmHeader& header) {
  ByteReader in(header.body, header.offset);
  IgvmPage page;
  page.gpa = in.u64();
  page.mask = in.u32();
  const std::uint32_t data = in.u32();
  page.flags = in.u32();
  const std::uint16_t type = in.u16();
  if (page.gpa % kIgvmPageSize != 0) {
    return malformed_igvm(
        "the page's address " + to_hex_number(page.gpa) + " is no multiple of 4096", header.offset);
  }
  if ((page.flags & kLargePage) != 0) {
    return malformed_igvm("pages of 2 MiB: loaders do not agree on what they hold",
                          header.offset + 16);
  }
  constexpr std::uint32_t kKnownFlags = kLargePage | IgvmPage::kUnmeasured | IgvmPage::kShared;
  if ((page.flags & ~kKnownFlags) != 0 ||
      type > static_cast<std::uint16_t>(IgvmDataType::kCpuidXf)) {
    return malformed_igvm("the page's flags or data type are not known", header.offset + 16);
  }
  page.data_type = static_cast<IgvmDataType>(type);
  if (data != 0) {
    const auto content = page_at(data, header.offset + 12);
    if (!content) return fail(content.error());
    page.data = *content;
  }
  igvm_.directives.emplace_back(page);
  return {};
}

Result<void> Parser::take_insert(const IgvmHeader& header) {
  ByteReader in(header.body, header.offset);
  const IgvmParameterInsert insert{in.u64(), in.u32(), in.u32()};
  if (insert.gpa % kIgvmPageSize != 0) {
    return malformed_igvm(
        "the area's address " + to_hex_number(insert.gpa) + " is no multiple of 4096",
        header.offset);
  }
  if (!has_area(insert.area)) {
    return malformed_igvm(
        "there is no parameter area " + std::to_string(insert.area) + " before it",
        header.offset + 12);
  }
  igvm_.directives.emplace_back(insert);
  return {};
}

Result<void> Parser::take_context(const IgvmHeader& header) {
  ByteReader in(header.body, header.offset);
  IgvmVpContext context;
  context.gpa = in.u64();
  context.mask = in.u32();
  const std::uint32_t data = in.u32();
  context.index = in.u16();
  const auto content = page_at(data, header.offset + 12);
  if (!content) return fail(content.error());
  context.data = *content;
  igvm_.directives.emplace_back(context);
  return {};
}

void Parser::take_required_memory(const IgvmHeader& header) {
  ByteReader in(header.body, header.offset);
  igvm_.directives.emplace_back(IgvmRequiredMemory{in.u64(), in.u32(), in.u32()});
}

IgvmIdSignature read_signature(ByteReader& in) { return {in.array<72>(), in.array<72>()}; }

IgvmIdKey read_key(ByteReader& in) {
  IgvmIdKey key;
  key.curve = in.u32();
  in.skip(4);  // reserved: not so in the ID authentication
  key.x = in.array<72>();
  key.y = in.array<72>();
  return key;
}

Result<void> Parser::take_id_block(const IgvmHeader& header) {
  ByteReader in(header.body, header.offset);
  IgvmSnpIdBlock block;
  block.mask = in.u32();
  block.author_key_enabled = in.u8() != 0;
  block.launch_digest = in.skip(3).array<48>();
  block.family_id = in.array<16>();
  block.image_id = in.array<16>();
  block.version = in.u32();
  block.guest_svn = in.u32();
  block.id_key_algorithm = in.u32();
  block.author_key_algorithm = in.u32();
  block.id_signature = read_signature(in);
  block.id_key = read_key(in);
  block.author_signature = read_signature(in);
  block.author_key = read_key(in);
  if (!in.ok() || in.remaining() != 0) return malformed_igvm("an ID block", header.offset);
  igvm_.directives.emplace_back(block);
  return {};
}

Result<void> Parser::take_host_table(const IgvmHeader& header) {
  ByteReader in(header.body, header.offset);
  const IgvmHostTable table{header.type, in.u32(), in.u32()};
  if (!has_area(table.area)) {
    return malformed_igvm(igvm_header_name(header.type) + ": there is no parameter area " +
                              std::to_string(table.area) + " before it",
                          header.offset);
  }
  igvm_.directives.emplace_back(table);
  return {};
}

Result<void> Parser::take(const IgvmHeader& header) {
  switch (header.type) {
    case internal::kIgvmSupportedPlatform:
      return take_platform(header);
    case internal::kIgvmGuestPolicy:
      take_policy(header);
      return {};
    case internal::kIgvmRelocatableRegion:
    case internal::kIgvmPageTableRelocation:
      igvm_.has_relocations = true;
      return {};
    case internal::kIgvmParameterArea:
      return take_area(header);
    case internal::kIgvmPageData:
      return take_page(header);
    case internal::kIgvmParameterInsert:
      return take_insert(header);
    case internal::kIgvmVpContext:
      return take_context(header);
    case internal::kIgvmRequiredMemory:
      take_required_memory(header);
      return {};
    case internal::kIgvmSnpIdBlock:
      return take_id_block(header);
    default:
      break;
  }
  constexpr std::size_t kHostTableSize = 8;
  if (internal::igvm_body_size(header.type) == kHostTableSize) return take_host_table(header);
  igvm_.directives.emplace_back(IgvmOther{header.type});
  return {};
}

Result<Igvm> Parser::parse() && {
  const auto headers = internal::read_igvm_headers(file_);
  if (!headers) return fail(headers.error());
  igvm_.version = headers->version;
  for (const IgvmHeader& header : headers->list) {
    if (auto taken = take(header); !taken) return fail(taken.error());
  }
  if (igvm_.platforms.empty()) return malformed_igvm("it names no platform", 0);
  return std::move(igvm_);
}

}  // namespace

std::string_view igvm_platform_name(IgvmPlatformType type) {
  constexpr std::array<std::string_view, 7> kNames = {"native", "VSM",    "SEV-SNP", "TDX",
                                                      "SEV",    "SEV-ES", "CCA"};
  return kNames.at(static_cast<std::size_t>(type));
}

std::string internal::igvm_host_tables(const Igvm& igvm) {
  std::set<std::uint32_t> types;
  for (const IgvmDirective& directive : igvm.directives) {
    if (const auto* table = std::get_if<IgvmHostTable>(&directive)) types.insert(table->type);
  }
  std::string names;
  for (const std::uint32_t type : types) {
    names += (names.empty() ? "" : ", ") + igvm_header_name(type);
  }
  return names;
}

Result<Igvm> parse_igvm(ByteView file) { return Parser(file).parse(); }

}  // namespace sevproof
