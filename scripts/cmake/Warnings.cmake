# Warnings for our own targets; third-party sources are compiled as they come.
add_library(sevproof_warnings INTERFACE)
target_compile_options(
  sevproof_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion
                              $<$<COMPILE_LANGUAGE:CXX>:-Wold-style-cast -Wnon-virtual-dtor>)
if(SEVPROOF_WERROR)
  target_compile_options(sevproof_warnings INTERFACE -Werror)
endif()
# GCC 12 sees overlaps in "literal" + std::string where there are none (its bug 105329).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(sevproof_warnings INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-Wno-restrict>)
endif()
