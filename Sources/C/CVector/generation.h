/* One generation of processors' code. vector.c includes this once for each of them, after it has defined NAME (the
   generation's suffix), ROWS and PANELS (how much of a product is held in registers) and HAS_HALVES (whether halves
   are read by an instruction). */

#define NAMED_(name, suffix) name##_##suffix
#define NAMED(name, suffix) NAMED_(name, suffix)
#define FN(name) NAMED(name, NAME)

static inline v16 FN(halves)(const uint16_t *from) {
#if HAS_HALVES
    return __builtin_convertvector(*(const h16 *)from, v16);
#else
    /* A half's exponent and fraction, moved to where a number has them, are the number scaled by 2^-112. */
    u16 bits = __builtin_convertvector(*(const s16 *)from, u16);
    v16 size = (v16)((bits & 0x7fff) << 13) * 0x1p112f;
    return (v16)((u16)size | ((bits & 0x8000) << 16));
#endif
}

static inline float FN(sum)(v16 x) {
    v8 a = x.lo + x.hi;
    v4 b = a.lo + a.hi;
    return (b.x + b.z) + (b.y + b.w);
}

static inline float FN(largest)(v16 x) {
    v8 a = __builtin_elementwise_max(x.lo, x.hi);
    v4 b = __builtin_elementwise_max(a.lo, a.hi);
    return __builtin_fmaxf(__builtin_fmaxf(b.x, b.z), __builtin_fmaxf(b.y, b.w));
}

/* e^x for x <= 0, to about 2 units in the last place: 2^n * e^r with |r| <= ln(2)/2, e^r by its Taylor series. */
static inline v16 FN(exponential)(v16 x) {
    x = __builtin_elementwise_max(x, (v16)(-87.0f));
    v16 shifted = x * 1.44269504f + 12582912.0f; /* 1.5 * 2^23: rounds to a whole number kept in the low bits */
    v16 n = shifted - 12582912.0f;
    v16 r = x - n * 0.693359375f;
    r = r + n * 2.12194440e-4f; /* ln(2) in two parts, the first with few digits so that n times it is exact */
    v16 p = r * (1.0f / 5040) + (1.0f / 720);
    p = p * r + (1.0f / 120);
    p = p * r + (1.0f / 24);
    p = p * r + (1.0f / 6);
    p = p * r + 0.5f;
    p = p * r + 1.0f;
    p = p * r + 1.0f;
    u16 power = ((u16)shifted - 0x4b400000u + 127u) << 23;
    return p * (v16)power;
}

static void FN(numbers)(const uint16_t *halves, float *numbers, size_t count) {
    for (size_t i = 0; i < count; i += 16) *(v16u *)(numbers + i) = FN(halves)(halves + i);
}

static void FN(add_halves)(float *numbers, const uint16_t *halves, size_t count) {
    for (size_t i = 0; i < count; i += 16) *(v16u *)(numbers + i) += FN(halves)(halves + i);
}

/* `count` rows times `panels` panels, all sums held in registers: both are constants wherever this is inlined. */
static inline __attribute__((always_inline)) void FN(tile)(
    const int count, const int panels, const float *input, size_t inputs, const uint16_t *panel, const float *bias,
    float *output, size_t outputs, int accumulate) {
    v16 sums[ROWS][PANELS];
#pragma clang loop unroll(full)
    for (int r = 0; r < count; r++)
#pragma clang loop unroll(full)
        for (int p = 0; p < panels; p++) sums[r][p] = *(const v16u *)(bias + 16 * p);
    for (size_t k = 0; k < inputs; k++) {
        v16 weights[PANELS];
#pragma clang loop unroll(full)
        for (int p = 0; p < panels; p++) weights[p] = FN(halves)(panel + (p * inputs + k) * 16);
#pragma clang loop unroll(full)
        for (int r = 0; r < count; r++)
#pragma clang loop unroll(full)
            for (int p = 0; p < panels; p++) sums[r][p] += input[r * inputs + k] * weights[p];
    }
#pragma clang loop unroll(full)
    for (int r = 0; r < count; r++)
#pragma clang loop unroll(full)
        for (int p = 0; p < panels; p++) {
            v16u *to = (v16u *)(output + r * outputs + 16 * p);
            *to = accumulate ? *to + sums[r][p] : sums[r][p];
        }
}

static void FN(dense)(
    const float *input, size_t rows, size_t inputs, const uint16_t *panels, const float *bias, float *output,
    size_t outputs, int accumulate) {
    /* Rows are shared out evenly, so that no tile of one row reads the weights again for little. */
    size_t tiles = (rows + ROWS - 1) / ROWS;
    for (size_t o = 0; o < outputs; o += 16 * PANELS) {
        const uint16_t *panel = panels + o * inputs;
        for (size_t t = 0, row = 0; t < tiles; t++) {
            size_t count = (rows - row + (tiles - t) - 1) / (tiles - t);
            const float *from = input + row * inputs;
            float *to = output + row * outputs + o;
#define TILE(n) case n: \
    if (n <= ROWS) FN(tile)(n <= ROWS ? n : 1, PANELS, from, inputs, panel, bias + o, to, outputs, accumulate); \
    break;
            switch (count) {
                TILE(1) TILE(2) TILE(3) TILE(4) TILE(5) TILE(6)
                TILE(7) TILE(8) TILE(9) TILE(10) TILE(11) TILE(12)
            }
#undef TILE
            row += count;
        }
    }
}

/* The error function by formula 7.1.26 of Abramowitz and Stegun, whose error is at most 1.5e-7. */
static void FN(gelu)(float *numbers, size_t count) {
    for (size_t i = 0; i < count; i += 16) {
        v16 x = *(v16u *)(numbers + i);
        v16 size = __builtin_elementwise_abs(x) * 0.70710678f;
        v16 t = 1.0f / (1.0f + 0.3275911f * size);
        v16 p = 1.061405429f * t - 1.453152027f;
        p = p * t + 1.421413741f;
        p = p * t - 0.284496736f;
        p = p * t + 0.254829592f;
        v16 rest = p * t * FN(exponential)(-size * size); /* 1 - erf(|x| / sqrt(2)) */
        v16 share = x < 0.0f ? rest : 2.0f - rest;
        *(v16u *)(numbers + i) = 0.5f * x * share;
    }
}

static void FN(normalise)(
    float *numbers, size_t rows, size_t width, const float *scale, const float *shift, float epsilon) {
    for (size_t r = 0; r < rows; r++) {
        float *row = numbers + r * width;
        v16 total = 0.0f;
        for (size_t i = 0; i < width; i += 16) total += *(v16u *)(row + i);
        v16 mean = FN(sum)(total) / (float)width;
        v16 squares = 0.0f;
        for (size_t i = 0; i < width; i += 16) {
            v16 off = *(v16u *)(row + i) - mean;
            squares += off * off;
        }
        v16 factor = 1.0f / __builtin_sqrtf(FN(sum)(squares) / (float)width + epsilon);
        for (size_t i = 0; i < width; i += 16) {
            v16 off = *(v16u *)(row + i) - mean;
            *(v16u *)(row + i) = off * factor * *(const v16u *)(scale + i) + *(const v16u *)(shift + i);
        }
    }
}

static void FN(attend)(const float *qkv, size_t rows, size_t heads, float *output, float *scratch) {
    const size_t width = heads * 32, stride = 3 * width, wide = (rows + 15) & ~(size_t)15;
    float *keys = scratch, *scores = scratch + 32 * wide;
    for (size_t head = 0; head < heads; head++) {
        const float *query = qkv + head * 32, *value = query + 2 * width;
        for (size_t k = 0; k < 32; k++)
            for (size_t r = 0; r < wide; r++)
                keys[k * wide + r] = r < rows ? query[width + r * stride + k] * 0.17677670f : 0.0f; /* 1 / sqrt(32) */
        for (size_t r = 0; r < rows; r++) {
            v16 most = -3.0e38f;
            for (size_t c = 0; c < wide; c += 16) {
                v16 sum = 0.0f;
                for (size_t k = 0; k < 32; k++) sum += query[r * stride + k] * *(const v16u *)(keys + k * wide + c);
                *(v16u *)(scores + c) = sum;
                for (size_t past = rows; past < c + 16; past++) if (past >= c) scores[past] = -3.0e38f;
                most = __builtin_elementwise_max(most, *(v16u *)(scores + c));
            }
            v16 peak = FN(largest)(most), total = 0.0f;
            for (size_t c = 0; c < wide; c += 16) {
                v16 weight = FN(exponential)(*(v16u *)(scores + c) - peak);
                *(v16u *)(scores + c) = weight;
                for (size_t past = rows; past < c + 16; past++) if (past >= c) scores[past] = 0.0f;
                total += *(v16u *)(scores + c);
            }
            float share = 1.0f / FN(sum)(total);
            v16 low = 0.0f, high = 0.0f;
            for (size_t c = 0; c < rows; c++) {
                low += scores[c] * *(const v16u *)(value + c * stride);
                high += scores[c] * *(const v16u *)(value + c * stride + 16);
            }
            *(v16u *)(output + r * width + head * 32) = low * share;
            *(v16u *)(output + r * width + head * 32 + 16) = high * share;
        }
    }
}

static void FN(mean)(const float *rows, size_t count, size_t width, float *output) {
    v16 squares = 0.0f;
    for (size_t i = 0; i < width; i += 16) {
        v16 sum = 0.0f;
        for (size_t r = 0; r < count; r++) sum += *(const v16u *)(rows + r * width + i);
        *(v16u *)(output + i) = sum;
        squares += sum * sum;
    }
    float length = __builtin_sqrtf(FN(sum)(squares));
    if (length > 0)
        for (size_t i = 0; i < width; i += 16) *(v16u *)(output + i) /= length;
}

static float FN(dot)(const float *numbers, const uint16_t *halves, size_t count) {
    v16 even = 0.0f, odd = 0.0f;
    size_t i = 0;
    for (; i + 32 <= count; i += 32) {
        even += *(const v16u *)(numbers + i) * FN(halves)(halves + i);
        odd += *(const v16u *)(numbers + i + 16) * FN(halves)(halves + i + 16);
    }
    if (i < count) even += *(const v16u *)(numbers + i) * FN(halves)(halves + i);
    return FN(sum)(even + odd);
}

static float FN(dot_halves)(const uint16_t *one, const uint16_t *other, size_t count) {
    v16 sum = 0.0f;
    for (size_t i = 0; i < count; i += 16) sum += FN(halves)(one + i) * FN(halves)(other + i);
    return FN(sum)(sum);
}

static size_t FN(sieve)(
    const int8_t *codes, const float *unit, const float *tail, size_t groups, size_t width, const float *query,
    float slack, float rest, float least, uint32_t *found) {
    size_t count = 0;
    for (size_t g = 0; g < groups; g++, codes += 16 * width) {
        /* Four sums, because each addition waits for the one before it. */
        v16 sums[4] = {slack, 0.0f, 0.0f, 0.0f};
        for (size_t k = 0; k < width; k += 4)
#pragma clang loop unroll(full)
            for (size_t j = 0; j < 4; j++)
                sums[j] += query[k + j] * __builtin_convertvector(*(const c16 *)(codes + 16 * (k + j)), v16);
        v16 bound = *(const v16u *)(unit + 16 * g) * ((sums[0] + sums[1]) + (sums[2] + sums[3]))
            + rest * *(const v16u *)(tail + 16 * g);
        if (FN(largest)(bound) < least) continue;
        for (uint32_t v = 0; v < 16; v++)
            if (bound[v] >= least) found[count++] = (uint32_t)(16 * g) + v;
    }
    return count;
}

#undef FN
#undef NAMED
#undef NAMED_
