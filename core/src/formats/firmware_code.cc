// What the code of a firmware does, told by the GUIDs that it must know for that.
#include <string_view>

#include "formats/firmware_volume.h"
#include "sevproof/formats/firmware.h"

namespace sevproof {
namespace {

// Of the kernel's entry in the table of hashes (edk2 OvmfPkg, BlobVerifierLibSevHashes).
constexpr Guid kKernelHash = Guid::literal("4de79437-abd2-427f-b835-d5b172d2045b");
// Of the configuration table by which the guest finds its secrets (edk2 OvmfPkg, SecretDxe).
constexpr Guid kSecretTable = Guid::literal("adf956ad-e98c-484c-ae11-b51c7d336447");

// Compilers may split a GUID into two operands of 8 bytes.
constexpr std::size_t kWhole = 8;

bool has(ByteView code, const Guid& guid) {
  const auto text = [](ByteView bytes) {
    return std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  };
  return text(code).find(text(ByteView(guid.bytes()).first(kWhole))) != std::string_view::npos;
}

CodePresence presence(bool found, bool saw_all) {
  if (found) return CodePresence::kPresent;
  return saw_all ? CodePresence::kAbsent : CodePresence::kUnknown;
}

}  // namespace

std::string_view presence_name(CodePresence presence) {
  switch (presence) {
    case CodePresence::kPresent:
      return "present";
    case CodePresence::kAbsent:
      return "absent";
    case CodePresence::kUnknown:
      return "unknown";
  }
  return "unknown";
}

FirmwareCode find_firmware_code(ByteView image) {
  bool checks = false;
  bool hands_on = false;
  auto walk = internal::walk_code(image, [&](ByteView code) {
    checks = checks || has(code, kKernelHash);
    hands_on = hands_on || has(code, kSecretTable);
  });
  if (walk.pieces == 0 && walk.problem.empty()) {
    walk.problem = "the image has no EFI firmware volume with code";
  }
  const bool saw_all = walk.problem.empty();
  FirmwareCode code{presence(checks, saw_all), presence(hands_on, saw_all), walk.volumes > 0, {}};
  if (!checks || !hands_on) code.problem = std::move(walk.problem);
  return code;
}

void look_for_code(Firmware& firmware, ByteView image) {
  if (firmware.code) return;
  // A variable store is volume enough to be walked, but holds no code by its kind.
  const bool has_code = firmware.kind != FirmwareImageKind::kVarsOnly;
  firmware.code = has_code ? find_firmware_code(image)
                           : FirmwareCode{CodePresence::kAbsent, CodePresence::kAbsent, false, {}};
}

}  // namespace sevproof
