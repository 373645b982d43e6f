#include "sevproof/formats/vmsa.h"

#include <algorithm>
#include <string>

#include "formats/vmsa_offsets.h"
#include "sevproof/text.h"

namespace sevproof {
namespace {

namespace at = vmsa_offset;

constexpr std::uint32_t kInit2Mxcsr = 0x1f80;
constexpr std::uint16_t kInit2Fcw = 0x37f;

struct Segment {
  std::uint16_t selector = 0;
  std::uint16_t attributes = 0;
  std::uint64_t base = 0;
};

class PageWriter {
 public:
  explicit PageWriter(VmsaPage& page) : page_(page) {}

  template <typename T>
  void put(std::size_t offset, T value) {
    store_le<T>(page_.subspan(offset), value);
  }

  // Every limit is 0xffff in the state in which QEMU starts a CPU.
  void put_segment(std::size_t offset, const Segment& segment) {
    put<std::uint16_t>(offset, segment.selector);
    put<std::uint16_t>(offset + 2, segment.attributes);
    put<std::uint32_t>(offset + 4, 0xffff);
    put<std::uint64_t>(offset + at::kSegmentBase, segment.base);
  }

 private:
  std::span<std::uint8_t> page_;
};

void put_segments(PageWriter& out, std::uint64_t cs_base) {
  out.put_segment(at::kCs, {0xf000, 0x9b, cs_base});
  for (const std::size_t data_segment : {at::kDs, at::kEs, at::kFs, at::kGs, at::kSs}) {
    out.put_segment(data_segment, {0, 0x93, 0});
  }
  out.put_segment(at::kGdtr, {});
  out.put_segment(at::kIdtr, {});
  out.put_segment(at::kLdtr, {0, 0x82, 0});
  out.put_segment(at::kTr, {0, 0x8b, 0});
}

// A CPU after INIT as QEMU and KVM leave it, started at `start`: the upper half goes into the CS
// base and the lower into RIP, as the real-mode CS:IP of a reset.
VmsaPage build_vmsa(const VmsaSpec& spec, std::uint32_t start) {
  VmsaPage page{};
  PageWriter out(page);
  put_segments(out, start & 0xffff0000U);
  out.put<std::uint64_t>(at::kEfer, 0x1000);  // SVME
  out.put<std::uint64_t>(at::kCr4, 0x40);     // MCE
  out.put<std::uint64_t>(at::kCr0, 0x10);     // ET
  out.put<std::uint64_t>(at::kDr7, 0x400);
  out.put<std::uint64_t>(at::kDr6, 0xffff0ff0);
  out.put<std::uint64_t>(at::kRflags, 0x2);
  out.put<std::uint64_t>(at::kRip, start & 0xffffU);
  out.put<std::uint64_t>(at::kGpat, 0x0007040600070406);
  out.put<std::uint64_t>(at::kRdx, spec.cpu_signature);
  out.put<std::uint64_t>(at::kSevFeatures, spec.sev_features);
  out.put<std::uint64_t>(at::kXcr0, 0x1);
  if (spec.layout == VmsaLayout::kInit2) {
    out.put<std::uint32_t>(at::kMxcsr, kInit2Mxcsr);
    out.put<std::uint16_t>(at::kX87Fcw, kInit2Fcw);
  }
  return page;
}

std::optional<VmsaLayout> recognise_layout(std::uint32_t mxcsr, std::uint16_t fcw) {
  if (mxcsr == 0 && fcw == 0) return VmsaLayout::kLegacy;
  if (mxcsr == kInit2Mxcsr && fcw == kInit2Fcw) return VmsaLayout::kInit2;
  return std::nullopt;
}

}  // namespace

std::string_view layout_name(VmsaLayout layout) {
  return layout == VmsaLayout::kLegacy ? "legacy" : "init2";
}

Result<VmsaLayout> parse_layout(std::string_view name) {
  if (name == "legacy") return VmsaLayout::kLegacy;
  if (name == "init2") return VmsaLayout::kInit2;
  return fail(
      ErrorCode::kUnknownVmsaLayout, "VMSA layout: expected legacy or init2, got " + quote(name),
      "It is legacy unless QEMU was started with legacy-vm-type=off, which libvirt never writes.");
}

VmsaPage build_boot_vmsa(const VmsaSpec& spec) { return build_vmsa(spec, kBootAddress); }

VmsaPage build_ap_vmsa(const VmsaSpec& spec, std::uint32_t reset_address) {
  return build_vmsa(spec, reset_address);
}

Result<VmsaPage> parse_vmsa(std::string_view what, ByteView content) {
  if (content.size() != kVmsaSize) {
    return fail(about(Subject::kVmsa, {ErrorCode::kWrongFileSize,
                                       std::string(what) + ": expected exactly 4096 bytes, got " +
                                           std::to_string(content.size()),
                                       "A VMSA page is the state in which one CPU starts: "
                                       "`sevproof vmsa build` writes such a page."}));
  }
  VmsaPage page{};
  put_bytes(page, content);
  return page;
}

VmsaSummary summarize_vmsa(const VmsaPage& page) {
  const ByteView in(page);
  VmsaSummary summary;
  summary.layout = recognise_layout(load_le<std::uint32_t>(in.subspan(at::kMxcsr)),
                                    load_le<std::uint16_t>(in.subspan(at::kX87Fcw)));
  summary.sev_features = load_le<std::uint64_t>(in.subspan(at::kSevFeatures));
  summary.rdx = load_le<std::uint64_t>(in.subspan(at::kRdx));
  summary.start_address = load_le<std::uint64_t>(in.subspan(at::kCs + at::kSegmentBase)) +
                          load_le<std::uint64_t>(in.subspan(at::kRip));
  return summary;
}

}  // namespace sevproof
