#pragma once
#include <stddef.h>
#include <stdint.h>

/* Arithmetic on rows of numbers for the sentence embedder and the neighbour index, compiled for several generations of
   processors; the best one that this processor has is chosen when the program starts. Nothing here allocates, keeps
   state or checks its arguments: every buffer must be as long as its comment says. Halves are IEEE 754 binary16. */

/** Outputs are computed in panels of this many, and vectors are sketched in groups of this many. */
#define VECTOR_PANEL 16

/** The instructions in use: "AVX-512", "AVX2" or "portable". */
const char *vector_instructions(void);

/** Rounds numbers to the nearest halves. Answers 0, with nothing promised about the halves, where one is not finite or
    too large for a half. */
int vector_halves(const float *numbers, uint16_t *halves, size_t count);

/** Reads halves back as numbers. `count` is a multiple of 16. */
void vector_numbers(const uint16_t *halves, float *numbers, size_t count);

/** Adds halves to numbers. `count` is a multiple of 16. */
void vector_add_halves(float *numbers, const uint16_t *halves, size_t count);

/** Lays 16 rows of a weight matrix out as one panel: `panel[k * 16 + r] = rows[r * inputs + k]`, as halves.
    Answers 0 as `vector_halves` does. */
int vector_pack(const float *rows, uint16_t *panel, size_t inputs);

/** A dense layer: `output[r][o] = bias[o] + sum over k of input[r][k] * weight[o][k]`, plus `output[r][o]` itself where
    `accumulate` is not 0. Rows follow each other without gaps; `outputs` is a multiple of 32; the weights are
    `outputs / 16` panels one after the other. */
void vector_dense(const float *input, size_t rows, size_t inputs, const uint16_t *panels, const float *bias,
                  float *output, size_t outputs, int accumulate);

/** GELU in place, by the error function: `x * (1 + erf(x / sqrt(2))) / 2`. `count` is a multiple of 16. */
void vector_gelu(float *numbers, size_t count);

/** Brings each row to mean 0 and variance 1, then scales and shifts it, in place. `width` is a multiple of 16. */
void vector_normalise(float *numbers, size_t rows, size_t width, const float *scale, const float *shift, float epsilon);

/** Scaled dot-product attention over one text. `qkv` has `rows` rows of query, key and value, each `heads * 32` wide;
    `output` gets `rows` rows of `heads * 32`. `scratch` has room for 33 numbers for each row, counting rows in
    whole sixteens. */
void vector_attend(const float *qkv, size_t rows, size_t heads, float *output, float *scratch);

/** The mean of the rows, brought to length 1 (left at 0 where the mean is 0). `width` is a multiple of 16. */
void vector_mean(const float *rows, size_t count, size_t width, float *output);

/** The inner product of numbers and halves. `count` is a multiple of 16. */
float vector_dot(const float *numbers, const uint16_t *halves, size_t count);

/** The inner product of two vectors of halves. `count` is a multiple of 16. */
float vector_dot_halves(const uint16_t *one, const uint16_t *other, size_t count);

/** Upper bounds of inner products, sixteen at a time. A group is `width` rows of 16 signed bytes: byte `v` of row `k`
    is number `k` of vector `v`, in units of `unit[v]`. The bound is
    `unit[v] * (slack + sum over k of query[k] * code) + rest * tail[v]`.
    Writes the positions whose bound is at least `least` to `found`, which has room for `16 * groups`, and answers how
    many there are. */
size_t vector_sieve(const int8_t *codes, const float *unit, const float *tail, size_t groups, size_t width,
                    const float *query, float slack, float rest, float least, uint32_t *found);

