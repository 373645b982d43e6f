#include "os/hash_job.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <ctime>
#include <fstream>
#include <thread>

#include "os/file_descriptor.h"
#include "test_errors.h"
#include "test_folder.h"

namespace sevproof::cli {
namespace {

constexpr InputLimits kInitrd = {.role = "initrd", .max_size = 0xffffffff, .may_be_empty = true};
constexpr std::size_t kSize = 10'000'000;

class HashJobTest : public TestInFolder {
 protected:
  std::string make_fifo() {
    const std::string fifo = path("fifo");
    EXPECT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
    return fifo;
  }
};

TEST_F(HashJobTest, BeginsWithARegularFileAtOnce) {
  const std::string content(kSize, 'i');
  HashJob job(make_file("initrd", content), kInitrd);
  while (job.progress().done < kSize) std::this_thread::yield();
  EXPECT_EQ(job.progress().total, kSize);
  const Result<FileDigest> digest = job.result([] {});
  ASSERT_TRUE(test::succeeds(digest));
  EXPECT_EQ(digest->size, kSize);
  EXPECT_EQ(digest->sha256, sha256(as_bytes(content)));
}

// Nobody has it open for reading, so that it cannot be opened for writing without waiting.
TEST_F(HashJobTest, DoesNotTouchAPipeBeforeItsTurn) {
  const std::string fifo = make_fifo();
  HashJob job(fifo, kInitrd);
  std::this_thread::sleep_for(std::chrono::milliseconds(50));  // a thread would have opened it
  const FileDescriptor early(::open(fifo.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC));
  EXPECT_FALSE(early.is_open());
  EXPECT_EQ(errno, ENXIO);
  std::thread writer([&] { std::ofstream(fifo) << "abc"; });
  const Result<FileDigest> digest = job.result([] {});
  writer.join();
  ASSERT_TRUE(test::succeeds(digest));
  EXPECT_EQ(digest->sha256, sha256(as_bytes("abc")));
}

TEST_F(HashJobTest, CallsWhileItWaits) {
  const std::string fifo = make_fifo();
  HashJob job(fifo, kInitrd);
  std::thread writer;
  int calls = 0;
  const Result<FileDigest> digest = job.result([&] {
    EXPECT_EQ(job.progress().total, std::nullopt);
    if (++calls == 2) writer = std::thread([&] { std::ofstream(fifo) << "abc"; });
  });
  writer.join();
  EXPECT_TRUE(test::succeeds(digest));
}

TEST_F(HashJobTest, TellsWhatWentWrong) {
  HashJob missing(path("no"), kInitrd);
  EXPECT_TRUE(test::fails(missing.result([] {}), ErrorKind::kUnreadable, {"initrd", "No such"}));
}

// 80 GiB in all if it were not, which takes more of any processor.
TEST_F(HashJobTest, IsGivenUp) {
  constexpr std::clock_t kMuch = 10L * CLOCKS_PER_SEC;
  const std::clock_t start = std::clock();
  const std::string sparse = make_file("initrd", "");
  ASSERT_EQ(::truncate(sparse.c_str(), 0xffffffff), 0);
  for (int round = 0; round < 20; ++round) {
    HashJob job(sparse, kInitrd);
    while (job.progress().done == 0) std::this_thread::yield();
    EXPECT_LT(job.progress().done, 0xffffffffU);
  }
  EXPECT_LT(std::clock() - start, kMuch);
}

}  // namespace
}  // namespace sevproof::cli
