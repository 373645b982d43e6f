// The changes of a diagnosis as a report has them, and what follows for the verdict.
#ifndef SEVPROOF_TESTS_CORE_REPORT_CHANGES_H
#define SEVPROOF_TESTS_CORE_REPORT_CHANGES_H

#include <optional>

#include "plain_launch.h"
#include "test_data.h"

namespace sevproof::test {

// diagnosis.changes of the JSON report, which follows its schema.
Json report_changes(const MistakenLaunch& launch, const Diagnosis& diagnosis);

// The verdict on the launch with the value of every change put where the change is about, read as
// the fields of a request are. Nothing where a change has none.
std::optional<Verdict> verdict_with_values(const MistakenLaunch& launch,
                                           const Diagnosis& diagnosis);

}  // namespace sevproof::test

#endif
