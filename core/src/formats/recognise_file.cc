// The place that a file can take, by its content.
#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "base/ascii_text.h"
#include "base/byte_reader.h"
#include "base/utf8.h"
#include "formats/recognise_id.h"
#include "formats/recognise_platform.h"
#include "formats/recognise_report.h"
#include "formats/recognise_text.h"
#include "formats/vmsa_offsets.h"
#include "sevproof/bytes.h"
#include "sevproof/formats/transport_keys.h"
#include "sevproof/formats/vmsa.h"
#include "sevproof/recognise.h"

namespace sevproof {
namespace {

using enum FileRole;
using internal::ByteReader;
using internal::is_named;

constexpr std::string_view kUtf8Mark = "\xef\xbb\xbf";

// A part of a launch, by its marks.
std::optional<RecognisedFile> recognise_part(const Content& content) {
  const std::string reason(content.name);
  if (content.kind == ContentKind::kFirmware) return RecognisedFile{kFirmware, {}, reason};
  if (content.kind == ContentKind::kKernel) return RecognisedFile{kKernel, {}, reason};
  if (content.kind == ContentKind::kInitrd) return RecognisedFile{kInitrd, {kKernel}, reason};
  if (content.kind == ContentKind::kIgvm) return RecognisedFile{kIgvm, {}, reason};
  return std::nullopt;
}

// What PowerShell's `>` writes.
bool is_utf16(ByteView head) {
  return head.size() >= 2 &&
         ((head[0] == 0xff && head[1] == 0xfe) || (head[0] == 0xfe && head[1] == 0xff));
}

std::optional<RecognisedFile> recognise_as_text(std::string_view name, ByteView head,
                                                std::uint64_t size) {
  if (is_utf16(head) && size > 2 * kTransportKeySize) {
    return RecognisedFile{kUnknown, {}, "text in UTF-16: save it as UTF-8, or paste it"};
  }
  const bool is_cut = size > head.size();
  if (!internal::is_text(head, is_cut)) return std::nullopt;
  std::string_view text = as_text(head);
  if (text.starts_with(kUtf8Mark)) text.remove_prefix(kUtf8Mark.size());
  return internal::recognise_text_file(name, text, is_cut);
}

RecognisedFile recognise_single_key(std::string_view name, bool is_text) {
  const bool is_tik = is_named(name, "tik");
  const bool is_tek = is_named(name, "tek");
  if (is_tik != is_tek) {
    const FileRole role = is_tik ? kTik : kTek;
    return {role, {is_tik ? kTek : kTik}, "16 bytes, by its name"};
  }
  return {kUnknown,
          {kTik, kTek},
          is_text ? "16 bytes of text: a TIK or a TEK has as many raw bytes"
                  : "16 bytes: a TIK or a TEK"};
}

// 32 bytes are as likely a disk key.
RecognisedFile recognise_key_pair(std::string_view name, bool is_text) {
  if (is_named(name, "tk")) return {kTk, {}, "32 bytes, by its name: both keys, TEK first"};
  return {kUnknown,
          {kTk, kSecret},
          is_text ? "32 bytes of text: a TK has as many bytes"
                  : "32 bytes: a TK, or a secret such as a disk key"};
}

std::optional<RecognisedFile> recognise_key(std::string_view name, ByteView head,
                                            std::uint64_t size) {
  // A command line has that many letters as well.
  const bool is_text = internal::is_text(head, false);
  if (size == kTransportKeySize) return recognise_single_key(name, is_text);
  if (size == 2 * kTransportKeySize) return recognise_key_pair(name, is_text);
  return std::nullopt;
}

// CPUs of a guest start in real mode, below 4 GiB: the boot CPU at the reset vector.
std::optional<RecognisedFile> recognise_vmsa(ByteView head, std::uint64_t size) {
  constexpr std::uint64_t kResetVector = 0xfffffff0;
  constexpr std::uint64_t kLargestAddress = 0xffffffff;
  constexpr std::uint64_t kLargestRip = 0xffff;
  if (size != kVmsaSize || head.size() < kVmsaSize) return std::nullopt;
  const std::uint64_t base =
      ByteReader(head).skip(vmsa_offset::kCs + vmsa_offset::kSegmentBase).u64();
  const std::uint64_t rip = ByteReader(head).skip(vmsa_offset::kRip).u64();
  const bool is_start = base <= kLargestAddress && rip <= kLargestRip && base + rip != 0 &&
                        base + rip <= kLargestAddress;
  if (!is_start) {
    return RecognisedFile{kUnknown,
                          {kVmsaCpu0, kVmsaCpu1, kInitrd},
                          "4096 bytes as a VMSA page, but no address where a CPU would start"};
  }
  if (base + rip == kResetVector) {
    return RecognisedFile{kVmsaCpu0, {kVmsaCpu1}, "VMSA page that starts at the reset vector"};
  }
  return RecognisedFile{
      kVmsaCpu1, {kVmsaCpu0}, "VMSA page that starts at " + to_hex_number(base + rip)};
}

}  // namespace

std::string_view file_role_name(FileRole role) {
  constexpr std::array<std::string_view, 25> kNames = {
      "unknown",  "empty",   "firmware", "kernel",      "initrd",    "vmsaCpu0",  "vmsaCpu1",
      "tk",       "tik",     "tek",      "launchInfo",  "domainXml", "settings",  "secret",
      "platform", "forHost", "cmdline",  "igvm",        "idKey",     "authorKey", "idBlock",
      "idAuth",   "report",  "certs",    "expectations"};
  return kNames.at(static_cast<std::size_t>(role));
}

RecognisedFile recognise_file(std::string_view name, ByteView head, std::uint64_t size,
                              ByteView tail) {
  if (size == 0) return {kEmpty, {kInitrd}, "file of 0 bytes"};
  const Content content = recognise(head, size, tail);
  if (auto part = recognise_part(content)) return *part;
  if (head.size() == size) {
    if (auto id = internal::recognise_id_file(name, head)) return *id;
    if (auto report = internal::recognise_report(head)) return *report;
    if (auto platform = internal::recognise_platform(head)) return *platform;
  }
  // A VMSA page starts with a segment, whose selector of 0 none of the archives has.
  if (auto text = recognise_as_text(name, head, size)) return *text;
  if (auto key = recognise_key(name, head, size)) return *key;
  if (auto page = recognise_vmsa(head, size)) return *page;
  if (content.kind == ContentKind::kText) {
    return {kUnknown, {kCmdline, kInitrd, kKernel, kFirmware}, std::string(content.name)};
  }
  return {kUnknown,
          {kInitrd, kKernel, kFirmware},
          content.name.empty() ? "unknown content" : std::string(content.name)};
}

}  // namespace sevproof
