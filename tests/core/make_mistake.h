// Parts of mistakes.cc: the list of each group, and how a mistake is put together.
#ifndef SEVPROOF_TESTS_CORE_MAKE_MISTAKE_H
#define SEVPROOF_TESTS_CORE_MAKE_MISTAKE_H

#include "mistakes.h"

namespace sevproof::test {

using Apply = std::function<bool(MistakenLaunch&)>;

Mistake mistake(std::string name, Hypothesis hypothesis, Apply apply);
// One that fits every launch.
Mistake always(std::string name, Hypothesis hypothesis,
               std::function<void(MistakenLaunch&)> change);
Mistake with_part(Mistake mistake, MistakePart part);

std::vector<Mistake> key_mistakes();
std::vector<Mistake> host_mistakes();
std::vector<Mistake> kernel_mistakes();
std::vector<Mistake> cmdline_mistakes();
std::vector<Mistake> cpu_mistakes();
std::vector<Mistake> firmware_mistakes();
std::vector<Mistake> said_mistakes();

}  // namespace sevproof::test

#endif
