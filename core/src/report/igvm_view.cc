#include "sevproof/igvm_view.h"

#include <algorithm>
#include <map>
#include <variant>

#include "formats/igvm_header.h"
#include "sevproof/formats/igvm_launch.h"
#include "sevproof/sev/igvm.h"
#include "sevproof/snp/igvm.h"

namespace sevproof {
namespace {

using enum IgvmPlatformType;

std::string_view page_words(const IgvmPage& page) {
  switch (page.data_type) {
    case IgvmDataType::kSecrets:
      return "PAGE_DATA secrets";
    case IgvmDataType::kCpuid:
      return "PAGE_DATA CPUID";
    case IgvmDataType::kCpuidXf:
      return "PAGE_DATA CPUID with XFAM";
    case IgvmDataType::kNormal:
      break;
  }
  return (page.flags & IgvmPage::kUnmeasured) != 0 ? "PAGE_DATA unmeasured" : "PAGE_DATA normal";
}

std::string page_detail(const IgvmPage& page) {
  const std::string shared = (page.flags & IgvmPage::kShared) != 0 ? "shared, " : "";
  return shared + (page.data.empty() ? "zeros" : "with data");
}

// Makes the lines of directives; pages that go on are one line.
class Lines {
 public:
  explicit Lines(const Igvm& igvm) {
    for (const IgvmDirective& directive : igvm.directives) {
      std::visit([this](const auto& one) { add(one); }, directive);
    }
  }

  std::vector<IgvmLine> take() && { return std::move(lines_); }

 private:
  void add(const IgvmPage& page) {
    push({page_words(page), page.mask, page.gpa, 1, page_detail(page)});
  }
  void add(const IgvmVpContext& context) {
    lines_.push_back({"VP_CONTEXT", context.mask, context.gpa, 1,
                      "virtual processor " + std::to_string(context.index)});
  }
  void add(const IgvmParameterArea& area) {
    areas_.emplace(area.index, area.bytes);
    lines_.push_back(
        {"PARAMETER_AREA", 0, 0, 0,
         "area " + std::to_string(area.index) + ", " + std::to_string(area.bytes) + " bytes"});
  }
  void add(const IgvmParameterInsert& insert) {
    const std::uint64_t pages = areas_.find(insert.area)->second / kIgvmPageSize;
    lines_.push_back({"PARAMETER_INSERT", insert.mask, insert.gpa, pages,
                      "area " + std::to_string(insert.area)});
  }
  void add(const IgvmRequiredMemory& memory) {
    lines_.push_back({"REQUIRED_MEMORY", memory.mask, memory.gpa, 0,
                      std::to_string(memory.bytes) + " bytes at " + to_hex_number(memory.gpa)});
  }
  void add(const IgvmSnpIdBlock& block) {
    lines_.push_back({"SNP_ID_BLOCK", block.mask, 0, 0,
                      "for " + to_hex(block.launch_digest) + ", family " + to_hex(block.family_id) +
                          ", image " + to_hex(block.image_id) + ", guest SVN " +
                          std::to_string(block.guest_svn) +
                          (block.author_key_enabled ? ", with an author key" : "")});
  }
  void add(const IgvmHostTable& table) {
    lines_.push_back({"written by the host", 0, 0, 0,
                      igvm_header_name(table.type) + " into area " + std::to_string(table.area)});
  }
  void add(const IgvmOther& other) {
    lines_.push_back({"ignored", 0, 0, 0, igvm_header_name(other.type)});
  }

  void push(const IgvmLine& line) {
    if (!lines_.empty()) {
      IgvmLine& last = lines_.back();
      const bool goes_on = last.what == line.what && last.mask == line.mask &&
                           last.detail == line.detail &&
                           last.gpa + last.pages * kIgvmPageSize == line.gpa;
      if (goes_on) {
        ++last.pages;
        return;
      }
    }
    lines_.push_back(line);
  }

  std::vector<IgvmLine> lines_;
  std::map<std::uint32_t, std::uint64_t> areas_;  // bytes by index
};

// Everything here is about that file.
std::string without_file(std::string_view message) {
  constexpr std::string_view kFile = "IGVM file: ";
  return std::string(message.starts_with(kFile) ? message.substr(kFile.size()) : message);
}

template <typename Digest>
IgvmDigest as_digest(const Result<Digest>& digest) {
  if (!digest) return {{}, without_file(digest.error().message)};
  return {Bytes(digest->begin(), digest->end()), {}};
}

// Both, and what is to be said of them.
void add_sev_digests(const Igvm& igvm, IgvmDigests& digests, std::vector<Finding>& findings) {
  const auto in_order = igvm_launch(igvm, digests.platform, IgvmLoader::kInOrder);
  const auto by_qemu = igvm_launch(igvm, digests.platform, IgvmLoader::kQemu);
  std::optional<IgvmCpus> cpus;
  if (digests.platform == kSevEs) cpus = IgvmCpus{digests.vcpus, std::nullopt};
  const auto of_file = in_order ? measure_igvm_in_order(*in_order) : fail(in_order.error());
  const auto of_qemu = by_qemu ? measure_igvm(*by_qemu, cpus) : fail(by_qemu.error());
  digests.in_order = as_digest(of_file);
  digests.qemu = as_digest(of_qemu);
  if (!of_file || !of_qemu) return;
  if (auto finding = review_igvm_orders(*in_order, *by_qemu, *of_file, *of_qemu, cpus)) {
    findings.push_back(*std::move(finding));
  }
}

// As many CPUs as it has VMSA pages for.
std::uint32_t count_cpus(const Igvm& igvm, std::uint32_t mask) {
  std::uint32_t count = 1;
  for (const IgvmDirective& directive : igvm.directives) {
    const auto* context = std::get_if<IgvmVpContext>(&directive);
    if (context == nullptr || (context->mask & mask) == 0) continue;
    count = std::max(count, std::uint32_t{context->index} + 1);
  }
  return count;
}

// Both, and what is to be said of them.
void add_snp_digests(const Igvm& igvm, IgvmDigests& digests, std::vector<Finding>& findings) {
  const auto in_order = igvm_launch(igvm, kSevSnp, IgvmLoader::kInOrder);
  const auto by_qemu = igvm_launch(igvm, kSevSnp, IgvmLoader::kQemu);
  const std::vector<std::uint32_t> counts = {digests.vcpus};
  const auto of_file = in_order ? snp::measure_igvm_in_order(*in_order) : fail(in_order.error());
  const auto of_qemu =
      by_qemu ? snp::measure_igvm(*by_qemu, {counts, std::nullopt}) : fail(by_qemu.error());
  digests.in_order = as_digest(of_file);
  const Result<Sha384Digest> first =
      of_qemu ? Result<Sha384Digest>(of_qemu->front().digest) : fail(of_qemu.error());
  digests.qemu = as_digest(first);
  if (in_order) {
    for (Finding& finding : snp::review_igvm_signing(*in_order)) {
      findings.push_back(std::move(finding));
    }
  }
  if (!of_file || !of_qemu) return;
  for (auto& finding : {snp::review_igvm_orders(*in_order, *by_qemu, *of_file, *of_qemu),
                        snp::review_igvm_id_block(*in_order, *of_file, *of_qemu)}) {
    if (finding) findings.push_back(*finding);
  }
}

IgvmDigests digests_of(const Igvm& igvm, const IgvmPlatform& platform,
                       std::vector<Finding>& findings) {
  IgvmDigests digests;
  const IgvmPlatformType type = platform.type;
  digests.platform = type;
  if (type != kSev) digests.vcpus = count_cpus(igvm, platform.mask);
  if (type == kSevSnp) {
    add_snp_digests(igvm, digests, findings);
  } else {
    add_sev_digests(igvm, digests, findings);
  }
  return digests;
}

}  // namespace

Result<IgvmView> view_igvm(const HashedBytes& file) {
  auto igvm = parse_igvm(file.bytes());
  if (!igvm) return fail(igvm.error());
  IgvmView view;
  view.size = file.bytes().size();
  view.sha256 = file.hash().finish();
  view.igvm = *std::move(igvm);
  view.lines = Lines(view.igvm).take();
  const auto is_amds = [](const IgvmPlatform& one) {
    return one.type == kSevSnp || one.type == kSevEs || one.type == kSev;
  };
  const auto& platforms = view.igvm.platforms;
  const bool are_several = std::count_if(platforms.begin(), platforms.end(), is_amds) > 1;
  for (const IgvmPlatform& platform : platforms) {
    if (!is_amds(platform)) continue;
    std::vector<Finding> findings;
    view.digests.push_back(digests_of(view.igvm, platform, findings));
    const std::string name(igvm_platform_name(platform.type));
    for (Finding& finding : findings) {
      if (are_several) finding.detail = name + ": " + finding.detail;
      view.findings.push_back(std::move(finding));
    }
  }
  if (auto names = internal::igvm_host_tables(view.igvm); !names.empty()) {
    view.findings.push_back({FindingCode::kIgvmHostTables, std::move(names)});
  }
  return view;
}

}  // namespace sevproof
