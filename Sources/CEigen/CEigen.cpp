// SPDX-License-Identifier: Apache-2.0
#include "CEigen.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <stdexcept>
#include <vector>

// The same bits everywhere; see the header. Both must precede Eigen.
#pragma STDC FP_CONTRACT OFF
#define EIGEN_DONT_VECTORIZE
#define EIGEN_DONT_PARALLELIZE
#define EIGEN_MPL2_ONLY
// A mistake becomes an error code, not the end of the process.
#define eigen_assert(condition) \
  do {                          \
    if (!(condition)) throw std::logic_error(#condition); \
  } while (false)

#include <eigen3/Eigen/Sparse>

using Vector = Eigen::VectorXd;
using ColumnMatrix = Eigen::SparseMatrix<double, Eigen::ColMajor, int32_t>;

extern "C" int32_t eigen_version(void) {
  return EIGEN_WORLD_VERSION * 10000 + EIGEN_MAJOR_VERSION * 100 + EIGEN_MINOR_VERSION;
}

namespace {

/// Rows of a loop, each with the entries before the diagonal first.
struct Rows {
  std::vector<int32_t> starts, middles, columns, positions, diagonalPositions;
  std::vector<double> values, inverses;
};

/// What Gauss-Seidel leaves to do: with A = D + L + U, the operator (D + L)^-1 A.
///
/// It equals I + (D + L)^-1 U, so one application costs one pass over the entries: the trick of
/// Eisenstat (SIAM J. Sci. Stat. Comput. 2, 1981). Transposed: (D + L^T)^-1 A^T.
class SweptOperator;

}  // namespace

namespace Eigen {
namespace internal {
template <>
struct traits<SweptOperator> : public traits<ColumnMatrix> {};
}  // namespace internal
}  // namespace Eigen

namespace {

class SweptOperator : public Eigen::EigenBase<SweptOperator> {
 public:
  using Scalar = double;
  using RealScalar = double;
  using StorageIndex = int32_t;
  enum {
    ColsAtCompileTime = Eigen::Dynamic,
    MaxColsAtCompileTime = Eigen::Dynamic,
    IsRowMajor = false
  };

  /// `scale` holds the unit in which each unknown is counted.
  SweptOperator(const Rows &rows, bool isTransposed, const Vector &scale)
      : rows_(&rows), isTransposed_(isTransposed), scale_(scale), inverse_(scale.cwiseInverse()) {}

  Eigen::Index rows() const { return Eigen::Index(rows_->inverses.size()); }
  Eigen::Index cols() const { return rows(); }

  template <typename Right>
  Eigen::Product<SweptOperator, Right, Eigen::AliasFreeProduct> operator*(
      const Eigen::MatrixBase<Right> &right) const {
    return Eigen::Product<SweptOperator, Right, Eigen::AliasFreeProduct>(*this, right.derived());
  }

  /// (D + L)^-1 right, or (D + L^T)^-1 right, in the units of the unknowns.
  void sweep(const double *right, double *result) const {
    const Rows &r = *rows_;
    if (isTransposed_) {
      std::copy(right, right + rows(), result);
      sweepBack(result);
    } else {
      for (int32_t row = 0; row < rows(); ++row) {
        double sum = right[row];
        for (int32_t k = r.starts[row]; k < r.middles[row]; ++k) {
          sum -= r.values[k] * result[r.columns[k]];
        }
        result[row] = sum * r.inverses[row];
      }
    }
    for (int32_t row = 0; row < rows(); ++row) result[row] *= inverse_[row];
  }

  /// The operator applied to `vector`.
  void apply(const double *vector, double *result) const {
    const Rows &r = *rows_;
    const int32_t size = int32_t(rows());
    swept_.resize(size);
    unscaled_.resize(size);
    double *swept = swept_.data();
    double *unscaled = unscaled_.data();
    for (int32_t row = 0; row < size; ++row) unscaled[row] = vector[row] * scale_[row];
    if (isTransposed_) {
      std::fill(swept, swept + size, 0.0);
      for (int32_t row = 0; row < size; ++row) {
        const double value = unscaled[row];
        for (int32_t k = r.middles[row]; k < r.starts[row + 1]; ++k) {
          swept[r.columns[k]] += r.values[k] * value;
        }
      }
      sweepBack(swept);
    } else {
      for (int32_t row = 0; row < size; ++row) {
        double sum = 0;
        for (int32_t k = r.middles[row]; k < r.starts[row + 1]; ++k) {
          sum += r.values[k] * unscaled[r.columns[k]];
        }
        for (int32_t k = r.starts[row]; k < r.middles[row]; ++k) {
          sum -= r.values[k] * swept[r.columns[k]];
        }
        swept[row] = sum * r.inverses[row];
      }
    }
    for (int32_t row = 0; row < size; ++row) {
      result[row] = vector[row] + swept[row] * inverse_[row];
    }
  }

 private:
  void sweepBack(double *vector) const {
    const Rows &r = *rows_;
    for (int32_t row = int32_t(rows()) - 1; row >= 0; --row) {
      const double value = vector[row] * r.inverses[row];
      vector[row] = value;
      for (int32_t k = r.starts[row]; k < r.middles[row]; ++k) {
        vector[r.columns[k]] -= r.values[k] * value;
      }
    }
  }

  const Rows *rows_;
  bool isTransposed_;
  const Vector &scale_;
  Vector inverse_;
  mutable Vector swept_, unscaled_;
};

}  // namespace

namespace Eigen {
namespace internal {
template <typename Right>
struct generic_product_impl<SweptOperator, Right, SparseShape, DenseShape, GemvProduct>
    : generic_product_impl_base<SweptOperator, Right,
                                generic_product_impl<SweptOperator, Right>> {
  template <typename Result>
  static void scaleAndAddTo(Result &result, const SweptOperator &left, const Right &right,
                            const double &factor) {
    const VectorXd argument = right;
    VectorXd product(argument.size());
    left.apply(argument.data(), product.data());
    result.noalias() += factor * product;
  }
};
}  // namespace internal
}  // namespace Eigen

using Factors = Eigen::SparseLU<ColumnMatrix, Eigen::AMDOrdering<int32_t>>;

struct eigen_loop {
  int32_t size = 0;
  Rows rows;
  /// The same entries by column, for the factorisation.
  ColumnMatrix matrix;
  std::vector<int32_t> matrixPositions;
  std::unique_ptr<Factors> factors;
  bool isAnalysed = false;
  bool isFactorised = false;
  double fill = 0;
  double work = 0;
};

namespace {

bool build(eigen_loop &loop, int32_t size, int32_t count, const int32_t *rows,
           const int32_t *columns, const int32_t *positions) {
  loop.size = size;
  Rows &r = loop.rows;
  r.starts.assign(size + 1, 0);
  r.middles.assign(size, 0);
  r.diagonalPositions.assign(size, -1);
  r.inverses.assign(size, 0);
  for (int32_t k = 0; k < count; ++k) {
    if (rows[k] < 0 || rows[k] >= size || columns[k] < 0 || columns[k] >= size) return false;
    if (k > 0 && columns[k] < columns[k - 1]) return false;
    if (rows[k] == columns[k]) {
      r.diagonalPositions[rows[k]] = positions[k];
    } else {
      r.starts[rows[k] + 1] += 1;
    }
  }
  for (int32_t row = 0; row < size; ++row) r.starts[row + 1] += r.starts[row];
  r.columns.resize(r.starts[size]);
  r.positions.resize(r.starts[size]);
  r.values.assign(r.starts[size], 0);
  // Columns ascend, so those before the diagonal come first by themselves.
  std::vector<int32_t> ends(r.starts.begin(), r.starts.end() - 1);
  for (int32_t row = 0; row < size; ++row) r.middles[row] = r.starts[row];
  for (int32_t k = 0; k < count; ++k) {
    const int32_t row = rows[k];
    if (row == columns[k]) continue;
    if (columns[k] < row) r.middles[row] += 1;
    r.columns[ends[row]] = columns[k];
    r.positions[ends[row]++] = positions[k];
  }
  std::vector<Eigen::Triplet<double, int32_t>> triplets;
  triplets.reserve(count);
  for (int32_t k = 0; k < count; ++k) triplets.emplace_back(rows[k], columns[k], double(k));
  loop.matrix.resize(size, size);
  loop.matrix.setFromTriplets(triplets.begin(), triplets.end());
  if (loop.matrix.nonZeros() != count) return false;
  loop.matrixPositions.resize(count);
  for (int32_t k = 0; k < count; ++k) {
    loop.matrixPositions[k] = positions[int32_t(loop.matrix.valuePtr()[k])];
  }
  return true;
}

/// Counts what Cholesky factors of the pattern of A + A^T would hold under the ordering that the
/// factorisation uses: what LU factors hold when the pivots stay on the diagonal.
void estimateFill(eigen_loop &loop) {
  const int32_t size = loop.size;
  Eigen::AMDOrdering<int32_t> ordering;
  Eigen::AMDOrdering<int32_t>::PermutationType permutation;
  ordering(loop.matrix, permutation);
  const auto &place = permutation.indices();
  std::vector<int32_t> inverse(size);
  for (int32_t k = 0; k < size; ++k) inverse[place[k]] = k;
  ColumnMatrix pattern = loop.matrix;
  for (int32_t k = 0; k < pattern.nonZeros(); ++k) pattern.valuePtr()[k] = 1;
  ColumnMatrix symmetric = ColumnMatrix(pattern.transpose()) + pattern;
  // `place` maps a new number to an old one or back, by version; a valid order either way.
  std::vector<int32_t> parent(size, -1), flag(size, -1);
  std::vector<double> counts(size, 1);
  for (int32_t column = 0; column < size; ++column) {
    flag[column] = column;
    for (ColumnMatrix::InnerIterator entry(symmetric, place[column]); entry; ++entry) {
      int32_t node = inverse[entry.row()];
      for (; node < column && flag[node] != column; node = parent[node]) {
        if (parent[node] == -1) parent[node] = column;
        counts[node] += 1;
        flag[node] = column;
      }
    }
  }
  loop.fill = 0;
  loop.work = 0;
  for (double count : counts) {
    loop.fill += 2 * count - 1;
    loop.work += count * count;
  }
}

/// Iterates until the residual is `tolerance` of the right side, or of one unit an unknown.
bool iterate(const eigen_loop &loop, bool isTransposed, const double *right, const Vector &scale,
             double tolerance, bool isPerUnknown, Vector &solution, int32_t &iterations) {
  const SweptOperator swept(loop.rows, isTransposed, scale);
  Vector target(loop.size);
  swept.sweep(right, target.data());
  if (isPerUnknown) tolerance *= std::sqrt(double(loop.size)) / target.norm();
  if (!std::isfinite(tolerance)) return false;
  Eigen::BiCGSTAB<SweptOperator, Eigen::IdentityPreconditioner> iteration;
  iteration.compute(swept);
  iteration.setTolerance(tolerance);
  iteration.setMaxIterations(iterations);
  const Vector guess = solution.cwiseQuotient(scale);
  solution = iteration.solveWithGuess(target, guess).cwiseProduct(scale);
  iterations -= std::min(int32_t(iteration.iterations()), iterations - 1);
  // A little short is for the refinement to mend; far off is a failure.
  return solution.allFinite() && iteration.error() <= std::max(tolerance, 1e-3);
}

template <typename Body>
int32_t guarded(Body body) noexcept {
  try {
    return body();
  } catch (...) {
    return EIGEN_LOOP_FAILED;
  }
}

bool isFinite(const double *values, int32_t count) {
  for (int32_t k = 0; k < count; ++k) {
    if (!std::isfinite(values[k])) return false;
  }
  return true;
}

}  // namespace

extern "C" eigen_loop *eigen_loop_create(int32_t size, int32_t count, const int32_t *rows,
                                         const int32_t *columns, const int32_t *positions) {
  try {
    auto loop = std::make_unique<eigen_loop>();
    if (!build(*loop, size, count, rows, columns, positions)) return nullptr;
    return loop.release();
  } catch (...) {
    return nullptr;
  }
}

extern "C" void eigen_loop_destroy(eigen_loop *loop) { delete loop; }

extern "C" void eigen_loop_load(eigen_loop *loop, const double *values) {
  Rows &r = loop->rows;
  for (size_t k = 0; k < r.values.size(); ++k) r.values[k] = values[r.positions[k]];
  for (int32_t row = 0; row < loop->size; ++row) {
    const int32_t position = r.diagonalPositions[row];
    r.inverses[row] = position < 0 ? 0 : 1 / values[position];
  }
  double *entries = loop->matrix.valuePtr();
  for (size_t k = 0; k < loop->matrixPositions.size(); ++k) {
    entries[k] = values[loop->matrixPositions[k]];
  }
  loop->isFactorised = false;
}

extern "C" int32_t eigen_loop_factorise(eigen_loop *loop, double entries,
                                        double multiplications) {
  if (loop->isFactorised) return EIGEN_LOOP_SOLVED;
  return guarded([&]() -> int32_t {
    if (!loop->isAnalysed) {
      if (loop->fill == 0) estimateFill(*loop);
      if (loop->fill > entries || loop->work > multiplications) return EIGEN_LOOP_TOO_LARGE;
      loop->factors = std::make_unique<Factors>();
      // The diagonal is kept as pivot where it is not small: it keeps the factors sparse.
      loop->factors->setPivotThreshold(0.1);
      loop->factors->analyzePattern(loop->matrix);
      loop->isAnalysed = true;
    }
    loop->factors->factorize(loop->matrix);
    if (loop->factors->info() != Eigen::Success) return EIGEN_LOOP_SINGULAR;
    loop->isFactorised = true;
    return EIGEN_LOOP_SOLVED;
  });
}

extern "C" int32_t eigen_loop_solve(eigen_loop *loop, int32_t is_transposed, double *vector) {
  return guarded([&]() -> int32_t {
    if (!loop->isFactorised) return EIGEN_LOOP_FAILED;
    Eigen::Map<Vector> mapped(vector, loop->size);
    const Vector right = mapped;
    Vector solution;
    if (is_transposed) {
      solution = loop->factors->transpose().solve(right);
    } else {
      solution = loop->factors->solve(right);
    }
    mapped = solution;
    return isFinite(vector, loop->size) ? EIGEN_LOOP_SOLVED : EIGEN_LOOP_SINGULAR;
  });
}

extern "C" int32_t eigen_loop_iterate(eigen_loop *loop, int32_t is_transposed,
                                      const double *right, double *solution, double tolerance,
                                      int32_t *iterations) {
  return guarded([&]() -> int32_t {
    if (!isFinite(loop->rows.inverses.data(), loop->size)) return EIGEN_LOOP_NOT_CONVERGED;
    for (double inverse : loop->rows.inverses) {
      if (inverse == 0) return EIGEN_LOOP_NOT_CONVERGED;
    }
    // First a few digits as they come; then in units of what was found, in which a small unknown
    // weighs as much as a large one.
    Eigen::Map<Vector> mapped(solution, loop->size);
    Vector found = mapped;
    int32_t left = *iterations;
    if (found.isZero(0)) {
      const Vector ones = Vector::Ones(loop->size);
      if (!iterate(*loop, is_transposed != 0, right, ones, 1e-3, false, found, left)) {
        return EIGEN_LOOP_NOT_CONVERGED;
      }
    }
    if (tolerance < 1e-3) {
      const Vector scale = found.cwiseAbs().cwiseMax(found.cwiseAbs().maxCoeff() * 1e-15);
      if (!iterate(*loop, is_transposed != 0, right, scale, tolerance, true, found, left)) {
        return EIGEN_LOOP_NOT_CONVERGED;
      }
    }
    mapped = found;
    *iterations -= left;
    return EIGEN_LOOP_SOLVED;
  });
}

extern "C" double eigen_residual(int32_t size, const int32_t *starts, const int32_t *rows,
                                 const double *values, int32_t is_transposed,
                                 const double *right, const double *solution,
                                 double *residual) {
  double worst = 0;
  auto judge = [&worst](double difference, double scale) {
    if (difference == 0 && std::isfinite(scale)) return;
    const double relative = std::fabs(difference) / scale;
    if (!(relative <= worst)) {
      worst = std::isfinite(relative) ? relative : std::numeric_limits<double>::infinity();
    }
  };
  if (is_transposed) {
    for (int32_t column = 0; column < size; ++column) {
      double sum = right[column], scale = std::fabs(right[column]);
      for (int32_t k = starts[column]; k < starts[column + 1]; ++k) {
        const double product = values[k] * solution[rows[k]];
        sum -= product;
        scale += std::fabs(product);
      }
      residual[column] = sum;
      judge(sum, scale);
    }
    return worst;
  }
  return guarded([&]() -> int32_t {
    // Sum and scale side by side: a scattered row touches one cache line instead of two.
    std::vector<double> pairs(2 * size_t(size));
    for (int32_t row = 0; row < size; ++row) {
      pairs[2 * size_t(row)] = right[row];
      pairs[2 * size_t(row) + 1] = std::fabs(right[row]);
    }
    for (int32_t column = 0; column < size; ++column) {
      const double factor = solution[column];
      if (factor == 0) continue;
      for (int32_t k = starts[column]; k < starts[column + 1]; ++k) {
        const double product = values[k] * factor;
        double *pair = &pairs[2 * size_t(rows[k])];
        pair[0] -= product;
        pair[1] += std::fabs(product);
      }
    }
    for (int32_t row = 0; row < size; ++row) {
      residual[row] = pairs[2 * size_t(row)];
      judge(residual[row], pairs[2 * size_t(row) + 1]);
    }
    return EIGEN_LOOP_SOLVED;
  }) == EIGEN_LOOP_SOLVED ? worst : std::numeric_limits<double>::infinity();
}
