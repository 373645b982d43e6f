// What a file is, by its content and its name: a line with the name, then the content.
#include "sevproof/recognise.h"

#include <algorithm>

#include "fuzz.h"
#include "sevproof/formats/kernel_hashes.h"

using namespace sevproof;

namespace {

void check_boot_file(ByteView content) {
  if (const auto other = check_kernel_file(content, content.size()); fuzz::is_there(other)) {
    fuzz::expect_plain(*other);
  }
  fuzz::expect_plain(recognise_wrong_initrd(content, content.size()));
  fuzz::is_there(check_firmware_file(content));
  const ByteView head = content.first(std::min(content.size(), kKernelHeadSize));
  fuzz::expect(kernel_kind(head) == kernel_kind(content), "the beginning tells what a kernel is");
}

// Of a longer file its beginning and end are enough.
void check_recognised(ByteView content) {
  const Content whole = recognise(content, content.size());
  fuzz::expect((whole.kind == ContentKind::kUnknown) == whole.name.empty(),
               "what is recognised has a name");
  const ByteView head = content.first(std::min(content.size(), kRecogniseHead));
  const ByteView tail = content.last(std::min(content.size(), kRecogniseTail));
  const Content cut = recognise(head, content.size(), tail);
  fuzz::expect(cut.kind == whole.kind && cut.name == whole.name,
               "beginning and end tell what a file is");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input = as_text(ByteView(data, size));
  const std::size_t line = std::min(input.find('\n'), input.size());
  const std::string_view name = input.substr(0, line);
  const ByteView content = as_bytes(input.substr(std::min(line + 1, input.size())));
  check_recognised(content);
  check_boot_file(content);
  const ByteView tail = content.last(std::min(content.size(), kRecogniseTail));
  const RecognisedFile file = recognise_file(name, content, content.size(), tail);
  fuzz::expect(!file_role_name(file.role).empty(), "a role has a name");
  fuzz::expect_plain(file.reason);
  return 0;
}
