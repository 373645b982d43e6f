// A folder of its own for one test, and plain file access that shares nothing with the code under
// test.
#ifndef SEVPROOF_TESTS_CLI_TEST_FOLDER_H
#define SEVPROOF_TESTS_CLI_TEST_FOLDER_H

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace sevproof::cli {

// Tests that derive from it find an empty folder at root(), which goes away with them.
class TestInFolder : public ::testing::Test {
 public:
  TestInFolder(const TestInFolder&) = delete;
  TestInFolder& operator=(const TestInFolder&) = delete;

 protected:
  TestInFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "sevproof-XXXXXX").string();
    if (::mkdtemp(name.data()) != nullptr) root_ = name;
  }
  ~TestInFolder() override {
    if (was_root_ && ::seteuid(0) != 0) std::abort();
    std::error_code ignored;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root_, ignored)) {
      if (!entry.is_directory(ignored)) continue;
      std::filesystem::permissions(entry.path(), std::filesystem::perms::owner_all, ignored);
    }
    if (!root_.empty()) std::filesystem::remove_all(root_, ignored);
  }

  void SetUp() override { ASSERT_FALSE(root_.empty()) << "no folder for the test"; }

  std::string path(std::string_view name) const { return root_ + "/" + std::string(name); }

  std::string make_file(std::string_view name, std::string_view content) const {
    std::ofstream(path(name), std::ios::binary) << content;
    return path(name);
  }

  std::string content(std::string_view name) const {
    std::ifstream stream(path(name), std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
  }

  // From here to the end of the test, access rights count: root gives its own up and owns the
  // folder as an ordinary user.
  void become_ordinary_user() {
    if (::geteuid() != 0) return;
    constexpr unsigned kNobody = 65534;
    ASSERT_EQ(::chown(root_.c_str(), kNobody, kNobody), 0);
    ASSERT_EQ(::seteuid(kNobody), 0);
    was_root_ = true;
  }

  // The sorted names in the folder `name` below root(), hidden ones included.
  std::vector<std::string> names(std::string_view name = ".") const {
    std::vector<std::string> found;
    for (const auto& entry : std::filesystem::directory_iterator(path(name))) {
      found.push_back(entry.path().filename().string());
    }
    std::sort(found.begin(), found.end());
    return found;
  }

 private:
  std::string root_;
  bool was_root_ = false;
};

}  // namespace sevproof::cli

#endif
