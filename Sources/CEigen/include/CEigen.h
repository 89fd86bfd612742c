// SPDX-License-Identifier: Apache-2.0
// What SparseSystems uses of Eigen (MPL-2.0), a C++ template library, as plain C functions.
//
// No function throws across this boundary, starts a thread or keeps a pointer it was given. The
// same input gives the same bits on every machine with IEEE arithmetic: Eigen is built without
// vector instructions, whose sums have another order, and without fused multiplication.
#ifndef TANZHANG_CEIGEN_H
#define TANZHANG_CEIGEN_H
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// The version of Eigen this was built with, as major * 10000 + minor * 100 + patch.
int32_t eigen_version(void);

/// How a call ended.
enum {
  EIGEN_LOOP_SOLVED = 0,
  /// A pivot is zero, or the numbers left the range of a double.
  EIGEN_LOOP_SINGULAR = 1,
  /// The iteration did not come near enough.
  EIGEN_LOOP_NOT_CONVERGED = 2,
  /// A factorisation would fill up beyond the limits given.
  EIGEN_LOOP_TOO_LARGE = 3,
  /// Memory ran out, or Eigen found a mistake of ours.
  EIGEN_LOOP_FAILED = 4,
};

/// A strongly connected square system.
typedef struct eigen_loop eigen_loop;

/// Creates a loop of `size` rows with `count` entries: entry k is in row `rows[k]` and column
/// `columns[k]`, and its value is `values[positions[k]]` of the array that `eigen_loop_load` gets.
///
/// Entries come column by column. The iteration does well when most entries lie below the
/// diagonal. NULL when memory runs out or an index is out of range.
eigen_loop *eigen_loop_create(int32_t size, int32_t count, const int32_t *rows,
                              const int32_t *columns, const int32_t *positions);

/// Frees a loop; NULL is allowed.
void eigen_loop_destroy(eigen_loop *loop);

/// Takes new values; whatever was factorised before is forgotten, what was analysed is kept.
void eigen_loop_load(eigen_loop *loop, const double *values);

/// Factorises by SparseLU unless the estimated entries or multiplications are above the limits.
int32_t eigen_loop_factorise(eigen_loop *loop, double entries, double multiplications);

/// Solves with the factors; `vector` is the right side, then the solution.
int32_t eigen_loop_solve(eigen_loop *loop, int32_t is_transposed, double *vector);

/// Solves by BiCGSTAB with a Gauss-Seidel preconditioner, from a right side and a first guess in
/// `solution`, zero for none; stops when unknowns are off by `tolerance` of themselves, as far as
/// the last step shows. `iterations` is how many are allowed, then how many it took.
int32_t eigen_loop_iterate(eigen_loop *loop, int32_t is_transposed, const double *right,
                           double *solution, double tolerance, int32_t *iterations);

/// Writes `right - matrix * solution` to `residual`, for a matrix in compressed columns or its
/// transpose, and returns the largest element relative to the sum of the row's terms without
/// signs; infinity when an element is not a number.
double eigen_residual(int32_t size, const int32_t *starts, const int32_t *rows,
                      const double *values, int32_t is_transposed, const double *right,
                      const double *solution, double *residual);

#ifdef __cplusplus
}
#endif
#endif
