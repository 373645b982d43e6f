#include "snp/diagnosis/section_digests.h"

#include <algorithm>

namespace sevproof::snp::internal {
namespace {

void add_page(LaunchDigest& digest, const PageRun& run, std::size_t page) {
  digest.add(run.type, run.gpa + std::uint64_t{page} * kPageSize, content_of(run, page));
}

void add_run(LaunchDigest& digest, const PageRun& run) {
  for (std::size_t page = 0; page < run.pages; ++page) add_page(digest, run, page);
}

Sections in_order(Sections sections, SectionOrder order) {
  if (order == SectionOrder::kTable) return sections;
  std::stable_sort(
      sections.list.begin(), sections.list.end(),
      [](const SevMetadataSection& a, const SevMetadataSection& b) { return a.gpa < b.gpa; });
  return sections;
}

}  // namespace

SectionDigests::SectionDigests(const FirmwareOption& firmware, const VmmOption& vmm)
    : after_pages_(firmware.after_pages->get()), before_table_(after_pages_) {
  const Sections sections = in_order(firmware.sections, vmm.order);
  LaunchDigest plain(after_pages_);
  // Sections of an option have been checked: without hashes there is always an answer.
  const auto without = pages_of(sections, vmm.vmm, std::nullopt);
  for (const PageRun& run : *without) add_run(plain, run);
  without_ = plain.value();
  auto runs = pages_of(sections, vmm.vmm, KernelHashes{});
  if (!runs) return;
  offset_ = sections.hash_area->base % kPageSize;
  page_start_.update(Bytes(offset_));
  const auto first = std::find_if(runs->begin(), runs->end(),
                                  [](const PageRun& run) { return !run.content.empty(); });
  for (auto run = runs->begin(); run != first; ++run) add_run(before_table_, *run);
  rest_.assign(std::make_move_iterator(first), std::make_move_iterator(runs->end()));
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
  for (std::size_t page = 1; page < run.pages; ++page) add_page(digest, filled, page);
}

}  // namespace sevproof::snp::internal
