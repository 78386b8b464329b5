/* lanes, the end: forgets the macros that a kernel defined, so that the library can
 * be one translation unit. */
#undef K
#undef FN
#undef IN
#undef V
#undef TILE
#undef v_load
#undef v_store
#undef v_head
#undef v_put
#undef v_keep
#undef v_all
#undef v_add
#undef v_sub
#undef v_mul
#undef v_fma
#undef v_max
#undef v_min
#undef v_abs
#undef v_bar
#undef v_two
#undef v_sum
#undef v_top
#undef v_bytes
