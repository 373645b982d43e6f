// What the control groups of a made-up system leave a program of its cores.
#include "os/cpu_quota.h"

#include "test_folder.h"

namespace sevproof::cli {
namespace {

class CpuQuota : public TestInFolder {
 protected:
  void write(const std::string& name, const std::string& content) {
    std::filesystem::create_directories(std::filesystem::path(path(name)).parent_path());
    make_file(name, content);
  }
  void write_own_groups(const std::string& lines) { write("proc/self/cgroup", lines); }

  std::optional<unsigned> quota() { return cpu_quota(path("")); }
};

TEST_F(CpuQuota, NoneWithoutControlGroups) { EXPECT_EQ(quota(), std::nullopt); }

TEST_F(CpuQuota, NoneWithoutALimit) {
  write_own_groups("0::/user.slice\n");
  write("sys/fs/cgroup/user.slice/cpu.max", "max 100000\n");
  EXPECT_EQ(quota(), std::nullopt);
}

TEST_F(CpuQuota, OfTheOwnGroup) {
  write_own_groups("0::/system.slice/guests.service\n");
  write("sys/fs/cgroup/system.slice/guests.service/cpu.max", "200000 100000\n");
  EXPECT_EQ(quota(), 2);
}

TEST_F(CpuQuota, PartOfACoreIsOne) {
  write_own_groups("0::/\n");
  write("sys/fs/cgroup/cpu.max", "10000 100000\n");
  EXPECT_EQ(quota(), 1);
  write("sys/fs/cgroup/cpu.max", "150000 100000\n");
  EXPECT_EQ(quota(), 2);
}

TEST_F(CpuQuota, TheLeastOfAllAbove) {
  write_own_groups("0::/a/b/c\n");
  write("sys/fs/cgroup/a/cpu.max", "300000 100000\n");
  write("sys/fs/cgroup/a/b/cpu.max", "800000 100000\n");
  write("sys/fs/cgroup/a/b/c/cpu.max", "max 100000\n");
  EXPECT_EQ(quota(), 3);
}

TEST_F(CpuQuota, OfAContainerThatSeesOnlyItsRoot) {
  write_own_groups("0::/docker/0123abcd\n");
  write("sys/fs/cgroup/cpu.max", "50000 25000\n");
  EXPECT_EQ(quota(), 2);
}

TEST_F(CpuQuota, OfVersion1) {
  write_own_groups("12:memory:/m\n4:cpuset,cpuacct:/x\n3:cpu,cpuacct:/docker/0123:abcd\n0::/\n");
  write("sys/fs/cgroup/cpu/docker/0123:abcd/cpu.cfs_quota_us", "400000\n");
  write("sys/fs/cgroup/cpu/docker/0123:abcd/cpu.cfs_period_us", "100000\n");
  EXPECT_EQ(quota(), 4);
  write("sys/fs/cgroup/cpu/docker/0123:abcd/cpu.cfs_quota_us", "-1\n");
  EXPECT_EQ(quota(), std::nullopt);
}

TEST_F(CpuQuota, NoneWhereAFileSaysSomethingElse) {
  write_own_groups("0::/\n");
  for (const char* text :
       {"", "\n", "x y\n", "100000\n", "0 0\n", "100000 0\n", "-5 10\n", "nan nan\n"}) {
    write("sys/fs/cgroup/cpu.max", text);
    EXPECT_EQ(quota(), std::nullopt) << text;
  }
  write("sys/fs/cgroup/cpu.max", "100000 100000\n");
  for (const char* text : {"", "0", "0:", "no colon\n"}) {
    write_own_groups(text);
    EXPECT_EQ(quota(), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace sevproof::cli
