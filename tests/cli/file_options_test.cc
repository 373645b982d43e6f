// The whole option table: whatever option names an input, no output of its command may be that
// file.
#include "options/file_options.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "os/file_descriptor.h"
#include "test_errors.h"
#include "test_folder.h"

namespace sevproof::cli {
namespace {

using test::fails;
using test::succeeds;

Arguments parse(std::span<const OptionGroup> groups, std::vector<std::string> words,
                std::size_t positionals = 0) {
  words.insert(words.begin(), "sevproof");
  std::vector<char*> argv;
  argv.reserve(words.size());
  for (std::string& word : words) argv.push_back(word.data());
  auto arguments =
      Arguments::parse(groups, positionals, static_cast<int>(argv.size()), argv.data());
  EXPECT_TRUE(succeeds(arguments));
  return arguments ? *std::move(arguments) : Arguments();
}

std::vector<std::span<const OptionGroup>> all_tables() {
  return {validate_options(), measure_options(), secret_unpack_options(), show_options(),
          vmsa_build_options()};
}

std::vector<OptionSpec> options_of(std::span<const OptionGroup> groups, OptionKind kind) {
  std::vector<OptionSpec> found;
  for (const OptionGroup& group : groups) {
    for (const OptionSpec& spec : group.options) {
      if (spec.kind == kind) found.push_back(spec);
    }
  }
  return found;
}

std::string word(const OptionSpec& spec, const std::string& value) {
  const std::string named = spec.kind == OptionKind::kNamedInput ? "luks-key:" : "";
  return std::string("--") + spec.name + "=" + named + value;
}

std::vector<OptionSpec> inputs_of(std::span<const OptionGroup> groups) {
  std::vector<OptionSpec> inputs = options_of(groups, OptionKind::kInputFile);
  for (const OptionSpec& spec : options_of(groups, OptionKind::kNamedInput)) inputs.push_back(spec);
  return inputs;
}

class FileOptions : public TestInFolder {
 protected:
  // The names under which one file is known here.
  std::vector<std::string> names_of_one_file() const {
    const std::string file = make_file("file", "precious");
    EXPECT_EQ(::link(file.c_str(), path("hard").c_str()), 0);
    EXPECT_EQ(::symlink("file", path("soft").c_str()), 0);
    EXPECT_EQ(::mkdir(path("folder").c_str(), 0700), 0);
    return {file, path("hard"), path("soft"), path("folder/../file")};
  }
};

TEST_F(FileOptions, NoOutputIsAnInputWhateverOptionsNameThem) {
  const std::vector<std::string> names = names_of_one_file();
  std::size_t pairs = 0;
  for (const auto groups : all_tables()) {
    for (const OptionSpec& output : options_of(groups, OptionKind::kOutputFile)) {
      for (const OptionSpec& input : inputs_of(groups)) {
        for (const std::string& name : names) {
          const Arguments arguments =
              parse(groups, {word(input, names.front()), word(output, name)});
          EXPECT_TRUE(fails(check_files(arguments), ErrorKind::kInvalid, {"input", "lost"}))
              << input.name << " and " << output.name << " as " << name;
          EXPECT_TRUE(succeeds(
              check_files(parse(groups, {word(input, names.front()), word(output, path("new"))}))));
          ++pairs;
        }
      }
    }
  }
  // 12 inputs of the validation with 2 outputs, one of vmsa build with 2, each by 4 names.
  EXPECT_EQ(pairs, (12U * 2 + 1U * 2) * 4);
  EXPECT_EQ(content("file"), "precious");
}

TEST_F(FileOptions, NoInputOfARepeatedOptionIsAnOutput) {
  const std::string file = make_file("file", "x");
  const std::string other = make_file("other", "x");
  EXPECT_TRUE(fails(check_files(parse(validate_options(), {"--also-try", file, "--also-try", other,
                                                           "--secret-header", file})),
                    ErrorKind::kInvalid, {"input"}));
}

TEST_F(FileOptions, NoTwoOutputsAreOneFile) {
  for (const auto groups : all_tables()) {
    const auto outputs = options_of(groups, OptionKind::kOutputFile);
    for (const OptionSpec& first : outputs) {
      for (const OptionSpec& second : outputs) {
        if (first.option == second.option) continue;
        EXPECT_TRUE(
            fails(check_files(parse(groups, {word(first, path("new")), word(second, path("new"))})),
                  ErrorKind::kInvalid, {"same file"}));
      }
    }
  }
}

TEST_F(FileOptions, TheLastOfAnOutputGivenTwiceCounts) {
  const auto paths =
      file_names(parse(validate_options(), {"--secret-header", "a", "--secret-header", "b"}))
          .outputs;
  ASSERT_EQ(paths.size(), 1U);
  EXPECT_EQ(paths.front().path, "b");
}

TEST_F(FileOptions, EveryOptionWithAFileInItsHelpIsOfAKindWithAFile) {
  for (const auto groups : all_tables()) {
    for (const OptionGroup& group : groups) {
      for (const OptionSpec& spec : group.options) {
        const std::string_view argument = spec.argument == nullptr ? "" : spec.argument;
        const bool names_file = argument == "FILE" || argument == "NAME:FILE" || argument == "DIR";
        const bool is_file = spec.kind != OptionKind::kFlag && spec.kind != OptionKind::kText &&
                             spec.kind != OptionKind::kNumber;
        EXPECT_EQ(names_file, is_file) << spec.name;
        const bool writes = spec.help != nullptr &&
                            std::string_view(spec.help).find("write") != std::string_view::npos;
        EXPECT_EQ(spec.kind == OptionKind::kOutputFile || spec.kind == OptionKind::kOutputFolder,
                  writes)
            << spec.name;
      }
    }
  }
}

TEST_F(FileOptions, StandardInputIsReadOnceByWhateverOptions) {
  for (const auto groups : all_tables()) {
    const auto inputs = inputs_of(groups);
    for (const OptionSpec& first : inputs) {
      EXPECT_TRUE(succeeds(check_files(parse(groups, {word(first, "-")}))));
      for (const OptionSpec& second : inputs) {
        EXPECT_TRUE(
            fails(check_files(parse(groups, {word(first, "-"), word(second, "/dev/stdin")})),
                  ErrorKind::kInvalid, {"standard input ('-') is named 2 times"}))
            << first.name << " and " << second.name;
      }
    }
  }
  EXPECT_TRUE(
      fails(check_files(parse(show_options(), {"-", "-"}, 2)), ErrorKind::kInvalid, {"2 times"}));
}

TEST_F(FileOptions, APipeIsReadOnceAndAFileAsOftenAsItIsNamed) {
  ASSERT_EQ(::mkfifo(path("fifo").c_str(), 0600), 0);
  ASSERT_EQ(::symlink("fifo", path("link").c_str()), 0);
  const std::string file = make_file("file", "x");
  EXPECT_TRUE(fails(
      check_files(parse(validate_options(), {"--kernel", path("fifo"), "--initrd", path("link")})),
      ErrorKind::kInvalid, {"pipe '", "2 times"}));
  EXPECT_TRUE(
      succeeds(check_files(parse(validate_options(), {"--kernel", file, "--also-try", file}))));
  EXPECT_TRUE(
      succeeds(check_files(parse(validate_options(), {"--firmware", "-", "--initrd", "/dev/null",
                                                      "--also-try", "/dev/null"}))));
}

}  // namespace
}  // namespace sevproof::cli
