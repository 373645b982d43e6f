// Outputs that overwrite nothing.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <array>
#include <cerrno>

#include "os/file_system.h"
#include "os/output_files.h"
#include "os/output_folder.h"
#include "test_errors.h"
#include "test_folder.h"

namespace sevproof::cli {
namespace {

using test::fails;
using test::succeeds;
using Names = std::vector<std::string>;

class NewFiles : public TestInFolder {
 protected:
  Result<void> write(const Names& names, std::string_view content = "new") const {
    std::vector<OutputFile> files;
    for (const std::string& name : names) {
      files.push_back({{"TIK", path(name)}, as_bytes(content)});
    }
    return write_outputs(files, {}, Existing::kRefused);
  }
};

TEST_F(NewFiles, AreMadeForTheOwnerOnly) {
  ASSERT_TRUE(succeeds(write({"a", "b"})));
  EXPECT_EQ(names(), (Names{"a", "b"}));
  EXPECT_EQ(content("a"), "new");
  struct stat info {};
  ASSERT_EQ(::lstat(path("b").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 07777, 0600U);
  EXPECT_EQ(info.st_nlink, 1U);
}

TEST_F(NewFiles, NothingThatExistsIsTouched) {
  make_file("b", "mine");
  EXPECT_TRUE(fails(write({"a", "b", "c"}), ErrorKind::kUnreadable, {"'", "already exists"}));
  EXPECT_EQ(names(), Names{"b"});
  EXPECT_EQ(content("b"), "mine");
  make_file("empty", "");
  EXPECT_TRUE(fails(write({"empty"}), ErrorKind::kUnreadable, {"already exists"}));
}

TEST_F(NewFiles, LinksPipesAndDevicesAreSomethingToo) {
  make_file("real", "mine");
  ASSERT_EQ(::symlink("real", path("link").c_str()), 0);
  ASSERT_EQ(::symlink("nowhere", path("dangling").c_str()), 0);
  ASSERT_EQ(::symlink("/dev/null", path("device").c_str()), 0);
  ASSERT_EQ(::mkfifo(path("pipe").c_str(), 0600), 0);
  const Names before = names();
  for (const char* const name : {"link", "dangling", "device", "pipe"}) {
    EXPECT_TRUE(fails(write({"a", name}), ErrorKind::kUnreadable, {"already exists"})) << name;
  }
  EXPECT_EQ(names(), before);
  EXPECT_EQ(content("real"), "mine");
}

TEST_F(NewFiles, ATakenNameIsSaidSo) {
  make_file("from", "new");
  make_file("to", "mine");
  EXPECT_FALSE(name_file(path("from"), path("to")));
  EXPECT_EQ(errno, EEXIST);
  EXPECT_EQ(content("to"), "mine");
  ASSERT_EQ(::symlink("nowhere", path("dangling").c_str()), 0);
  EXPECT_FALSE(name_file(path("from"), path("dangling")));
  EXPECT_EQ(errno, EEXIST);
  EXPECT_TRUE(name_file(path("from"), path("other")));
  EXPECT_EQ(names(), (Names{"dangling", "other", "to"}));
}

// Whoever comes first has all of them; the others have none.
TEST_F(NewFiles, TwoAtATimeDoNotMix) {
  for (int round = 0; round < 20; ++round) {
    const std::string folder = std::to_string(round) + "/";
    ASSERT_EQ(::mkdir(path(folder).c_str(), 0700), 0);
    std::array<pid_t, 4> writers{};
    for (std::size_t i = 0; i < writers.size(); ++i) {
      writers.at(i) = ::fork();
      if (writers.at(i) != 0) continue;
      ::_exit(write({folder + "a", folder + "b", folder + "c"}, std::to_string(i)) ? 0 : 1);
    }
    std::vector<std::size_t> winners;
    for (std::size_t i = 0; i < writers.size(); ++i) {
      int status = 0;
      ASSERT_EQ(::waitpid(writers.at(i), &status, 0), writers.at(i));
      if (status == 0) winners.push_back(i);
    }
    ASSERT_EQ(winners.size(), 1U);
    EXPECT_EQ(names(std::to_string(round)), (Names{"a", "b", "c"}));
    for (const char* const name : {"a", "b", "c"}) {
      EXPECT_EQ(content(folder + name), std::to_string(winners.front()));
    }
  }
}

TEST_F(NewFiles, AFolderThatWasMadeGoesAgain) {
  { const auto folder = OutputFolder::make(path("made")); }
  EXPECT_EQ(names(), Names{});
  {
    auto folder = OutputFolder::make(path("made"));
    ASSERT_TRUE(folder.has_value());
    folder->keep();
  }
  EXPECT_EQ(names(), Names{"made"});
  { const auto folder = OutputFolder::make(path("made")); }
  EXPECT_EQ(names(), Names{"made"});
  make_file("file", "");
  EXPECT_TRUE(fails(OutputFolder::make(path("file")), ErrorKind::kUnreadable, {"file"}));
  EXPECT_TRUE(fails(OutputFolder::make(path("a/b")), ErrorKind::kUnreadable, {"a/b"}));
}

}  // namespace
}  // namespace sevproof::cli
