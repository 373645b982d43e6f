#include "sevproof/formats/igvm_launch.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "formats/igvm_header.h"
#include "sevproof/text.h"

namespace sevproof {
namespace {

// Where QEMU wants every VMSA page to lie: KVM's address, the highest page of 48 bits.
constexpr std::uint64_t kQemuVmsaGpa = 0x0000fffffffff000;

tl::unexpected<Error> bad(std::string message, std::string hint = {}) {
  return tl::unexpected(
      about(Subject::kIgvm,
            Error(ErrorCode::kInvalidInput, "IGVM file: " + std::move(message), std::move(hint))));
}

tl::unexpected<Error> refused(std::string message) {
  return bad(std::move(message), "QEMU does not start a guest from it.");
}

Result<std::uint32_t> mask_of(const Igvm& igvm, IgvmPlatformType type) {
  const std::string name(igvm_platform_name(type));
  const auto is_it = [type](const IgvmPlatform& one) { return one.type == type; };
  const auto count = std::count_if(igvm.platforms.begin(), igvm.platforms.end(), is_it);
  if (count > 1) return bad("it names the platform " + name + " twice");
  if (count == 1) {
    return std::find_if(igvm.platforms.begin(), igvm.platforms.end(), is_it)->mask;
  }
  std::string names;
  for (const IgvmPlatform& one : igvm.platforms) {
    names += (names.empty() ? "" : ", ") + std::string(igvm_platform_name(one.type));
  }
  const bool is_for_snp =
      type != IgvmPlatformType::kSevSnp &&
      std::any_of(igvm.platforms.begin(), igvm.platforms.end(),
                  [](const IgvmPlatform& one) { return one.type == IgvmPlatformType::kSevSnp; });
  return bad("it is not for " + name + ", but for " + names,
             is_for_snp ? "`sevproof snp measure --igvm FILE` measures it for SEV-SNP." : "");
}

IgvmMeasured measured_of(const IgvmPage& page) {
  switch (page.data_type) {
    case IgvmDataType::kSecrets:
      return IgvmMeasured::kSecrets;
    case IgvmDataType::kCpuid:
    case IgvmDataType::kCpuidXf:
      return IgvmMeasured::kCpuid;
    case IgvmDataType::kNormal:
      break;
  }
  return (page.flags & IgvmPage::kUnmeasured) != 0 ? IgvmMeasured::kNothing
                                                   : IgvmMeasured::kContent;
}

// The directives of one platform, one after the other.
class Walk {
 public:
  Walk(const Igvm& igvm, std::uint32_t mask, IgvmLoader loader)
      : igvm_(igvm), mask_(mask), loader_(loader) {}

  Result<IgvmLaunch> run() &&;

 private:
  // Each is asked about every directive of its kind, whatever its mask.
  Result<void> take(const IgvmPage& page);
  Result<void> take(const IgvmVpContext& context);
  Result<void> take(const IgvmParameterArea& area);
  Result<void> take(const IgvmParameterInsert& insert);
  Result<void> take(const IgvmSnpIdBlock& block);
  Result<void> take(const IgvmRequiredMemory&) { return {}; }
  Result<void> take(const IgvmHostTable&) { return {}; }
  Result<void> take(const IgvmOther&) { return {}; }

  bool is_mine(std::uint32_t mask) const { return (mask & mask_) != 0; }
  bool is_qemu() const { return loader_ == IgvmLoader::kQemu; }
  bool goes_on(const IgvmPage& page) const;
  Result<void> count(std::uint64_t pages);
  void close_run();

  const Igvm& igvm_;
  std::uint32_t mask_;
  IgvmLoader loader_;
  IgvmLaunch launch_;
  std::uint64_t pages_ = 0;
  std::map<std::uint32_t, std::uint64_t> areas_;  // bytes by index
  std::set<std::uint32_t> inserted_;
  // QEMU hands pages over when a run of them ends: neighbours of one kind, directive after
  // directive.
  std::vector<IgvmPages> run_;
  IgvmPage last_;               // of the run
  std::size_t last_index_ = 0;  // of its directive
  std::size_t index_ = 0;       // of the directive that is asked about
};

Result<void> Walk::count(std::uint64_t pages) {
  if (pages > kMaxIgvmPages || pages_ + pages > kMaxIgvmPages) {
    return bad("its pages are larger than 4 GiB together");
  }
  pages_ += pages;
  return {};
}

void Walk::close_run() {
  launch_.pages.insert(launch_.pages.end(), run_.begin(), run_.end());
  run_.clear();
}

// Whether a page belongs to the run that is open.
bool Walk::goes_on(const IgvmPage& page) const {
  return !run_.empty() && index_ == last_index_ + 1 && page.gpa == last_.gpa + kIgvmPageSize &&
         page.flags == last_.flags && page.data_type == last_.data_type &&
         page.mask == last_.mask && page.data.empty() == last_.data.empty();
}

Result<void> Walk::take(const IgvmPage& page) {
  if (!is_mine(page.mask)) return {};
  // A shared page is not encrypted. QEMU does not look at that.
  if ((page.flags & IgvmPage::kShared) != 0 && !is_qemu()) return {};
  if (auto counted = count(1); !counted) return counted;
  const IgvmPages one{measured_of(page), page.gpa, 1, page.data};
  if (!is_qemu()) {
    launch_.pages.push_back(one);
    return {};
  }
  if (!goes_on(page)) close_run();
  run_.push_back(one);
  last_ = page;
  last_index_ = index_;
  return {};
}

Result<void> Walk::take(const IgvmVpContext& context) {
  if (!is_mine(context.mask)) return {};
  if (auto counted = count(1); !counted) return counted;
  if (!is_qemu()) {
    launch_.pages.push_back({IgvmMeasured::kContext, context.gpa, 1, context.data});
    return {};
  }
  if (context.gpa != kQemuVmsaGpa) {
    return refused("the VMSA page of virtual processor " + std::to_string(context.index) +
                   " lies at " + to_hex_number(context.gpa) + ", but KVM puts all at " +
                   to_hex_number(kQemuVmsaGpa));
  }
  auto& all = launch_.contexts;
  const auto place = std::lower_bound(
      all.begin(), all.end(), context,
      [](const IgvmVpContext& a, const IgvmVpContext& b) { return a.index < b.index; });
  if (place != all.end() && place->index == context.index) {
    *place = context;  // the last one counts
  } else {
    all.insert(place, context);
  }
  return {};
}

Result<void> Walk::take(const IgvmParameterArea& area) {
  areas_.emplace(area.index, area.bytes);
  return {};
}

Result<void> Walk::take(const IgvmParameterInsert& insert) {
  if (!is_mine(insert.mask)) return {};
  if (!inserted_.insert(insert.area).second) {
    return bad("parameter area " + std::to_string(insert.area) + " is inserted twice");
  }
  const std::uint64_t pages = areas_.find(insert.area)->second / kIgvmPageSize;
  if (auto counted = count(pages); !counted) return counted;
  launch_.pages.push_back({IgvmMeasured::kNothing, insert.gpa, pages, ByteView()});
  return {};
}

Result<void> Walk::take(const IgvmSnpIdBlock& block) {
  if (!is_mine(block.mask)) return {};
  if (launch_.id_block) return bad("it has two ID blocks for one platform");
  launch_.id_block = block;
  return {};
}

Result<IgvmLaunch> Walk::run() && {
  for (index_ = 0; index_ < igvm_.directives.size(); ++index_) {
    auto taken =
        std::visit([this](const auto& one) { return take(one); }, igvm_.directives[index_]);
    if (!taken) return fail(taken.error());
  }
  close_run();
  for (const IgvmPolicy& policy : igvm_.policies) {
    if (is_mine(policy.mask)) launch_.policy = policy.policy;
  }
  return std::move(launch_);
}

}  // namespace

std::string_view igvm_loader_name(IgvmLoader loader) {
  return loader == IgvmLoader::kInOrder ? "file" : "qemu";
}

Result<IgvmLaunch> igvm_launch(const Igvm& igvm, IgvmPlatformType platform, IgvmLoader loader) {
  const auto mask = mask_of(igvm, platform);
  if (!mask) return fail(mask.error());
  if (igvm.has_relocations) {
    return bad("a loader may move it in memory, which changes its pages",
               "Without the loader's choice there is no one digest.");
  }
  return Walk(igvm, *mask, loader).run();
}

std::uint32_t igvm_context_pages(const IgvmLaunch& launch) {
  return static_cast<std::uint32_t>(
      std::count_if(launch.pages.begin(), launch.pages.end(),
                    [](const IgvmPages& one) { return one.what == IgvmMeasured::kContext; }));
}

}  // namespace sevproof
