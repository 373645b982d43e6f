# Where third-party code comes from. A source archive of a release has all of it in third_party, and takes that.
# Elsewhere, for each dependency: an installed package first, then FETCHCONTENT_SOURCE_DIR_<NAME>, then a pinned upstream
# archive. Mbed TLS, pugixml and 7-Zip's LZMA are the exceptions: they are always compiled from source, so that the tests
# test what every face runs.
include(FetchContent)

set(third_party "${PROJECT_SOURCE_DIR}/third_party")

# source_tree(NAME TITLE FILE): NAME_SOURCE_DIR, a tree that has FILE. What stands in third_party, or what
# scripts/fetch-sources left, is taken where no FETCHCONTENT_SOURCE_DIR_NAME is given; where there is neither, the archive
# of scripts/sources.txt.
function(source_tree name title file)
  string(TOUPPER "${name}" upper)
  foreach(tree "${third_party}/${name}" "${PROJECT_SOURCE_DIR}/build/_deps-src/${name}")
    if(NOT FETCHCONTENT_SOURCE_DIR_${upper} AND EXISTS "${tree}/${file}")
      set(FETCHCONTENT_SOURCE_DIR_${upper} "${tree}")
    endif()
  endforeach()
  file(STRINGS "${PROJECT_SOURCE_DIR}/scripts/sources.txt" row REGEX "^${name} ")
  separate_arguments(row)
  list(GET row 1 version)
  list(GET row 2 sha256)
  list(GET row 3 url)
  if(NOT FETCHCONTENT_SOURCE_DIR_${upper} AND NOT EXISTS "${FETCHCONTENT_BASE_DIR}/${name}-src/${file}")
    message(STATUS "${title} ${version}: downloading it from its project. Without a network, name an unpacked "
                   "tree: -DFETCHCONTENT_SOURCE_DIR_${upper}=FOLDER; scripts/fetch-sources knows more ways")
  endif()
  FetchContent_Declare(
    ${name}
    URL ${url}
    URL_HASH SHA256=${sha256}
    SOURCE_SUBDIR none # sources only: core/ compiles the few files that it needs
  )
  FetchContent_MakeAvailable(${name})
  if(NOT EXISTS "${${name}_SOURCE_DIR}/${file}")
    message(FATAL_ERROR "expected the source tree of ${title} ${version} in ${${name}_SOURCE_DIR}, found no ${file}")
  endif()
  set(${name}_SOURCE_DIR "${${name}_SOURCE_DIR}" PARENT_SCOPE)
endfunction()
if(SEVPROOF_PSA STREQUAL INSTALLED)
  # The crypto library of Mbed TLS 4, built by whoever names it (CMAKE_PREFIX_PATH). No version is asked
  # for: the package of 1.0.0 calls itself 0.1.0.
  find_package(TF-PSA-Crypto CONFIG REQUIRED)
  add_library(sevproof::psa ALIAS TF-PSA-Crypto::tfpsacrypto)
else()
  source_tree(mbedtls "Mbed TLS" library/sha256.c)
endif()
source_tree(pugixml pugixml src/pugixml.cpp)
source_tree(7zip 7-Zip C/LzmaDec.c)

# The machine's include folder breaks a cross compiler, so what is header-only is linked into a folder
# of its own. link_headers(TARGET FOLDER): FOLDER as in #include <FOLDER/...>.
function(link_headers target folder)
  find_path(sevproof_${folder}_root "${folder}" PATHS /usr/include /usr/local/include
            NO_CMAKE_FIND_ROOT_PATH)
  if(NOT sevproof_${folder}_root)
    return()
  endif()
  file(MAKE_DIRECTORY "${PROJECT_BINARY_DIR}/headers")
  file(CREATE_LINK "${sevproof_${folder}_root}/${folder}" "${PROJECT_BINARY_DIR}/headers/${folder}"
       SYMBOLIC)
  add_library(${target} INTERFACE IMPORTED GLOBAL)
  target_include_directories(${target} SYSTEM INTERFACE "${PROJECT_BINARY_DIR}/headers")
endfunction()
# use_headers(TARGET FOLDER): those in third_party.
function(use_headers target folder)
  if(EXISTS "${third_party}/include/${folder}")
    add_library(${target} INTERFACE IMPORTED GLOBAL)
    target_include_directories(${target} SYSTEM INTERFACE "${third_party}/include")
  endif()
endfunction()
use_headers(tl::expected tl)
use_headers(nlohmann_json::nlohmann_json nlohmann)
if(CMAKE_CROSSCOMPILING AND NOT TARGET tl::expected)
  link_headers(tl::expected tl)
  link_headers(nlohmann_json::nlohmann_json nlohmann)
endif()

if(NOT TARGET tl::expected)
  find_package(tl-expected CONFIG QUIET)
endif()
if(NOT TARGET tl::expected)
  set(EXPECTED_BUILD_TESTS OFF)
  FetchContent_Declare(
    expected
    URL https://github.com/TartanLlama/expected/archive/refs/tags/v1.1.0.tar.gz
    URL_HASH SHA256=1db357f46dd2b24447156aaf970c4c40a793ef12a8a9c2ad9e096d9801368df6)
  FetchContent_MakeAvailable(expected)
endif()

if(NOT TARGET nlohmann_json::nlohmann_json)
  find_package(nlohmann_json 3.10 CONFIG QUIET)
endif()
if(NOT TARGET nlohmann_json::nlohmann_json)
  FetchContent_Declare(
    json
    URL https://github.com/nlohmann/json/archive/refs/tags/v3.11.3.tar.gz
    URL_HASH SHA256=0d8ef5af7f9794e3263480193c491549b2ba6cc74bb018906202ada498a79406)
  FetchContent_MakeAvailable(json)
endif()
# One definition everywhere: the core is compiled without exceptions.
add_library(sevproof_json INTERFACE)
target_link_libraries(sevproof_json INTERFACE nlohmann_json::nlohmann_json)
target_compile_definitions(sevproof_json INTERFACE JSON_NOEXCEPTION=1 JSON_USE_IMPLICIT_CONVERSIONS=0)

# The program can do without libvirt; what needs a live host then says so. Only its headers are needed
# here: the library is opened when a host is asked.
set(SEVPROOF_HAS_LIBVIRT OFF)
if(SEVPROOF_BUILD_CLI AND NOT EMSCRIPTEN AND NOT SEVPROOF_LIBVIRT STREQUAL "OFF")
  find_package(PkgConfig QUIET)
  if(PkgConfig_FOUND)
    pkg_check_modules(LIBVIRT QUIET "libvirt>=8.0")
  endif()
  if(LIBVIRT_FOUND)
    set(SEVPROOF_HAS_LIBVIRT ON)
  elseif(SEVPROOF_LIBVIRT STREQUAL "ON")
    message(FATAL_ERROR "expected libvirt 8.0 or newer with its development files (pkg-config libvirt), "
                        "found none; -DSEVPROOF_LIBVIRT=OFF builds without")
  endif()
  message(STATUS "libvirt: ${SEVPROOF_HAS_LIBVIRT}")
endif()

if(SEVPROOF_BUILD_TESTS)
  find_package(GTest QUIET)
  # Debian has the sources too, for compilers that its library does not suit.
  if(EMSCRIPTEN AND NOT FETCHCONTENT_SOURCE_DIR_GOOGLETEST AND EXISTS /usr/src/googletest)
    set(FETCHCONTENT_SOURCE_DIR_GOOGLETEST /usr/src/googletest)
  endif()
  if(NOT TARGET GTest::gtest)
    set(INSTALL_GTEST OFF)
    FetchContent_Declare(
      googletest
      URL https://github.com/google/googletest/archive/refs/tags/v1.14.0.tar.gz
      URL_HASH SHA256=8ad598c73ad796e0d8280b082cebd82a630d73e73cd3c70057938a6501bba5d7)
    FetchContent_MakeAvailable(googletest)
  endif()
endif()

if(SEVPROOF_BUILD_BENCH AND NOT EMSCRIPTEN)
  find_package(benchmark CONFIG QUIET)
  if(NOT TARGET benchmark::benchmark)
    set(BENCHMARK_ENABLE_TESTING OFF)
    set(BENCHMARK_ENABLE_INSTALL OFF)
    FetchContent_Declare(
      benchmark
      URL https://github.com/google/benchmark/archive/refs/tags/v1.9.1.tar.gz
      URL_HASH SHA256=32131c08ee31eeff2c8968d7e874f3cb648034377dfc32a4c377fa8796d84981)
    FetchContent_MakeAvailable(benchmark)
  endif()
endif()
