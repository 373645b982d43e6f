// A launch on its way to a request, with everything that stands beside it in the program.
#ifndef SEVPROOF_CLI_LOAD_LAUNCH_H
#define SEVPROOF_CLI_LOAD_LAUNCH_H

#include <memory>
#include <optional>
#include <vector>

#include "host/libvirt_host.h"
#include "sevproof/finding.h"
#include "sevproof/formats/domain_config.h"
#include "sevproof/sev/domain.h"
#include "sevproof/sev/draft.h"

namespace sevproof::cli {

// Each outlives the next.
struct LiveDomain {
  std::unique_ptr<AnswerLimit> limit;
  std::unique_ptr<LibvirtHost> host;
  std::unique_ptr<HostDomain> domain;
};

struct Launch {
  LaunchDraft draft;
  std::optional<DomainConfig> xml;  // of --domain-xml
  std::optional<SaidLaunch> said;   // where there is a domain
  std::vector<Finding> findings;    // about the domain and its host
  LiveDomain live;                  // with --domain only

  void add(const std::vector<Finding>& more) {
    findings.insert(findings.end(), more.begin(), more.end());
  }
};

}  // namespace sevproof::cli

#endif
