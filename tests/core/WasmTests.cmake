# The same tests as WebAssembly under Node. One run each instead of one for every test: starting the
# engine hundreds of times would take longer than the tests.
foreach(program sevproof_core_tests sevproof_wiping_tests sevproof_crypto_failure)
  # In one file, because old glue would use Node's fetch for the other, which takes no paths.
  target_link_libraries(${program} PRIVATE sevproof_page_settings)
  target_link_options(${program} PRIVATE -sSINGLE_FILE=1 -sEXIT_RUNTIME=1)
endforeach()
foreach(program sevproof_core_tests sevproof_wiping_tests)
  # The test data is read from the disk.
  target_link_options(${program} PRIVATE -sNODERAWFS=1)
  add_test(NAME wasm.${program} COMMAND ${CMAKE_CROSSCOMPILING_EMULATOR} $<TARGET_FILE:${program}>)
  set_tests_properties(wasm.${program} PROPERTIES LABELS wasm COST 60 TIMEOUT 600)
endforeach()
