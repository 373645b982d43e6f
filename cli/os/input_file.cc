#include "os/input_file.h"

#include <algorithm>
#include <array>
#include <span>

#include "os/background_pieces.h"
#include "os/input.h"
#include "os/large_memory.h"

namespace sevproof::cli {
namespace {

constexpr std::size_t kFirstBuffer = std::size_t{64} * 1024;
// What is read while what was read before is hashed. A file is hashed in this much memory.
constexpr std::size_t kPiece = std::size_t{256} * 1024;
constexpr std::size_t kPieces = 4;

// Makes `buffer` longer without leaving a copy of its content behind, as a vector itself would.
void grow(Bytes& buffer, std::size_t size) {
  Bytes larger(size);
  std::copy(buffer.begin(), buffer.end(), larger.begin());
  wipe(buffer);
  buffer.swap(larger);
}

// Appends all of `input` to `content`, which is to be wiped by the caller if this fails.
Result<void> read_all(Input& input, Bytes& content) {
  const std::uint64_t largest = input.max_size() + 1;
  const std::uint64_t first = input.expected() ? *input.expected() + 1 : kFirstBuffer;
  content.resize(static_cast<std::size_t>(std::min(first, largest)));
  while (true) {
    const auto done = static_cast<std::size_t>(input.done());
    const Result<std::size_t> got = input.read(std::span(content).subspan(done));
    if (!got) return fail(got.error());
    if (*got == 0) break;
    if (input.done() == content.size()) {
      grow(content, static_cast<std::size_t>(std::min<std::uint64_t>(2 * input.done(), largest)));
    }
  }
  content.resize(static_cast<std::size_t>(input.done()));
  return {};
}

// All of an input whose size is known, into memory of one byte more, so that the end shows.
Result<void> read_pieces(Input& input, std::span<std::uint8_t> memory,
                         const std::function<void(ByteView)>& take) {
  while (true) {
    const auto room = memory.subspan(static_cast<std::size_t>(input.done()));
    const Result<std::size_t> got = input.read(room.first(std::min(room.size(), kPiece)));
    if (!got) return fail(got.error());
    if (*got == 0) return {};
    take(room.first(*got));
  }
}

LargeMemory memory_for(const Input& input) {
  return LargeMemory(static_cast<std::size_t>(*input.expected() + 1));
}

// Hashed piece by piece.
Result<HashedBytes> read_and_hash(Input& input) {
  LargeMemory memory = memory_for(input);
  HashingBuffer buffer(memory.owner(), memory.bytes());
  BackgroundPieces hashing(input.expected(), [&](ByteView piece) { buffer.add(piece.size()); });
  const auto done = read_pieces(input, memory.bytes(), [&](ByteView piece) { hashing.add(piece); });
  if (!done) return fail(done.error());
  hashing.finish();
  return buffer.finish();
}

Result<HashedBytes> read_alone(Input& input) {
  LargeMemory memory = memory_for(input);
  if (auto done = read_pieces(input, memory.bytes(), [](ByteView) {}); !done) {
    return fail(done.error());
  }
  return HashedBytes(memory.owner(), memory.bytes().first(static_cast<std::size_t>(input.done())));
}

}  // namespace

Result<Bytes> read_file(const std::string& path, const InputLimits& limits) {
  Result<Input> input = Input::open(path, limits);
  if (!input) return fail(input.error());
  Bytes content;
  if (auto done = read_all(*input, content); !done) return fail(done.error());
  return content;
}

Result<HashedBytes> read_and_hash_file(const std::string& path, const InputLimits& limits,
                                       HashTime when) {
  Result<Input> input = Input::open(path, limits);
  if (!input) return fail(input.error());
  if (input->expected()) {
    return when == HashTime::kNow ? read_and_hash(*input) : read_alone(*input);
  }
  Bytes content;
  if (auto done = read_all(*input, content); !done) return fail(done.error());
  return HashedBytes(std::move(content));
}

Result<SecretBytes> read_secret_file(const std::string& path, const InputLimits& limits) {
  Result<Input> input = Input::open(path, limits);
  if (!input) return fail(input.error());
  Bytes content;
  const Result<void> done = read_all(*input, content);
  SecretBytes secret(std::move(content));
  if (!done) return fail(done.error());
  return secret;
}

Result<HashedFile> hash_file(const std::string& path, const InputLimits& limits,
                             const Progress& progress) {
  Result<Input> input = Input::open(path, limits);
  if (!input) return fail(input.error());
  Bytes head;
  std::array<Bytes, kPieces> pieces;
  const auto state = std::make_shared<Sha256>();
  BackgroundPieces hashing(input->expected(), [&](ByteView piece) { state->update(piece); });
  for (std::size_t next = 0;; next = (next + 1) % kPieces) {
    pieces[next].resize(kPiece);
    hashing.wait(kPieces - 1);
    const Result<std::size_t> got = input->read(pieces[next]);
    if (!got) return fail(got.error());
    if (*got == 0) break;
    const ByteView piece = ByteView(pieces[next]).first(*got);
    append(head, piece.first(std::min(*got, kRecogniseHead - head.size())));
    hashing.add(piece);
    if (progress && !progress(input->done(), input->expected())) {
      return fail(ErrorCode::kFileUnreadable,
                  describe_file(limits.role, path) + ": reading was stopped");
    }
  }
  hashing.finish();
  return HashedFile{{.sha256 = state->finish(), .size = input->done(), .state = state},
                    std::move(head)};
}

}  // namespace sevproof::cli
