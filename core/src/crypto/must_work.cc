#include "crypto/must_work.h"

#include <unistd.h>

#include <cstdlib>
#include <string>

namespace sevproof::internal {

void must_work(int status, const char* call) {
  if (status == 0) return;
  const std::string message = std::string("sevproof stops here: ") + call +
                              " of the crypto library failed with status " +
                              std::to_string(status) + ", which it never should\n";
  // Not by a stream: the page has none, and nothing of them for the sake of this.
  const auto size = static_cast<unsigned>(message.size());  // Windows takes no more
  [[maybe_unused]] const auto written = ::write(STDERR_FILENO, message.data(), size);
  std::abort();
}

}  // namespace sevproof::internal
