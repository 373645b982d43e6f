// Every installed header, as the test has found them.
#include "all_headers.h"
