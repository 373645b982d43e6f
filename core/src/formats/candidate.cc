#include "sevproof/formats/candidate.h"

#include <algorithm>
#include <array>

#include "base/byte_reader.h"
#include "formats/candidate_cmdlines.h"
#include "sevproof/formats/firmware.h"
#include "sevproof/formats/igvm.h"
#include "sevproof/formats/kernel_hashes.h"
#include "sevproof/text.h"

namespace sevproof {
namespace {

using namespace std::string_view_literals;
using internal::holds;

// cpio (newc), or a compression that Linux unpacks.
bool is_initrd(ByteView content) {
  constexpr std::array<std::string_view, 8> kMagics = {"070701"sv,
                                                       "070702"sv,
                                                       "\x1f\x8b"sv,
                                                       "\xfd"
                                                       "7zXZ\0"sv,
                                                       "\x28\xb5\x2f\xfd"sv,
                                                       "\x02\x21\x4c\x18"sv,
                                                       "BZh"sv,
                                                       "\x5d\0\0"sv};
  return std::any_of(kMagics.begin(), kMagics.end(),
                     [&](std::string_view magic) { return holds(content, 0, magic); });
}

std::string_view as_text(ByteView content) {
  return {reinterpret_cast<const char*>(content.data()), content.size()};
}

void add_cmdlines(Candidate& candidate, ByteView content) {
  candidate.cmdlines = internal::whole_cmdlines(as_text(content));
  internal::FoundCmdlines found = internal::find_cmdlines(as_text(content));
  candidate.marked_cmdlines = std::move(found.marked);
  candidate.lines = std::move(found.lines);
}

// A flattened device tree (Devicetree Specification 0.4, 5.2) begins so.
bool is_device_tree(ByteView content) { return holds(content, 0, "\xd0\x0d\xfe\xed"); }

std::shared_ptr<const Bytes> read_firmware(ByteView content) {
  const auto firmware = parse_firmware(content);
  if (!firmware) return nullptr;
  const bool is_firmware =
      firmware->has_table || firmware->reset_address || firmware->kind != FirmwareImageKind::kOther;
  if (!is_firmware) return nullptr;
  return std::make_shared<const Bytes>(content.begin(), content.end());
}

// Zeros are no session's key: that a guest was started without a session is a hypothesis of its
// own.
void add_key(std::vector<CandidateKey>& keys, ByteView key, std::string meaning) {
  if (std::all_of(key.begin(), key.end(), [](std::uint8_t byte) { return byte == 0; })) return;
  keys.push_back({Tik(key.first<kTransportKeySize>()), std::move(meaning)});
}

// 16 bytes are a TIK; 32 are a TK, TEK first as it should be or the other way round.
void add_raw_keys(std::vector<CandidateKey>& keys, ByteView bytes, const std::string& text) {
  if (bytes.size() == kTransportKeySize) add_key(keys, bytes, text);
  if (bytes.size() != 2 * kTransportKeySize) return;
  const std::string of = text.empty() ? "of" : "of " + text;
  add_key(keys, bytes.last(kTransportKeySize), "the second half " + of);
  add_key(keys, bytes.first(kTransportKeySize), "the first half " + of);
}

std::vector<CandidateKey> read_raw_keys(ByteView content) {
  std::vector<CandidateKey> keys;
  add_raw_keys(keys, content, "");
  if (!content.empty() && content.back() == '\n') {
    add_raw_keys(keys, content.first(content.size() - 1), "the part before the newline in");
  }
  return keys;
}

void add_text_keys(std::vector<CandidateKey>& keys, ByteView content) {
  if (content.size() > kMaxKeyFileSize) return;
  const std::string_view text = trim(as_text(content));
  if (auto hex = from_hex(text)) {
    add_raw_keys(keys, *hex, "the hex text in");
    wipe(*hex);
  }
  if (auto base64 = from_base64(text)) {
    add_raw_keys(keys, *base64, "the base64 text in");
    wipe(*base64);
  }
}

}  // namespace

Candidate make_candidate(std::string name, const FileDigest& file, ByteView content) {
  Candidate candidate;
  candidate.name = std::move(name);
  candidate.file = file;
  candidate.can_be_kernel = kernel_kind(content) == KernelKind::kLinux;
  candidate.can_be_initrd = is_initrd(content);
  if (content.size() == file.size) {
    candidate.keys = read_raw_keys(content);
    const std::size_t raw = candidate.keys.size();
    add_text_keys(candidate.keys, content);
    // The text of a key is no command line.
    if (candidate.keys.size() == raw) add_cmdlines(candidate, content);
    if (!candidate.keys.empty()) return candidate;
    if (const auto page = parse_vmsa("", content)) candidate.vmsa = *page;
    candidate.firmware = read_firmware(content);
    if (is_device_tree(content)) {
      candidate.device_tree = std::make_shared<const Bytes>(content.begin(), content.end());
    }
    if (parse_igvm(content)) {
      candidate.igvm = std::make_shared<const Bytes>(content.begin(), content.end());
    }
    if (candidate.can_be_kernel && !file.state) {
      candidate.file.state = std::make_shared<const Sha256>(Sha256().update(content));
    }
  }
  const bool unknown = !candidate.can_be_kernel && !candidate.can_be_initrd &&
                       !candidate.firmware && !candidate.vmsa && !candidate.device_tree &&
                       !candidate.igvm;
  if (unknown) candidate.can_be_kernel = candidate.can_be_initrd = file.size > 0;
  return candidate;
}

}  // namespace sevproof
