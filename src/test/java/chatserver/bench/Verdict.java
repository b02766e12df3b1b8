package chatserver.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the server did wrong while it was measured, and how much it did right. Only the thread that
 * drives the load uses it.
 */
final class Verdict {
  private static final int KEPT = 20;

  private final List<String> faults = new ArrayList<>();
  private String subject = "";
  private long faultCount;
  private long verified;

  /** Names what is measured from now on, for the faults to be found there. */
  void subject(String scenario) {
    subject = scenario;
  }

  /** Only the first few are kept: a room that is out of order is so a million times. */
  void fault(String what) {
    faultCount++;
    if (faults.size() < KEPT) {
      faults.add(subject + ": " + what);
    }
  }

  void verified(long deliveries) {
    verified += deliveries;
  }

  long faultCount() {
    return faultCount;
  }

  boolean good() {
    return faultCount == 0;
  }

  void print(PrintStream out) {
    if (good() && verified == 0) {
      out.println("No faults.");
      return;
    }
    if (good()) {
      out.printf(
          Locale.ROOT, "Verified: %,d deliveries, each exactly once, in one order.%n", verified);
      return;
    }
    out.printf(Locale.ROOT, "FAILED: %,d faults%n", faultCount);
    faults.forEach(fault -> out.println("  " + fault));
    if (faultCount > faults.size()) {
      out.printf(Locale.ROOT, "  and %,d more%n", faultCount - faults.size());
    }
  }
}
