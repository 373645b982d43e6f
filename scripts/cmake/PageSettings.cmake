# The wasm preset has the rest: small code (-Oz), what the oldest browsers of web/build/browsers.mjs know beyond the
# first WebAssembly, and optimisation of the whole when it is linked (-flto), which makes the page 17 KB smaller and
# hashing and search no slower.
# Old Emscripten takes -Os as "inline nothing", newer ones do not, and their core is a fifth larger for
# it. core/CMakeLists.txt takes it back where the hashing is.
add_compile_options(-fno-inline-functions)

# How the page's core is linked, and with it whatever is to behave as it does there: a test with a
# larger stack than the page's would not notice what does not fit into that one.
add_library(sevproof_page_settings INTERFACE)
# Emscripten's own default was 5 MB and is 64 KB since 3.1.27, which the core's self-tests exceed.
if(EMSCRIPTEN_VERSION VERSION_LESS 3.1.25)
  set(stack_setting TOTAL_STACK)
else()
  set(stack_setting STACK_SIZE)
endif()
# The libraries of newer Emscripten as they are: optimised as a whole with ours they lack a symbol that only
# exceptions need (__cxa_increment_exception_refcount in 6.0.5).
if(EMSCRIPTEN_VERSION VERSION_GREATER_EQUAL 4)
  target_link_options(sevproof_page_settings INTERFACE -fno-lto)
endif()
# Memory that grows with the firmware image.
target_link_options(sevproof_page_settings INTERFACE -s${stack_setting}=5MB -sALLOW_MEMORY_GROWTH=1
                    -sMALLOC=emmalloc)
