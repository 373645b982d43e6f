#include "os/output_target.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mount.h>
#include <sys/stat.h>

#include "os/file_descriptor.h"
#include "test_errors.h"
#include "test_folder.h"

namespace sevproof::cli {
namespace {

using test::fails;
using test::succeeds;

class CheckOutputs : public TestInFolder {
 protected:
  static Result<void> check(const std::string& path) {
    return check_outputs(std::vector<OutputPath>{{"secret header", path}});
  }
  static Result<void> check_pair(const std::string& header, const std::string& payload) {
    return check_outputs(
        std::vector<OutputPath>{{"secret header", header}, {"secret payload", payload}});
  }
  static Result<void> check_with_input(const std::string& path, const std::string& input) {
    return check_outputs(std::vector<OutputPath>{{"secret header", path}},
                         std::vector<std::string>{"/nowhere", input});
  }
};

TEST_F(CheckOutputs, TakesNewAndExistingFilesAndTouchesNothing) {
  const std::string old = make_file("old", "former");
  EXPECT_TRUE(succeeds(check_pair(path("new"), old)));
  EXPECT_TRUE(succeeds(check("/dev/null")));
  EXPECT_TRUE(succeeds(check("/dev/full")));
  EXPECT_EQ(names(), std::vector<std::string>{"old"});
  EXPECT_EQ(content("old"), "former");
}

TEST_F(CheckOutputs, RefusesWhatIsNoFile) {
  ASSERT_EQ(::mkdir(path("folder").c_str(), 0700), 0);
  EXPECT_TRUE(
      fails(check(path("folder")), ErrorKind::kUnreadable, {"secret header '", "directory"}));
  EXPECT_TRUE(fails(check(path("folder/")), ErrorKind::kUnreadable, {"directory"}));
  EXPECT_TRUE(fails(check(path("new/")), ErrorKind::kUnreadable, {"no such folder"}));
  EXPECT_TRUE(fails(check(""), ErrorKind::kInvalid, {"secret header", "expected a path"}));
  EXPECT_TRUE(fails(check("-"), ErrorKind::kInvalid, {"secret header", "'-'"}));
  EXPECT_NE(check("-").error().hint.find("/dev/stdout"), std::string::npos);
}

TEST_F(CheckOutputs, RefusesAFolderThatIsMissing) {
  const std::string file = make_file("file", "x");
  EXPECT_TRUE(fails(check(path("no/x")), ErrorKind::kUnreadable,
                    {"secret header", "/no'", "No such file"}));
  EXPECT_TRUE(fails(check(file + "/x"), ErrorKind::kUnreadable, {"Not a directory"}));
}

TEST_F(CheckOutputs, RefusesWhatThisUserMayNotWrite) {
  become_ordinary_user();
  ASSERT_EQ(::mkdir(path("folder").c_str(), 0500), 0);
  const std::string file = make_file("file", "x");
  ASSERT_EQ(::chmod(file.c_str(), 0400), 0);
  EXPECT_TRUE(fails(check(path("folder/x")), ErrorKind::kUnreadable,
                    {"folder", "not writable", "Permission denied"}));
  EXPECT_TRUE(fails(check(file), ErrorKind::kUnreadable, {"not writable", "Permission denied"}));
}

TEST_F(CheckOutputs, RefusesAReadOnlyFileSystem) {
  ASSERT_EQ(::mkdir(path("disk").c_str(), 0700), 0);
  if (::mount("none", path("disk").c_str(), "tmpfs", MS_RDONLY, nullptr) != 0) {
    GTEST_SKIP() << "mounting a disk needs root";
  }
  EXPECT_TRUE(fails(check(path("disk/x")), ErrorKind::kUnreadable,
                    {"folder '" + path("disk") + "'", "Read-only file system"}));
  EXPECT_EQ(::umount(path("disk").c_str()), 0);
}

TEST_F(CheckOutputs, TwoOutputsMustBeTwoFiles) {
  const std::string old = make_file("old", "former");
  ASSERT_EQ(::link(old.c_str(), path("hard").c_str()), 0);
  ASSERT_EQ(::symlink("old", path("soft").c_str()), 0);
  ASSERT_EQ(::symlink("new", path("dangling").c_str()), 0);
  ASSERT_EQ(::symlink(".", path("here").c_str()), 0);
  for (const char* name : {"old", "./old", "hard", "soft", "here/old"}) {
    EXPECT_TRUE(fails(check_pair(old, path(name)), ErrorKind::kInvalid,
                      {"secret payload", "same file as secret header"}))
        << name;
  }
  for (const char* name : {"new", "./new", "dangling", "here/new"}) {
    EXPECT_TRUE(fails(check_pair(path("new"), path(name)), ErrorKind::kInvalid, {"same file"}))
        << name;
  }
  EXPECT_TRUE(succeeds(check_pair(path("new"), path("new2"))));
  EXPECT_TRUE(succeeds(check_pair("/dev/null", "/dev/null")));
  ASSERT_EQ(::mkfifo(path("fifo").c_str(), 0600), 0);
  EXPECT_TRUE(fails(check_pair(path("fifo"), path("fifo")), ErrorKind::kInvalid, {"same file"}));
}

TEST_F(CheckOutputs, AnInputIsNoOutput) {
  const std::string firmware = make_file("fw", "x");
  ASSERT_EQ(::symlink("fw", path("soft").c_str()), 0);
  EXPECT_TRUE(fails(check_with_input(firmware, path("soft")), ErrorKind::kInvalid,
                    {"secret header", "input '" + path("soft") + "'", "lost"}));
  EXPECT_TRUE(fails(check_with_input(path("soft"), firmware), ErrorKind::kInvalid, {"lost"}));
  EXPECT_TRUE(succeeds(check_with_input(path("other"), firmware)));
  EXPECT_TRUE(succeeds(check_with_input("/dev/null", "/dev/null")));
  const FileDescriptor saved(::dup(STDIN_FILENO));
  const FileDescriptor input(::open(firmware.c_str(), O_RDONLY | O_CLOEXEC));
  ASSERT_EQ(::dup2(input.get(), STDIN_FILENO), STDIN_FILENO);
  EXPECT_TRUE(fails(check_with_input(firmware, "-"), ErrorKind::kInvalid, {"lost"}));
  EXPECT_EQ(::dup2(saved.get(), STDIN_FILENO), STDIN_FILENO);
}

TEST_F(CheckOutputs, SymbolicLinksThatLeadNowhereAreRefused) {
  ASSERT_EQ(::symlink("b", path("a").c_str()), 0);
  ASSERT_EQ(::symlink("a", path("b").c_str()), 0);
  EXPECT_TRUE(fails(check(path("a")), ErrorKind::kUnreadable, {"symbolic links"}));
}

TEST_F(CheckOutputs, DescriptorsAreLookedAt) {
  const std::string file = make_file("file", "x");
  const FileDescriptor reading(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  const FileDescriptor writing(::open(file.c_str(), O_WRONLY | O_CLOEXEC));
  const auto name = [](const FileDescriptor& fd) { return "/dev/fd/" + std::to_string(fd.get()); };
  EXPECT_TRUE(fails(check(name(reading)), ErrorKind::kUnreadable, {"open for reading"}));
  EXPECT_TRUE(succeeds(check(name(writing))));
  EXPECT_TRUE(succeeds(check_pair(name(writing), path("other"))));
  EXPECT_TRUE(fails(check_pair(name(writing), file), ErrorKind::kInvalid, {"same file"}));
  EXPECT_TRUE(fails(check("/dev/fd/987"), ErrorKind::kUnreadable, {"/dev/fd/987"}));
  EXPECT_TRUE(succeeds(check("/dev/stderr")));
}

}  // namespace
}  // namespace sevproof::cli
