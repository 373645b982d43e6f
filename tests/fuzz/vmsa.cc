// VMSA pages: their fields are the whole page, and a difference is the whole difference.
#include "sevproof/formats/vmsa.h"

#include <algorithm>

#include "base/byte_reader.h"
#include "fuzz.h"
#include "sevproof/report.h"

using namespace sevproof;

namespace {

void put(VmsaPage& page, std::size_t offset, std::size_t size, std::uint64_t value) {
  fuzz::expect(size >= 1 && size <= 8 && offset + size <= page.size(), "a field is in the page");
  for (std::size_t i = 0; i < size; ++i) {
    page[offset + i] = static_cast<std::uint8_t>(value >> (8 * i));
  }
}

void check_fields(const VmsaPage& page) {
  VmsaPage again{};
  for (const VmsaFieldValue& field : nonzero_vmsa_fields(page)) {
    fuzz::expect(field.value != 0, "no field is zero");
    put(again, field.offset, field.size, field.value);
  }
  fuzz::expect(again == page, "the fields are the whole page");
}

void check_difference(const VmsaPage& first, const VmsaPage& second) {
  VmsaPage changed = first;
  for (const VmsaFieldDifference& field : diff_vmsa(first, second)) {
    fuzz::expect(field.first != field.second, "a difference is one");
    put(changed, field.offset, field.size, field.second);
  }
  fuzz::expect(changed == second, "the differences are all of them");
}

void check_built(internal::ByteReader in) {
  const VmsaSpec spec{in.u32(), in.u8() % 2 == 0 ? VmsaLayout::kLegacy : VmsaLayout::kInit2,
                      in.u64()};
  const std::uint32_t reset_address = in.u32();
  for (const auto& [page, start] : {std::pair(build_boot_vmsa(spec), kBootAddress),
                                    std::pair(build_ap_vmsa(spec, reset_address), reset_address)}) {
    const VmsaSummary summary = summarize_vmsa(page);
    fuzz::expect(summary.layout == spec.layout && summary.sev_features == spec.sev_features &&
                     summary.rdx == spec.cpu_signature && summary.start_address == start,
                 "a page says what it was built from");
  }
}

// The input, and zeros behind it.
VmsaPage page_of(ByteView bytes) {
  VmsaPage page{};
  put_bytes(page, bytes.first(std::min(bytes.size(), page.size())));
  return page;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView bytes(data, size);
  check_built(internal::ByteReader(bytes));
  const auto parsed = parse_vmsa("page", bytes);
  fuzz::expect(fuzz::is_there(parsed) == (size == kVmsaSize), "a page has 4096 bytes");
  const VmsaPage page = page_of(bytes);
  fuzz::expect(!parsed || *parsed == page, "a page is the file's content");
  check_fields(page);
  check_difference(page, page_of(bytes.subspan(size / 2)));
  if (!parsed) return 0;
  fuzz::expect_document(vmsa_to_json(page));
  fuzz::expect_document(vmsa_diff_to_json(build_boot_vmsa({}), page));
  return 0;
}
