#include "os/output_files.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <atomic>
#include <csignal>
#include <thread>

#include "os/file_descriptor.h"
#include "test_errors.h"
#include "test_folder.h"

namespace sevproof::cli {
namespace {

using test::fails;
using test::succeeds;
using Names = std::vector<std::string>;

class WriteOutputs : public TestInFolder {
 protected:
  static Result<void> write(const std::string& path, std::string_view content) {
    return write_outputs(std::vector<OutputFile>{{{"secret header", path}, as_bytes(content)}});
  }
  static Result<void> write_pair(const std::string& header, const std::string& payload,
                                 std::string_view content = "new") {
    return write_outputs(std::vector<OutputFile>{{{"secret header", header}, as_bytes(content)},
                                                 {{"secret payload", payload}, as_bytes(content)}});
  }
  mode_t mode(std::string_view name) const {
    struct stat info {};
    EXPECT_EQ(::lstat(path(name).c_str(), &info), 0);
    return info.st_mode & 07777;
  }
};

TEST_F(WriteOutputs, MakesNewFilesForTheOwnerOnly) {
  const mode_t before = ::umask(0777);
  const Result<void> written = write_pair(path("a"), path("b"), std::string("\0new\n", 5));
  ::umask(before);
  ASSERT_TRUE(succeeds(written));
  EXPECT_EQ(names(), (Names{"a", "b"}));
  EXPECT_EQ(content("a"), std::string("\0new\n", 5));
  EXPECT_EQ(content("b"), std::string("\0new\n", 5));
  EXPECT_EQ(mode("a"), 0600U);
}

TEST_F(WriteOutputs, ReplacesFilesWhole) {
  make_file("a", "the former content, which was longer");
  ASSERT_EQ(::chmod(path("a").c_str(), 0644), 0);
  const FileDescriptor reader(::open(path("a").c_str(), O_RDONLY | O_CLOEXEC));
  ASSERT_TRUE(succeeds(write_pair(path("a"), path("b"))));
  EXPECT_EQ(names(), (Names{"a", "b"}));
  EXPECT_EQ(content("a"), "new");
  EXPECT_EQ(mode("a"), 0600U);
  // Who had the former file open still has all of it.
  std::string former(100, ' ');
  EXPECT_EQ(::read(reader.get(), former.data(), former.size()), 36);
}

TEST_F(WriteOutputs, WritesEmptyFilesAndNoFilesAtAll) {
  EXPECT_TRUE(succeeds(write(path("a"), "")));
  EXPECT_TRUE(succeeds(write_outputs({})));
  EXPECT_EQ(names(), Names{"a"});
}

TEST_F(WriteOutputs, ReplacesWhatASymbolicLinkPointsTo) {
  ASSERT_EQ(::mkdir(path("folder").c_str(), 0700), 0);
  make_file("folder/real", "former");
  ASSERT_EQ(::symlink("folder/real", path("link").c_str()), 0);
  ASSERT_EQ(::symlink("folder/fresh", path("dangling").c_str()), 0);
  ASSERT_TRUE(succeeds(write_pair(path("link"), path("dangling"))));
  EXPECT_TRUE(std::filesystem::is_symlink(path("link")));
  EXPECT_TRUE(std::filesystem::is_symlink(path("dangling")));
  EXPECT_EQ(names("folder"), (Names{"fresh", "real"}));
  EXPECT_EQ(content("folder/real"), "new");
  EXPECT_EQ(content("folder/fresh"), "new");
}

TEST_F(WriteOutputs, ChecksOnItsOwnThatOutputsAreTwoFiles) {
  make_file("a", "former");
  EXPECT_TRUE(fails(write_pair(path("a"), path("./a")), ErrorKind::kInvalid, {"same file"}));
  EXPECT_EQ(content("a"), "former");
}

TEST_F(WriteOutputs, ADeviceThatIsFullChangesNothing) {
  make_file("a", "former");
  for (const bool device_first : {false, true}) {
    const std::string other = path("a");
    const Result<void> written =
        device_first ? write_pair("/dev/full", other) : write_pair(other, "/dev/full");
    EXPECT_TRUE(fails(written, ErrorKind::kUnreadable, {"'/dev/full'", "No space left on device"}));
  }
  EXPECT_EQ(names(), Names{"a"});
  EXPECT_EQ(content("a"), "former");
  EXPECT_TRUE(std::filesystem::is_character_file("/dev/full"));
}

// Linux has a size limit for files in place of a full disk, and no right is needed to set it.
TEST_F(WriteOutputs, AFileThatBecomesTooLargeChangesNothing) {
  make_file("a", "former");
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const rlimit low = {.rlim_cur = 1000, .rlim_max = before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &low), 0);
  const Result<void> written = write_pair(path("b"), path("a"), std::string(1001, 'x'));
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
  EXPECT_TRUE(fails(written, ErrorKind::kUnreadable, {"secret header", "File too large"}));
  EXPECT_EQ(names(), Names{"a"});
  EXPECT_EQ(content("a"), "former");
}

TEST_F(WriteOutputs, AFullDiskChangesNothing) {
  ASSERT_EQ(::mkdir(path("disk").c_str(), 0700), 0);
  if (::mount("none", path("disk").c_str(), "tmpfs", 0, "size=64k") != 0) {
    GTEST_SKIP() << "mounting a small disk needs root";
  }
  make_file("disk/a", "former");
  // The first fits, the second does not.
  const Result<void> written =
      write_pair(path("disk/new"), path("disk/a"), std::string(40000, 'x'));
  EXPECT_TRUE(
      fails(written, ErrorKind::kUnreadable, {"secret payload", "No space left on device"}));
  EXPECT_EQ(names("disk"), Names{"a"});
  EXPECT_EQ(content("disk/a"), "former");
  EXPECT_EQ(::umount(path("disk").c_str()), 0);
}

TEST_F(WriteOutputs, APipeIsWrittenAndNotReplaced) {
  ASSERT_EQ(::mkfifo(path("fifo").c_str(), 0600), 0);
  std::string got;
  std::thread reader([&] { got = content("fifo"); });
  EXPECT_TRUE(succeeds(write_pair(path("a"), path("fifo"))));
  reader.join();
  EXPECT_EQ(got, "new");
  EXPECT_TRUE(std::filesystem::is_fifo(path("fifo")));
  EXPECT_EQ(names(), (Names{"a", "fifo"}));
}

TEST_F(WriteOutputs, AClosedPipeIsAnErrorAndChangesNothing) {
  make_file("a", "former");
  int ends[2] = {-1, -1};
  ASSERT_EQ(::pipe2(ends, O_CLOEXEC), 0);
  ::close(ends[0]);
  const FileDescriptor writing(ends[1]);
  const Result<void> written = write_pair(path("a"), "/dev/fd/" + std::to_string(writing.get()));
  EXPECT_TRUE(fails(written, ErrorKind::kUnreadable, {"secret payload", "Broken pipe"}));
  EXPECT_EQ(names(), Names{"a"});
  EXPECT_EQ(content("a"), "former");
}

TEST_F(WriteOutputs, ADescriptorIsWrittenWhereItStands) {
  make_file("log", "first\n");
  const FileDescriptor log(::open(path("log").c_str(), O_WRONLY | O_CLOEXEC));
  ASSERT_EQ(::lseek(log.get(), 0, SEEK_END), 6);
  ASSERT_EQ(::symlink(("/proc/self/fd/" + std::to_string(log.get())).c_str(), path("out").c_str()),
            0);
  for (const std::string& name :
       {"/dev/fd/" + std::to_string(log.get()), "/proc/self/fd/" + std::to_string(log.get()),
        "/proc/" + std::to_string(::getpid()) + "/fd/" + std::to_string(log.get()), path("out")}) {
    EXPECT_TRUE(succeeds(write(name, "more\n"))) << name;
  }
  EXPECT_EQ(content("log"), "first\nmore\nmore\nmore\nmore\n");
  EXPECT_EQ(names(), (Names{"log", "out"}));
}

// While the writer waits for room in the pipe, everything is staged and nothing renamed. The last
// output then turns into a directory, so that its rename must fail after the others succeeded.
TEST_F(WriteOutputs, AFailureOfTheLastStepBringsBackEverything) {
  make_file("a", "former");
  make_file("last", "also former");
  ASSERT_EQ(::mkfifo(path("fifo").c_str(), 0600), 0);
  const std::string large(300000, 'x');
  std::atomic<std::size_t> staged = 0;
  std::thread reader([&] {
    std::ifstream fifo(path("fifo"), std::ios::binary);
    fifo.get();
    staged = names().size();
    std::filesystem::remove(path("last"));
    std::filesystem::create_directory(path("last"));
    while (fifo.get() != std::ifstream::traits_type::eof()) continue;
  });
  const Result<void> written =
      write_outputs(std::vector<OutputFile>{{{"first", path("a")}, as_bytes("new")},
                                            {{"second", path("b")}, as_bytes("new")},
                                            {{"third", path("last")}, as_bytes("new")},
                                            {{"pipe", path("fifo")}, as_bytes(large)}});
  reader.join();
  EXPECT_TRUE(fails(written, ErrorKind::kUnreadable, {"third '", "cannot be replaced"}));
  EXPECT_EQ(staged, 6U);  // a, last, fifo and three staged files
  EXPECT_EQ(names(), (Names{"a", "fifo", "last"}));
  EXPECT_EQ(content("a"), "former");
}

// The same, but what changes is a file whose former content would have to be kept.
TEST_F(WriteOutputs, AFileThatBecomesADirectoryIsNotPutAside) {
  make_file("a", "former");
  ASSERT_EQ(::mkfifo(path("fifo").c_str(), 0600), 0);
  const std::string large(300000, 'x');
  std::thread reader([&] {
    std::ifstream fifo(path("fifo"), std::ios::binary);
    fifo.get();
    std::filesystem::remove(path("a"));
    std::filesystem::create_directory(path("a"));
    while (fifo.get() != std::ifstream::traits_type::eof()) continue;
  });
  const Result<void> written =
      write_outputs(std::vector<OutputFile>{{{"first", path("a")}, as_bytes("new")},
                                            {{"second", path("b")}, as_bytes("new")},
                                            {{"pipe", path("fifo")}, as_bytes(large)}});
  reader.join();
  EXPECT_TRUE(fails(written, ErrorKind::kUnreadable, {"first '", "changed while"}));
  EXPECT_EQ(names(), (Names{"a", "fifo"}));
  EXPECT_TRUE(std::filesystem::is_directory(path("a")));
}

// A process that is told to end while files are staged ends, and leaves nothing behind.
TEST_F(WriteOutputs, AnInterruptionLeavesNothingBehind) {
  make_file("a", "former");
  ASSERT_EQ(::mkfifo(path("fifo").c_str(), 0600), 0);
  const std::string large(300000, 'x');
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    static_cast<void>(write_pair(path("fifo"), path("a"), large));
    ::_exit(0);
  }
  {
    std::ifstream fifo(path("fifo"), std::ios::binary);
    fifo.get();
    EXPECT_EQ(names().size(), 3U);
    ::kill(child, SIGTERM);
  }  // closes the pipe: the write fails, and the signal comes through
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM);
  EXPECT_EQ(names(), (Names{"a", "fifo"}));
  EXPECT_EQ(content("a"), "former");
}

// Where no name can be made, nothing can be written; what is there may still be read and rewritten.
TEST_F(WriteOutputs, AFolderThatIsNotWritableStaysAsItIs) {
  become_ordinary_user();
  ASSERT_EQ(::mkdir(path("folder").c_str(), 0700), 0);
  make_file("folder/a", "former");
  ASSERT_EQ(::chmod(path("folder").c_str(), 0500), 0);
  EXPECT_TRUE(fails(write(path("folder/a"), "new"), ErrorKind::kUnreadable, {"not writable"}));
  EXPECT_EQ(content("folder/a"), "former");
  EXPECT_EQ(names("folder"), Names{"a"});
}

TEST_F(WriteOutputs, SignalsAreAsBefore) {
  EXPECT_TRUE(succeeds(write(path("a"), "new")));
  struct sigaction now {};
  ::sigaction(SIGPIPE, nullptr, &now);
  EXPECT_EQ(now.sa_handler, SIG_DFL);
  sigset_t mask;
  ::sigprocmask(SIG_BLOCK, nullptr, &mask);
  EXPECT_EQ(::sigismember(&mask, SIGTERM), 0);
}

}  // namespace
}  // namespace sevproof::cli
