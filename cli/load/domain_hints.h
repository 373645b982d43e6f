// What a domain or its host says about a value that is missing: a hint, where nothing is taken.
#ifndef SEVPROOF_CLI_LOAD_DOMAIN_HINTS_H
#define SEVPROOF_CLI_LOAD_DOMAIN_HINTS_H

#include "sevproof/formats/domain_config.h"
#include "sevproof/sev/fields.h"

namespace sevproof::cli {

// Puts what the XML says of the CPUs into the hint, if they are what is missing.
void add_xml_hint(FieldProblem& problem, const DomainConfig& domain);

// Says that the host was asked, if it is to blame for what is missing.
void add_host_hint(FieldProblem& problem);

}  // namespace sevproof::cli

#endif
