#include <gtest/gtest.h>

#include <set>

#include "mistakes.h"

namespace sevproof {
namespace {

TEST(DiagnosisTable, NamesAreUniqueAndKebabCase) {
  std::set<std::string_view> names;
  for (const HypothesisInfo& info : hypothesis_table()) {
    EXPECT_TRUE(names.insert(info.name).second) << info.name;
    EXPECT_EQ(info.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-"),
              std::string_view::npos)
        << info.name;
    EXPECT_EQ(&hypothesis_info(info.hypothesis), &info);
  }
}

TEST(DiagnosisTable, TextsReadAsSentences) {
  for (const HypothesisInfo& info : hypothesis_table()) {
    SCOPED_TRACE(info.name);
    EXPECT_FALSE(info.sentence.ends_with('.'));
    EXPECT_TRUE(info.hint.ends_with('.'));
    EXPECT_FALSE(info.excluded.ends_with('.'));
    EXPECT_FALSE(hypothesis_scope(info.hypothesis).varies.empty());
    EXPECT_FALSE(hypothesis_scope(info.hypothesis).pairs.empty());
    EXPECT_TRUE(std::isupper(static_cast<unsigned char>(info.sentence.front())));
  }
}

TEST(DiagnosisTable, SentencesTakeTheirValues) {
  for (const HypothesisInfo& info : hypothesis_table()) {
    const std::string text = diagnosis_sentence({info.hypothesis, "GIVEN", "FOUND"});
    EXPECT_EQ(text.find('{'), std::string::npos) << text;
    EXPECT_EQ(info.sentence.find("{found}") != std::string_view::npos,
              text.find("FOUND") != std::string::npos);
  }
}

TEST(DiagnosisTable, AFilesNameIsNotTakenForAPlace) {
  EXPECT_EQ(diagnosis_sentence({Hypothesis::kKernelCandidate, "x", "'{given}{found}'"}),
            "The kernel that was used is '{given}{found}'");
}

TEST(DiagnosisTable, GroupsStandTogether) {
  std::set<HypothesisGroup> past;
  HypothesisGroup current = hypothesis_table().front().group;
  for (const HypothesisInfo& info : hypothesis_table()) {
    if (info.group != current) past.insert(std::exchange(current, info.group));
    EXPECT_FALSE(past.contains(info.group)) << info.name;
    EXPECT_FALSE(group_title(info.group).empty());
  }
}

// Those of SEV-SNP alone are in snp_diagnosis_test.cc.
TEST(DiagnosisTable, EveryRowIsTested) {
  std::set<Hypothesis> tested;
  for (const test::Mistake& mistake : test::mistakes()) tested.insert(mistake.hypothesis);
  for (const HypothesisInfo& info : hypothesis_table()) {
    EXPECT_NE(tested.contains(info.hypothesis), info.group == HypothesisGroup::kSnp) << info.name;
  }
}

}  // namespace
}  // namespace sevproof
