#include "include/vector.h"

/* Vectors are passed between static functions of one generation only, whose callers agree on how. */
#pragma clang diagnostic ignored "-Wpsabi"

typedef float v16 __attribute__((ext_vector_type(16)));
typedef float v8 __attribute__((ext_vector_type(8)));
typedef float v4 __attribute__((ext_vector_type(4)));
typedef uint32_t u16 __attribute__((ext_vector_type(16)));
/* The same as they lie in memory, where nothing is aligned to more than its elements. */
typedef float v16u __attribute__((ext_vector_type(16), aligned(4)));
typedef uint16_t s16 __attribute__((ext_vector_type(16), aligned(2)));
typedef int8_t c16 __attribute__((ext_vector_type(16), aligned(1)));
typedef _Float16 h16 __attribute__((ext_vector_type(16), aligned(2)));

#define NAME portable
#if defined(__aarch64__)
#define ROWS 4
#define HAS_HALVES 1
#else
#define ROWS 2
#define HAS_HALVES 0
#endif
#define PANELS 1
#include "generation.h"
#undef NAME
#undef ROWS
#undef PANELS
#undef HAS_HALVES

#if defined(__x86_64__)
#define HAS_HALVES 1

#pragma clang attribute push(__attribute__((target("avx2,fma,f16c"))), apply_to = function)
#define NAME avx2
#define ROWS 6
#define PANELS 1
#include "generation.h"
#undef NAME
#undef ROWS
#undef PANELS
#pragma clang attribute pop

#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx2,fma,f16c"))), apply_to = function)
#define NAME avx512
#define ROWS 12
#define PANELS 2
#include "generation.h"
#undef NAME
#undef ROWS
#undef PANELS
#pragma clang attribute pop
#endif

struct generation {
    const char *name;
    __typeof__(&numbers_portable) numbers;
    __typeof__(&add_halves_portable) add_halves;
    __typeof__(&dense_portable) dense;
    __typeof__(&gelu_portable) gelu;
    __typeof__(&normalise_portable) normalise;
    __typeof__(&attend_portable) attend;
    __typeof__(&mean_portable) mean;
    __typeof__(&dot_portable) dot;
    __typeof__(&dot_halves_portable) dot_halves;
    __typeof__(&sieve_portable) sieve;
};

#define GENERATION(title, suffix) { title, numbers_##suffix, add_halves_##suffix, dense_##suffix, gelu_##suffix, \
    normalise_##suffix, attend_##suffix, mean_##suffix, dot_##suffix, dot_halves_##suffix, sieve_##suffix }

/* Set before main and never again. */
static struct generation in_use = GENERATION("portable", portable);

#if defined(__x86_64__)
__attribute__((constructor)) static void choose(void) {
    __builtin_cpu_init();
    int avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("f16c");
    int avx512 = avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")
        && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq");
    if (avx512) in_use = (struct generation)GENERATION("AVX-512", avx512);
    else if (avx2) in_use = (struct generation)GENERATION("AVX2", avx2);
}
#endif

const char *vector_instructions(void) { return in_use.name; }

/* Rounds to the nearest half, ties to even; answers 0xffff, which is no finite half, for what does not fit. */
static uint16_t half(float number) {
    union { float number; uint32_t bits; } whole = {number};
    uint32_t sign = (whole.bits >> 16) & 0x8000, size = whole.bits & 0x7fffffff;
    if (size >= 0x477ff000) return 0xffff;
    if (size < 0x38800000) {
        /* Below the smallest normal half the unit is 2^-24, which is the last place of numbers near 0.5. */
        union { uint32_t bits; float number; } small = {size};
        small.number += 0.5f;
        return (uint16_t)(sign | (small.bits - 0x3f000000));
    }
    size += 0xfff + ((size >> 13) & 1);
    return (uint16_t)(sign | ((size - 0x38000000) >> 13));
}

int vector_halves(const float *numbers, uint16_t *halves, size_t count) {
    int fit = 1;
    for (size_t i = 0; i < count; i++) {
        halves[i] = half(numbers[i]);
        fit &= halves[i] != 0xffff;
    }
    return fit;
}

int vector_pack(const float *rows, uint16_t *panel, size_t inputs) {
    int fit = 1;
    for (size_t k = 0; k < inputs; k++)
        for (size_t r = 0; r < VECTOR_PANEL; r++) {
            uint16_t value = half(rows[r * inputs + k]);
            panel[k * VECTOR_PANEL + r] = value;
            fit &= value != 0xffff;
        }
    return fit;
}

void vector_numbers(const uint16_t *halves, float *numbers, size_t count) { in_use.numbers(halves, numbers, count); }

void vector_add_halves(float *numbers, const uint16_t *halves, size_t count) {
    in_use.add_halves(numbers, halves, count);
}

void vector_dense(const float *input, size_t rows, size_t inputs, const uint16_t *panels, const float *bias,
                  float *output, size_t outputs, int accumulate) {
    in_use.dense(input, rows, inputs, panels, bias, output, outputs, accumulate);
}

void vector_gelu(float *numbers, size_t count) { in_use.gelu(numbers, count); }

void vector_normalise(float *numbers, size_t rows, size_t width, const float *scale, const float *shift,
                      float epsilon) {
    in_use.normalise(numbers, rows, width, scale, shift, epsilon);
}

void vector_attend(const float *qkv, size_t rows, size_t heads, float *output, float *scratch) {
    in_use.attend(qkv, rows, heads, output, scratch);
}

void vector_mean(const float *rows, size_t count, size_t width, float *output) {
    in_use.mean(rows, count, width, output);
}

float vector_dot(const float *numbers, const uint16_t *halves, size_t count) {
    return in_use.dot(numbers, halves, count);
}

float vector_dot_halves(const uint16_t *one, const uint16_t *other, size_t count) {
    return in_use.dot_halves(one, other, count);
}

size_t vector_sieve(const int8_t *codes, const float *unit, const float *tail, size_t groups, size_t width,
                    const float *query, float slack, float rest, float least, uint32_t *found) {
    return in_use.sieve(codes, unit, tail, groups, width, query, slack, rest, least, found);
}
