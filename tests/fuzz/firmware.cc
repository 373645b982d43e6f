// Firmware images: whatever a table or volume says, nothing is read from beyond the image.
#include "sevproof/formats/firmware.h"

#include "fuzz.h"
#include "sevproof/report.h"

using namespace sevproof;

namespace {

void check_entries(const Firmware& firmware, ByteView image) {
  fuzz::expect(firmware.size == image.size(), "the size is the image's");
  fuzz::expect(firmware.has_table || firmware.entries.empty(), "entries stand in a table");
  for (const FirmwareTableEntry& entry : firmware.entries) {
    fuzz::expect(entry.offset <= image.size() && entry.data.size() <= image.size() - entry.offset,
                 "an entry is within the image");
    fuzz::expect(same_bytes(image.subspan(entry.offset, entry.data.size()), entry.data),
                 "an entry is what stands in the image");
  }
  fuzz::expect_plain(firmware.sev_metadata_problem);
}

void check_code(const FirmwareCode& code) {
  const bool is_known =
      code.hash_check != CodePresence::kUnknown && code.secret_table != CodePresence::kUnknown;
  fuzz::expect(code.problem.empty() == is_known, "what is unknown has a reason");
  fuzz::expect_plain(code.problem);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView image(data, size);
  auto firmware = parse_firmware(image);
  if (!fuzz::is_there(firmware)) return 0;
  check_entries(*firmware, image);
  look_for_code(*firmware, image);
  fuzz::expect(firmware->code.has_value(), "code was looked for");
  check_code(*firmware->code);
  fuzz::expect_document(to_json(*firmware, Sha256Digest{}));
  return 0;
}
