#include "load/load_launch.h"

#include <utility>

#include "load/domain_hints.h"
#include "load/load_domain.h"
#include "load/load_files.h"
#include "load/load_host.h"
#include "load/load_keys.h"
#include "load/load_launch_info.h"
#include "options/option_table.h"

namespace sevproof::cli {
namespace {

Error missing_error(std::vector<FieldProblem> problems, const Launch& launch) {
  if (launch.xml) add_xml_hint(problems.front(), *launch.xml);
  if (launch.live.domain) add_host_hint(problems.front());
  return joined(problems);
}

// What the options give, their files, and the XML where it may.
FieldSet will_be_given(const Options& options, const Launch& launch) {
  FieldSet given = options.given | given_fields(launch.draft);
  if (!launch.xml || !options.domain.insecure) return given;
  if (launch.xml->policy) given.add(Field::kPolicy);
  if (launch.xml->vcpus) given.add(Field::kNumCpus);
  if (domain_cpu_signature(*launch.xml)) given.add(Field::kCpu);
  return given;
}

// A guest of another kind lacks most of what would be asked for.
Result<void> check_kind(const Options& options, const Launch& launch) {
  if (!launch.xml || !launch.xml->snp || options.domain.ignore_config) return {};
  const DomainCheck check = check_domain(*launch.xml);
  return check.refusal ? fail(*check.refusal) : Result<void>();
}

// Before kernel and initrd are read, which takes time. A host is asked for the rest, but for no
// key.
Result<void> check_given(const Options& options, const Launch& launch) {
  auto problems =
      missing_fields(will_be_given(options, launch),
                     {.es = launch.draft.es(), .vcpus = launch.draft.num_cpus}, option_name);
  if (options.domain.name) {
    std::erase_if(problems, [](const FieldProblem& one) { return one.field != Field::kTik; });
  }
  if (problems.empty()) return {};
  Error error = missing_error(std::move(problems), launch);
  const bool is_bare = options.given == FieldSet() && !launch.xml && !options.domain.name;
  if (is_bare) error.hint += " `sevproof --help` lists all options.";
  return fail(error);
}

}  // namespace

Result<Launch> load_launch(Options& options, Console& console) {
  Launch launch;
  auto xml = load_domain(options.domain.xml);
  if (!xml) return fail(xml.error());
  launch.xml = std::move(*xml);
  if (auto checked = check_kind(options, launch); !checked) return fail(checked.error());
  launch.draft = std::move(options.draft);
  if (const auto& path = options.files.launch_info) {
    if (auto loaded = load_launch_info(*path, launch.draft); !loaded) return fail(loaded.error());
  }
  if (auto checked = check_given(options, launch); !checked) return fail(checked.error());
  if (auto loaded = load_keys(options.keys, launch.draft, console); !loaded) {
    return fail(loaded.error());
  }
  if (auto loaded = load_files(options.files, launch.draft, console); !loaded) {
    return fail(loaded.error());
  }
  if (launch.xml) {
    launch.said = said_by_domain(*launch.xml, HostSource::kDomainXml);
    auto applied = apply_domain(options.domain, *launch.xml, launch);
    if (!applied) return fail(applied.error());
  }
  if (!options.domain.name) return launch;
  if (auto loaded = load_host(options, launch, console); !loaded) return fail(loaded.error());
  return launch;
}

Result<CompleteDraft> complete_launch(Launch& launch) {
  auto whole = complete(std::move(launch.draft), option_name);
  if (!whole) return fail(missing_error(std::move(whole.error()), launch));
  return std::move(*whole);
}

}  // namespace sevproof::cli
