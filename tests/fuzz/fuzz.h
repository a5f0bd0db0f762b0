/*
 * fuzz: what a target is: one function that takes any bytes.
 *
 * TARGET_fuzz.c is linked with libFuzzer (./configure --enable-fuzz, clang), and with replay.c
 * into an ordinary program that make check runs over tests/fuzz/corpus/TARGET.
 * A target that finds its library wrong aborts.
 */
#ifndef FUZZ_FUZZ_H
#define FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

#define MUST(what) \
	do { \
		if (!(what)) { \
			fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #what); \
			abort(); \
		} \
	} while (0)

#endif
