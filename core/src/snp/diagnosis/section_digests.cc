#include "snp/diagnosis/section_digests.h"

#include <algorithm>

namespace sevproof::snp::internal {
namespace {

Sections in_order(Sections sections, SectionOrder order) {
  if (order == SectionOrder::kTable) return sections;
  std::stable_sort(sections.list.begin(), sections.list.end(), lies_before);
  return sections;
}

}  // namespace

SectionDigests::SectionDigests(const FirmwareOption& firmware, const VmmOption& vmm)
    : after_pages_(firmware.after_pages->get()), before_table_(after_pages_) {
  const Sections sections = in_order(firmware.sections, vmm.order);
  const auto is_table = [](const PageRun& run) { return !run.content.empty(); };
  // Sections of an option have been checked: without hashes there is always an answer.
  const auto plain = pages_of(sections, vmm.vmm, std::nullopt);
  auto hashed = pages_of(sections, vmm.vmm, KernelHashes{});
  // The same runs up to the first with a table.
  std::size_t first = plain->size();
  if (hashed) {
    const auto table = std::find_if(hashed->begin(), hashed->end(), is_table);
    first = static_cast<std::size_t>(table - hashed->begin());
    offset_ = sections.hash_area->base % kPageSize;
    page_start_.update(Bytes(offset_));
    rest_.assign(std::make_move_iterator(table), std::make_move_iterator(hashed->end()));
  }
  for (std::size_t i = 0; i < first; ++i) add_run(before_table_, (*plain)[i]);
  LaunchDigest whole = before_table_;
  for (std::size_t i = first; i < plain->size(); ++i) add_run(whole, (*plain)[i]);
  without_ = whole.value();
}

std::optional<Sha384Digest> SectionDigests::with_hashes(const KernelHashes& hashes) const {
  if (rest_.empty()) return std::nullopt;
  const KernelHashesTable table = build_kernel_hashes_table(hashes);
  LaunchDigest digest = before_table_;
  for (const PageRun& run : rest_) {
    if (run.content.empty()) {
      add_run(digest, run);
    } else {
      add_table_page(digest, run, table);
    }
  }
  return digest.value();
}

void SectionDigests::add_table_page(LaunchDigest& digest, const PageRun& run,
                                    const KernelHashesTable& table) const {
  Bytes content = run.content;
  put_bytes(std::span<std::uint8_t>(content).subspan(offset_), table);
  // The zeros before the table are not hashed again.
  const ByteView first = ByteView(content).first(kPageSize).subspan(offset_);
  digest.add(run.type, run.gpa, Sha384(page_start_).update(first).finish());
  const PageRun filled = {run.type, run.gpa, run.pages, std::move(content)};
  for (std::uint32_t page = 1; page < run.pages; ++page) {
    digest.add(run.type, run.gpa + std::uint64_t{page} * kPageSize, content_of(filled, page));
  }
}

}  // namespace sevproof::snp::internal
