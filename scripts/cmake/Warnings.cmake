# Warnings for our own targets; third-party sources are compiled as they come.
add_library(sevproof_warnings INTERFACE)
target_compile_options(
  sevproof_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion
                              $<$<COMPILE_LANGUAGE:CXX>:-Wold-style-cast -Wnon-virtual-dtor>)
if(SEVPROOF_WERROR)
  target_compile_options(sevproof_warnings INTERFACE -Werror)
endif()
