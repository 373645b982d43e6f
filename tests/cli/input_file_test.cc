#include "os/input_file.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <thread>

#include "os/file_descriptor.h"
#include "test_errors.h"
#include "test_folder.h"

namespace sevproof::cli {
namespace {

using test::fails;
using test::succeeds;

constexpr InputLimits kFirmware = {.role = "firmware", .max_size = 1000};
constexpr InputLimits kEmptyAllowed = {.role = "initrd", .max_size = 1000, .may_be_empty = true};
constexpr InputLimits kHuge = {.role = "initrd", .max_size = 0xffffffff, .may_be_empty = true};
constexpr std::size_t kMiB = std::size_t{1024} * 1024;

std::string text(const Result<Bytes>& bytes) {
  if (!bytes) return "error: " + bytes.error().message;
  return {bytes->begin(), bytes->end()};
}

// Every one of the functions must refuse alike.
testing::AssertionResult all_refuse(const std::string& path, const InputLimits& limits,
                                    std::initializer_list<std::string_view> fragments) {
  for (const auto& result :
       {fails(read_file(path, limits), ErrorKind::kUnreadable, fragments),
        fails(read_secret_file(path, limits), ErrorKind::kUnreadable, fragments),
        fails(read_and_hash_file(path, limits), ErrorKind::kUnreadable, fragments),
        fails(hash_file(path, limits), ErrorKind::kUnreadable, fragments)}) {
    if (!result) return result;
  }
  if (read_file(path, limits).error().hint.empty()) return testing::AssertionFailure() << "no hint";
  return testing::AssertionSuccess();
}

class InputFile : public TestInFolder {
 protected:
  // A pipe with `content` in it and nobody writing any more; the path by which it can be opened.
  std::string filled_pipe(std::string_view content) {
    int ends[2] = {-1, -1};
    EXPECT_EQ(::pipe2(ends, O_CLOEXEC), 0);
    reading_ = FileDescriptor(ends[0]);
    const FileDescriptor writing(ends[1]);
    EXPECT_EQ(::write(writing.get(), content.data(), content.size()),
              static_cast<ssize_t>(content.size()));
    return "/dev/fd/" + std::to_string(reading_.get());
  }

  // What is still in the pipe.
  std::size_t left_in_pipe() const {
    std::string rest(70000, ' ');
    const ssize_t got = ::read(reading_.get(), rest.data(), rest.size());
    return got < 0 ? 0 : static_cast<std::size_t>(got);
  }

 private:
  FileDescriptor reading_;
};

TEST_F(InputFile, ReadsARegularFile) {
  const std::string path = make_file("fw", std::string("\0a\xff", 3));
  EXPECT_EQ(text(read_file(path, kFirmware)), std::string("\0a\xff", 3));
  const Result<SecretBytes> secret = read_secret_file(path, kFirmware);
  ASSERT_TRUE(succeeds(secret));
  EXPECT_EQ(to_hex(secret->view()), "0061ff");
  const Result<FileDigest> digest = hash_file(path, kFirmware);
  ASSERT_TRUE(succeeds(digest));
  EXPECT_EQ(digest->size, 3U);
  EXPECT_EQ(to_hex(digest->sha256),
            "646648206aa238e631068bd27d0741e4611d01b642de6c92a8feb3b6ffad123a");
}

TEST_F(InputFile, TakesWhatJustFits) {
  const std::string full(1000, 'x');
  EXPECT_EQ(text(read_file(make_file("fw", full), kFirmware)), full);
  EXPECT_EQ(text(read_file(filled_pipe(full), kFirmware)), full);
}

TEST_F(InputFile, RefusesALargerFileBeforeReadingIt) {
  const std::string path = make_file("fw", "");
  ASSERT_EQ(::truncate(path.c_str(), 1LL << 40), 0);
  EXPECT_TRUE(all_refuse(path, kFirmware, {"firmware '" + path + "'", "1000", "1099511627776"}));
}

TEST_F(InputFile, TakesOneByteBeyondTheLimitFromAPipe) {
  for (const bool hashing : {false, true}) {
    const std::string pipe = filled_pipe(std::string(5000, 'x'));
    if (hashing) {
      EXPECT_TRUE(fails(hash_file(pipe, kFirmware), ErrorKind::kUnreadable, {"1000", "more"}));
    } else {
      EXPECT_TRUE(fails(read_file(pipe, kFirmware), ErrorKind::kUnreadable, {"1000", "more"}));
    }
    EXPECT_EQ(left_in_pipe(), 5000U - 1001U);
  }
}

TEST_F(InputFile, ReadsLongStreamsWhole) {
  std::string content;
  for (int i = 0; content.size() < 9 * kMiB; ++i) content += std::to_string(i);
  const std::string path = this->path("fifo");
  ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
  const auto feed = [&] { std::ofstream(path, std::ios::binary) << content; };
  std::thread first(feed);
  EXPECT_EQ(text(read_file(path, kHuge)), content);
  first.join();
  std::thread second(feed);
  const Result<SecretBytes> secret = read_secret_file(path, kHuge);
  second.join();
  ASSERT_TRUE(succeeds(secret));
  EXPECT_EQ(sha256(secret->view()), sha256(as_bytes(content)));
  std::thread third(feed);
  const Result<FileDigest> digest = hash_file(path, kHuge);
  third.join();
  ASSERT_TRUE(succeeds(digest));
  EXPECT_EQ(digest->size, content.size());
  EXPECT_EQ(digest->sha256, sha256(as_bytes(content)));
  std::thread fourth(feed);
  const Result<HashedBytes> hashed = read_and_hash_file(path, kHuge);
  fourth.join();
  ASSERT_TRUE(succeeds(hashed));
  EXPECT_TRUE(same_bytes(hashed->bytes(), as_bytes(content)));
  EXPECT_EQ(hashed->hash().finish(), sha256(as_bytes(content)));
}

TEST_F(InputFile, EmptyOnlyWhereAllowed) {
  const std::string path = make_file("empty", "");
  EXPECT_TRUE(all_refuse(path, kFirmware, {"firmware", "empty"}));
  EXPECT_TRUE(all_refuse("/dev/null", kFirmware, {"firmware '/dev/null'", "empty"}));
  EXPECT_EQ(text(read_file(path, kEmptyAllowed)), "");
  EXPECT_EQ(text(read_file("/dev/null", kEmptyAllowed)), "");
  EXPECT_EQ(text(read_file(filled_pipe(""), kEmptyAllowed)), "");
  const Result<FileDigest> digest = hash_file(path, kEmptyAllowed);
  ASSERT_TRUE(succeeds(digest));
  EXPECT_EQ(digest->size, 0U);
}

TEST_F(InputFile, SaysWhatIsWrongWithThePath) {
  EXPECT_TRUE(all_refuse(path("no"), kFirmware, {"firmware", "/no'", "No such file"}));
  EXPECT_TRUE(all_refuse("", kFirmware, {"firmware", "expected a path"}));
  EXPECT_TRUE(all_refuse(path("."), kFirmware, {"expected a file, got a directory"}));
  EXPECT_TRUE(all_refuse(make_file("file", "x") + "/x", kFirmware, {"Not a directory"}));
  EXPECT_NE(read_file("~/fw", kFirmware).error().hint.find("$HOME"), std::string::npos);
}

TEST_F(InputFile, RefusesDevicesThatNeverEnd) {
  for (const char* device : {"/dev/zero", "/dev/full", "/dev/random", "/dev/urandom"}) {
    EXPECT_TRUE(all_refuse(device, kHuge, {device, "have no end"})) << device;
  }
}

TEST_F(InputFile, RefusesASocket) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string path = this->path("socket");
  path.copy(address.sun_path, sizeof address.sun_path - 1);
  const FileDescriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  ASSERT_EQ(::bind(socket.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  EXPECT_TRUE(all_refuse(path, kFirmware, {"firmware", "No such device or address"}));
}

TEST_F(InputFile, RefusesAnUnreadableFile) {
  become_ordinary_user();
  const std::string path = make_file("fw", "x");
  ASSERT_EQ(::chmod(path.c_str(), 0), 0);
  EXPECT_TRUE(all_refuse(path, kFirmware, {"firmware", "Permission denied"}));
}

TEST_F(InputFile, ReadsTheKernelsFilesOfSizeZero) {
  const Result<Bytes> version = read_file("/proc/version", kFirmware);
  ASSERT_TRUE(succeeds(version));
  EXPECT_FALSE(version->empty());
  constexpr InputLimits kTiny = {.role = "firmware", .max_size = 3};
  EXPECT_TRUE(all_refuse("/proc/version", kTiny, {"expected at most 3 bytes, got more"}));
}

// What a progress callback does besides going on.
template <typename Action>
Progress doing(Action action) {
  return [action](std::uint64_t done, std::optional<std::uint64_t> total) {
    action(done, total);
    return true;
  };
}

TEST_F(InputFile, TellsOfProgress) {
  const std::string path = make_file("initrd", std::string(2 * kMiB + 5, 'i'));
  std::vector<std::uint64_t> steps;
  const Result<FileDigest> digest = hash_file(path, kHuge, doing([&](auto done, auto total) {
                                                steps.push_back(done);
                                                EXPECT_EQ(total, 2 * kMiB + 5);
                                              }));
  ASSERT_TRUE(succeeds(digest));
  EXPECT_GT(steps.size(), 2U);
  EXPECT_TRUE(std::is_sorted(steps.begin(), steps.end()));
  EXPECT_EQ(steps.back(), 2 * kMiB + 5);
  const std::string pipe = filled_pipe("abc");
  const Result<FileDigest> streamed =
      hash_file(pipe, kHuge, doing([](auto, auto total) { EXPECT_FALSE(total.has_value()); }));
  EXPECT_TRUE(succeeds(streamed));
}

TEST_F(InputFile, EndsWhenToldTo) {
  const std::string path = make_file("initrd", std::string(4 * kMiB, 'i'));
  std::uint64_t read = 0;
  const Result<FileDigest> digest = hash_file(path, kHuge, [&](std::uint64_t done, auto) {
    read = done;
    return done < kMiB;
  });
  EXPECT_TRUE(fails(digest, ErrorKind::kUnreadable, {"initrd '" + path + "'", "stopped"}));
  EXPECT_EQ(read, kMiB);
}

TEST_F(InputFile, NoticesAFileThatShrinks) {
  const std::string path = make_file("initrd", std::string(3 * kMiB, 'i'));
  const Result<FileDigest> digest = hash_file(
      path, kHuge, doing([&](auto, auto) { EXPECT_EQ(::truncate(path.c_str(), kMiB + 7), 0); }));
  EXPECT_TRUE(fails(digest, ErrorKind::kUnreadable,
                    {"initrd '" + path + "'", "changed while it was read", "3145728", "1048583"}));
}

TEST_F(InputFile, NoticesAFileThatGrows) {
  const std::string path = make_file("initrd", std::string(3 * kMiB, 'i'));
  const Result<FileDigest> digest = hash_file(
      path, kHuge, doing([&](auto, auto) { std::ofstream(path, std::ios::app) << "more"; }));
  EXPECT_TRUE(fails(digest, ErrorKind::kUnreadable, {"changed while it was read", "grew"}));
}

TEST_F(InputFile, NoticesAFileThatIsRewritten) {
  const std::string path = make_file("initrd", std::string(3 * kMiB, 'i'));
  const timespec past[2] = {{.tv_sec = 1, .tv_nsec = 0}, {.tv_sec = 1, .tv_nsec = 0}};
  ASSERT_EQ(::utimensat(AT_FDCWD, path.c_str(), past, 0), 0);
  const Result<FileDigest> digest = hash_file(
      path, kHuge,
      doing([&](auto, auto) { std::fstream(path, std::ios::in | std::ios::out) << "other"; }));
  EXPECT_TRUE(fails(digest, ErrorKind::kUnreadable, {"changed while it was read", "modification"}));
}

// Around the sizes at which pieces, buffers and threads begin.
TEST_F(InputFile, HashesWhatItReads) {
  constexpr std::size_t kKiB = 1024;
  for (const std::size_t edge :
       {std::size_t{1}, 32 * kKiB, 64 * kKiB, 256 * kKiB, kMiB, 8 * kMiB}) {
    for (const std::size_t size : {edge - 1, edge, edge + 1}) {
      std::string content(size, ' ');
      for (std::size_t i = 0; i < size; ++i) content[i] = static_cast<char>(i * 7 + i / 251);
      const std::string path = make_file("f", content);
      const Sha256Digest expected = sha256(as_bytes(content));
      const Result<FileDigest> digest = hash_file(path, kHuge);
      ASSERT_TRUE(succeeds(digest));
      EXPECT_EQ(digest->sha256, expected) << size;
      EXPECT_EQ(digest->size, size);
      const Result<HashedBytes> hashed = read_and_hash_file(path, kHuge);
      ASSERT_TRUE(succeeds(hashed));
      EXPECT_EQ(hashed->hash().finish(), expected) << size;
      EXPECT_TRUE(same_bytes(hashed->bytes(), as_bytes(content))) << size;
    }
  }
}

// Standard input for as long as it lives.
class StandardInput {
 public:
  explicit StandardInput(const std::string& path)
      : saved_(::dup(STDIN_FILENO)), file_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
    ::dup2(file_.get(), STDIN_FILENO);
  }
  StandardInput(const StandardInput&) = delete;
  StandardInput& operator=(const StandardInput&) = delete;
  ~StandardInput() { ::dup2(saved_.get(), STDIN_FILENO); }

 private:
  FileDescriptor saved_;
  FileDescriptor file_;
};

TEST_F(InputFile, ReadsStandardInput) {
  const StandardInput input(make_file("fw", "0123456789"));
  EXPECT_EQ(text(read_file("-", kFirmware)), "0123456789");
  // From where it stands, as every program does.
  ASSERT_EQ(::lseek(STDIN_FILENO, 4, SEEK_SET), 4);
  EXPECT_EQ(text(read_file("-", kFirmware)), "456789");
  EXPECT_TRUE(all_refuse("-", kFirmware, {"firmware (standard input)", "empty"}));
  // It is left open.
  EXPECT_GE(::fcntl(STDIN_FILENO, F_GETFD), 0);
}

TEST_F(InputFile, ChecksStandardInputAsWell) {
  {
    const StandardInput input("/dev/zero");
    EXPECT_TRUE(all_refuse("-", kHuge, {"standard input", "have no end"}));
  }
  const StandardInput input(path("."));
  EXPECT_TRUE(all_refuse("-", kHuge, {"standard input", "directory"}));
}

}  // namespace
}  // namespace sevproof::cli
