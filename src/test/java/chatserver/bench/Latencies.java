package chatserver.bench;

import java.util.Arrays;

/** Every single value is kept: a histogram would round just where it matters. */
final class Latencies {
  private long[] nanos = new long[1 << 12];
  private int count;
  private boolean sorted;

  void add(long value) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, count * 2);
    }
    nanos[count++] = value;
    sorted = false;
  }

  /** In microseconds; the fraction 1 is the greatest. Not a number if there are none. */
  double percentile(double fraction) {
    if (count == 0) {
      return Double.NaN;
    }
    if (!sorted) {
      Arrays.sort(nanos, 0, count);
      sorted = true;
    }
    int index = (int) Math.ceil(count * fraction) - 1;
    return nanos[Math.max(0, index)] / 1e3;
  }
}
