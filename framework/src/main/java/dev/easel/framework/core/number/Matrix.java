package dev.easel.framework.core.number;

import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A matrix of floats.
 *
 * <p><b>Threads:</b> immutable.
 *
 * <p><b>Failure:</b> {@code INVALID_ARGUMENT} when dimensions do not fit.
 */
public final class Matrix {
  private final int rows;
  private final int columns;
  private final float[] values;

  private Matrix(int rows, int columns, float[] values) {
    this.rows = rows;
    this.columns = columns;
    this.values = values;
  }

  /** A matrix of {@code rows * columns} values, column by column. */
  public static Matrix of(int rows, int columns, float... columnMajor) {
    if (rows < 0 || columns < 0 || columnMajor.length != (long) rows * columns) {
      throw new StatusException(
          StatusCode.INVALID_ARGUMENT,
          "%d values do not make a matrix of %d rows and %d columns"
              .formatted(columnMajor.length, rows, columns));
    }
    return new Matrix(rows, columns, columnMajor.clone());
  }

  /** The number of rows. */
  public int rows() {
    return rows;
  }

  /** The number of columns. */
  public int columns() {
    return columns;
  }

  /** The value in a row and a column, both from 0. */
  public float value(int row, int column) {
    return values[row + column * rows];
  }

  /** All values, column by column. */
  public List<Float> values() {
    List<Float> list = new ArrayList<>(values.length);
    for (float value : values) {
      list.add(value);
    }
    return List.copyOf(list);
  }

  /** The product with {@code right}, which has as many rows as this one has columns. */
  public Matrix times(Matrix right) {
    if (columns != right.rows) {
      throw new StatusException(
          StatusCode.INVALID_ARGUMENT,
          "A matrix with %d columns cannot be multiplied by one with %d rows."
              .formatted(columns, right.rows));
    }
    float[] product = new float[rows * right.columns];
    for (int c = 0; c < right.columns; c++) {
      for (int k = 0; k < columns; k++) {
        float factor = right.value(k, c);
        for (int r = 0; r < rows; r++) {
          product[r + c * rows] += value(r, k) * factor;
        }
      }
    }
    return new Matrix(rows, right.columns, product);
  }

  /** The difference from {@code subtrahend}, which has the same dimensions. */
  public Matrix minus(Matrix subtrahend) {
    if (rows != subtrahend.rows || columns != subtrahend.columns) {
      throw new StatusException(
          StatusCode.INVALID_ARGUMENT, "Minuend and subtrahend must have the same dimensions.");
    }
    float[] difference = values.clone();
    for (int i = 0; i < difference.length; i++) {
      difference[i] -= subtrahend.values[i];
    }
    return new Matrix(rows, columns, difference);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Matrix m
        && rows == m.rows
        && Arrays.equals(values, m.values)
        && columns == m.columns;
  }

  @Override
  public int hashCode() {
    return 31 * rows + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "Matrix[%d x %d, %s]".formatted(rows, columns, Arrays.toString(values));
  }
}
