// IGVM files: whatever headers say, nothing is read from beyond the file, and a launch is bounded.
#include "sevproof/formats/igvm.h"

#include "base/crc32.h"
#include "fuzz.h"
#include "sevproof/formats/igvm_launch.h"
#include "sevproof/report.h"

using namespace sevproof;

namespace {

constexpr std::size_t kChecksumAt = 20;
constexpr std::size_t kFixedSize = 24;

// Otherwise the checksum would refuse whatever the fuzzer changes. Half of the inputs keep theirs.
Bytes sealed(ByteView input) {
  Bytes file(input.begin(), input.end());
  if (file.size() < kFixedSize || file[kChecksumAt] % 2 == 0) return file;
  const std::span<std::uint8_t> out(file);
  store_le<std::uint32_t>(out.subspan(16), static_cast<std::uint32_t>(file.size()));
  store_le<std::uint32_t>(out.subspan(kChecksumAt), 0);
  const std::uint64_t headers = load_le<std::uint32_t>(ByteView(file).subspan(8));
  const std::uint64_t end = headers + load_le<std::uint32_t>(ByteView(file).subspan(12));
  internal::Crc32 crc;
  crc.update(ByteView(file).first(std::min<std::uint64_t>(end, file.size())));
  store_le<std::uint32_t>(out.subspan(kChecksumAt), crc.value());
  return file;
}

void check_data(ByteView data, ByteView file) {
  if (data.empty()) return;
  fuzz::expect(data.size() == kIgvmPageSize, "data is one page");
  fuzz::expect(data.data() >= file.data() && data.data() + data.size() <= file.data() + file.size(),
               "data lies in the file");
}

void check_launch(const Igvm& igvm, IgvmPlatformType platform, IgvmLoader loader, ByteView file) {
  const auto launch = igvm_launch(igvm, platform, loader);
  if (!fuzz::is_there(launch)) return;
  std::uint64_t pages = launch->contexts.size();
  for (const IgvmPages& one : launch->pages) {
    check_data(one.data, file);
    fuzz::expect(one.count > 0 && one.gpa % kIgvmPageSize == 0, "pages are whole");
    pages += one.count;
  }
  fuzz::expect(pages <= kMaxIgvmPages, "a launch is bounded");
  for (const IgvmVpContext& one : launch->contexts) {
    check_data(one.data, file);
    fuzz::is_there(kvm_vmsa_of_context(one.data, 1));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const HashedBytes file(sealed({data, size}));
  const auto igvm = parse_igvm(file.bytes());
  if (!fuzz::is_there(igvm)) return 0;
  fuzz::expect(!igvm->platforms.empty(), "it names a platform");
  std::uint64_t area_pages = 0;
  for (const IgvmDirective& directive : igvm->directives) {
    if (const auto* area = std::get_if<IgvmParameterArea>(&directive)) {
      area_pages += area->bytes / kIgvmPageSize;
    }
  }
  for (const auto platform :
       {IgvmPlatformType::kSevSnp, IgvmPlatformType::kSevEs, IgvmPlatformType::kSev}) {
    check_launch(*igvm, platform, IgvmLoader::kInOrder, file.bytes());
    check_launch(*igvm, platform, IgvmLoader::kQemu, file.bytes());
  }
  // Measuring takes a hash for each page.
  constexpr std::uint64_t kFewPages = 4096;
  if (area_pages > kFewPages) return 0;
  const auto view = view_igvm(file);
  if (fuzz::is_there(view)) fuzz::expect_document(to_json(*view));
  return 0;
}
