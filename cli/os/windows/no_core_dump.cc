#include "os/no_core_dump.h"

#include <windows.h>

namespace sevproof::cli {

// Windows Error Reporting, which would keep a dump, is not asked then.
void forbid_core_dumps() {
  ::SetErrorMode(SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX | SEM_NOOPENFILEERRORBOX);
}

}  // namespace sevproof::cli
